"""What the first page tells those who look after a company's people here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from drittort.core.addresses import address
from drittort.core.paging import counted
from drittort.core.statements import Statement
from drittort.core.today import Found, Visit
from drittort.members.here_today.models import HereToday
from drittort.members.models import Employment
from drittort.spaces.roles import has_power

SHOWN = 12
OWN = Employment.objects.filter(until_on=None, is_admin=True)

TEAM = Statement(
    lambda member, today: counted(
        Employment.objects.filter(company__in=OWN.filter(member=member).values("company_id"), until_on=None, member__left_on=None)
        .annotate(here=Exists(HereToday.objects.filter(member=OuterRef("member"), on=today)))
        .order_by("-here", "member__sort_name", "member_id")
        .values_list("company_id", "company__name", "member_id", "here"),
        SHOWN,
    ),
    member=int,
    today=date,
)


@dataclass(frozen=True, slots=True)
class Team:
    """The reader's company: its people who are in the house today, and how many belong to it."""

    name: str
    path: str
    here: tuple[Any, ...]
    many: int


def team(visit: Visit) -> Found:
    """The reader's own people, for whoever looks after a company with others in it; nothing for everybody else, and for those who care for the whole house."""
    if has_power(visit.member):
        return Found()
    rows = TEAM.rows(member=visit.member.pk, today=visit.day)
    if len(rows) < 2:
        return Found()
    company, name = rows[0][0], rows[0][1]

    def block(people: Mapping[int, Any]) -> Team:
        here = tuple(people[pk] for _company, _name, pk, present, _all in rows if present and pk in people)
        return Team(name, address("members:company", visit.member.space.slug, company), here, int(rows[0][-1]))

    return Found(people=frozenset(row[2] for row in rows if row[3]), block=block)
