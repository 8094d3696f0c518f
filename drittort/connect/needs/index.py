"""Needs and offers as documents of the search: what somebody looks for or gives, and what was answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from drittort.connect.needs import rules, words
from drittort.connect.needs.models import Need, NeedAnswer
from drittort.core.addresses import address
from drittort.core.search import index
from drittort.core.search.index import Document, Findable, Passage, Sort
from drittort.members.models import Member

NEED = "need"
SEEK, OFFER, ANSWER = "seek", "offer", "answer"
SORTS = {SEEK: "need", OFFER: "offer"}
MOMENTS = ("opened_at", "renewed_at", "answered_at", "closed_at", "helped_at")


def need_changed(need: Need, at: datetime) -> None:
    """A need was opened, changed, answered, or came to its end: inside the transaction that did it."""
    index.changed(space_id=need.space_id, kind=NEED, refs=[need.pk], at=at)


def house_changed(space_id: int, at: datetime) -> None:
    """Many needs came at once (a demo, a house that moved): everything is looked at, in pieces."""
    index.changed(space_id=space_id, kind=NEED, refs=needs_of(space_id), at=at)


def documents(ids: Sequence[int]) -> Iterable[Document]:
    """Documents of needs whose askers are here. Also those that ran out, are settled or taken down: what was answered once is what somebody looks for later."""
    rows = Need.objects.filter(pk__in=ids, member__left_on=None).select_related("member")
    said: dict[int, list[Passage]] = defaultdict(list)
    for answer in NeedAnswer.objects.filter(need__in=ids, withdrawn_at=None).exclude(text="").order_by("at", "pk"):
        said[answer.need_id].append(Passage(ANSWER, answer.language, answer.text))
    for row in rows:
        yield Document(
            row.space_id, row.pk, row.member.name, (Passage(row.side, row.language, row.text), *said[row.pk]), sort=SORTS[row.side], person_id=row.member_id,
            at=row.renewed_at or row.opened_at, facts={"side": row.side} | {name: moment.isoformat() for name in MOMENTS if (moment := getattr(row, name)) is not None},
        )  # fmt: skip


def note(facts: dict[str, Any], reader: Member, at: datetime) -> str:
    """How a need stands, beside it on the page of search."""
    row = Need(**{name: datetime.fromisoformat(facts[name]) for name in MOMENTS if name in facts})
    return words.state(row.state(at), facts["side"])


def needs_of(space_id: int) -> Iterable[int]:
    """Ids of a house's needs."""
    return Need.objects.filter(space_id=space_id).values_list("pk", flat=True)


index.register(
    NEED, documents, needs_of, aside=(SEEK,),
    findable=Findable(
        {"need": Sort(_("Needs"), "search", 30), "offer": Sort(_("Offers of the board"), "keep", 40)}, lambda member, at: rules.visible_to(member),
        lambda slug, pk: address("connect:need", slug, pk), note, {ANSWER: _("Answer")}, titled=False,
    ),
)  # fmt: skip
