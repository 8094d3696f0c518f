"""Keeping the index up to date: thin, and in the worker."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils import timezone

from drittort.core.jobs.queue import enqueue, job
from drittort.core.search import meaning
from drittort.core.search.index import ENCODED_AT_ONCE, index, index_everything, texts_of
from drittort.core.search.models import SearchDocument


@job("core.search.index")
def write(payload: dict[str, Any], at: datetime) -> None:
    """Bring some documents up to date."""
    index(space_id=payload["space"], kind=payload["kind"], refs=payload["refs"], at=at)


@job("core.search.everything", every=timedelta(hours=24))
def look_at_everything(payload: dict[str, Any], at: datetime) -> None:
    """Once a day look at every document: what a change forgot to say, what is due to be encoded by a new model."""
    for space_id in SearchDocument.objects.order_by("space_id").values_list("space_id", flat=True).distinct():
        index_everything(space_id, at)
    waiting = list(SearchDocument.objects.filter(encoded_at=None).values_list("pk", "space_id"))
    for start in range(0, len(waiting), ENCODED_AT_ONCE):
        some = waiting[start : start + ENCODED_AT_ONCE]
        enqueue("core.search.encode", {"documents": [pk for pk, _ in some]}, at=at)


@job("core.search.encode", attempts=5, patient=True)
def encode(payload: dict[str, Any], at: datetime) -> None:
    """Write what some documents mean, unless it stands there already. The encoder process is asked first; without one the worker does it."""
    rows = list(SearchDocument.objects.filter(pk__in=payload["documents"], encoded_at=None).defer("vectors"))
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
