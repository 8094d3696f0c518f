"""The judge of a page's language: whether words of the house stand there in the other language.

What people wrote stands under its own `lang` and is left alone; everything else on a German page is German, and English on an English one. The words of the house
are those of the catalogue: on a German page none of its English texts may stand whole in a piece of text, and the other way round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import polib

CATALOGUE = Path(__file__).resolve().parents[1] / "drittort" / "locale" / "de" / "LC_MESSAGES" / "django.po"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"script", "style", "template", "code", "pre", "svg"}
SPOKEN = ("aria-label", "title", "placeholder", "alt")
LANGUAGES = {"Deutsch", "English"}
"""Each language is called by its own name, in both."""
SHORTEST = 4
"""Shorter texts are the same in both languages too often to say anything: "Name", "in"."""


@cache
def foreign() -> dict[str, frozenset[str]]:
    """For each language the texts of the house that belong to the other one alone."""
    english: set[str] = set()
    german: set[str] = set()
    for entry in polib.pofile(str(CATALOGUE), wrapwidth=0):
        english |= {entry.msgid, entry.msgid_plural}
        german |= {entry.msgstr, *entry.msgstr_plural.values()}

    def plain(texts: set[str], others: set[str]) -> frozenset[str]:
        return frozenset(
            " ".join(one.split()) for one in texts - others - LANGUAGES if len(one) >= SHORTEST and "%(" not in one and "<" not in one
        )

    return {"de": plain(english, german), "en": plain(german, english)}


class Texts(HTMLParser):
    """The pieces of text of a page, each with the language that it stands under."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.found: list[tuple[str, str]] = []
        self.piece = ""

    @property
    def language(self) -> str:
        """The language of what stands here."""
        return self.open[-1][1] if self.open else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; what it says aloud counts as text."""
        self.close_piece()
        told = dict(attrs)
        language = str(told["lang"] or "") if "lang" in told else self.language
        self.found += [(str(told[name]), language) for name in SPOKEN if told.get(name)]
        if tag == "button" or (tag == "input" and told.get("type") == "submit"):
            self.found += [(str(told["value"]), language)] if tag == "input" and told.get("value") else []
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        """Close an element and whatever was left open inside."""
        self.close_piece()
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Text."""
        if not any(tag in SILENT for tag, _language in self.open):
            self.piece += data

    def close_piece(self) -> None:
        """A piece ends where an element begins or ends."""
        text = " ".join(self.piece.split())
        if text:
            self.found.append((text, self.language))
        self.piece = ""


def texts(html: str) -> Iterator[tuple[str, str]]:
    """The pieces of text of a page with their language."""
    reader = Texts()
    reader.feed(html)
    reader.close()
    return iter(reader.found)


def mixed(html: str, language: str, written: Collection[str] = ()) -> list[str]:
    """Texts of the house on a page that stand there in the other language; `written` are names that people gave, which happen to be words of the house."""
    wrong = foreign()[language].difference(written)
    return [
        f"not {language}: {text!r}" for text, under in texts(html) if under == language and (text in wrong or text.strip(" ·:,") in wrong)
    ]
