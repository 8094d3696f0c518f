"""Whom the house asks to answer a question, and what they do with it: answer, name somebody, or let it be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.connect.needs.actions import Found
from drittort.connect.needs.rules import FIRST_ASKED, free_to_ask
from drittort.connect.questions import rules
from drittort.connect.questions.models import QuestionRequest
from drittort.core import asking, ledger
from drittort.core.asking import Asked
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, require
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread
from drittort.members.safety.rules import POSTS, may_use
from drittort.talk.comments.actions import comment
from drittort.talk.conversations.models import Message

ROUTED = "question.routed"
KEPT = timedelta(days=90)
IN_LINE = 3
"""So many stand ready for the time when the first ones have not said a word."""
LONGEST = 1000
"""By so much of a question people are looked for: what it is about stands in front."""


def ask_found(*, asked: Asked, found: Sequence[Found], up_to: int = FIRST_ASKED, at: datetime) -> int:
    """Ask the first of those who were found, until `up_to` were asked by the house in all, and keep the next ones in line; returns how many were asked now.

    Looks again, while the people are held, whether it still waits for an answer in the same words, and who may be asked: two at once load nobody twice.
    """
    with transaction.atomic():
        # The asker first: two searches for one question wait for each other.
        asker = locked(Member.objects.here().select_related("space").filter(pk=asked.asker_id)).first()
        now = asking.found([asked.id]).get(asked.id)
        if asker is None or now is None or not now.open or now.text != asked.text:
            return 0
        list(locked(Member.objects.filter(pk__in=[one.member for one in found]).order_by("pk")))
        free = free_to_ask(asker, [one.member for one in found], at)
        QuestionRequest.objects.filter(question=asked.id, asked_at=None).delete()
        before = dict(QuestionRequest.objects.filter(question=asked.id).values_list("member_id", "by_id"))
        new = [one for one in found if one.member in free and one.member not in before]
        room = max(0, up_to - sum(by is None for by in before.values()))
        QuestionRequest.objects.bulk_create(
            QuestionRequest(
                question_id=asked.id, member_id=one.member, position=len(before) + place, fit=round(one.fit, 3), reasons=one.reasons, found_at=at,
                asked_at=at if place < room else None,
            )
            for place, one in enumerate(new[: room + IN_LINE])
        )  # fmt: skip
        count = len(new[:room])
        if count:
            record(asked, at, count)
    return count


def let_it_be(*, actor: Member, question_id: int, at: datetime) -> None:
    """Not just now. Leaves a mark that only the actor can read, and no trace in the ledger, in counts or in mail. Raises NotFound."""
    with transaction.atomic():
        request = own(actor, question_id)
        see_question(actor=actor, question_id=question_id, at=at)
        if request.passed_at is None:
            QuestionRequest.objects.filter(pk=request.pk).update(passed_at=at)


def name_somebody(*, actor: Member, question_id: int, person_id: int, at: datetime) -> None:
    """Pass the question on to somebody who may know, once. Whoever can't be asked is not, and it looks the same to everybody.

    Raises NotFound for a question or a person that is not there, Invalid for one of the two, OutOfDate where it is answered, or somebody was named before.
    """
    with transaction.atomic():
        request = own(actor, question_id)
        asked = asking.found([question_id]).get(question_id)
        verdict = rules.may_still(asked)
        if asked is None or not verdict:
            raise OutOfDate(verdict.reason)
        if not (named := rules.may_name(request)):
            raise OutOfDate(named.reason)
        person = Member.objects.here().filter(pk=person_id, space_id=actor.space_id).first()
        asker = Member.objects.here().select_related("space").filter(pk=asked.asker_id).first()
        if person is None or asker is None:
            raise NotFound
        if person.pk in (actor.pk, asker.pk):
            raise Invalid(_("Choose somebody else than the two of you."))
        require(may_use(actor, POSTS, at))
        QuestionRequest.objects.filter(pk=request.pk).update(knows_at=at)
        see_question(actor=actor, question_id=question_id, at=at)
        waits = QuestionRequest.objects.filter(question=question_id, member=person)
        if not waits.exclude(asked_at=None).exists() and rules.may_hear(asker, actor, person, at):
            waits.delete()
            QuestionRequest.objects.create(
                question_id=question_id, member=person, by=actor, position=request.position, fit=request.fit, found_at=at, asked_at=at
            )
            record(asked, at, 1)


def answer_question(*, actor: Member, question_id: int, text: str, at: datetime) -> Message:
    """Answer what one was asked, from a mail: the words stand under the question. Raises NotFound, NotAllowed, Invalid, OutOfDate."""
    if rules.own_request(actor, question_id) is None:
        raise NotFound
    asked = asking.found([question_id]).get(question_id)
    verdict = rules.may_still(asked)
    if asked is None or not verdict:
        raise OutOfDate(verdict.reason)
    message = comment(actor=actor, about=asked.about, text=text, at=at)
    see_question(actor=actor, question_id=question_id, at=at)
    return message


def see_question(*, actor: Member, question_id: int, at: datetime) -> None:
    """Somebody looked at it: what they were told of it is read."""
    see_thread(member=actor, thread=thread(question_id), at=at)


def own(actor: Member, question_id: int) -> QuestionRequest:
    """What the actor was asked, locked. Raises NotFound."""
    found = rules.own_request(actor, question_id)
    request = locked(QuestionRequest.objects.filter(pk=found.pk)).first() if found is not None else None
    if request is None:
        raise NotFound
    return request


def thread(question_id: int) -> str:
    """The thread of notices that ask somebody: their own, so that what is written under a question comes besides."""
    return f"asked:{question_id}"


def leave_requests(*, member_id: int) -> None:
    """Whoever leaves stands in no line any more."""
    QuestionRequest.objects.filter(member=member_id, asked_at=None).delete()


def forget_old(*, at: datetime) -> int:
    """Remove whom the house asked after 90 days; return how many."""
    return QuestionRequest.objects.filter(found_at__lt=at - KEPT).delete()[0]


def record(asked: Asked, at: datetime, count: int) -> None:
    """One row in the ledger, for nobody: how many were asked, never whom."""
    ledger.record(
        space_id=asked.space_id, at=at, kind=ROUTED, actor_id=None, subject_id=asked.id, audience=ledger.NOBODY, facts={"count": count}
    )  # fmt: skip
