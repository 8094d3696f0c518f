"""House letters of the demo house: two that went out and one that lies ready. Nothing is mailed: it is the past."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import enqueue
from drittort.demo.texts import read
from drittort.inform.letter import actions, making, rules
from drittort.inform.letter.models import Letter, LetterBlock, LetterCopy, LetterWords
from drittort.members.models import Member
from drittort.spaces.models import Space

WEEK = timedelta(days=7)
A_LITTLE = timedelta(minutes=3)
"""So long the index of a fresh house needs at most; then what lies ready is put together once more, and fits its readers."""


def load_letters(space: Space, at: datetime) -> None:
    """Put them together by the same code that a house uses."""
    plan = rules.plan_for(space, at)
    due = rules.next_due(space, plan, at)
    assert due is not None
    author = next((m for m in Member.objects.filter(space=space, attributes__plays="manager")), None)
    for told in read("letters")["letter"]:
        went = due - told["weeks"] * WEEK
        letter = Letter.objects.create(space=space, since=went - WEEK, due_at=went, made_at=went - timedelta(days=1))
        making.gather(letter.pk, went)
        write(letter, told, author)
        LetterCopy.objects.filter(letter=letter).update(went_at=went, mailed=True)
        Letter.objects.filter(pk=letter.pk).update(sent_at=went, edited_at=went - timedelta(hours=3))
        enqueue(actions.PRINT, {"letter": letter.pk}, at=at, space_id=space.pk, key=f"{actions.PRINT}:{letter.pk}", run_at=at + A_LITTLE)
    ready = Letter.objects.create(space=space, since=due - WEEK, due_at=due, made_at=at)
    making.gather(ready.pk, at)
    enqueue(actions.GATHER, {"letter": ready.pk}, at=at, space_id=space.pk, key=f"{actions.GATHER}:{ready.pk}", run_at=at + A_LITTLE)


def write(letter: Letter, told: dict[str, Any], author: Member | None) -> None:
    """The words of whoever cares for the house."""
    LetterWords.objects.create(letter=letter, language="de", opening=told.get("opening", ""), text=told["text"].strip(), written_by=author)
    if "english" in told:
        LetterWords.objects.create(letter=letter, language="en", text=told["english"].strip(), written_by=author)
    for name, sentence in told.get("sentence", {}).items():
        LetterBlock.objects.filter(letter=letter, name=name).update(sentence=sentence)
