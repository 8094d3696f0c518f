"""Keeping the index up to date: thin, and in the worker."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils import timezone

from drittort.core.jobs.queue import enqueue, job
from drittort.core.search import meaning
from drittort.core.search.index import CHUNK, ENCODED_AT_ONCE, KINDS, MEMBERS, PUBLIC, index, texts_of
from drittort.core.search.models import SearchDocument


@job("core.search.index")
def write(payload: dict[str, Any], at: datetime) -> None:
    """Bring some documents up to date."""
    index(space_id=payload["space"], kind=payload["kind"], refs=payload["refs"], at=at)


@job("core.search.everything", every=timedelta(hours=24))
def look_at_everything(payload: dict[str, Any], at: datetime) -> None:
    """Once a day look at every document: what a change forgot to say, what is due to be encoded by a new model, what is no longer among the newest."""
    for space_id in SearchDocument.objects.order_by("space_id").values_list("space_id", flat=True).distinct():
        look_at_house(space_id, at)
    kinds = [name for name, kind in KINDS.items() if kind.has_meaning]
    waiting = list(
        SearchDocument.objects.filter(encoded_at=None, kind__in=kinds, audience__in=(MEMBERS, PUBLIC)).values_list("pk", flat=True)
    )
    for start in range(0, len(waiting), ENCODED_AT_ONCE):
        enqueue("core.search.encode", {"documents": waiting[start : start + ENCODED_AT_ONCE]}, at=at)


def look_at_house(space_id: int, at: datetime) -> None:
    """Have every document of a house looked at, some at a time: in between the worker does what somebody waits for."""
    for name, kind in KINDS.items():
        refs = {*kind.everything(space_id), *SearchDocument.objects.filter(space_id=space_id, kind=name).values_list("ref", flat=True)}
        ids = sorted(refs)
        for start in range(0, len(ids), CHUNK):
            enqueue("core.search.look", {"space": space_id, "kind": name, "refs": ids[start : start + CHUNK]}, at=at, space_id=space_id)
        SearchDocument.objects.filter(too_old(space_id, name)).exclude(vectors=None).update(vectors=None, model="")


def too_old(space_id: int, kind: str) -> Q:
    """The condition that a document is not among the newest of its kind of which it is known what they mean."""
    newest, mine = KINDS[kind].newest, Q(space_id=space_id, kind=kind) & ~Q(sort__in=KINDS[kind].lasting)
    if newest is None:
        return Q(pk=None)
    refs = SearchDocument.objects.filter(mine, audience__in=(MEMBERS, PUBLIC)).order_by("-ref").values_list("ref", flat=True)
    return mine & Q(ref__lte=refs[newest : newest + 1].first() or 0)


@job("core.search.look", attempts=3, patient=True)
def look(payload: dict[str, Any], at: datetime) -> None:
    """Look at some documents; most are as they were."""
    write(payload, at)


@job("core.search.encode", attempts=5, patient=True)
def encode(payload: dict[str, Any], at: datetime) -> None:
    """Write what some documents mean, unless it stands there already. The encoder process is asked first; without one the worker does it."""
    waiting = SearchDocument.objects.filter(pk__in=payload["documents"], encoded_at=None, kind__in=list(KINDS))
    for space_id, kind in waiting.values_list("space_id", "kind").distinct():
        waiting.filter(too_old(space_id, kind)).update(encoded_at=timezone.now())
    rows = list(waiting.defer("vectors"))
    texts = [texts_of(row) for row in rows]
    model, packed = encoded([text for each in texts for text in each])
    start = 0
    for row, each in zip(rows, texts, strict=True):
        data = b"".join(packed[start : start + len(each)])
        start += len(each)
        # Whoever changed the document meanwhile has put in a job of their own.
        SearchDocument.objects.filter(pk=row.pk, digest=row.digest).update(vectors=data, model=model, encoded_at=timezone.now())


def encoded(texts: list[str]) -> tuple[str, list[bytes]]:
    """What texts mean in packed rows, and the model's name."""
    if not texts:
        return "", []
    try:
        return meaning.encode(texts)
    except meaning.Silent:
        packing = own_packing()
        return packing.name, packing.pack(texts)


@lru_cache(maxsize=1)
def own_packing() -> Any:
    """The worker's own model, for a machine without an encoder process."""
    from drittort.core.search.vectors import Packing
    from drittort.engine.affinity import Affinity

    return Packing(Affinity())
