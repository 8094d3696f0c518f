"""Needs and offers as documents of the search: what somebody looks for or gives, and what was answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from drittort.connect.needs.models import Need, NeedAnswer
from drittort.core.search import index
from drittort.core.search.index import Document, Passage

NEED = "need"
SEEK, OFFER, ANSWER = "seek", "offer", "answer"


def need_changed(need: Need, at: datetime) -> None:
    """A need was opened, changed, answered, or came to its end: inside the transaction that did it."""
    index.changed(space_id=need.space_id, kind=NEED, refs=[need.pk], at=at)


def house_changed(space_id: int, at: datetime) -> None:
    """Many needs came at once (a demo, a house that moved): everything is looked at, in pieces."""
    index.changed(space_id=space_id, kind=NEED, refs=needs_of(space_id), at=at)


def documents(ids: Sequence[int]) -> Iterable[Document]:
    """Documents of needs whose askers are here. Also those that ran out or are settled: what was answered once is what somebody looks for later."""
    rows = Need.objects.filter(pk__in=ids, member__left_on=None).select_related("member")
    said: dict[int, list[Passage]] = defaultdict(list)
    for answer in NeedAnswer.objects.filter(need__in=ids, withdrawn_at=None).exclude(text="").order_by("at", "pk"):
        said[answer.need_id].append(Passage(ANSWER, answer.language, answer.text))
    for row in rows:
        if row.closed_at is None or row.answered_at is not None:
            yield Document(row.space_id, row.pk, row.member.name, (Passage(row.side, row.language, row.text), *said[row.pk]))


def needs_of(space_id: int) -> Iterable[int]:
    """Ids of a house's needs."""
    return Need.objects.filter(space_id=space_id).values_list("pk", flat=True)


index.register(NEED, documents, needs_of, aside=(SEEK,))
