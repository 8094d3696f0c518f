"""Whom the house may ask to answer a question, and what somebody who was asked may do. The limits are those of needs: both count together."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from drittort.connect.needs import rules as needs
from drittort.connect.questions.models import QuestionRequest
from drittort.core.asking import Asked
from drittort.core.errors import YES, Verdict, no
from drittort.core.moving.registry import Numbers
from drittort.members.models import Employment, Member
from drittort.members.people.facets import in_industry
from drittort.talk.conversations.models import Message

ASK_ON_AFTER = timedelta(hours=24)
"""So long the first ones have time; then the house asks the next ones, as long as nobody has written a word."""
LEAST_IN_TRADE = 3


def own_request(member: Member, question_id: int) -> QuestionRequest | None:
    """What the house asked a member about a question. There is no way to ask for somebody else's."""
    return QuestionRequest.objects.select_related("by").filter(question=question_id, member=member).exclude(asked_at=None).first()


def waiting_for(member: Member) -> set[int]:
    """The questions that wait for a word of a member, who has neither let them be nor named somebody."""
    rows = QuestionRequest.objects.filter(member=member, passed_at=None, knows_at=None, asked_at__isnull=False)
    return set(rows.values_list("question_id", flat=True))


def has_answered(member_id: int, asked: Asked) -> bool:
    """Whether somebody wrote under a question."""
    written = Message.objects.filter(conversation__space=asked.space_id, conversation__about=asked.about, author=member_id)
    return written.filter(deleted_at=None).exists()


def may_still(asked: Asked | None) -> Verdict:
    """Whether a question still takes answers."""
    if asked is None:
        return no(_("This question is not there any more. Thank you all the same."))
    return YES if asked.open else no(_("This question is answered by now. Thank you all the same."))


def may_name(request: QuestionRequest) -> Verdict:
    """Whether somebody who was asked may name somebody else: once."""
    return YES if request.knows_at is None else no(_("You have named somebody already. Thank you!"))


def of_trade(people: Collection[int], letter: str) -> set[int]:
    """Those of some people who work for a company of a section, as its page says."""
    rows = Employment.objects.filter(in_industry(letter, "company__industry"), member__in=people, until_on=None)
    return set(rows.values_list("member_id", flat=True))


def may_hear(asker: Member, by: Member, person: Member, at: datetime) -> bool:
    """Whether a question that one passes on reaches somebody: they like to be brought together, and no block or secret list stands between any of the three.
    How often they were asked does not count: it comes from a person."""
    if not needs.may_be_asked(asker.space, at).filter(pk=person.pk).exists():
        return False
    return not needs.never_asked(asker, [person.pk], at) and not needs.never_asked(by, [person.pk], at)


def moved(row: dict[str, Any], numbers: Numbers) -> None:
    """A house stands at other numbers: the needs and questions in stored reasons."""
    needs.moved(row, numbers)
    for told in row["reasons"]:
        if isinstance(told.get("question"), int):
            told["question"] = numbers.new("inform.Post", told["question"])
