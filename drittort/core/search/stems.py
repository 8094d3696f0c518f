"""Words as the index knows them: folded, without endings, in German and English alike.

Neither the language of a query nor that of a short line is known for certain, so one light stemmer serves both: it folds umlauts and accents (Ö, Oe and O meet),
takes off inflection ("Steuern", "Steuer") and the endings that make a trade of a deed ("Fotografin", "Fotografie", "photography"). It conflates rather too much than too
little, since ranking sorts out what is off and nothing brings back what is missing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 40
SHORT = 3
INFLECTED = ("ern", "em", "en", "er", "es", "e", "s", "n")
DERIVED = ("erinn", "inn", "erin", "in", "ung", "ing", "ion", "or", "er", "ie", "ed", "isch", "lich", "ig", "y", "i")
KEPT = {"s": "saeiou", "n": "i"}
"""Letters before an ending that make it part of the word: "Haus", "Fotografin"."""
IGNORED = frozenset(
    [
        "aber",
        "alle",
        "allem",
        "allen",
        "als",
        "also",
        "am",
        "an",
        "auch",
        "auf",
        "aus",
        "bei",
        "beim",
        "bin",
        "bis",
        "bist",
        "da",
        "damit",
        "dann",
        "das",
        "dass",
        "dein",
        "deine",
        "dem",
        "den",
        "der",
        "des",
        "dich",
        "die",
        "dir",
        "doch",
        "du",
        "durch",
        "ein",
        "eine",
        "einem",
        "einen",
        "einer",
        "eines",
        "er",
        "es",
        "etwas",
        "fur",
        "gern",
        "gerne",
        "gibt",
        "habe",
        "haben",
        "hat",
        "hier",
        "hilf",
        "hilfe",
        "hilft",
        "helfen",
        "helfe",
        "ich",
        "ihr",
        "ihre",
        "im",
        "in",
        "ist",
        "ja",
        "jemand",
        "jemanden",
        "jemandem",
        "kann",
        "kannst",
        "kennt",
        "kenn",
        "konnte",
        "konnen",
        "man",
        "mehr",
        "mein",
        "meine",
        "meinem",
        "meinen",
        "meiner",
        "mich",
        "mir",
        "mit",
        "muss",
        "nach",
        "nicht",
        "noch",
        "nur",
        "ob",
        "oder",
        "ohne",
        "sehr",
        "sein",
        "seine",
        "sich",
        "sie",
        "sind",
        "so",
        "suche",
        "suchen",
        "sucht",
        "gesucht",
        "brauche",
        "brauchen",
        "braucht",
        "biete",
        "bieten",
        "bietet",
        "uber",
        "um",
        "und",
        "uns",
        "unser",
        "unsere",
        "unseren",
        "unserer",
        "unter",
        "unterstutzt",
        "vom",
        "von",
        "vor",
        "war",
        "was",
        "weiss",
        "welche",
        "welcher",
        "wenn",
        "wer",
        "wie",
        "wir",
        "wird",
        "wo",
        "wurde",
        "zu",
        "zum",
        "zur",
        "leute",
        "person",
        "a",
        "about",
        "all",
        "also",
        "am",
        "an",
        "and",
        "any",
        "anyone",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "could",
        "do",
        "does",
        "for",
        "from",
        "get",
        "has",
        "have",
        "help",
        "helps",
        "helping",
        "her",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "know",
        "knows",
        "like",
        "look",
        "looking",
        "me",
        "my",
        "need",
        "needs",
        "no",
        "not",
        "of",
        "offer",
        "offers",
        "on",
        "or",
        "our",
        "out",
        "seek",
        "seeking",
        "some",
        "someone",
        "somebody",
        "something",
        "that",
        "the",
        "their",
        "them",
        "there",
        "they",
        "this",
        "to",
        "up",
        "us",
        "was",
        "we",
        "what",
        "when",
        "which",
        "who",
        "whom",
        "will",
        "with",
        "would",
        "you",
        "your",
        "people",
        "person",
    ]
)

_WORD = re.compile(r"[^\W_]+(?:[.+#][^\W_]+)*[+#]*", re.UNICODE)
_UMLAUT = re.compile(r"(?<![aeiouq])([aou])e(?=[^aeiou]|$)")


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A word in small letters without umlauts and accents; "ae", "oe" and "ue" become the vowel they stand for."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return _UMLAUT.sub(r"\1", plain.replace("ø", "o").replace("æ", "a").replace("ł", "l").replace("ı", "i").replace("đ", "d"))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """What remains of a word without its endings, at least three letters of it."""
    found = fold(word)[:LONGEST].replace("ph", "f")
    if not found.isalpha() or len(found) <= SHORT:
        return found
    for ending in INFLECTED:
        rest = found[: -len(ending)]
        if found.endswith(ending) and len(rest) >= (SHORT if ending in ("s", "es") else SHORT + 1) and rest[-1] not in KEPT.get(ending, ""):
            found = rest
            break
    for _ in range(2):
        for ending in DERIVED:
            if found.endswith(ending) and len(found) - len(ending) > SHORT:
                found = found[: -len(ending)]
                break
        else:
            break
    return found


def words(text: str) -> list[str]:
    """The words of a text as they are written."""
    return _WORD.findall(text)


def stems(text: str) -> list[str]:
    """The stems of a text in their order, common words left out."""
    return [stem(word) for word in words(text) if fold(word) not in IGNORED]


def asked(query: str) -> list[str]:
    """The stems that a query asks for, each once. One that consists of common words only asks for those."""
    return list(dict.fromkeys(stems(query) or [stem(word) for word in words(query)]))
