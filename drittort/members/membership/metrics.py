"""Figures on who belongs to the house, who stays, and who gives something to it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core.metrics import (
    CONNECT,
    COUNT,
    DOWN,
    HOUSE,
    INFORM,
    NOTHING,
    SHARE,
    UP,
    Calendar,
    Figure,
    gather,
    given,
    last_day,
    metric,
    next_month,
    page,
    share,
)
from drittort.members.membership.queries import belongs, here_in, here_on, spans
from drittort.spaces.models import Space

A_YEAR = 365
FIRST_ACT = timedelta(days=30)


def members(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """How many belonged to the house on the last day of a month."""
    counts = here_on(spans(space), [last_day(month) for month in months])
    return {month: Figure(float(counts[last_day(month)]), counts[last_day(month)]) for month in months if counts[last_day(month)]}


def came(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """How many began to belong to the house in a month."""
    begun: dict[date, int] = defaultdict(int)
    for each in spans(space).values():
        for first, _last in each:
            begun[first.replace(day=1)] += 1
    return {month: Figure(float(begun[month]), begun[month]) for month in months}


def churn(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """Of those who belonged on the first day of a month, the share whose last day lay in it."""
    here: dict[date, int] = defaultdict(int)
    gone: dict[date, int] = defaultdict(int)
    for each in spans(space).values():
        for month in months:
            for first, last in each:
                if first <= month and (last is None or last >= month):
                    here[month] += 1
                    gone[month] += last is not None and last < next_month(month)
    return {month: share(gone[month], here[month]) for month in months}


def retention(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """Of those who first came in the twelve months that ended a year before, the share who were here a year after they came."""
    everybody = spans(space)
    joined = sorted((each[0][0], member) for member, each in everybody.items())
    days = [day for day, _member in joined]
    stayed = [belongs(everybody[member], day + timedelta(days=A_YEAR)) for day, member in joined]
    told = {}
    for month in months:
        until = next_month(month).replace(year=next_month(month).year - 1)
        low, high = (
            bisect_right(days, until.replace(year=until.year - 1) - timedelta(days=1)),
            bisect_right(days, until - timedelta(days=1)),
        )
        told[month] = share(sum(stayed[low:high]), high - low)
    return told


def activation(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """Of those who first came in a month, the share who gave the house something within thirty days. Months in which nobody gave anything are from before its time."""
    calendar = Calendar(space, months)
    first: dict[int, date] = {}
    alive: set[date] = set()
    for at, who in given(space.pk, calendar.since, calendar.until + FIRST_ACT):
        day = space.day(at)
        first[who] = min(first.get(who, day), day)
        alive.add(day.replace(day=1))
    fresh: dict[date, list[bool]] = defaultdict(list)
    for member, each in spans(space).items():
        month = calendar.month_of_day(each[0][0])
        if month in alive:
            fresh[month].append(member in first and first[member] <= each[0][0] + FIRST_ACT)
    return gather(months, fresh, lambda people: share(sum(people), len(people)))


def breadth(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """Of those who belonged to the house in a month, the share who gave it something."""
    calendar = Calendar(space, months)
    gave: dict[date, set[int]] = defaultdict(set)
    for at, who in given(space.pk, calendar.since, calendar.until):
        month = calendar.month(at)
        if month is not None:
            gave[month].add(who)
    everybody = spans(space)
    told = {}
    for month in months:
        here = here_in(everybody, month)
        told[month] = share(len(gave[month] & here), len(here)) if gave[month] else NOTHING
    return told


metric(
    "members", _("Members"), members, unit=COUNT, better=UP, program=HOUSE, element="membership", open=True, rows=page("members:people"),
    definition=_("People who belong to the house on the last day of the month."),
    formula=_("Everybody whose membership had begun and had not ended on that day; each person once."),
    source=_("Memberships with their first and last days."),
    limits=_("It says nothing of how often somebody is here. People of a company count one by one."),
    helps=_("Members bring members: ask those who are glad to be here to invite somebody."), helps_at="joining:invitations",
)  # fmt: skip
metric(
    "new_members", _("New members"), came, unit=COUNT, better=UP, program=HOUSE, element="membership", open=True, rows=page("members:people"),
    definition=_("People who came to the house in the month."),
    formula=_("Memberships that began in the month; who comes back counts, too."),
    source=_("Memberships with their first and last days."),
    limits=_("A big company that moves in makes one month stand out. Look at several months together."),
    helps=_("Invite people from the neighbourhood to something small, and let members bring somebody along."), helps_at="joining:invitations",
)  # fmt: skip
metric(
    "churn", _("Members who leave"), churn, unit=SHARE, better=DOWN, program=HOUSE, element="membership", open=True, rows=page("joining:departures"),
    definition=_("Of those who belonged to the house when the month began, the share who left in it."),
    formula=_("Last days in the month / members on its first day."),
    source=_("Memberships with their first and last days."),
    limits=_("In a house of forty one person is 2.5 points: one month proves nothing."),
    helps=_("Read why people went, and look who has gone quiet."), helps_at="home:care_house",
)  # fmt: skip
metric(
    "retention", _("Still here after a year"), retention, unit=SHARE, better=UP, program=HOUSE, element="membership", open=True, rows=page("members:people"),
    definition=_("Of those who first came between two years and one year ago, the share who were members a year after they came."),
    formula=_("Members on the 365th day after they came / people who came in the twelve months that ended one year before."),
    source=_("Memberships with their first and last days."),
    limits=_("It looks back: what you do today shows in a year. From five people on."),
    helps=_("Most who leave never found their people. Look who is new and has no tie yet."), helps_at="home:care_house",
)  # fmt: skip
metric(
    "activation", _("Newcomers who take part"), activation, unit=SHARE, better=UP, program=CONNECT, element="membership", gathers=True, ripens=31,
    why_private=_("It tells something of single newcomers. It is told as soon as there are five, and never opens to names."),
    definition=_("Of the people who first came in the month, the share who gave the house something within thirty days."),
    formula=_("Newcomers with a need or an offer, an answer, a post, a comment, an article, a listing, an idea, thanks, or an event that they host / all newcomers."),
    source=_("What members wrote where the whole house may read it; never messages or groups."),
    limits=_("Who helps at the coffee machine does not show here. Months with fewer than five newcomers wait for the next."),
    helps=_("Give each newcomer somebody who asks them for something small in the first week."), helps_at="joining:buddies",
)  # fmt: skip
metric(
    "breadth", _("Members who give something"), breadth, unit=SHARE, better=UP, program=INFORM, element="influence", open=True, rows=page("inform:news"),
    definition=_("Of the members of a month, the share who gave the house something: a house in which few write is a house of few."),
    formula=_("Members with a need or an offer, an answer, a post, a comment, an article, a listing, an idea, thanks, or an event that they host / all members of the month."),
    source=_("What members wrote where the whole house may read it; never messages or groups."),
    limits=_("Each person counts once, however much they wrote. Reading counts for nothing here, and is worth a lot."),
    helps=_("Ask something that everybody can answer in a sentence."), helps_at="inform:new_post",
)  # fmt: skip
