"""Mending small mistakes in short queries by the words of a vocabulary.

A word is changed only where neither the vocabulary nor the encoder knows it (as it stands or with a capital), and a word of the vocabulary with the same first
letter is one step away, two from eight letters on: a letter changed, put in, left out, or swapped with its neighbour (Damerau 1964). Sentences are left as they
are: in them an encoder gets by with a mistake, and a rare word must not become a common one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

MOST_WORDS = 4
SHORTEST = 6
_PARTS = re.compile(r"[^\W\d_]+|[\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+")


class Speller:
    """Knows the words of some names of trades and skills. `encoder` may have a method `knows(word)`: such words are left alone."""

    def __init__(self, names: Iterable[str], encoder: Any = None) -> None:
        self.words = Counter(word.lower() for name in names for word in _WORD.findall(name))
        self.known = getattr(encoder, "knows", lambda word: False)
        self.by_first: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in self.words:
            if len(word) >= SHORTEST - 1:
                self.by_first[word[0], len(word)].append(word)

    def mended(self, text: str) -> str:
        """The text with its mistakes mended; the same text where there is nothing to mend, or too much to read."""
        if len(text.split()) > MOST_WORDS:
            return text
        return "".join(self.word(part) for part in _PARTS.findall(text))

    def knows(self, word: str) -> bool:
        """Whether the vocabulary or the encoder knows a word, as it stands or with a capital."""
        low = word.lower()
        return low in self.words or bool(self.known(word) or self.known(low) or self.known(low.capitalize()))

    def word(self, word: str) -> str:
        """One word, mended where that is clear."""
        low = word.lower()
        if len(low) < SHORTEST or not low.isalpha() or self.knows(word):
            return word
        most = 1 if len(low) < 8 else 2
        near = []
        for length in range(len(low) - most, len(low) + most + 1):
            for other in self.by_first.get((low[0], length), ()):
                # Another form of the word is no mistake.
                if not other.startswith(low) and not low.startswith(other) and (far := distance(low, other, most)) <= most:
                    near.append((far, -self.words[other], other))
        return min(near)[2] if near else word


def distance(a: str, b: str, most: int) -> int:
    """How many letters must be changed, put in, left out or swapped with their neighbour to make `b` of `a`; `most` + 1 where it is more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        earlier, before, row = before, row, [i] + [0] * len(b)
        for j, y in enumerate(b, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                row[j] = min(row[j], earlier[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return row[-1]
