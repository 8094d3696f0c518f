"""What somebody reads of a question that the house brought to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from drittort.connect.needs import queries as needs
from drittort.connect.needs import words
from drittort.connect.needs.words import KNEW, THINGS
from drittort.connect.questions import rules
from drittort.connect.questions.models import QuestionRequest
from drittort.core import asking
from drittort.core.addresses import address
from drittort.core.asking import Asked, Wanted
from drittort.core.errors import NotFound
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces


def wanted(member: Member, question_id: int) -> Wanted | None:
    """Whether a member is asked to answer a question, for its page: as long as they have not said that it does not fit, or named somebody."""
    request = rules.own_request(member, question_id)
    if request is None or request.passed_at is not None or request.knows_at is not None:
        return None
    slug = member.space.slug
    return Wanted(
        shortly(request), address("connect:name_somebody", slug, question_id), address("connect:let_question_be", slug, question_id)
    )


def shortly(request: QuestionRequest) -> str:
    """Why the house asks somebody, without asking the database for the names of things: the page has enough to ask for."""
    if request.by is not None:
        return thought_of_by(request.by.name)
    if any(told.get("code") in THINGS for told in request.reasons):
        return _("You helped with something like it before.")
    return words.why(request.reasons, {})


def thought_of_by(name: str) -> str:
    """That somebody named the reader."""
    return _("%(name)s thinks that you may know it.") % {"name": name}


def why(request: QuestionRequest, reader: Member) -> str:
    """Why the house asks somebody, in one sentence: who thought of them, or what of theirs fits."""
    if request.by is not None:
        return thought_of_by(request.by.name)
    for told in request.reasons:
        if told.get("code") == KNEW:
            knew = asking.found([told["question"]]).get(told["question"]) if isinstance(told.get("question"), int) else None
            if knew is not None:
                return _("You knew the answer to “%(question)s”.") % {"question": words.short(knew.title)}
    return words.why([told for told in request.reasons if told.get("code") != KNEW], needs.helped_texts([request.reasons], reader))


@dataclass(frozen=True, slots=True)
class Page:
    """A question beside the three answers to the house."""

    id: int
    title: str
    text: str
    language: str
    path: str
    asker: Face
    why: str
    open: bool


def one(member: Member, question_id: int) -> Page:
    """A question that a member was asked. Raises NotFound."""
    request = rules.own_request(member, question_id)
    asked = asking.found([question_id]).get(question_id) if request is not None else None
    if request is None or asked is None or asked.space_id != member.space_id:
        raise NotFound
    people = faces(member.space_id, [asked.asker_id])
    if asked.asker_id not in people:
        raise NotFound
    return Page(asked.id, asked.title, shown(asked), asked.language, asked.path, people[asked.asker_id], why(request, member), asked.open)


def shown(asked: Asked) -> str:
    """The words of a question, not longer than a mail bears."""
    return asked.text if len(asked.text) <= 600 else asked.text[:600].rsplit(" ", 1)[0] + " …"


def titles(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What the questions are called of which notices speak."""
    found = asking.found({row["question"] for row in rows})
    return [{"question": found[row["question"]].title if row["question"] in found else "…"} for row in rows]


def quoting(space_id: int) -> Iterable[tuple[int, list[dict[str, Any]]]]:
    """The stored reasons of a house, to be looked through when somebody is erased."""
    rows = QuestionRequest.objects.filter(member__space=space_id).exclude(reasons=[])
    return rows.values_list("pk", "reasons").iterator(chunk_size=500)
