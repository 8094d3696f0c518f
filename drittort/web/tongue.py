"""In which language a few words are written, for where nobody asked: letters, comments, a line about oneself.

A screen reader pronounces by it, and a browser hyphenates; nothing is stored, and where it is not plain, nothing is claimed. The small words of a language tell it: they
stand in nearly every sentence, and the two languages share few of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

GERMAN = frozenset(
    ["aber", "als", "am", "an", "auch", "auf", "aus", "bei", "bin", "bist", "da", "das", "dass", "dein", "deine", "dem", "den", "der", "des", "die", "dir", "doch", "du", "ein", "eine", "einem", "einen", "einer", "er", "es", "euch", "für", "gern", "habe", "haben", "hat", "heute", "ich", "ihr", "im", "ist", "ja", "jetzt", "kann", "kein", "keine", "können", "machen", "mal", "mein", "meine", "mich", "mir", "mit", "morgen", "nach", "nicht", "noch", "nur", "oder", "schon", "sehr", "sich", "sie", "sind", "so", "über", "um", "und", "uns", "viel", "vom", "von", "vor", "wann", "war", "was", "wer", "wie", "wir", "wird", "wo", "zu", "zum", "zur", "danke", "bitte"]
)
ENGLISH = frozenset(
    ["a", "about", "all", "am", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "do", "does", "for", "from", "get", "good", "had", "has", "have", "he", "her", "here", "how", "i", "if", "in", "is", "it", "its", "just", "know", "like", "make", "me", "more", "my", "need", "no", "not", "of", "on", "one", "or", "our", "out", "she", "so", "some", "than", "that", "the", "their", "them", "there", "they", "this", "to", "today", "up", "us", "was", "we", "were", "what", "when", "where", "which", "who", "will", "with", "would", "you", "your", "thanks", "please"]
)
WORD = re.compile(r"[a-zäöüß]+")
TAG = re.compile(r"<[^>]*>")
QUOTED = re.compile('[„“"”][^„“"”]*[“"”]')
"""A title in quotes may be in another language than the sentence around it."""
SURE = 2
"""How many more small words of one language than of the other make it plain; or any sign that only German has."""


@lru_cache(maxsize=4096)
def tongue(text: str) -> str:
    """ "de", "en", or "" where it is not plain. `text` may be HTML."""
    plain = QUOTED.sub(" ", TAG.sub(" ", text[:600])).lower()
    words = WORD.findall(plain)
    german, english = sum(word in GERMAN for word in words), sum(word in ENGLISH for word in words)
    if any(letter in "äöüß" for letter in plain):
        german += 1
    if german - english >= SURE or (german and not english):
        return "de"
    return "en" if english - german >= SURE or (english and not german) else ""
