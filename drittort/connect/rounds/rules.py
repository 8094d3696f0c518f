"""Who takes part in a series, who may sit together, who may answer for a seat.

As with introductions, nobody but the decliner learns of a no: `EmptySeat` is read here only for the reader's own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from drittort.connect.circles.models import CircleSeason
from drittort.connect.introductions import rules as introductions
from drittort.connect.introductions.models import Round
from drittort.connect.rounds.models import (
    DraftSeat,
    EmptySeat,
    Gathering,
    GatheringQuerySet,
    NotWith,
    Seat,
    Series,
    SeriesChoice,
    SeriesQuerySet,
)
from drittort.core.errors import YES, Verdict, no
from drittort.core.moving.registry import Numbers
from drittort.members.models import Employment, Member, MemberQuerySet
from drittort.members.roles.queries import people_with
from drittort.members.safety.rules import INTRODUCTIONS, not_paused, reach_each_other
from drittort.spaces.industries import section
from drittort.spaces.models import Space
from drittort.spaces.roles import CARING, CIRCLE_HOST, allows, permission

HOST = permission("connect.host_circles", _("Begin seasons of circles, and see how they go"), given_to=(CIRCLE_HOST, *CARING))
SENT_AFTER = timedelta(hours=24)
NUDGED_AFTER = timedelta(days=4)
PAUSED_AFTER, KIND_PAUSE = 3, timedelta(days=91)
EVERY = {Series.Rhythm.WEEKLY: 7, Series.Rhythm.FORTNIGHTLY: 14, Series.Rhythm.MONTHLY: 28}
SEATS = {Series.Size.PAIRS: (2, 2), Series.Size.TRIOS: (3, 4), Series.Size.TABLES: (4, 6)}
FEWEST_AT_TABLE = 2
FEWEST_OF_A_PART = 5
NOT_MISSED = ("out", "no_capacity")
"""Codes of those without a seat who miss nothing: somebody spoke with them, or they have enough introductions open."""
CIRCLE = (5, 8)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a group keeps beside the rules of its pairs."""

    space: Space
    seats: tuple[int, int]
    same_company: bool
    online: bool


def terms(series: Series, seats: tuple[int, int] | None = None) -> Terms:
    """The terms of a series."""
    return Terms(series.space, seats or SEATS[Series.Size(series.size)], series.same_company, series.online)


def circle_terms(season: CircleSeason) -> Terms:
    """The terms of a season of circles. In a circle people speak openly, so nobody sits there beside a colleague."""
    return Terms(season.space, CIRCLE, False, season.online)


def terms_of(made: Round) -> Terms:
    """The terms of a draft."""
    if made.series is not None:
        return terms(made.series)
    assert made.season is not None
    return circle_terms(made.season)


def may_host(member: Member) -> Verdict:
    """Whether a member begins seasons of circles and sees how they go."""
    return YES if allows(member, HOST) else no(_("Only those who host circles see this page."))


def may_change(member: Member, made: Round) -> Verdict:
    """Whether a member may change a draft: of rounds those who care, of circles those who host them."""
    return may_host(member) if made.season_id is not None else introductions.may_care(member)


def who_may_change(made: Round) -> MemberQuerySet:
    """Who may change a draft, on duty or not."""
    return people_with(made.space, HOST if made.season_id is not None else introductions.CARE)


def stands_without(member: Member, made: Round, *, without: Collection[int], sitting: Collection[int]) -> bool:
    """Whether a member takes part in a round without a seat (`without`, `sitting`: ids of those of its draft): drawn in vain, left out, or as its standing host. They
    don't read who else has none: two who fit and both stand without would know that they are kept apart.
    """
    is_host = made.series is not None and made.series.host_id == member.pk
    return member.pk in without or (is_host and member.pk not in sitting)


def may_seat(member: Member, people: Collection[int]) -> Verdict:
    """Whether somebody may decide that these people (ids) sit together: nobody for a group of their own, where a refusal would tell them of a block or a
    secret list that is about themselves."""
    if member.pk in people:
        return no(_("You sit in one of these groups yourself. Leave it to the draw, or to somebody else who looks after it."))
    return YES


def series_of(member: Member) -> SeriesQuerySet:
    """The series that go on in a member's house."""
    return Series.objects.filter(space_id=member.space_id).going()


def may_take_part(member: Member, at: datetime) -> Verdict:
    """Whether a member is drawn at all. Asks about nobody but the member."""
    if not introductions.introducible(Member.objects.filter(pk=member.pk), member.space.day(at)).exists():
        return no(
            _(
                "Rounds bring people together, so they need your yes to being introduced, and no pause. You change both under “Introductions”."
            )
        )
    return YES


def trades_of(member: Member) -> set[str]:
    """The trades in which a member works now."""
    firms = Employment.objects.filter(member=member, until_on=None).values_list("company__industry", flat=True)
    return {section(industry) for industry in firms}


def is_for(series: Series, member: Member, trades: Collection[str]) -> bool:
    """Whether a series is made for a member who works in some trades, whatever they chose themselves: the audience of `in_audience`."""
    if series.audience == Series.Audience.LOCATION:
        return series.location_id is not None and series.location_id == member.location_id
    return series.audience != Series.Audience.INDUSTRY or series.industry in trades


def in_audience(series: Series, people: MemberQuerySet) -> MemberQuerySet:
    """Those of some people for whom a series is made; what they chose themselves counts more than what is usual."""
    choices = SeriesChoice.objects.filter(series=series, member=OuterRef("pk"))
    if series.audience == Series.Audience.JOINED:
        return people.filter(Exists(choices.filter(takes_part=True)))
    people = people.exclude(Exists(choices.filter(takes_part=False)))
    if series.audience == Series.Audience.LOCATION:
        return people.filter(location=series.location_id or 0)
    if series.audience == Series.Audience.INDUSTRY:
        firms = Employment.objects.filter(until_on=None).values_list("member_id", "company__industry")
        return people.filter(
            pk__in=[pk for pk, industry in firms.filter(member__space_id=series.space_id) if section(industry) == series.industry]
        )
    return people


def resting(series: Series, people: MemberQuerySet, day: date) -> set[int]:
    """Ids of those who had a seat in this series more lately than they wish to: by what they chose for it, else by their rhythm for all introductions."""
    usual = EVERY.get(Series.Rhythm(series.rhythm), 0)
    wishes = dict(people.filter(rhythm__gt=usual).values_list("pk", "rhythm"))
    chosen = SeriesChoice.objects.filter(series=series).exclude(every_days=None).values_list("member_id", "every_days")
    wishes |= {pk: days for pk, days in chosen if days is not None}
    seats = DraftSeat.objects.filter(group__round__series=series, group__sent_at__isnull=False)
    last = seats.values("member_id").annotate(last=Max("group__sent_at")).values_list("member_id", "last")
    # Two days of grace: a round goes out a day after it was drawn, and nobody who wishes every two weeks should wait for three.
    return {pk for pk, at in last if wishes.get(pk, 0) > usual and (day - at.astimezone(series.space.zone).date()).days < wishes[pk] - 2}


def taking_part(series: Series, day: date) -> set[int]:
    """Ids of those who are in the next round of a series: may be introduced, belong to the audience, and are not resting. A host has no claim to a seat."""
    people = in_audience(series, introductions.introducible(Member.objects.filter(space_id=series.space_id), day))
    return set(people.values_list("pk", flat=True)) - resting(series, people, day) - {series.host_id}


def enough(series: Series, people: Collection[int]) -> bool:
    """Whether so many may be drawn. Of a part of the house whoever chose the part could choose two, and read from an empty draft that they are kept apart."""
    return series.audience == Series.Audience.ALL or len(people) >= FEWEST_OF_A_PART


def may_sit_together(kept: Terms, people: Collection[Member], at: datetime) -> Verdict:
    """Whether some people keep all hard rules as one group. One reason for all refusals, so that none tells of a block, a no or a pause."""
    return may_each_sit_together(kept, [people], at)[0]


def may_each_sit_together(kept: Terms, groups: Sequence[Collection[Member]], at: datetime) -> list[Verdict]:
    """The same for each of some groups, in as many queries as for one: a draft is looked through while nobody else may write."""
    pairs = {pair for people in groups for pair in pairs_in(people)}
    everybody = {m.pk for people in groups for m in people}
    apart = pairs - introductions.free_pairs(kept.space, pairs, at)
    busy = introductions.busy(kept.space, at)
    firms: dict[int, list[int]] = {}
    for member, company in Employment.objects.filter(member__in=everybody, until_on=None).values_list("member_id", "company_id"):
        firms.setdefault(member, []).append(company)
    return [verdict_on(kept, people, apart, busy, firms) for people in groups]


def pairs_in(people: Collection[Member]) -> set[tuple[int, int]]:
    """Every two of some people, the smaller id first."""
    return {(min(a.pk, b.pk), max(a.pk, b.pk)) for a, b in combinations(people, 2)}


def verdict_on(
    kept: Terms, people: Collection[Member], apart: Collection[tuple[int, int]], busy: Collection[int], firms: Mapping[int, Sequence[int]]
) -> Verdict:
    """Whether one group keeps the hard rules; `apart` are pairs that may not meet now, `firms` the companies of each."""
    fewest, most = kept.seats
    refused = no(_("These people cannot sit together just now. Choose somebody else."))
    if not fewest <= len(people) <= most or len({m.pk for m in people}) < len(people):
        return no(_("This group would be too small or too large."))
    if not pairs_in(people).isdisjoint(apart) or any(m.pk in busy for m in people):
        return refused
    spoken = [set(m.languages) for m in people if m.languages]
    days = [set(m.days) for m in people if m.days]
    if spoken and not set.intersection(*spoken):
        return refused
    if days and not set.intersection(*days) and not (kept.online and all(m.meets_online for m in people)):
        return refused
    companies = [company for m in people for company in set(firms.get(m.pk, ()))]
    if not kept.same_company and len(set(companies)) < len(companies):
        return refused
    return YES


def drafts(member: Member) -> QuerySet[Round]:
    """The drafts of a member's house that have groups, sent or not. Who may change one says `may_change`."""
    return Round.objects.filter(space_id=member.space_id).exclude(series=None, season=None)


def draft_of(member: Member, **of: Any) -> Round | None:
    """The draft of a series or of a season that has not gone out, for those who may change it."""
    return Round.objects.filter(**of, sent_at=None, space_id=member.space_id).select_related("series", "space").order_by("-made_at").first()


def gatherings_of(member: Member) -> GatheringQuerySet:
    """The tables to which a member was asked."""
    return Gathering.objects.filter(Exists(Seat.objects.filter(gathering=OuterRef("pk"), member=member)))


def own_empty(gathering: Gathering, member: Member) -> EmptySeat | None:
    """A member's own refusal. There is no way to ask for somebody else's."""
    return EmptySeat.objects.filter(gathering=gathering, member=member).first()


def own_empties(member: Member, gatherings: Iterable[Gathering]) -> set[int]:
    """At which of some tables a member has refused a seat themself."""
    return set(EmptySeat.objects.filter(member=member, gathering__in=list(gatherings)).values_list("gathering_id", flat=True))


def not_with(member: Member) -> list[int]:
    """Ids of those on a member's own secret list. There is no way to ask for somebody else's."""
    return list(NotWith.objects.filter(member=member).order_by("-at").values_list("other_id", flat=True))


def may_answer(gathering: Gathering, at: datetime) -> Verdict:
    """Whether somebody may still say whether they come."""
    if gathering.introduced_at is not None or gathering.expired_at is not None or gathering.expires_at <= at:
        return no(_("The time for an answer is over. The next round will come."))
    return YES


def may_tell_outcome(gathering: Gathering, seat: Seat, at: datetime) -> Verdict:
    """Whether somebody may say what came of a table: those who sit there, for as long as with introductions."""
    if gathering.introduced_at is None or seat.accepted_at is None:
        return no(_("You have not been introduced yet."))
    if gathering.introduced_at + introductions.OUTCOME_OPEN_FOR < at:
        return no(_("This introduction was a while ago; its page is closed now."))
    return YES


def contact_may_open(space: Space, people: Collection[int], at: datetime, *, fewest: int = FEWEST_AT_TABLE) -> bool:
    """Whether those who said yes may be brought together now. Where one pair may not, the table does not come about for anybody: to leave one of
    them out would tell them of it.
    """
    here = not_paused(Member.objects.filter(pk__in=people).here().agreed("introduced"), INTRODUCTIONS, space.day(at))
    if len(people) < fewest or here.count() < len(people):
        return False
    unwanted = NotWith.objects.filter(member__in=people, other__in=people).exists()
    return not unwanted and reach_each_other(*people)


def accepted(seats: Iterable[Seat]) -> list[int]:
    """Ids of those who said yes."""
    return sorted(seat.member_id for seat in seats if seat.accepted_at is not None)


def moved(row: dict[str, Any], numbers: Numbers) -> None:
    """A house stands at other numbers: the people in stored reasons."""
    introductions.moved(row, numbers)
