"""Classes of the German classification of economic activities (WZ 2008) with German and, where NACE has the same class, English names."""

from __future__ import annotations

import csv
import functools
import importlib.resources
from dataclasses import dataclass

from django.utils.translation import get_language

from drittort.members.skills.vocabulary import folded


@dataclass(frozen=True, slots=True)
class Industry:
    """One class: its number and its names."""

    code: str
    de: str
    en: str

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.de if (get_language() or "de").startswith("de") else self.en or self.de

    @property
    def written(self) -> str:
        """Name and number, as they stand in a control."""
        return f"{self.label} ({self.code})"


@functools.cache
def classes() -> dict[str, Industry]:
    """All divisions, groups and classes by their number."""
    text = importlib.resources.files("drittort.members").joinpath("data/industries.csv").read_text(encoding="utf-8")
    return {code: Industry(code, de, en) for code, de, en in csv.reader(text.splitlines()[1:])}


@functools.cache
def words() -> tuple[tuple[str, str], ...]:
    """Folded names with their numbers."""
    return tuple((folded(name), one.code) for one in classes().values() for name in (one.de, one.en) if name)


def written(code: str) -> str:
    """A stored number in words; a finer or unknown one by its nearest class."""
    while code:
        if code in classes():
            return classes()[code].written
        code = code[:-1].rstrip(".")
    return ""


def label(code: str) -> str:
    """The name alone."""
    found = written(code)
    return found.rpartition(" (")[0]


def code_of(text: str) -> str:
    """The number that somebody meant: the number itself, "name (number)", or a whole name. Empty where none or several fit."""
    bare = text.strip().removesuffix(")").rpartition("(")[2].strip()
    if bare in classes():
        return bare
    asked = folded(text)
    found = {code for word, code in words() if word == asked}
    # A group with a single class has its name; the class says more.
    return max(found, key=len) if found and all(max(found, key=len).startswith(code) for code in found) else ""


def propose(query: str, most: int = 8) -> list[Industry]:
    """Classes that have all words of the query, in either language; those that begin with it first."""
    asked = folded(query)
    if not asked:
        return []
    if asked[0].isdigit():
        return [one for code, one in classes().items() if code.startswith(query.strip())][:most]
    parts = asked.split()
    found = [
        (not word.startswith(asked), len(word), code)
        for word, code in words()
        if all(f" {p}" in f" {word}" or (len(p) > 3 and p in word) for p in parts)
    ]
    return [classes()[code] for code in dict.fromkeys(code for _begins, _long, code in sorted(found))][:most]


def names(code: str) -> list[tuple[str, str]]:
    """The names of a stored number as (language, name), by its nearest class; for search."""
    while code and code not in classes():
        code = code[:-1].rstrip(".")
    found = classes().get(code)
    return [(language, name) for language, name in (("de", found.de), ("en", found.en)) if name] if found else []


def all_names() -> list[str]:
    """Every name in both languages."""
    return [name for one in classes().values() for name in (one.de, one.en) if name]
