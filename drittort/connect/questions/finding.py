"""Finding who may know the answer to a question, by what people say of themselves, what they have helped with, and what they knew before.

Heavy: only the worker imports this module, and only inside its jobs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from drittort.connect.needs.actions import Found
from drittort.connect.needs.pool import POOLS, Pool, Said, compared_by
from drittort.connect.needs.routing import Candidate, Sought, chosen, people_for, texts_of
from drittort.connect.needs.words import KNEW
from drittort.connect.questions import actions, rules
from drittort.connect.questions.models import QuestionRequest
from drittort.core import asking
from drittort.members.models import Member


def find_knowers(*, question_id: int, up_to: int, at: datetime, pool: Callable[[int], Pool]) -> int:
    """Look for people who may know and ask them until `up_to` were asked in all; returns how many. Computes first, then writes in one short transaction.

    What is meant for one trade is brought to its people first; to others where fewer than three of them fit.
    """
    asked = asking.found([question_id]).get(question_id)
    asker = Member.objects.here().select_related("space").filter(pk=asked.asker_id).first() if asked is not None else None
    if asked is None or asker is None or not asked.open:
        return 0
    people = people_for(asker, at)
    said = texts_of(asker.space, people)
    said += [
        Said(one.member_id, KNEW, one.text, one.id)
        for one in asking.known_in(asker.space_id)
        if one.member_id in people and one.id != asked.id
    ]
    before = frozenset(QuestionRequest.objects.filter(question=asked.id).exclude(asked_at=None).values_list("member_id", flat=True))
    sought = Sought(asker, asked.text[: actions.LONGEST], asked.id, before)
    if not said:
        POOLS.let_go(asker.space_id)
        return actions.ask_found(asked=asked, found=[], up_to=up_to, at=at)

    def compare(kept: Pool) -> list[Found]:
        kept.look(said)
        found: list[Found] = []
        if asked.trade:
            inside = rules.of_trade(list(people), asked.trade)
            found = best(sought, {pk: m for pk, m in people.items() if pk in inside}, said, kept, at)
        if len(found) < rules.LEAST_IN_TRADE:
            there = {one.member for one in found}
            found += [one for one in best(sought, people, said, kept, at) if one.member not in there]
        return found

    return actions.ask_found(asked=asked, found=compared_by(asker.space_id, pool, compare), up_to=up_to, at=at)


def best(sought: Sought, people: dict[int, Candidate], said: list[Said], pool: Pool, at: datetime) -> list[Found]:
    """The best of some people, by what they say themselves."""
    own = [one for one in said if one.member in people]
    return chosen(sought, people, own, pool, at)[1] if own else []
