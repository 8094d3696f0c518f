"""The plan of the demo house: its parts with what they were before and what was said under them, and sentences of members that may stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from drittort.demo.texts import read
from drittort.inspire.stories.models import StoryQuote, StorySide
from drittort.members.models import Member
from drittort.plan.writing import rules
from drittort.plan.writing.models import PlanPart, PlanVersion
from drittort.spaces.models import Space
from drittort.talk.conversations.models import Conversation, Message


def load_plan(space: Space, at: datetime) -> None:
    """Write all of it in a handful of statements. Nobody is told: it is the past."""
    people = {m.attributes["plays"]: m for m in Member.objects.here().filter(space=space, attributes__has_key="plays")}
    founder = people.get("founder")
    if founder is None:
        return
    told = read("plan")["part"]
    parts = PlanPart.objects.bulk_create(part(space, row, founder, at) for row in told)
    pairs = list(zip(told, parts, strict=True))
    PlanVersion.objects.bulk_create(each for row, made in pairs for each in versions(row, made, founder, at))
    talked = [(row, made) for row, made in pairs if "said" in row]
    talks = Conversation.objects.bulk_create(
        Conversation(space=space, about=rules.about(made.pk), begun_at=at - timedelta(days=row["said"][0][0])) for row, made in talked
    )
    Message.objects.bulk_create(
        Message(conversation=talk, author=people.get(who), text=text, at=at - timedelta(days=days))
        for (row, _made), talk in zip(talked, talks, strict=True)
        for days, who, text in row["said"]
    )
    load_quotes(space, people.get("manager", founder), at)


def part(space: Space, row: Mapping[str, Any], founder: Member, at: datetime) -> PlanPart:
    """One part, not yet in its table; looked at again half a year after it was written, where nothing else is said."""
    written = at - timedelta(days=row["days"])
    return PlanPart(
        space=space, key=row["key"], owner=founder, begun_at=at - timedelta(days=row["was"][0][0]) if "was" in row else written,
        stands_at=written if row.get("stands", True) else None, review_on=space.day(at) + timedelta(days=row.get("review", 180 - row["days"])),
    )  # fmt: skip


def versions(row: Mapping[str, Any], made: PlanPart, founder: Member, at: datetime) -> Iterator[PlanVersion]:
    """What a part says in each language, and what it said before."""
    was = row.get("was", ())
    for number, (days, text) in enumerate(was, start=1):
        yield PlanVersion(part=made, language="de", number=number, text=text, member=founder, at=at - timedelta(days=days), stands=False)
    newest = {"member": founder, "at": at - timedelta(days=row["days"])}
    yield PlanVersion(
        part=made, language="de", number=len(was) + 1, text=row["text"].strip(), rows=row.get("rows", []), note=row.get("note", ""), **newest
    )  # fmt: skip
    if "en" in row:
        yield PlanVersion(part=made, language="en", number=1, text=row["en"]["text"].strip(), **newest)


def load_quotes(space: Space, caring: Member, at: datetime) -> None:
    """Sentences of stories to which their people agreed for the plan."""
    sides = StorySide.objects.filter(story__space=space, house_at__isnull=False, story__off_at=None)
    StoryQuote.objects.bulk_create(
        StoryQuote(side=side, text=text, use=StoryQuote.Use.PLAN, picked_by=caring, picked_at=at, agreed_at=at)
        for text in read("plan")["quotes"]
        for side in sides
        if text in side.became
    )
