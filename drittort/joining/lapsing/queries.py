"""What the people who care are pointed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.care import Item, Rows
from drittort.joining.days import since
from drittort.joining.lapsing import rules
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Hint:
    """Somebody of whom nothing was heard; no figure, no ranking."""

    id: int
    face: Face
    when: str


def hints(actor: Member, at: datetime) -> list[Hint]:
    """Whom somebody might ask after, by name. Two queries."""
    rows = list(rules.visible_to(actor).order_by("member__name", "pk").values_list("pk", "member_id", "asked_at")[:SHOWN])
    shown = faces(actor.space_id, [member for _pk, member, _at in rows])
    today = actor.space.day(at)
    return [Hint(pk, shown[member], since(actor.space.day(asked), today)) for pk, member, asked in rows]


def waiting(member: Member, at: datetime) -> list[Rows]:
    """For the page of what needs care."""
    if not rules.may_see(member):
        return []
    path = address("joining:lapsing", member.space.slug)

    def item(_number: int, name: str, _on: date | None, hinted: datetime) -> Item:
        return Item(name, _("We have asked whether all is well, and nothing came back yet."), path, hinted)

    return [Rows(rules.visible_to(member).order_by("hinted_at", "pk"), item, at="hinted_at", words="member__name")]
