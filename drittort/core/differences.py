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
            pieces = in_words(WORDS.findall(before), WORDS.findall(new[k]))
            if pieces:
                yield from (Paragraph((Piece(ADDED, line),)) for line in new[place:k])
                yield Paragraph(pieces)
                place = k + 1
                break
        else:
            yield Paragraph((Piece(TAKEN, before),))
    yield from (Paragraph((Piece(ADDED, line),)) for line in new[place:])


def in_words(before: Sequence[str], after: Sequence[str]) -> tuple[Piece, ...]:
    """One paragraph beside another, word by word; nothing where they have too little in common, or are too long."""
    words = SequenceMatcher(None, before, after)
    if max(len(before), len(after)) > LONGEST_COMPARED or words.quick_ratio() < ALIKE or words.ratio() < ALIKE:
        return ()
    pieces: list[Piece] = []
    for tag, a, b, c, d in words.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(SAME, "".join(before[a:b])))
            continue
        if a != b:
            pieces.append(Piece(TAKEN, "".join(before[a:b])))
        if c != d:
            pieces.append(Piece(ADDED, "".join(after[c:d])))
    return tuple(pieces)


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
