"""Skills and trades in German and English: what people in a house offer and seek. A tag is one of these concepts or a free word."""

from __future__ import annotations

import csv
import functools
import importlib.resources
import unicodedata
from dataclasses import dataclass

from django.utils.translation import get_language

CONCEPT = "skill:"
MOST = 8


@dataclass(frozen=True, slots=True)
class Skill:
    """One concept: its words in both languages, further words by which it is found, and the ESCO concept where one fits."""

    key: str
    de: str
    en: str
    others: tuple[str, ...]
    uri: str

    @property
    def label(self) -> str:
        """The word in the reader's language."""
        return self.de if (get_language() or "de").startswith("de") else self.en


def folded(text: str) -> str:
    """A word as it is compared: small letters, ä as ae (so that both spellings meet), no other accents, single spaces."""
    text = unicodedata.normalize("NFC", text).casefold()
    for one, two in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(one, two)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() or c in "+#." else " " for c in text).split())


@functools.cache
def skills() -> dict[str, Skill]:
    """All concepts by key."""
    text = importlib.resources.files("drittort.members").joinpath("data/skills.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines()[1:], delimiter=";")
    return {key: Skill(key, de, en, tuple(others.split("|")) if others else (), uri) for key, de, en, others, uri in rows}


@functools.cache
def index() -> tuple[tuple[str, str], ...]:
    """Every word of every concept, folded, with its key; the concept's own words first."""
    own = [(folded(word), one.key) for one in skills().values() for word in (one.de, one.en)]
    return tuple(own + [(folded(word), one.key) for one in skills().values() for word in one.others])


@functools.cache
def exact() -> dict[str, str]:
    """Key by folded word."""
    found: dict[str, str] = {}
    for word, key in index():
        found.setdefault(word, key)
    return found


def propose(query: str, most: int = MOST) -> list[Skill]:
    """Concepts for the beginning of a word in either language: whole words first, then beginnings, then words inside. Umlauts may be spelt out or left."""
    asked = folded(query)
    plain = asked.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    if not asked:
        return []
    ranked: dict[str, int] = {}
    for word, key in index():
        rank = rank_of(word, asked)
        if (rank is None and plain != asked) or (rank is None and len(asked) > 2):
            other = rank_of(word.replace("ae", "a").replace("oe", "o").replace("ue", "u"), plain)
            rank = None if other is None else other + 4
        if rank is not None and rank < ranked.get(key, 99):
            ranked[key] = rank
    return [skills()[key] for key in sorted(ranked, key=lambda key: (ranked[key], len(skills()[key].label), key))[:most]]


def rank_of(word: str, asked: str) -> int | None:
    """0 the word itself, 1 begins with it, 2 one of its words does, 3 contains it (from four letters on)."""
    if word == asked:
        return 0
    if word.startswith(asked):
        return 1
    if f" {asked}" in word:
        return 2
    return 3 if len(asked) > 3 and asked in word else None


def tag_of(word: str) -> str:
    """What is kept for a word somebody wrote: the concept where the vocabulary knows the word, else the word itself."""
    word = " ".join(word.split())[:60]
    if word.startswith(CONCEPT):
        return word if word.removeprefix(CONCEPT) in skills() else word.removeprefix(CONCEPT)
    key = exact().get(folded(word))
    return f"{CONCEPT}{key}" if key else word


def label(tag: str) -> str:
    """The word for a kept tag in the reader's language."""
    one = skills().get(tag.removeprefix(CONCEPT)) if tag.startswith(CONCEPT) else None
    return one.label if one else tag.removeprefix(CONCEPT)


def all_names() -> list[str]:
    """Every word for every concept."""
    return [word for one in skills().values() for word in (one.de, one.en, *one.others)]
