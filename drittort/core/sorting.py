"""Names in the order in which people look for them, on every database alike: Ö stands beside O, and a title does not count."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, GeneratedField, Value
from django.db.models.functions import Lower, Replace

FOLDED = {
    "ä": "a", "ö": "o", "ü": "u", "ß": "ss", "á": "a", "à": "a", "â": "a", "ã": "a", "å": "a", "æ": "ae", "ç": "c", "ć": "c", "č": "c", "é": "e", "è": "e", "ê": "e",
    "ë": "e", "ę": "e", "ğ": "g", "í": "i", "ì": "i", "î": "i", "ï": "i", "ı": "i", "ł": "l", "ñ": "n", "ń": "n", "ó": "o", "ò": "o", "ô": "o", "ø": "o", "ő": "o",
    "ř": "r", "ş": "s", "ś": "s", "š": "s", "ú": "u", "ù": "u", "û": "u", "ű": "u", "ý": "y", "ź": "z", "ż": "z", "ž": "z",
}  # fmt: skip
TITLES = ("dr. ", "prof. ", "dipl.-ing. ")


def folded(text: str) -> str:
    """A name as the database folds it: to compare with a sort name."""
    found = text.lower()
    for letter, plain in FOLDED.items():
        found = found.replace(letter, plain)
    return found


def sort_name(field: str) -> Any:
    """A column that the database keeps itself: the name of `field` as it is to be sorted."""
    found: Any = Lower(field)
    for letter, plain in FOLDED.items():
        # SQLite's lower() knows the letters of English only.
        if letter.upper() != letter and len(letter.upper()) == 1:
            found = Replace(found, Value(letter.upper()), Value(plain))
        found = Replace(found, Value(letter), Value(plain))
    for title in TITLES:
        found = Replace(found, Value(title), Value(""))
    return GeneratedField(expression=found, output_field=CharField(max_length=250, db_collation=None), db_persist=True)
