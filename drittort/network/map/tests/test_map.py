"""The map: nobody alone, no person without their own yes, no label on another."""

import json
import re
from datetime import date, timedelta

import numpy as np
import pytest

from drittort.members.models import Company, Consent, Employment, Member
from drittort.network import told
from drittort.network.counted import Person
from drittort.network.jobs import make_snapshots
from drittort.network.map.layout import GAP, Group, band_step, compute_map, groups_of, place_groups, pushed_apart
from drittort.network.map.picture import BENDS, EACH, _curve, colour, initials, strongest, wrapped
from drittort.network.map.queries import map_page
from drittort.network.models import Contact
from drittort.network.report.figures import house_on
from drittort.network.tests.community import build_community
from drittort.network.ties.actions import forget_person
from tests.cast import NOW

TODAY = NOW.date()


def people(*of: tuple[int | None, str, int]) -> list[Person]:
    """`count` people of each (company, industry, count)."""
    found = []
    for company, industry, count in of:
        found += [Person(len(found) + k, TODAY, None, TODAY, company, industry, None) for k in range(count)]
    return found


def names_of(groups: list[Group]) -> list[tuple[str, str, int]]:
    return [(g.kind, g.key, len(g.people)) for g in groups]


def test_companies_of_five_stand_alone_the_others_with_their_industry():
    found = groups_of(
        people((1, "62.01", 5), (2, "62.01", 4), (3, "63.11", 3), (4, "69.20", 4), (5, "90.03", 2), (None, "", 1)), {1: "Eins"}
    )
    assert names_of(found) == [("industry", "J", 7), ("other", "", 7), ("company", "1", 5)]


def test_a_rest_of_fewer_than_five_takes_in_the_smallest_industry():
    found = groups_of(people((1, "62.01", 4), (2, "62.01", 4), (3, "69.20", 3), (4, "69.20", 2), (5, "90.03", 2)), {})
    assert names_of(found) == [("industry", "J", 8), ("other", "", 7)]


def test_a_rest_of_fewer_than_five_with_nobody_to_join_is_not_drawn():
    assert names_of(groups_of(people((1, "62.01", 6), (2, "69.20", 4)), {1: "Eins"})) == [("company", "1", 6)]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_too_few_for_any_group(count):
    assert groups_of(people((1, "62.01", count)), {}) == []


def test_no_group_is_ever_smaller_than_five():
    draw = np.random.default_rng(3)
    for _ in range(200):
        sizes = draw.integers(0, 8, draw.integers(1, 12)).tolist()
        crowd = people(*((k, ("62.01", "69.20", "90.03", "")[draw.integers(4)], n) for k, n in enumerate(sizes)))
        found = groups_of(crowd, {})
        assert all(len(g.people) >= 5 for g in found)
        placed = [place for g in found for place in g.people]
        assert len(placed) == len(set(placed))
        assert len(crowd) - len(placed) < 5 or not found


def test_bands_tell_steps_and_no_numbers():
    assert [band_step(n) for n in (1, 2, 3, 5, 6, 10, 11, 20, 21, 500)] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """A house of 300, made once."""
    with django_db_blocker.unblock():
        from drittort.spaces.actions import delete_space

        space = build_community(300, companies=42, slug="karte")
        yield space, compute_map(space, TODAY)
        delete_space(space=space)


@pytest.mark.django_db
def test_300_people_without_an_overlap(house):
    _space, content = house
    boxes = []
    for group in content["groups"]:
        lines = wrapped(group["name"]) if group["name"] else ["Advice, research", "and design"]
        half = max(group["r"], max(len(line) for line in lines) * 17 * 0.5 / 2)
        boxes.append((group["x"] - half, group["y"] - group["r"], group["x"] + half, group["y"] + group["r"] + 21 * (len(lines) + 1)))
    assert len(boxes) > 15
    for k, a in enumerate(boxes):
        assert a[0] >= 0
        assert a[1] >= 0
        assert a[2] <= content["width"]
        assert a[3] <= content["height"] + 1
        for b in boxes[k + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    # At 1280 px the picture is 1180 px wide and 644 px high: a label of 17 units must stay above 9 px.
    assert 17 * min(1180 / content["width"], 644 / content["height"]) > 9


@pytest.mark.django_db
def test_the_map_is_the_same_every_time(house):
    space, content = house
    assert compute_map(space, TODAY) == content
    json.dumps(content, allow_nan=False)


@pytest.mark.django_db
def test_dots_lie_in_their_groups_and_bands_join_groups_of_five(house):
    _space, content = house
    assert content["people"]
    for pk, x, y, _letter in content["people"]:
        group = content["groups"][content["places"][str(pk)]]
        assert (x - group["x"]) ** 2 + (y - group["y"]) ** 2 <= group["r"] ** 2
    assert all(content["groups"][b[end]]["people"] >= 5 for b in content["bands"] for end in ("a", "b"))
    assert {b["bridge"] for b in content["bands"]} == {True, False}


@pytest.mark.django_db
def test_bands_are_the_ties_between_groups_counted_by_hand(house):
    space, content = house
    found = house_on(space, TODAY)
    count: dict[tuple[int, int], int] = {}
    rows, columns = found.network.adjacency.nonzero()
    for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
        a, b = (content["places"].get(str(found.people[k].id)) for k in (i, j))
        if a is not None and b is not None and a < b:
            count[a, b] = count.get((a, b), 0) + 1
    assert {(b["a"], b["b"]): b["step"] for b in content["bands"]} == {pair: band_step(n) for pair, n in count.items()}


@pytest.fixture
def drawn(cast):
    """Six in each of two companies, everybody tied to everybody; Mara's and Jonas' companies; who wants to be seen is said by the test."""
    firms = list(Company.objects.filter(space=cast.house).order_by("pk"))
    crowd = Member.objects.bulk_create(
        Member(space=cast.house, name=f"Person {k}", portrait=str(k), joined_on=TODAY - timedelta(days=300)) for k in range(12)
    )
    Employment.objects.bulk_create(Employment(member=m, company=firms[k % 2], from_on=date(2024, 1, 1)) for k, m in enumerate(crowd))
    Consent.objects.bulk_create(Consent(member=m, kind="counted", given_at=NOW - timedelta(days=300)) for m in crowd)
    Contact.objects.bulk_create(
        Contact(space=cast.house, first=a, second=b, on=TODAY, kind="meeting", forth=1, back=1)
        for k, a in enumerate(crowd)
        for b in crowd[k + 1 :]
    )
    return crowd


def wants_to_be_seen(*members):
    Consent.objects.bulk_create(Consent(member=m, kind="map", given_at=NOW) for m in members)


@pytest.mark.django_db
def test_a_person_needs_their_own_yes_and_a_tie_needs_both(cast, drawn):
    wants_to_be_seen(drawn[0], drawn[1], drawn[2])
    make_snapshots(space=cast.house, at=NOW)
    text = cast.client(cast.mara).get("/lagerhaus/map/").content.decode()
    assert re.findall(r"<title>(Person \d+)</title>", text) == ["Person 0", "Person 2", "Person 1"]
    assert "Person 3" not in text
    ties = re.search(r'class="map-tie" d="([^"]*)"', text)
    assert ties is not None
    assert ties[1].count("M") == 3


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["map", "counted"])
def test_a_consent_that_was_taken_back_shows_at_once_without_a_new_map(cast, drawn, kind):
    wants_to_be_seen(drawn[0], drawn[1])
    make_snapshots(space=cast.house, at=NOW)
    Consent.objects.filter(member=drawn[0], kind=kind).update(revoked_at=NOW)
    text = cast.client(cast.mara).get("/lagerhaus/map/").content.decode()
    assert "Person 0" not in text
    assert "Person 1" in text
    assert 'class="map-tie"' not in text


@pytest.mark.django_db
def test_who_left_or_was_forgotten_is_off_the_map(cast, drawn):
    wants_to_be_seen(drawn[0], drawn[1])
    make_snapshots(space=cast.house, at=NOW)
    forget_person(member_id=drawn[0].pk)
    Member.objects.filter(pk=drawn[1].pk).update(left_on=TODAY)
    text = cast.client(cast.mara).get("/lagerhaus/map/").content.decode()
    assert "<title>Person" not in text


@pytest.mark.django_db
def test_on_the_map_but_not_counted_is_not_on_the_map(cast, drawn):
    wants_to_be_seen(drawn[0])
    Consent.objects.filter(member=drawn[0], kind="counted").delete()
    make_snapshots(space=cast.house, at=NOW)
    assert b"Person 0" not in cast.client(cast.mara).get("/lagerhaus/map/").content


@pytest.mark.django_db
def test_suggestions_are_for_those_who_care_and_name_only_who_is_shown(cast, drawn, monkeypatch):
    wants_to_be_seen(drawn[0], drawn[1])
    make_snapshots(space=cast.house, at=NOW)
    pairs = [
        (drawn[1].pk, drawn[0].pk),
        (drawn[2].pk, drawn[3].pk),
        (drawn[4].pk, drawn[5].pk),
        (drawn[2].pk, drawn[4].pk),
        (cast.sten.pk, drawn[0].pk),
    ]
    monkeypatch.setattr(told, "_proposed", [lambda space_id, at: pairs])
    mine, hers = map_page(cast.mara, NOW), map_page(cast.hanna, NOW)
    assert mine.suggestions == []
    assert not mine.shows_suggestions
    assert mine.picture.shapes.count('class="map-new"></g>') == 1
    assert len(hers.suggestions) == 3
    assert "Person 0" in hers.suggestions[0]
    assert "Person 1" in hers.suggestions[0]
    assert not any(f"Person {k}" in line for line in hers.suggestions[1:] for k in range(12))
    assert len(re.search(r'class="map-new">(.*?)</g>', hers.picture.shapes)[1].split("<path")) - 1 == 2


@pytest.mark.django_db
def test_who_sees_the_map(cast, django_assert_max_num_queries):
    for member, status in ((cast.mara, 200), (cast.hanna, 200), (cast.sten, 404), (None, 302)):
        assert cast.client(member).get("/lagerhaus/map/").status_code == status
    assert cast.client(cast.mara).post("/lagerhaus/map/").status_code == 405
    client = cast.client(cast.hanna)
    with django_assert_max_num_queries(6):
        client.get("/lagerhaus/map/")


@pytest.mark.django_db
@pytest.mark.parametrize("counted", [0, 1, 2, 3])
def test_a_house_of_few_has_a_map_without_groups(cast, counted):
    keep = [m.pk for m in cast.everybody()[:counted]]
    Consent.objects.exclude(member__in=keep).delete()
    make_snapshots(space=cast.house, at=NOW)
    page = map_page(cast.mara, NOW)
    assert page.made
    assert page.picture is None
    assert cast.client(cast.mara).get("/lagerhaus/map/").status_code == 200


@pytest.mark.django_db
def test_names_are_escaped(cast, drawn):
    Member.objects.filter(pk=drawn[0].pk).update(name="<script>alert(1)</script>")
    first = Company.objects.filter(space=cast.house).order_by("pk").first()
    Company.objects.filter(pk=first.pk).update(name="A & <b>")
    wants_to_be_seen(drawn[0])
    make_snapshots(space=cast.house, at=NOW)
    text = cast.client(cast.mara).get("/lagerhaus/map/").content.decode()
    assert "<script>alert" not in text
    assert "A &amp; &lt;b&gt;" in text


def test_places_for_none_one_and_two():
    for g in range(3):
        x, y, width, height = place_groups(np.zeros((g, g), dtype=int), np.full(g, 20.0), [["Name"]] * g)
        assert len(x) == len(y) == g
        assert np.all((x >= 20) & (x <= width - 20))
        assert np.all((y >= 20) & (y <= height - 20))


def test_boxes_on_one_spot_are_pushed_apart():
    found = pushed_apart(np.zeros((9, 2)), np.full(9, 50.0), np.full(9, 20.0))
    for i in range(9):
        for j in range(i):
            dx, dy = np.abs(found[i] - found[j])
            assert dx >= 50 - 1e-6 or dy >= 20 - 1e-6
    assert GAP > 0


def test_labels_have_two_lines_at_most():
    assert wrapped("Werkhof") == ["Werkhof"]
    assert wrapped("Landschaftsarchitektur und Gartenbau am Kanal") == ["Landschaftsarchitektur", "und Gartenbau am …"]
    assert all(len(line) <= 22 for line in wrapped("Donaudampfschifffahrtsgesellschaft Kapitänsmützen"))


def test_six_communities_have_a_colour_all_a_letter():
    assert [colour(letter) for letter in "AFG"] == ["map-a", "map-f", "map-none"]
    assert colour("") == "map-none"


@pytest.mark.django_db
def test_the_strongest_bands_of_each_group_are_drawn_and_few_others(house):
    _space, content = house
    groups, bands = content["groups"], content["bands"]
    drawn = strongest(bands, groups)
    assert [b["step"] for b in drawn] == sorted(b["step"] for b in drawn)
    letters = {g["letter"] for g in groups if g["letter"]}
    assert len(drawn) <= EACH * len(groups) + len(letters) * (len(letters) - 1) // 2 < len(bands)
    for k in range(len(groups)):
        own = sorted((b["step"] for b in bands if k in (b["a"], b["b"])), reverse=True)
        shown = sorted((b["step"] for b in drawn if k in (b["a"], b["b"])), reverse=True)
        assert shown[:EACH] == own[:EACH]

    def joined(rows):
        return {frozenset((groups[b["a"]]["letter"], groups[b["b"]]["letter"])) for b in rows if b["bridge"]}

    assert joined(drawn) == joined(bands)
    assert strongest([], []) == []


@pytest.mark.django_db
def test_the_list_names_every_band(house):
    from drittort.network.map.queries import _group_words

    _space, content = house
    titles = [f"group {k}." for k in range(len(content["groups"]))]
    words = _group_words(content, titles, [], {})
    for band in content["bands"]:
        assert titles[band["b"]] in words[band["a"]].sentence
        assert titles[band["a"]] in words[band["b"]].sentence


def test_a_band_goes_around_a_label_and_stays_a_calm_curve_otherwise():
    def turn(boxes):
        return float(re.search(r"Q\S+ (\S+) ", _curve((0, 0), (100, 0), boxes))[1])

    calm = turn([])
    assert abs(calm) == pytest.approx(200 * min(abs(b) for b in BENDS if b))
    in_its_way = (30.0, min(0.0, calm), 70.0, max(0.0, calm))
    assert turn([in_its_way]) * calm < 0


def test_initials():
    assert [initials(name) for name in ("Dr. Sibel Karaosman", "Mara", "Noor van der Heijden", "Dr.", "")] == ["SK", "M", "NH", "D", ""]
