"""What a text is about: concepts of the vocabulary, which stand in the ledger instead of words, so that modules which do not know each other speak of the same.

A module that records something with a topic puts `facts_of(...)` among the facts of its row and registers the kind with `tells`. What somebody looks
for and what somebody has to give are kept apart by the name of the fact. Concepts gather in fields, broad enough for an evening.
"""

from __future__ import annotations

import csv
import functools
import importlib.resources
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from drittort.core.search.stems import fold, words
from drittort.members.skills.vocabulary import skills

SEEKS, OFFERS, GATHERS, TRADE = "seeks", "offers", "gathers", "trade"
"""Names of facts: concepts that somebody looks for or asks about, that somebody has to give, on which people come together; and the letter of a section of trade."""
MOST, LONGEST_PHRASE = 5, 4
SHORTEST, SHORTEST_PART, SHORTEST_ROOT = 3, 8, 4
ENDINGS = ("en", "er", "es", "e", "n", "s")
KINDS: list[str] = []

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of topics: its words in both languages, and the concepts that belong to it."""

    key: str
    de: str
    en: str
    skills: frozenset[str]

    @property
    def label(self) -> str:
        """The words in the reader's language."""
        return self.de if (get_language() or "de").startswith("de") else self.en


def tells(*kinds: str) -> None:
    """Register kinds of rows whose facts name topics. The newest row of a thing counts."""
    KINDS.extend(kind for kind in kinds if kind not in KINDS)


@functools.cache
def fields() -> dict[str, Field]:
    """All fields by key."""
    text = importlib.resources.files("drittort.members").joinpath("data/fields.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines()[1:], delimiter=";")
    return {key: Field(key, de, en, frozenset(held.split("|"))) for key, de, en, held in rows}


@functools.cache
def field_of() -> dict[str, str]:
    """The field of each concept."""
    return {skill: field.key for field in fields().values() for skill in field.skills}


def root(word: str) -> str:
    """A word without the ending of a plural or a case, at least four letters of it. Nothing else is taken off: "Prüfung" is no "prüfe"."""
    plain = fold(word)
    for ending in ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= SHORTEST_ROOT:
            return plain.removesuffix(ending)
    return plain


def phrase_of(text: str) -> Phrase:
    """The words of a text as they are compared."""
    return tuple(root(word) for word in words(text))


@functools.cache
def phrases() -> dict[Phrase, tuple[str, bool]]:
    """The concept of each phrase, and whether it is a noun in German only: there it counts with a capital. A concept's own words come first."""
    found: dict[Phrase, tuple[str, bool]] = {}
    for own in (True, False):
        for one in skills().values():
            for word in (one.de, one.en) if own else one.others:
                phrase = phrase_of(word)
                if 0 < len(phrase) <= LONGEST_PHRASE and (len(phrase) > 1 or len(phrase[0]) >= SHORTEST or not phrase[0].isalpha()):
                    found.setdefault(phrase, (one.key, len(phrase) == 1 and word[0].isupper()))
    return found


@functools.cache
def parts() -> dict[str, str]:
    """Single words that are long enough to be recognised as the beginning or the end of a compound, with their concepts."""
    return {phrase[0]: key for phrase, (key, _noun) in phrases().items() if len(phrase) == 1 and len(phrase[0]) >= SHORTEST_PART}


def inside(word: str) -> str:
    """The concept with which a compound begins or ends ("Buchhaltungssoftware"), the longest part first; or ""."""
    sizes = range(len(word) - 1, SHORTEST_PART - 1, -1)
    return next((parts()[part] for size in sizes for part in (word[:size], word[-size:]) if part in parts()), "")


@functools.lru_cache(maxsize=4096)
def topics_of(text: str, language: str) -> tuple[str, ...]:
    """The concepts of which a text speaks, in the order in which it does; the longest phrase wins. At most five."""
    written, held = words(text), phrase_of(text)
    german = language.startswith("de")
    found: dict[str, None] = {}
    at = 0
    while at < len(held):
        size, key = next(
            ((n, phrases()[held[at : at + n]]) for n in range(LONGEST_PHRASE, 0, -1) if held[at : at + n] in phrases()), (0, ("", False))
        )
        noun = not german or written[at][0].isupper()
        topic = (key[0] if noun or not key[1] else "") if size else inside(held[at]) if noun else ""
        if topic:
            found[topic] = None
        at += size or 1
    return tuple(found)[:MOST]


def facts_of(side: str, text: str, language: str, trade: str = "") -> dict[str, object]:
    """What a row of the ledger says of the topic of a thing; nothing where nothing is recognised."""
    topics = list(topics_of(text, language))
    return {side: topics} | ({TRADE: trade} if trade else {}) if topics or trade else {}


def fields_of(topics: Iterable[str]) -> set[str]:
    """The fields to which concepts belong. Concepts that the vocabulary does not have any more belong to none."""
    return {field_of()[topic] for topic in topics if topic in field_of()}
