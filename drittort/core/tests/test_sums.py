"""The rule for sums: nobody stands out, whoever is left out with everything that they know."""

from __future__ import annotations

import random

from drittort.core.sums import apart, are_five, enough, enough_people, knowers, of_people


def test_of_people_six_things_of_others_are_needed_beside_ones_own():
    pairs = [of_people((2 * k, 2 * k + 1)) for k in range(6)]
    assert enough(pairs)
    assert not enough(pairs[:5]), "whoever knows their own is left with four"
    assert not enough([*pairs[:5], of_people((0, 1))]), "one pair knows two of the six"
    assert not enough([of_people((0, k)) for k in range(1, 30)]), "one has a part in all of them"
    assert not enough([])


def test_who_acts_for_several_sides_knows_them_all():
    alone = [[(f"firm {k}", f"firm {k}"), (f"shop {k}", f"shop {k}")] for k in range(6)]
    assert enough(alone)
    acts = [[(f"firm {k}", "p" if k < 2 else f"firm {k}"), (f"shop {k}", f"shop {k}")] for k in range(6)]
    assert not enough(acts), "p speaks for two firms"


def test_a_number_of_people_leaves_five_without_any_group():
    assert enough_people([2, 2, 2, 1])
    assert not enough_people([4, 4]), "who sits at one table knows that of the other four"
    assert not enough_people([6])
    assert not enough_people([])


def test_the_short_way_says_what_the_long_way_says():
    """With many things that share nobody no single person is looked at; the answer is the same."""
    rng = random.Random(3)
    for _ in range(300):
        things = [of_people(rng.sample(range(18), 2)) for _ in range(rng.randint(5, 14))]
        slowly = are_five(things) and all(are_five([t for t in things if not any(side in own for side, _ in t)]) for own in knowers(things))
        assert enough(things) is slowly
    assert apart([of_people((1, 2)), of_people((2, 3)), of_people((4, 5))]) == 2
