"""Figures on ties, as the network published them for its months; nothing is computed twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core.metrics import CONNECT, DOWN, NUMBER, SHARE, UP, Figure, gather, metric, share
from drittort.core.sums import coarse, in_fives
from drittort.network.counted import counted
from drittort.network.models import FirstTie, MonthFigure
from drittort.network.queries import FIRST_TIE_DAYS
from drittort.spaces.models import Space

Compute = Callable[[Space, Sequence[date]], Mapping[date, Figure]]


def published(measure: str, turned: Callable[[float, int], float] = lambda value, people: value) -> Compute:
    """A measure of the report, month by month; `turned(value, people)` makes it the figure."""

    def compute(space: Space, months: Sequence[date]) -> dict[date, Figure]:
        rows = MonthFigure.objects.filter(space=space, measure=measure, month__gte=months[0], month__lte=months[-1])
        return {month: Figure(turned(value, people), people) for month, value, people in rows.values_list("month", "value", "people")}

    return compute


def of_people(value: float, people: int) -> float:
    """A number of people as their share."""
    return value / people


def first_ties(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """Of the counted people who came in a month, the share who had a tie within fourteen days; from the first tie on that was written down."""
    when = dict(FirstTie.objects.filter(space=space).values_list("member_id", "on"))
    since = min(when.values(), default=date.max)
    fresh: dict[date, list[bool]] = defaultdict(list)
    rows = counted(space).filter(joined_on__gte=months[0], joined_on__lt=months[-1] + timedelta(days=32))
    for member, joined in rows.values_list("pk", "joined_on"):
        if joined + timedelta(days=FIRST_TIE_DAYS) >= since:
            fresh[joined.replace(day=1)].append(member in when and (when[member] - joined).days <= FIRST_TIE_DAYS)
    return gather(months, fresh, agreed_share)


def agreed_share(people: Sequence[bool]) -> Figure:
    """A share of people each of whom agreed to be counted: how many they are nobody reads from it."""
    told = share(sum(people), len(people))
    return told if told.value is None else Figure(coarse(told.value, len(people)), in_fives(len(people)))


WHY = _("Who has to do with whom is nobody else's affair. Ties are counted for people who agreed, and shown for the whole house only.")
METHOD = {
    "program": CONNECT,
    "about": True,
    "element": "connection",
    "why_private": WHY,
    "source": _("The months that the report on ties has published; from twenty people with a tie on."),
    "limits": _(
        "Only people who agreed to be counted are in it, and how many they are is told in fives. What was published stays, whoever takes a consent back later."
    ),
}
metric(
    "ties", _("Ties per member"), published("mean_ties"), unit=NUMBER, better=UP, **METHOD,
    definition=_("To how many others a counted person has a tie on the last day of the month, on average."),
    formula=_("2 × ties / counted people. A tie is a strength of 0.2 and more; a day of contact weighs half after thirty days."),
    helps=_("Let a round go out: it makes more new ties than anything else."), helps_at="connect:rounds",
)  # fmt: skip
metric(
    "isolates", _("Without a tie"), published("isolates", of_people), unit=SHARE, better=DOWN, **METHOD,
    definition=_("The share of counted people who have a tie to nobody on the last day of the month."),
    formula=_("Counted people without a tie / counted people."),
    helps=_("Introduce those of whom the house has no introduction yet; they stand first under “Care now”."), helps_at="home:care",
)  # fmt: skip
metric(
    "thin", _("Fewer than three ties"), published("thin", of_people), unit=SHARE, better=DOWN, **METHOD,
    definition=_("The share of counted people with no, one or two ties: one departure, and some of them know nobody."),
    formula=_("Counted people with fewer than three ties / counted people."),
    helps=_("Tables of four to six give three ties at once."), helps_at="connect:rounds",
)  # fmt: skip
metric(
    "reciprocity", _("Give and take"), published("reciprocity"), unit=SHARE, counted=False, better=UP, **METHOD,
    definition=_("How much of what is given comes back."),
    formula=_("For each pair the weaker direction, summed up / the sum of all directions."),
    helps=_("Ask who was helped what they have to offer, and hang it on the board."), helps_at="connect:needs",
)  # fmt: skip
metric(
    "across_companies", _("Ties that cross companies"), published("company.inside_ties", lambda value, people: 1 - value), unit=SHARE, counted=False, better=UP, **METHOD,
    definition=_("The share of ties between people of different companies, among people whose company is known."),
    formula=_("Ties to another company / all ties. Over half is a good mark."),
    helps=_("Look between which companies a tie is missing, and whom to ask."), helps_at="connect:between",
)  # fmt: skip
metric(
    "first_tie", _("First tie within 14 days"), first_ties, unit=SHARE, better=UP, program=CONNECT, element="membership", gathers=True, ripens=16, about=True,
    why_private=WHY,
    definition=_("Of the people who came in the month and are counted, the share who had a tie to somebody within fourteen days."),
    formula=_("Newcomers whose first tie came at most 14 days after they did / newcomers who are counted."),
    source=_("The day of everybody's first tie, written by the nightly count."),
    limits=_("Months with fewer than five counted newcomers wait for the next. How many they are is told in fives, and the share in steps: tenths of fewer than twenty people, five percent of fewer than eighty. Who is not counted may have found friends at once."),
    helps=_("Introduce newcomers in their first week."), helps_at="home:care",
)  # fmt: skip
