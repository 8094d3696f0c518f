"""What a page is built of, without its words. Two pages of one shape look alike to a judge of pages, who need judge one of them only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from html.parser import HTMLParser

WORDS = {"action", "alt", "content", "datetime", "href", "placeholder", "src", "srcset", "title", "value"}
"""Attributes that hold words and addresses: what matters is whether they hold any."""
DRESS = {"class", "height", "lang", "media", "rel", "style", "tabindex", "width"}
"""Attributes by which something looks or behaves as it does."""
NAMES = {"aria-controls", "aria-describedby", "aria-label", "aria-labelledby", "aria-owns", "for", "form", "headers", "id", "list", "name"}
"""Attributes that name a thing or say which is meant: what matters is which of a page's are the same."""
NUMBER = re.compile(r"\d+")
SHORT = 3
"""So short a text may be narrower than what it must be: its length counts."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of a whole page, and of the frame around its `main`, sheets included."""

    whole: str
    frame: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.whole, self.frame = sha256(), sha256()
        self.in_main, self.verbatim = False, False
        self.names: dict[bool, dict[str, int]] = {True: {}, False: {}}

    def note(self, *parts: object) -> None:
        """Take something into the shape."""
        told = repr(parts).encode()
        self.whole.update(told)
        if not self.in_main:
            self.frame.update(told)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element, with what its attributes make of it."""
        self.note(tag, *((name, self.worth(tag, name, value or "")) for name, value in attrs if (tag, name) != ("meta", "content")))
        if tag == "meta" and dict(attrs).get("name") == "viewport":
            self.note(dict(attrs)["content"])
        self.in_main = self.in_main or tag == "main"
        self.verbatim = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        """The end of an element."""
        self.in_main = self.in_main and tag != "main"
        self.verbatim = False
        self.note("/", tag)

    def handle_data(self, data: str) -> None:
        """Text: that there is some, and styles to the letter."""
        text = data.strip()
        if text:
            self.note("#", text if self.verbatim else min(len(text), SHORT + 1))

    def worth(self, tag: str, name: str, value: str) -> object:
        """What of an attribute's value can be seen, or heard."""
        if name in NAMES:
            known = self.names[self.in_main]
            return [known.setdefault(one, len(known)) for one in (filter(None, [value.strip()]) if name == "aria-label" else value.split())]
        if name in DRESS or (tag, name) == ("link", "href"):
            return value
        return str(bool(value.strip())) if name in WORDS else NUMBER.sub("0", value)


def shape(html: str) -> Shape:
    """The shape of a page or a mail."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Shape(reader.whole.hexdigest(), reader.frame.hexdigest())
