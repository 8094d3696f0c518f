"""Text of people as HTML: CommonMark without HTML of its own, written by one library and cleaned by another.

Either would do; both have to fail before anything gets through. Pictures of other hosts are never loaded: a page asks nobody but the house, so a
picture becomes a link to it. Headings begin below those of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from drittort.web.in_text import mention, pieces

SCHEMES = {"http", "https", "mailto"}
TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "hr", "li", "ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
REL = "nofollow ugc noopener noreferrer"
DEEPEST = 5


def may_link(url: str) -> bool:
    """Whether an address may stand in a link: http, https and mailto, told with its scheme."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in SCHEMES and bool(parts.netloc or parts.scheme.lower() == "mailto")


def writer() -> MarkdownIt:
    """The rules by which text is written: what people know from mails and chats, and no HTML."""
    made = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20})
    made.enable(["table", "strikethrough"])
    made.validateLink = may_link  # type: ignore[method-assign]
    made.core.ruler.push("house", house_style)
    return made


def house_style(state: Any) -> None:
    """Headings two steps deeper, or from a given one on; pictures as links, addresses and names of people as links."""
    people, first = state.env.get("people", {}), state.env.get("first")
    highest = min((int(token.tag[1]) for token in state.tokens if token.type == "heading_open"), default=1)
    deeper = first - highest if first else 2
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + deeper, DEEPEST)}"
        if token.type == "inline" and token.children:
            token.children = list(spelled(token.children, people))


def spelled(children: Iterable[Token], people: Mapping[str, str]) -> Iterator[Token]:
    """The parts of a line: what is inside a link already stays as it is."""
    inside = 0
    for child in children:
        inside += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        if child.type == "image":
            href = str(child.attrs.get("src", ""))
            yield from [worded(child.content or href)] if inside else link(href, child.content or href)
        elif child.type == "text" and not inside:
            for piece, is_address in pieces(child.content):
                yield from link(piece, piece) if is_address and may_link(piece) else named(piece, people)
        else:
            yield child


def named(text: str, people: Mapping[str, str]) -> Iterator[Token]:
    """Words, with “@name” as a link to the person."""
    finds, last = mention(people.keys()), 0
    paths = {name.casefold(): path for name, path in people.items()}
    for found in finds.finditer(text) if finds else ():
        path = paths.get(found[1].casefold())
        if path is not None:
            yield worded(text[last : found.start()])
            yield from link(path, found[0])
            last = found.end()
    yield worded(text[last:])


def worded(text: str) -> Token:
    """Plain words."""
    token = Token("text", "", 0)
    token.content = text
    return token


def link(href: str, text: str) -> list[Token]:
    """A link with its words."""
    begin = Token("link_open", "a", 1)
    begin.attrs = {"href": href}
    return [begin, worded(text), Token("link_close", "a", -1)]


WRITER = writer()


def rendered(text: str, people: Mapping[str, str] | None = None, *, first: int | None = None) -> SafeString:
    """A text as HTML that can do no harm. `people`: where “@name” leads, by name; `first`: the step of its highest headings, where it is known under which it stands."""
    html = WRITER.render(text, {"people": dict(people or {}), "first": first})
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=REL, strip_comments=True)
    return mark_safe(clean)


def paragraphs(text: str) -> list[str]:
    """The words of a text without its marks, one string a paragraph, a heading, a point of a list."""
    found: list[str] = []
    for token in WRITER.parse(text, {}):
        if token.type in ("fence", "code_block"):
            found.append(token.content)
        elif token.type == "inline":
            found.append("".join(" " if child.type in ("softbreak", "hardbreak") else child.content for child in token.children or ()))
    return [" ".join(words.split()) for words in found if words.strip()]


def plain(text: str) -> str:
    """The words of a text without its marks, on one line: for previews, search and mails."""
    return " ".join(paragraphs(text))


def addresses(text: str) -> list[str]:
    """The web addresses to which a text links, in their order; what stands in code is none."""
    found = []
    for token in WRITER.parse(text, {}):
        for child in token.children or () if token.type == "inline" else ():
            href = str(child.attrs.get("href", "")) if child.type == "link_open" else ""
            if href.lower().startswith(("http://", "https://")):
                found.append(href)
    return found
