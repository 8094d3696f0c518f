"""The encoder process: holds the model and the vectors, and answers over a Unix socket. The only process that ranks by meaning."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import socket
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import close_old_connections, connections
from django.db.models import Count, Max, QuerySet

from drittort.core.search import meaning
from drittort.core.search.asking import offers
from drittort.core.search.index import KINDS, VOCABULARIES
from drittort.core.search.models import SearchDocument
from drittort.core.search.vectors import ALL_KINDS, CONTEXT, HAS, NAMED, WANTS, Packing, Shelf
from drittort.engine.affinity import Affinity, Meaning, occupations
from drittort.engine.spelling import Speller

log = logging.getLogger("drittort.encoder")

PAUSE = 0.5
BREATH = 0.002
OVERLAP = timedelta(seconds=10)
EVERYTHING = 120
"""Looks between two at which documents that are gone are taken off the shelves: about a minute."""
REMEMBERED = 256
PATIENCE = 30.0
PARTS = re.compile(r"(\W+)")
R = TypeVar("R")


def roles_of(row: SearchDocument) -> list[int]:
    """What each row of a document is: its title, its passages, its whole."""
    kind = KINDS[row.kind]
    if kind.brief:
        return [NAMED, HAS]
    told = [WANTS if role in kind.aside else CONTEXT if role in kind.context else HAS for role, _, _ in row.passages]
    return [NAMED, *told, CONTEXT]


class Encoder:
    """Model, shelves, and the answers to questions."""

    def __init__(self, affinity: Affinity | None = None) -> None:
        self.packing = Packing(affinity or Affinity())
        self.folder = Path(settings.DATA) / "search"
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.shelves: dict[tuple[int, str], Shelf] = {}
        self.seen: datetime | None = None
        self.there: dict[str, Any] = {}
        """How many documents lay in the time that the last look went over, and of when the newest was: nothing is read while that stays the same."""
        self.looks = 0
        self.model, self.layout = threading.Lock(), threading.Lock()
        self.queries: OrderedDict[str, Meaning] = OrderedDict()
        names = (label for one in occupations() for label in (one.label_de, one.label_en))
        self.speller = Speller([*names, *(name for function in VOCABULARIES for name in function())], self.packing.affinity.encoder)

    # ------------------------------------------------------------- the shelves

    def look(self) -> int:
        """Put on the shelves what was encoded since the last look, and now and then take off what is gone; returns how many documents were put there."""
        rows = SearchDocument.objects.filter(model=self.packing.name).exclude(vectors=None).order_by("encoded_at", "pk")
        if self.seen is not None:
            # Rows of transactions that ended late have earlier moments: look back a little, and skip what is already there.
            rows = rows.filter(encoded_at__gt=self.seen - OVERLAP)
        there = rows.aggregate(many=Count("pk"), last=Max("encoded_at"))
        put = 0 if there == self.there else self.put(rows)
        self.there = there
        self.looks += 1
        if self.looks % EVERYTHING == 0:
            self.tidy()
        return put

    def put(self, rows: QuerySet[SearchDocument]) -> int:
        """Put some documents on the shelves, as far as they don't stand there already; returns how many did not."""
        put = 0
        for row in rows.iterator(chunk_size=200):
            key = (row.space_id, row.kind)
            if row.kind not in KINDS or row.vectors is None or row.encoded_at is None:
                continue
            with self.layout:
                if key not in self.shelves:
                    self.shelves[key] = Shelf(self.packing, self.folder, telling=KINDS[row.kind].telling)
                shelf = self.shelves[key]
                if shelf.stamps.get(row.ref) != row.encoded_at:
                    shelf.put(row.ref, bytes(row.vectors), roles_of(row))
                    shelf.stamps[row.ref] = row.encoded_at
                    put += 1
            self.seen = max(self.seen or row.encoded_at, row.encoded_at)
        return put

    def tidy(self) -> None:
        """Take off the shelves what is no longer in the index, and lay out anew those that hold more holes than rows."""
        for key in list(self.shelves):
            space_id, kind = key
            held = set(SearchDocument.objects.filter(space_id=space_id, kind=kind, model=self.packing.name).values_list("ref", flat=True))
            with self.layout:
                shelf = self.shelves[key]
                for ref in shelf.where.keys() - held:
                    shelf.take(ref)
                    shelf.stamps.pop(ref, None)
                if shelf.wasted:
                    del self.shelves[key]
                    self.seen, self.there = None, {}

    # ------------------------------------------------------------- answers

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """The answer to one question; an empty one to what is none."""
        match question.get("do"):
            case "near":
                found = self.near(
                    int(question["space"]), str(question["kind"]), str(question["text"]), int(question["limit"]), wants=bool(question.get("wants"))
                )  # fmt: skip
                return {"found": found}
            case "near_all":
                return {
                    "found": self.near_all(int(question["space"]), str(question["text"]), dict(question["kinds"]), dict(question["mended"]))
                }
            case "encode":
                return {"model": self.packing.name, "rows": [row.hex() for row in self.rows(question["texts"], self.packing.pack)]}
            case "vectors":
                model = self.packing.affinity.encoder
                return {"model": model.name, "rows": [row.tobytes().hex() for row in self.rows(question["texts"], model.encode)]}
            case _:
                return {}

    def rows(self, texts: Sequence[Any], make: Callable[[list[str]], Iterable[R]]) -> list[R]:
        """What `make` makes of texts. One at a time with a breath between: whoever searches meanwhile goes first, and waits for one text at most."""
        found: list[R] = []
        for text in texts:
            with self.model:
                found.extend(make([str(text)]))
            time.sleep(BREATH)
        return found

    def near(self, space_id: int, kind: str, text: str, limit: int, *, wants: bool = False) -> list[tuple[int, float, int]]:
        """The documents that come nearest to a text, or those that want what it says."""
        mended = self.speller.mended(text)
        query, also = self.query(text), None if mended == text else self.query(mended)
        with self.layout:
            shelf = self.shelves.get((space_id, kind))
            return shelf.near(query, max(1, min(limit, 5000)), turned=offers(text), wants=wants, also=also) if shelf else []

    def near_all(
        self, space_id: int, text: str, kinds: Mapping[str, int], mended: Mapping[str, str]
    ) -> dict[str, list[tuple[int, float, int]]]:
        """The documents of several kinds that come nearest to a text, each as many as were asked for. Words that only the house knows are written as it does."""
        parts = (
            part if part not in mended or self.speller.knows(part) else mended[part] or self.speller.word(part)
            for part in PARTS.split(text)
        )
        query, turned = self.query("".join(parts)), offers(text)
        with self.layout:
            shelves = {kind: self.shelves.get((space_id, kind)) for kind in kinds}
            return {
                kind: shelf.near(query, max(1, min(int(kinds[kind]), 5000)), turned=turned, weights=ALL_KINDS) if shelf else []
                for kind, shelf in shelves.items()
            }

    def query(self, text: str) -> Meaning:
        """What a query means; the last ones are remembered for their next pages."""
        with self.model:
            known = self.queries.get(text)
            if known is None:
                known = self.queries[text] = self.packing.read([text])
                if len(self.queries) > REMEMBERED:
                    self.queries.popitem(last=False)
            self.queries.move_to_end(text)
            return known

    # ------------------------------------------------------------- the process

    def serve(self, stop: threading.Event) -> None:
        """Answer until told to stop."""
        path = meaning.address()
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
            before = os.umask(0o177)
            try:
                door.bind(path)
            finally:
                os.umask(before)
            door.listen(32)
            door.settimeout(0.5)
            self.packing.read(["warm"])
            looking = threading.Thread(target=self.keep_looking, args=(stop,), daemon=True)
            looking.start()
            try:
                while not stop.is_set():
                    try:
                        line, _ = door.accept()
                    except TimeoutError:
                        continue
                    threading.Thread(target=self.attend, args=(line,), daemon=True).start()
            finally:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(path)
                looking.join(5)

    def keep_looking(self, stop: threading.Event) -> None:
        """Look into the index again and again."""
        while not stop.is_set():
            try:
                close_old_connections()
                self.look()
            except Exception:
                log.exception("the encoder goes on after an error")
            stop.wait(PAUSE)
        connections.close_all()

    def attend(self, line: socket.socket) -> None:
        """One question and its answer. Whoever went away meanwhile needs none."""
        with contextlib.closing(line):
            line.settimeout(PATIENCE)
            try:
                meaning.send(line, self.answer(meaning.receive(line)))
            except (OSError, EOFError):
                return
            except Exception:
                log.exception("a question could not be answered")
