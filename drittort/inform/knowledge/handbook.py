"""Prepared pages of a handbook: what every house explains again and again, in both languages, with gaps (…) to be filled in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Template:
    """One prepared page: its title and its words by language."""

    key: str
    words: dict[str, tuple[str, str]]


def read() -> tuple[Template, ...]:
    """The prepared pages in their order, from the file beside this one."""
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return tuple(
        Template(page["key"], {language: (page[language]["title"], page[language]["text"].strip()) for language in ("de", "en")})
        for page in told["page"]
    )


TEMPLATES = read()
