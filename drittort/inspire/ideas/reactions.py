"""What follows from ideas: the index, who is told of an answer, and who is reminded that the house owes one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.privacy import Erased
from drittort.core.search import index
from drittort.inspire.ideas import actions, queries, rules
from drittort.inspire.ideas.models import Idea, IdeaStep, IdeaSupport
from drittort.members.membership.actions import LEFT
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.roles.queries import people_with

MINE, FOR_IT, DUTY = "idea_mine", "idea_for_it", "idea_duty"


@reaction(
    actions.HAD, actions.CHANGED, actions.REMOVED, actions.ANSWERED, actions.MERGED, name="inspire.ideas.write_index",
)  # fmt: skip
def write_index(row: LedgerRow, at: datetime) -> None:
    """An idea came, changed or went: the index follows."""
    index.index(space_id=row.space_id, kind=queries.DOCUMENT, refs=[row.subject_id or 0], at=at)


@reaction(actions.ANSWERED, name="inspire.ideas.tell_answer")
def tell_answer(row: LedgerRow, at: datetime) -> None:
    """Who had it hears the answer at once, whoever is for it with the week; whoever said it needs no telling."""
    step = IdeaStep.objects.select_related("idea").filter(pk=row.facts.get("step", 0), idea__removed_at=None).first()
    if step is None:
        return
    supporters = IdeaSupport.objects.filter(idea=step.idea_id).values("member")
    people = Member.objects.here().select_related("space").filter(pk__in=supporters) | Member.objects.here().select_related("space").filter(
        pk=step.idea.member_id or 0
    )
    for reader in people.distinct().order_by("pk"):
        if reader.pk != row.actor_id:
            write(step.idea, reader, MINE if reader.pk == step.idea.member_id else FOR_IT, f"idea.{step.status}", f"step:{step.pk}", at)


@reaction(actions.MERGED, name="inspire.ideas.tell_merged")
def tell_merged(row: LedgerRow, at: datetime) -> None:
    """Who had the idea that goes on elsewhere hears where."""
    idea = Idea.objects.select_related("member__space", "merged_into").filter(pk=row.subject_id or 0).first()
    if idea is not None and idea.member is not None and idea.merged_into is not None and idea.member_id != row.actor_id:
        write(idea.merged_into, idea.member, MINE, "idea.merged", f"merged:{idea.pk}", at)


@reaction(LEFT, name="inspire.ideas.end")
def end(row: LedgerRow, at: datetime) -> None:
    """What somebody took on to answer waits for the others when they leave."""
    if row.subject_id is not None:
        actions.end_of(member_id=row.subject_id)


def write(idea: Idea, reader: Member, category: str, code: str, key: str, at: datetime) -> None:
    """Tell somebody of an idea."""
    tell(
        member=reader, category=category, thread=rules.about(idea.pk), key=f"idea:{idea.pk}:{key}", at=at, text=code, context={"idea": idea.pk},
        path=queries.page_of(reader.space.slug, idea.pk),
    )  # fmt: skip


def remind(idea: Idea, at: datetime, *, late: bool) -> None:
    """Remind who is to answer: whoever took it on, else everybody who answers ideas; once before the day and once after it."""
    people = people_with(idea.space, rules.ANSWER).select_related("space")
    if idea.responsible_id is not None:
        people = Member.objects.here().select_related("space").filter(pk=idea.responsible_id)
    for reader in people:
        write(idea, reader, DUTY, "idea.late" if late else "idea.due", f"{'late' if late else 'due'}:{idea.word_by}", at)
    actions.note_asked(idea_id=idea.pk, late=late, at=at)


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What ideas are called of which notices speak, in one query."""
    titles = dict(Idea.objects.filter(pk__in={row["idea"] for row in rows}).values_list("pk", "title"))
    return [{"title": titles.get(row["idea"], "…")} for row in rows]


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: what they had stays without them or goes, and the index follows."""
    refs = list(Idea.objects.filter(member=erased.person_id).values_list("pk", flat=True))
    actions.forget_person(erased)
    for start in range(0, len(refs), actions.FEW):
        index.index(space_id=erased.space_id, kind=queries.DOCUMENT, refs=refs[start : start + actions.FEW], at=erased.at)
