"""Figures on introductions of the house. A no is nowhere in them: what ran out and what was declined are one (decision 004)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from drittort.connect.introductions.models import Introduction, Side
from drittort.core.metrics import BETWEEN_PEOPLE, CONNECT, COUNT, NEITHER, SHARE, UP, Calendar, Figure, gather, metric, split, summed
from drittort.core.sums import Sides, of_people
from drittort.spaces.models import Space

MEET_WITHIN = timedelta(days=28)
Told = tuple[bool, Sides]


def two_kinds(found: Iterable[Told]) -> Figure:
    """The share of those that are so, if it may be told."""
    each = list(found)
    return split([who for yes, who in each if yes], [who for yes, who in each if not yes])


def proposed(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """How many introductions the house proposed."""
    calendar = Calendar(space, months)
    rows = Introduction.objects.of_the_house().filter(space=space, proposed_at__gte=calendar.since, proposed_at__lt=calendar.until)
    pairs = rows.values_list("proposed_at", "first_id", "second_id")
    return gather(months, calendar.by_month((at, of_people((one, other))) for at, one, other in pairs), summed)


def accepted(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """The share of proposed introductions to which both said yes."""
    calendar = Calendar(space, months)
    rows = Introduction.objects.of_the_house().filter(space=space, proposed_at__gte=calendar.since, proposed_at__lt=calendar.until)
    pairs = rows.values_list("proposed_at", "introduced_at", "first_id", "second_id")
    return gather(months, calendar.by_month((at, (yes is not None, of_people((one, other)))) for at, yes, one, other in pairs), two_kinds)


def met(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """The share of introduced pairs who met within four weeks."""
    calendar = Calendar(space, months)
    rows = Introduction.objects.of_the_house().filter(space=space, introduced_at__gte=calendar.since, introduced_at__lt=calendar.until)
    found: dict[date, list[Told]] = defaultdict(list)
    for at, met_on, one, other in rows.values_list("introduced_at", "met_on", "first_id", "second_id"):
        month = calendar.month(at) if at is not None else None
        if at is not None and month is not None:
            found[month].append((met_on is not None and met_on <= space.day(at + MEET_WITHIN), of_people((one, other))))
    return gather(months, found, two_kinds)


def again(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """Of those who said how an introduction was, the share who would gladly do it again."""
    calendar = Calendar(space, months)
    rows = Side.objects.filter(
        introduction__space=space, introduction__introduced_at__gte=calendar.since, introduction__introduced_at__lt=calendar.until
    )
    said = (
        rows.exclude(introduction__form=Introduction.Form.WARM)
        .exclude(again=None)
        .values_list("introduction__introduced_at", "again", "member_id")
    )
    return gather(months, calendar.by_month((at, (bool(yes), of_people([who]))) for at, yes, who in said if at is not None), two_kinds)


METHOD = {
    "program": CONNECT,
    "element": "connection",
    "gathers": True,
    "why_private": BETWEEN_PEOPLE,
    "source": _("Introductions that the house proposed; those between members who know both are the affair of three people."),
}
metric(
    "introductions", _("Introductions proposed"), proposed, unit=COUNT, better=NEITHER, **METHOD,
    definition=_("How many introductions the house proposed in the month, by rounds, by needs, on first visits and by hand."),
    formula=_("Pairs proposed in the month."),
    limits=_("More is not better: each asks two people for their time. Months with too few wait for the next."),
    helps=_("Five introductions to make today stand under “Care now”."), helps_at="home:care",
)  # fmt: skip
metric(
    "introductions_accepted", _("Introductions to which both said yes"), accepted, unit=SHARE, better=UP, ripens=15, **METHOD,
    definition=_("Of the introductions proposed in the month, the share to which both said yes."),
    formula=_("Introduced pairs / proposed pairs, once every proposal of the month is over."),
    limits=_("Silence and a no are one and the same here, and nobody can tell them apart. Told two weeks after the month."),
    helps=_("Say in a sentence why the two should meet; the draft of a round lets you write it."), helps_at="connect:rounds",
)  # fmt: skip
metric(
    "introductions_met", _("Introductions that met"), met, unit=SHARE, better=UP, ripens=35, **METHOD,
    definition=_("Of the pairs introduced in the month, the share who met within four weeks."),
    formula=_("Pairs of whom one said that they met / introduced pairs. Sixty percent is a good mark."),
    limits=_("Who met and did not say so counts as not met. Told five weeks after the month."),
    helps=_("Offer a place and an hour: a table in the kitchen, a lunch on Thursday."), helps_at="connect:rounds",
)  # fmt: skip
metric(
    "introductions_again", _("Gladly again"), again, unit=SHARE, better=UP, ripens=35, **METHOD,
    definition=_("Of those who were introduced in the month and said how it was, the share who would gladly do it again."),
    formula=_("People who said “gladly again” / people who said how it was. 85 percent is a good mark."),
    limits=_("Who had a dull hour says less often how it was, so the figure is a little too friendly."),
    helps=_("Look whether rounds ask for the right rhythm."), helps_at="connect:rounds",
)  # fmt: skip
