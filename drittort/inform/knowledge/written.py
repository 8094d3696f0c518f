"""The words of an article as they stand on its page: headings that one can link to, and titles in double brackets that lead to other articles."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from drittort.web.markdown import rendered

TITLES = re.compile(r"\[\[([^\[\]<>\n]{1,120})\]\]")
HEADINGS = re.compile(r"<h([345])>(.*?)</h\1>", re.DOTALL)
AS_IT_IS = re.compile(r"(<pre>.*?</pre>|<code>.*?</code>|<a .*?</a>)", re.DOTALL)
LEAST_CONTENTS = 3
"""An article with fewer headings is read without a list of them."""


@dataclass(frozen=True, slots=True)
class Written:
    """Words as HTML, and the headings in them: anchor and words, none where there are few."""

    html: SafeString
    contents: tuple[tuple[str, str], ...]


def titles_in(text: str) -> list[str]:
    """The titles of other articles to which a text leads, each once."""
    return list(dict.fromkeys(" ".join(title.split()) for title in TITLES.findall(text)))


def written(text: str, paths: Mapping[str, str], people: Mapping[str, str] | None = None, *, level: int = 2) -> Written:
    """A text as HTML that can do no harm. `paths`: where a title in double brackets leads; one that is not there stands as plain words.

    However people begin, with # or with ##, the first headings are of `level`, so that none is left out on the page.
    """
    pieces = AS_IT_IS.split(rendered(text, people))
    told = "".join(piece if k % 2 else TITLES.sub(lambda found: led(found[1], paths), piece) for k, piece in enumerate(pieces))
    anchors: dict[str, str] = {}
    shallowest = min((int(found[1]) for found in HEADINGS.finditer(told)), default=level)

    def with_anchor(found: re.Match[str]) -> str:
        words = html.unescape(strip_tags(found[2])).strip()
        base = slugify(words)[:60] or "part"
        anchor = next(a for a in (f"s-{base}", *(f"s-{base}-{n}" for n in range(2, len(anchors) + 3))) if a not in anchors)
        anchors[anchor] = words
        depth = int(found[1]) - shallowest + level
        return f'<h{depth} id="{anchor}">{found[2]}</h{depth}>'

    told = HEADINGS.sub(with_anchor, told)
    return Written(mark_safe(told), tuple(anchors.items()) if len(anchors) >= LEAST_CONTENTS else ())


def led(title: str, paths: Mapping[str, str]) -> str:
    """A title as a link, where its article is there; it comes escaped and goes escaped."""
    bare = " ".join(html.unescape(title).split())
    return f'<a href="{escape(paths[bare])}">{escape(bare)}</a>' if bare in paths else escape(bare)
