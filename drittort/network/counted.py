"""Who is counted, and which day it is in a house: what every feature of the network asks first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q

from drittort.members.models import Consent, Employment, Member, MemberQuerySet
from drittort.network.models import Contact
from drittort.spaces.models import Space


def counted(space: Space) -> MemberQuerySet:
    """The members of a house whose consent to be counted stands; all of a sample of public research data, where nobody can be asked."""
    members: MemberQuerySet = Member.objects.filter(space=space)
    return members if space.is_sample else members.agreed(Consent.Kind.COUNTED)


def present_day(space: Space, at: datetime) -> date:
    """Today in the house. A sample stands still on the day of its last contact."""
    today = space.day(at)
    if not space.is_sample:
        return today
    return Contact.objects.filter(space=space).aggregate(last=Max("on"))["last"] or today


def counted_since(space: Space, member_ids: set[int]) -> dict[int, date]:
    """For those of `member_ids` who are counted: the first day on which they are (in the time zone of the house)."""
    if space.is_sample:
        return dict.fromkeys(Member.objects.filter(space=space, pk__in=member_ids).values_list("pk", flat=True), date.min)
    rows = Consent.objects.filter(member__space=space, member__in=member_ids, kind=Consent.Kind.COUNTED, revoked_at=None)
    return {member: space.day(given) for member, given in rows.values_list("member_id", "given_at")}


@dataclass(frozen=True, slots=True)
class Person:
    """A counted person as the figures need them: when they belonged to the house, and to which groups on the day in question."""

    id: int
    joined_on: date
    left_on: date | None
    since: date
    company: int | None
    industry: str
    location: int | None


def people_on(space: Space, day: date) -> list[Person]:
    """The counted people who belong to the house on a day, by id, with company, industry (WZ class) and location of that day.

    In a sample the day of joining is that of the import or of the file, so nobody is left out for it.
    """
    here = counted(space).filter(Q(left_on=None) | Q(left_on__gt=day))
    if not space.is_sample:
        here = here.filter(joined_on__lte=day)
    rows = list(here.order_by("pk").values_list("pk", "joined_on", "left_on", "location_id"))
    since = counted_since(space, {row[0] for row in rows}) if len(rows) < 500 else _since_all(space)
    firms = companies_on(space, day)
    people = []
    for pk, joined, left, location in rows:
        if since.get(pk, date.max) <= day:
            company, industry = firms.get(pk, (None, ""))
            people.append(Person(pk, joined, left, since[pk], company, industry, location))
    return people


def _since_all(space: Space) -> dict[int, date]:
    """As `counted_since` for everybody, without naming thousands of ids in the query."""
    if space.is_sample:
        return dict.fromkeys(Member.objects.filter(space=space).values_list("pk", flat=True), date.min)
    rows = Consent.objects.filter(member__space=space, kind=Consent.Kind.COUNTED, revoked_at=None)
    return {member: space.day(given) for member, given in rows.values_list("member_id", "given_at")}


def companies_on(space: Space, day: date) -> dict[int, tuple[int, str]]:
    """Member id to (company id, its WZ class) on a day; of several companies the one joined last."""
    rows = Employment.objects.filter(Q(until_on=None) | Q(until_on__gte=day), company__space=space)
    if not space.is_sample:
        rows = rows.filter(from_on__lte=day)
    return {
        member: (company, industry)
        for member, company, industry in rows.order_by("from_on", "pk").values_list("member_id", "company_id", "company__industry")
    }
