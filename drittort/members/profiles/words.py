"""What a field asks, in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language

from drittort.members.profiles.models import ProfileField


def in_language(german: str, english: str) -> str:
    """The reader's of two texts; the other where one is empty."""
    return (german or english) if (get_language() or "de").startswith("de") else (english or german)


def label_of(field: ProfileField) -> str:
    """What a field asks, in the reader's language."""
    return in_language(field.label_de, field.label_en)


def options_of(field: ProfileField) -> list[tuple[str, str]]:
    """The choices of a field: key and label."""
    return [(str(one["key"]), in_language(one.get("de", ""), one.get("en", ""))) for one in field.options]
