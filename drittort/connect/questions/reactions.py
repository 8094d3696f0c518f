"""What follows a question: the house looks for who may know, brings it to them, and forgets whom it asked when they leave. inform and connect meet in the ledger
only, so the kinds of rows stand here as words."""

from __future__ import annotations

from datetime import datetime

from drittort.connect.needs.reactions import ASKING
from drittort.connect.needs.rules import FIRST_ASKED
from drittort.connect.questions import actions, queries
from drittort.connect.questions.models import QuestionRequest
from drittort.connect.questions.rules import has_answered
from drittort.connect.questions.tokens import link_for
from drittort.core import asking
from drittort.core.jobs.queue import enqueue
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.notices import Letter, Told, composer
from drittort.core.privacy import Erased, leaves
from drittort.members.membership.actions import LEFT
from drittort.members.models import Member
from drittort.members.notices.actions import tell

ROUTE = "connect.questions.route"
LETTER = "connect/questions/mail/asked"
ASKED, PASSED_ON = "question.brought", "question.passed_on"
FEW = 200


@reaction("question.asked", "question.unanswered", name="connect.questions.route")
def look_for_knowers(row: LedgerRow, at: datetime) -> None:
    """A question came, or is open again: the house looks for people who may know."""
    enqueue(ROUTE, {"question": row.subject_id, "up_to": FIRST_ASKED}, at=at, space_id=row.space_id, key=f"question.route:{row.pk}")


@reaction(actions.ROUTED, name="connect.questions.tell_asked")
def tell_asked(row: LedgerRow, at: datetime) -> None:
    """Bring it to those who were chosen or named; each is told once."""
    asked = asking.found([row.subject_id or 0]).get(row.subject_id or 0)
    if asked is None:
        return
    rows = QuestionRequest.objects.filter(question=asked.id, passed_at=None).exclude(asked_at=None)
    for request in rows.select_related("member__space").order_by("position", "pk"):
        tell(
            member=request.member, category=ASKING, thread=actions.thread(asked.id), key=f"question:{asked.id}:asked", at=at,
            text=ASKED if request.by_id is None else PASSED_ON, context={"question": asked.id, "who": request.by_id or asked.asker_id},
            path=asked.path, mail=LETTER,
        )  # fmt: skip


@composer(LETTER)
def asking_letter(told: Told) -> Letter | None:
    """The question, as long as an answer helps and its reader has not said anything to it."""
    question_id = told.facts[-1]["question"]
    asked = asking.found([question_id]).get(question_id)
    reader = Member.objects.select_related("space", "account").filter(pk=told.reader).first()
    request = (
        QuestionRequest.objects.filter(question=question_id, member=told.reader, knows_at=None, passed_at=None)
        .exclude(asked_at=None)
        .first()
    )
    asker = Member.objects.here().filter(pk=asked.asker_id).first() if asked is not None else None
    if asked is None or not asked.open or reader is None or request is None or asker is None or has_answered(reader.pk, asked):
        return None
    return Letter(
        {
            "title": asked.title,
            "text": queries.shown(asked),
            "asker": asker.name,
            "why": queries.why(request, reader),
            "link": link_for(asked.id, reader.pk),
        }
    )


@reaction(LEFT, name="connect.questions.leave")
def leave(row: LedgerRow, at: datetime) -> None:
    """Whoever leaves stands in no line any more."""
    actions.leave_requests(member_id=row.subject_id or 0)


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: why others were asked goes where it quotes them."""
    quoting = [pk for pk, reasons in queries.quoting(erased.space_id) if erased.said.within(*leaves(reasons))]
    for start in range(0, len(quoting), FEW):
        QuestionRequest.objects.filter(pk__in=quoting[start : start + FEW]).update(reasons=[])
