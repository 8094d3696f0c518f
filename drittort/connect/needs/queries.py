"""What pages show of needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from drittort.connect.introductions import words
from drittort.connect.needs import rules
from drittort.connect.needs.models import Need
from drittort.core.addresses import address
from drittort.core.paging import counted, newest_first
from drittort.core.reports import Shown
from drittort.core.statements import Statement
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces

PAGE = 20
UNHEARD = timedelta(hours=24)
# Older ones have run out by themselves: nobody can help with a need of last spring.
LIVES = timedelta(days=60)
SHOWN = 5
UNHEARD_NEEDS = Statement(
    lambda space, before, after: counted(
        rules.of_house(space).open().filter(opened_at__lte=before, opened_at__gt=after).order_by("opened_at", "id"), SHOWN
    ),
    space=int,
    before=datetime,
    after=datetime,
)


@dataclass(frozen=True, slots=True)
class Card:
    """One need in a list."""

    id: int
    person: Face
    text: str
    language: str
    since: str
    answered_by: str
    closed: bool
    can_answer: bool
    can_close: bool
    folded: bool
    report_path: str


def people_in(rows: list[Need]) -> set[int]:
    """Ids of those who ask and those who answered."""
    return {n.member_id for n in rows} | {n.answered_by_id for n in rows if n.answered_by_id}


def cards(member: Member, rows: list[Need], at: datetime, people: Mapping[int, Face] | None = None) -> list[Card]:
    """Needs with their people, in two queries whatever their number, or in one where the faces are there."""
    if people is None:
        people = faces(member.space_id, people_in(rows))
    today = member.space.day(at)
    folded, report = rules.folded_for(member), address("members:report", member.space.slug)
    shown = []
    for need in rows:
        helper = people.get(need.answered_by_id or 0)
        shown.append(
            Card(
                need.pk, people[need.member_id], need.text, need.language, words.since(need.opened_at.astimezone(member.space.zone).date(), today), helper.name if helper else "", need.closed_at is not None,
                bool(rules.may_answer(member, need)) and need.answered_at is None, bool(rules.may_close(member, need)),
                need.member_id in folded, "" if need.member_id == member.pk else f"{report}?about=need:{need.pk}",
            )
        )  # fmt: skip
    return shown


def list_for(member: Member, at: datetime, *, after: tuple[str, int] | None = None) -> tuple[list[Card], str]:
    """Open needs first as they came, newest on top; with the cursor of the next page."""
    found, cursor = newest_first(rules.visible_to(member).filter(closed_at=None), "opened_at", after, PAGE)
    return cards(member, found, at), cursor


def unheard(member: Member, at: datetime) -> tuple[list[Need], int]:
    """Needs without an answer after a day, oldest first, and how many more; for a page that shows other people, too."""
    rows = UNHEARD_NEEDS.objects(space=member.space_id, before=at - UNHEARD, after=at - LIVES)
    return rows, rows[0].rows_in_all - len(rows) if rows else 0


def newest_open(member: Member, at: datetime, *, most: int = 4) -> list[Need]:
    """Open needs of others for the day's page, the longest waiting first."""
    return list(rules.visible_to(member).open().filter(opened_at__gt=at - LIVES).exclude(member=member).order_by("opened_at", "id")[:most])


def need_shown(reader: Member, need_id: int) -> Shown | None:
    """A need as somebody who reads it reports it."""
    need = rules.visible_to(reader).filter(pk=need_id).first()
    return Shown(need.text, need.member_id, need.opened_at) if need else None
