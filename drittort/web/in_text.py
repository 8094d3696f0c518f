"""What stands in a text of people besides words: web addresses, and names of others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

LINK = re.compile(r"https?://[^\s<>\"'`{}|\\^]+", re.IGNORECASE)
CLOSING = ".,;:!?…»“’)]"


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is an address. Only http and https; what follows a sentence is no part of its address."""
    last = 0
    for found in LINK.finditer(text):
        url = found.group()
        while url and url[-1] in CLOSING and not (url[-1] == ")" and url.count("(") >= url.count(")")):
            url = url[:-1]
        if "://" not in url or not url.partition("://")[2]:
            continue
        yield text[last : found.start()], False
        yield url, True
        last = found.start() + len(url)
    yield text[last:], False


def mention(names: Collection[str]) -> re.Pattern[str] | None:
    """What finds “@name” for some names as they are written, the longest first; None when there are none.

    It takes some letters for one that `casefold` keeps apart (“ı” and “i”): whoever looks up what was found may find nobody.
    """
    known = sorted({name for name in names if name}, key=len, reverse=True)
    return re.compile("@(" + "|".join(map(re.escape, known)) + r")(?!\w)", re.IGNORECASE) if known else None
