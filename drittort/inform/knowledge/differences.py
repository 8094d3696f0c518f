"""What is different between two versions of a text, so that people can read it: paragraph by paragraph, and inside a changed one word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, TAKEN = "same", "added", "taken"
WORDS = re.compile(r"\s+|[^\W_]+|[\W_]", re.UNICODE)
ALIKE = 0.5
"""Two paragraphs that have less than this in common are told as one that went and one that came."""
LONGEST_COMPARED = 1200
"""Longer paragraphs, in words and signs, are told whole: comparing them word by word would take longer than anybody reads."""
AHEAD = 12
"""So far a paragraph is looked for among those that came: farther down it counts as another one."""
AROUND = 1
"""So many unchanged paragraphs stand around each change; of the others only their number."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and whether they stayed, came or went."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph in pieces; or, with `skipped`, so many that are the same in both."""

    pieces: tuple[Piece, ...]
    skipped: int = 0


def between(before: str, after: str) -> tuple[Paragraph, ...]:
    """The paragraphs of two texts with what is different in them."""
    old, new = lines(before), lines(after)
    found: list[Paragraph] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            found += [Paragraph((Piece(SAME, line),)) for line in old[a:b]]
        else:
            found += changed(old[a:b], new[c:d])
    return tuple(shortened(found))


def lines(text: str) -> list[str]:
    """The paragraphs and list items of a text: its lines that are not empty."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    """Paragraphs that took the place of others: each beside the next one that has something in common with it, in their order."""
    place = 0
    for before in old:
        for k in range(place, min(place + AHEAD, len(new))):
            words = compared(before, new[k])
            if words is not None:
                yield from (Paragraph((Piece(ADDED, line),)) for line in new[place:k])
                yield Paragraph(tuple(in_words(words)))
                place = k + 1
                break
        else:
            yield Paragraph((Piece(TAKEN, before),))
    yield from (Paragraph((Piece(ADDED, line),)) for line in new[place:])


def compared(before: str, after: str) -> SequenceMatcher[str] | None:
    """Two paragraphs word by word; None where they have too little in common, or are too long."""
    words = SequenceMatcher(None, WORDS.findall(before), WORDS.findall(after))
    if max(len(words.a), len(words.b)) > LONGEST_COMPARED or min(words.real_quick_ratio(), words.quick_ratio()) < ALIKE:
        return None
    return words if words.ratio() >= ALIKE else None


def in_words(words: SequenceMatcher[str]) -> Iterator[Piece]:
    """One paragraph, word by word."""
    for tag, a, b, c, d in words.get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(words.a[a:b]))
            continue
        if a != b:
            yield Piece(TAKEN, "".join(words.a[a:b]))
        if c != d:
            yield Piece(ADDED, "".join(words.b[c:d]))


def shortened(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The same with long unchanged parts as a number."""
    told = [any(piece.kind != SAME for piece in one.pieces) for one in paragraphs]
    near = [any(told[max(0, k - AROUND) : k + AROUND + 1]) for k in range(len(paragraphs))]
    skipped = 0
    for one, shown in zip(paragraphs, near, strict=True):
        if not shown:
            skipped += 1
            continue
        if skipped:
            yield Paragraph((), skipped)
        skipped = 0
        yield one
    if skipped:
        yield Paragraph((), skipped)
