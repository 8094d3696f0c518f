"""Drawing lots for chosen pairs, measuring after 60 days, and publishing once a quarter."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from drittort.connect.introductions.holding import Lot, Pair
from drittort.connect.introductions.models import Introduction
from drittort.core.sums import at_least, enough, of_people
from drittort.engine.channels import HALF_LIFE, THETA
from drittort.members.models import Member
from drittort.network.counted import counted_since
from drittort.network.models import Contact
from drittort.network.ties.days import kept_since
from drittort.pulse.proof import rules
from drittort.pulse.proof.models import WINDOW, DrawnPair, Look
from drittort.pulse.proof.rules import RISE, SETTING, is_full
from drittort.spaces.models import Space
from drittort.spaces.settings import setting

KEPT = timedelta(days=731)
AT_ONCE = 2_000


class ByLot:
    """Draws by lot, as the house has set it."""

    def draw(self, space: Space, pairs: Sequence[tuple[Pair, bool]], shown: int, seed: int, at: datetime) -> list[Lot]:
        """Lots for the first pairs of a round, in two blocks: one of the two is thin, or neither is. Only people who are counted take part, and a pair once."""
        share = int(setting(space, SETTING))
        if not share or rules.is_over(space):
            return []
        # Numerics are loaded where lots are drawn, which only the worker does.
        from drittort.engine.uplift import hold_back

        people = {pk for pair, _thin in pairs for pk in pair}
        there = set(counted_since(space, people))
        had = set(DrawnPair.objects.filter(space=space).values_list("first_id", "second_id"))
        fresh = [(pair, thin) for pair, thin in pairs[: -(-shown * 100 // (100 - share))] if there.issuperset(pair) and pair not in had]
        held = hold_back([int(thin) for _pair, thin in fresh], share / 100, seed=seed)
        return [Lot(pair, thin, bool(left)) for (pair, thin), left in zip(fresh, held, strict=True)]

    def keep(self, space: Space, lots: Sequence[Lot], seed: int, at: datetime) -> None:
        """Write the lots down."""
        share = int(setting(space, SETTING))
        DrawnPair.objects.bulk_create(
            DrawnPair(space=space, first_id=lot.pair[0], second_id=lot.pair[1], drawn_at=at, seed=seed, share=share, thin=lot.thin, held=lot.held)
            for lot in lots
        )  # fmt: skip

    def resting(self, space: Space, at: datetime) -> Collection[Pair]:
        """Pairs that were held back in the last 60 days."""
        return list(DrawnPair.objects.filter(space=space, held=True, drawn_at__gt=at - WINDOW).values_list("first_id", "second_id"))


def measure_due(*, at: datetime) -> int:
    """Find out what came of the pairs that were drawn 60 days ago, the oldest first; returns how many. Once each: what is known stays, whoever else measures meanwhile."""
    due = DrawnPair.objects.filter(measured_at=None, drawn_at__lte=at - WINDOW).select_related("space").order_by("drawn_at", "pk")[:AT_ONCE]
    measured = 0
    for row in due:
        until = row.drawn_at + WINDOW
        row.measured_at = at
        found = tied(row, row.space.day(until))
        introduced = Introduction.objects.filter(
            first=row.first_id, second=row.second_id, introduced_at__gt=row.drawn_at, introduced_at__lte=until
        ).exists()
        measured += DrawnPair.objects.filter(pk=row.pk, measured_at=None).update(
            measured_at=at, tied=found, introduced=introduced, by_hand=row.held and introduced
        )  # fmt: skip
    return measured


def tied(row: DrawnPair, day: date) -> bool | None:
    """Whether two were tied on a day by what happened since they were drawn, without what their introduction itself told. None where it cannot be said."""
    people = {row.first_id, row.second_id}
    here = Member.objects.filter(pk__in=people, space=row.space_id).filter(Q(left_on=None) | Q(left_on__gt=day)).count()
    since = counted_since(row.space, people)
    begun = row.space.day(row.drawn_at)
    if here < 2 or len(since) < 2 or max(since.values()) > begun or begun < kept_since(row.space.day(row.measured_at or row.drawn_at)):
        return None
    own = [
        f"introduction:{pk}" for pk in Introduction.objects.filter(first=row.first_id, second=row.second_id).values_list("pk", flat=True)
    ]
    contacts = Contact.objects.filter(first=row.first_id, second=row.second_id, on__gt=begun, on__lte=day).exclude(origin__in=own)
    days: dict[date, tuple[float, float]] = {}
    for on, forth, back in contacts.values_list("on", "forth", "back"):
        so_far = days.get(on, (0.0, 0.0))
        days[on] = (so_far[0] + forth, so_far[1] + back)
    strengths = [sum(min(1.0, told[side]) * 2 ** (-(day - on).days / HALF_LIFE) for on, told in days.items()) for side in (0, 1)]
    return max(strengths) >= THETA * (1 - 1e-12)


def quarter_ends(first: date, today: date) -> list[date]:
    """The last days of the quarters that are over, from that of a day on."""
    found: list[date] = []
    year, quarter = first.year, (first.month - 1) // 3
    while True:
        year, quarter = (year + 1, 0) if quarter == 3 else (year, quarter + 1)
        end = date(year, quarter * 3 + 1, 1) - timedelta(days=1)
        if end >= today:
            return found
        found.append(end)


def look(*, space: Space, at: datetime) -> int:
    """Publish what the pairs show that were measured by the end of each quarter that is over: once a quarter, from 30 held-out pairs on, and only where what is new since the last look
    tells of nobody. When as many were measured as the trial was laid out for, that look is the last. Returns how many looks were made.
    """
    from drittort.engine import uplift

    rows = list(DrawnPair.objects.filter(space=space, measured_at__isnull=False).order_by("drawn_at", "pk"))
    if not rows:
        return 0
    done = {one.on: one for one in Look.objects.filter(space=space).order_by("on")}
    seen = max(done, default=date.min)
    made = 0
    for end in quarter_ends(space.day(rows[0].drawn_at + WINDOW), space.day(at)):
        if end in done:
            continue
        if any(is_full(one) for one in done.values()):
            break
        due = [row for row in rows if space.day(row.drawn_at + WINDOW) <= end]
        known = [row for row in due if row.tied is not None]
        held = sum(row.held for row in known)
        fresh = [row for row in known if space.day(row.drawn_at + WINDOW) > seen]
        if held < uplift.LEAST_HELD or held == len(known) or not may_be_told(fresh):
            continue
        share = sum(row.share for row in known) / len(known) / 100
        wanted = uplift.needed(*RISE, share)
        shares = [min((one.treated + one.held) / wanted, 1.0) for on, one in sorted(done.items()) if on < end]
        limit = uplift.boundaries([*shares, min(len(known) / wanted, 1.0)])[-1]
        blocks = [row.seed * 2 + row.thin for row in known]
        codes = {code: place for place, code in enumerate(dict.fromkeys(blocks))}
        found = uplift.effect(
            [bool(row.tied) for row in known], [row.held for row in known], [row.introduced for row in known], [codes[code] for code in blocks],
            seed=end.toordinal(), z=limit,
        )  # fmt: skip
        takers = [found.takers.value, found.takers.low, found.takers.high] if found.takers else []
        with transaction.atomic():
            done[end], new = Look.objects.get_or_create(
                space=space,
                on=end,
                defaults={
                    "treated": found.treated, "held": found.held, "tied_treated": found.tied_treated, "tied_held": found.tied_held,
                    "missing": at_least(len(due) - len(known)), "by_hand": sum(row.by_hand for row in known), "wanted": wanted, "limit": limit, "value": found.itt.value,
                    "low": found.itt.low, "high": found.itt.high, "p": found.p, "uptake": found.uptake, "takers": takers, "made_at": at,
                },
            )  # fmt: skip
        seen = end
        made += new
    return made


def may_be_told(fresh: Sequence[DrawnPair]) -> bool:
    """Whether the pairs that are new since the last look may be added to it: whoever made the rounds knows who was proposed, and subtracts.

    So enough of those who were proposed have a tie, and enough have none (`core.sums`). Who was held back nobody knows.
    """
    proposed = [row for row in fresh if not row.held]
    return all(enough([of_people((row.first_id, row.second_id)) for row in proposed if bool(row.tied) is told]) for told in (True, False))


def forget_old(*, at: datetime) -> int:
    """Drawn pairs go after 24 months; what was published stays. Returns how many went."""
    return DrawnPair.objects.filter(drawn_at__lt=at - KEPT).delete()[0]
