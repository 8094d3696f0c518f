"""What the people of a house say, ready to be compared: all of finding helpers that does not depend on the need.

Texts are brought to where needs are compared when somebody says something new, and not for every need (docs/decisions/046-what-a-worker-keeps-of-a-house.md). A pool looks
at all that is said before each need, so that it never knows better than the database; the rest of it is a product with rows that lie ready.

Heavy: only the worker imports this module, and only inside its jobs, so that web processes hold neither numerics nor encoders.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from django.conf import settings

from drittort.connect.introductions.rounds import vectors_of
from drittort.core.search.borrowed import NO_ENCODER
from drittort.core.search.stems import stems
from drittort.core.search.vectors import paged
from drittort.engine.affinity import BLANK, Affinity, Concept, Floats, Meaning
from drittort.engine.routing import Fit, Mask, Positions, Scores, best_of, joined, least_above, least_of, means, reached_by

R = TypeVar("R")
log = logging.getLogger("drittort.needs")

KEPT_FOR = 3600.0
"""Seconds after the last need for which a worker keeps the pool of a house."""
MOST_HOUSES = 4
PEOPLE_AT_ONCE = 250
BEGIN_WITH = 256


class Said(NamedTuple):
    """One text by which somebody may be found: whose, what kind of text, and the number of the need or the question with which they helped."""

    member: int
    code: str
    text: str
    thing: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """How well people fit a need, and the fit from which it is more than chance. `need` and `affinity`: None where only words were compared."""

    fit: Fit
    least: float
    need: Meaning | None
    affinity: Affinity | None

    def trades(self, texts: Sequence[str]) -> list[Concept | None]:
        """The trade that the need and each of some texts mean, where there is one."""
        if self.affinity is None or self.need is None or not texts:
            return [None] * len(texts)
        offers = self.affinity.read(vectors_of(texts, self.affinity))
        return self.affinity.reasons(self.need, 0, offers, range(len(texts)))


class Rows:
    """Meanings, row by row, in a file without a name; rows that were let go of are blank and used again."""

    def __init__(self, folder: Path, width: int) -> None:
        self.folder, self.used = folder, 0
        self.free: list[int] = []
        self.dense: Floats = paged(folder, np.float32, (BEGIN_WITH, width))
        self.popularity, self.blank = np.zeros(BEGIN_WITH), np.ones(BEGIN_WITH, dtype=bool)

    def take(self, many: int) -> list[int]:
        """So many rows that nobody uses."""
        again = min(many, len(self.free))
        new = range(self.used, self.used + many - again)
        if new.stop > len(self.dense):
            self.make_room(max(new.stop, 2 * len(self.dense)))
        self.used = new.stop
        return [self.free.pop() for _ in range(again)] + list(new)

    def make_room(self, room: int) -> None:
        """Room for so many rows; what is there moves along."""
        before, dense = len(self.dense), paged(self.folder, np.float32, (room, self.dense.shape[1]))
        dense[:before] = self.dense
        self.dense = dense
        self.popularity = np.append(self.popularity, np.zeros(room - before))
        self.blank = np.append(self.blank, np.ones(room - before, dtype=bool))

    def put(self, rows: Sequence[int], meaning: Meaning) -> None:
        """Write what texts mean into rows that were taken."""
        self.dense[rows], self.popularity[rows], self.blank[rows] = meaning.dense, meaning.popularity, meaning.blank

    def let_go(self, rows: Sequence[int]) -> None:
        """Blank some rows, for others to use."""
        self.dense[rows], self.popularity[rows], self.blank[rows] = 0.0, 0.0, True
        self.free += rows

    def near(self, affinity: Affinity, need: Meaning) -> Scores:
        """The score of every row beside one need."""
        held = slice(0, self.used)
        offers = Meaning(self.dense[held], self.popularity[held], self.blank[held], self.dense[held, :0])
        return np.asarray(affinity.similarity(need, offers)[0], dtype=np.float64)


class Words:
    """The words of texts, row by row, as numbers of a vocabulary."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.names: list[str] = []
        self.uses: list[int] = []
        self.spare: list[int] = []
        self.rows: dict[int, Positions] = {}
        self._flat: tuple[Positions, Positions] | None = None

    def put(self, row: int, text: str) -> None:
        """Write the words of a text."""
        found = [self.number(word) for word in dict.fromkeys(stems(text))]
        for number in found:
            self.uses[number] += 1
        self.rows[row], self._flat = np.array(found, dtype=np.int64), None

    def number(self, word: str) -> int:
        """The number of a word, new or known; that of a word which nobody says any more is used again."""
        if word not in self.numbers:
            if not self.spare:
                self.spare.append(len(self.uses))
                self.names.append("")
                self.uses.append(0)
            self.numbers[word] = self.spare.pop()
            self.names[self.numbers[word]] = word
        return self.numbers[word]

    def let_go(self, rows: Sequence[int]) -> None:
        """Forget the words of some rows, each word with the last who says it."""
        for row in rows:
            for number in self.rows.pop(row).tolist():
                self.uses[number] -= 1
                if not self.uses[number]:
                    del self.numbers[self.names[number]]
                    self.names[number] = ""
                    self.spare.append(number)
        self._flat = None

    @property
    def flat(self) -> tuple[Positions, Positions]:
        """All words one after the other, and the row of each."""
        if self._flat is None:
            words = np.concatenate([np.zeros(0, dtype=np.int64), *self.rows.values()])
            sizes = [len(one) for one in self.rows.values()]
            self._flat = words, np.repeat(np.fromiter(self.rows, dtype=np.int64, count=len(sizes)), sizes)
        return self._flat

    def answered(self, need: str, place: Positions, room: int) -> Scores:
        """How much of a need's words each of some texts holds, by their rows `place` (t,) among `room`; as `answered` and `rarity` of the engine say for those texts."""
        asked = set(stems(need))
        words, row = self.flat
        count = np.bincount(words, weights=np.bincount(place, minlength=room)[row], minlength=len(self.uses))
        weights = np.log1p(len(place) / np.where(count > 0, count, np.inf))
        rarest = float(weights.max(initial=0.0)) or 1.0
        known = np.array([self.numbers[word] for word in asked if word in self.numbers and count[self.numbers[word]] > 0], dtype=np.int64)
        whole = float(weights[known].sum()) + rarest * (len(asked) - len(known))
        if not whole:
            return np.zeros(len(place))
        wanted = np.isin(words, known)
        held = np.bincount(row[wanted], weights=weights[words[wanted]], minlength=room)
        return np.asarray(held[place] / whole, dtype=np.float64)


class Pool:
    """The texts of some people as needs are compared with them. `affinity`: None compares words alone."""

    def __init__(self, affinity: Affinity | None) -> None:
        self.affinity = affinity
        self.said: dict[int, tuple[str, ...]] = {}
        self.rows: dict[int, list[int]] = {}
        self.person: dict[int, int] = {}
        self.words, self.count = Words(), 0
        if affinity is not None:
            folder = Path(settings.DATA) / "search"
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            usual, width = affinity.typical, affinity.read(np.zeros((0, affinity.encoder.dimensions), dtype=np.float32)).dense.shape[1]
            self.texts, self.people = Rows(folder, width), Rows(folder, width)
            self.reached: Scores = np.zeros((BEGIN_WITH, 0 if usual is None else len(usual)))

    def look(self, said: Sequence[Said]) -> int:
        """Take in what people say now, and let go of what nobody says any more; returns of how many people it was new."""
        texts: dict[int, list[str]] = {}
        for one in said:
            texts.setdefault(one.member, []).append(one.text)
        now = {person: tuple(own) for person, own in texts.items()}
        fresh = [person for person, own in now.items() if self.said.get(person) != own]
        for person in [person for person in self.said if person not in now] + [person for person in fresh if person in self.said]:
            self.forget(person)
        for start in range(0, len(fresh), PEOPLE_AT_ONCE):
            self.take_in({person: now[person] for person in fresh[start : start + PEOPLE_AT_ONCE]})
        return len(fresh)

    def forget(self, person: int) -> None:
        """Let go of what somebody said."""
        rows = self.rows.pop(person)
        del self.said[person]
        self.words.let_go(rows)
        if self.affinity is not None:
            self.texts.let_go(rows)
            whole = self.person.pop(person)
            self.people.let_go([whole])
            self.reached[whole] = 0.0

    def take_in(self, said: dict[int, tuple[str, ...]]) -> None:
        """Bring what some people say to where needs are compared."""
        texts = [text for own in said.values() for text in own]
        if self.affinity is None:
            rows = list(range(self.count, self.count + len(texts)))
            self.count += len(texts)
        else:
            rows = self.write(self.affinity, said, texts)
        for row, text in zip(rows, texts, strict=True):
            self.words.put(row, text)
        ends = np.cumsum([len(own) for own in said.values()]).tolist()
        for (person, own), end in zip(said.items(), ends, strict=True):
            self.said[person], self.rows[person] = own, rows[end - len(own) : end]

    def write(self, affinity: Affinity, said: dict[int, tuple[str, ...]], texts: Sequence[str]) -> list[int]:
        """Write what texts mean, each by itself and all of a person's together, and how near they come to typical needs; returns the rows of the texts.

        Everything is computed first: what fails takes no row.
        """
        owner = np.repeat(np.arange(len(said)), [len(own) for own in said.values()])
        vectors = vectors_of(texts, affinity)
        many, whole = affinity.read(vectors), affinity.read(means(vectors, owner, len(said)))
        rows, people = self.texts.take(len(texts)), self.people.take(len(said))
        self.person |= zip(said, people, strict=True)
        self.texts.put(rows, many)
        self.people.put(people, whole)
        if len(self.people.dense) > len(self.reached):
            more = len(self.people.dense) - len(self.reached)
            self.reached = np.vstack([self.reached, np.zeros((more, self.reached.shape[1]))])
        usual = affinity.typical
        if usual is not None:
            self.reached[people] = reached_by(affinity.similarity(usual, many), owner, len(said), affinity.similarity(usual, whole)).T
        return rows

    def compare(self, need: str, said: Sequence[Said], people: Sequence[int]) -> Compared:
        """How well `people` fit a need, by all that they say: `said`, as at the last look, or the part of it that is theirs."""
        position = {person: k for k, person in enumerate(people)}
        owner = [position[one.member] for one in said]
        turn = {person: iter(self.rows[person]) for person in {one.member for one in said}}
        place = np.array([next(turn[one.member]) for one in said], dtype=np.int64)
        room = self.count if self.affinity is None else self.texts.used
        shared = self.words.answered(need, place, room)
        if self.affinity is None:
            return Compared(best_of(joined(None, shared), owner, len(people)), least_of(None, owner, len(people)), None, None)
        one = self.affinity.widened(self.affinity.read(vectors_of([need], self.affinity)))
        speaks: Mask = np.array([person in turn for person in people], dtype=bool)
        rows = [self.person[person] for person in people if person in turn]
        whole = np.full(len(people), BLANK)
        whole[speaks] = self.people.near(self.affinity, one)[rows]
        fit = best_of(joined(self.texts.near(self.affinity, one)[place], shared), owner, len(people), whole)
        return Compared(fit, least_above(self.reached[rows]), one, self.affinity)


class Pools:
    """The pools that a worker keeps: of a few houses, each until an hour after its last need."""

    def __init__(self) -> None:
        self.held: OrderedDict[int, tuple[Pool, threading.Timer]] = OrderedDict()
        self.lock = threading.Lock()

    def of(self, space_id: int, affinity: Callable[[], Affinity | None]) -> Pool:
        """The pool of a house. Without an encoder it is made anew each time: words are soon read, and an encoder may be there for the next need."""
        with self.lock:
            pool = self.held[space_id][0] if space_id in self.held else None
        pool = pool or Pool(affinity())
        if pool.affinity is not None:
            self.keep(space_id, pool)
        return pool

    def keep(self, space_id: int, pool: Pool) -> None:
        """Keep a pool for another hour, and no more than a few."""
        timer = threading.Timer(KEPT_FOR, self.let_go, [space_id])
        timer.daemon = True
        with self.lock:
            before = self.held.pop(space_id, None)
            self.held[space_id] = pool, timer
            gone = [self.held.popitem(last=False)[1]] if len(self.held) > MOST_HOUSES else []
        for _pool, old in [one for one in (before, *gone) if one is not None]:
            old.cancel()
        timer.start()

    def let_go(self, space_id: int) -> None:
        """Let go of the pool of a house."""
        with self.lock:
            held = self.held.pop(space_id, None)
        if held is not None:
            held[1].cancel()


POOLS = Pools()


def compared_by(space_id: int, pool: Callable[[int], Pool], work: Callable[[Pool], R]) -> R:
    """What `work` makes of the pool of a house. Where the encoder fails meanwhile, its pool is let go of and words alone decide: `work` writes nothing, so it can be done again."""
    try:
        return work(pool(space_id))
    except NO_ENCODER:
        log.warning("no encoder any more: people are found by words alone", exc_info=True)
        POOLS.let_go(space_id)
        return work(Pool(None))
