"""The urn of a secret decision: putting a ballot in, changing it with its code, and emptying it.

Each time the whole urn and the whole list of papers are written anew, in a random order and under new names: what is stored has no order, no moment and no
number that tells of one person, and the last written row is not the last ballot.
"""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from django.utils.translation import gettext as _

from drittort.core.errors import Invalid, NotAllowed
from drittort.inspire.decisions import papers
from drittort.inspire.decisions.models import HouseDecision, SecretBallot, TakenPaper


def has_paper(decision_id: int, member_id: int) -> bool:
    """Whether somebody has had their paper already."""
    return TakenPaper.objects.filter(word__in=papers.words_of(decision_id, member_id)).exists()


def found_by(decision_id: int, code: str) -> Any | None:
    """What the ballot under a code says; None where there is none."""
    return (
        SecretBallot.objects.filter(decision=decision_id, lock=papers.lock_of(decision_id, code)).values_list("content", flat=True).first()
        if code
        else None
    )


def put(decision: HouseDecision, member_id: int, content: Any, code: str) -> str:
    """Put a ballot in, or another one in its place with its code; returns the code. The decision is locked, and the shape of the ballot was looked at.

    Raises NotAllowed for a second paper, Invalid for a code that leads to none.
    """
    urn = dict(SecretBallot.objects.filter(decision=decision).values_list("lock", "content"))
    taken = set(TakenPaper.objects.filter(decision=decision).values_list("word", flat=True))
    own = papers.words_of(decision.pk, member_id)
    if code:
        if papers.lock_of(decision.pk, code) not in urn or not taken & set(own):
            raise Invalid(_("There is no ballot under this code. Have a look: five groups of four letters and digits."))
    elif taken & set(own):
        raise NotAllowed(_("You have put your ballot in already. With its code you can change it."))
    else:
        code = papers.new_code()
        taken.add(own[0])
    urn[papers.lock_of(decision.pk, code)] = content
    empty(decision)
    shuffle = secrets.SystemRandom().shuffle
    ballots, words = list(urn.items()), list(taken)
    shuffle(ballots)
    shuffle(words)
    SecretBallot.objects.bulk_create(SecretBallot(id=uuid.uuid4(), decision=decision, lock=lock, content=said) for lock, said in ballots)
    TakenPaper.objects.bulk_create(TakenPaper(word=word, decision=decision) for word in words)
    return code


def contents(decision: HouseDecision) -> list[Any]:
    """What all ballots say, in an order that says nothing."""
    return sorted(SecretBallot.objects.filter(decision=decision).values_list("content", flat=True), key=repr)


def empty(decision: HouseDecision) -> None:
    """Nothing is left of ballots and papers."""
    SecretBallot.objects.filter(decision=decision).delete()
    TakenPaper.objects.filter(decision=decision).delete()
