"""What follows: who is asked to look after a part hears of it, and whoever looks after it when its day comes; a sentence that is taken back leaves the papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from drittort.core.addresses import address
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.privacy import Erased
from drittort.inspire.stories import actions as stories
from drittort.members.membership.actions import LEFT
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.safety.rules import reach_each_other
from drittort.plan.writing import actions, queries, rules, telling
from drittort.plan.writing.models import PlanPaper, PlanPart

CATEGORY = "plan_writing"
YOURS, DUE, READY = "plan_part.yours", "plan_part.due", "plan_paper.ready"


def tell_of(part: PlanPart, member: Member, code: str, key: str, at: datetime, **facts: int) -> None:
    """One notice about a part."""
    tell(
        member=member, category=CATEGORY, thread=rules.about(part.pk), key=f"{rules.about(part.pk)}:{key}", at=at, text=code,
        context={"part": part.pk, **facts}, path=queries.path_of(member.space.slug, part.key),
    )  # fmt: skip


@reaction(actions.HANDED_OVER, name="plan.writing.tell_owner")
def tell_owner(row: LedgerRow, at: datetime) -> None:
    """Somebody was asked to look after a part by another."""
    part = PlanPart.objects.select_related("owner__space").filter(pk=row.subject_id or 0).first()
    if part is None or part.owner is None or row.actor_id in (None, part.owner_id) or row.facts.get("member") != part.owner_id:
        return
    if reach_each_other(row.actor_id, part.owner.pk):
        tell_of(part, part.owner, YOURS, f"yours:{row.pk}", at, who=row.actor_id)


def ask_review(part: PlanPart, at: datetime) -> None:
    """Its day has come: is it still right? Once for each time."""
    owner = part.owner
    if owner is not None and part.review_on is not None:
        tell_of(part, owner, DUE, f"due:{part.review_on}", at)
        actions.note_asked(part_id=part.pk, day=owner.space.day(at))


@reaction(LEFT, name="plan.writing.leave")
def leave(row: LedgerRow, at: datetime) -> None:
    """Somebody left: nobody looks after their parts any more, and the way through the plan shows it."""
    actions.leave_parts(member_id=row.subject_id or 0)


@reaction(actions.MADE, name="plan.writing.tell_asker")
def tell_asker(row: LedgerRow, at: datetime) -> None:
    """Tell who asked for a paper."""
    paper = PlanPaper.objects.select_related("asked_by__space").filter(pk=row.subject_id or 0).exclude(file=None).first()
    if paper is not None and paper.asked_by is not None:
        tell(
            member=paper.asked_by, category=CATEGORY, thread="plan_paper", key=f"plan_paper:{row.pk}", at=at, text=READY, context={"paper": paper.pk},
            path=address("plan:plan_papers", paper.asked_by.space.slug),
        )  # fmt: skip


@reaction(stories.QUOTE_ANSWERED, stories.WITHDRAWN, stories.WRITTEN, stories.HIDDEN, stories.OFF, name="plan.writing.follow")
def follow(row: LedgerRow, at: datetime) -> None:
    """Something of a story may not be told any more."""
    check_papers(at=at, space_id=row.space_id)


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: no paper quotes them any more."""
    check_papers(at=erased.at, space_id=erased.space_id)


def check_papers(*, at: datetime, space_id: int | None = None) -> int:
    """Take away the papers of a house (of all, without one) in which a sentence stands that may not be told any more; returns how many."""
    rows = PlanPaper.objects.select_related("space").exclude(file=None)
    if space_id is not None:
        rows = rows.filter(space=space_id)
    return sum(actions.drop_untrue(paper_id=row.pk, told=telling.signs(telling.voices(row.space)), at=at) for row in list(rows))


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What the parts are called of which notices speak."""
    found = queries.names({row["part"] for row in rows})
    return [{"title": found[row["part"]].title if row["part"] in found else "…"} for row in rows]
