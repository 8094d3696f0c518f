"""One field on the first page in which somebody begins to write: the verb decides to which form the words are taken.

Modules register their verbs with the page of their own form. Its view asks `carried` for the words, and says `done` once they stand somewhere. Who keeps
the words and shows the field registers itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from drittort.core.addresses import address

MARK = "composed"


@dataclass(frozen=True, slots=True)
class Verb:
    """What somebody does with their words: how it is called, what one may write, and the page it leads to."""

    name: str
    label: Any
    hint: Any
    page: str
    asks: tuple[tuple[str, str], ...]

    def path(self, slug: str) -> str:
        """The address of the form in a house, to which the words come along. The form is sent to the same address, so that it is known where they came from."""
        return f"{address(self.page, slug)}?{urlencode((*self.asks, (MARK, self.name)))}"


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who keeps the words: what a member wrote for a verb, and that they are not needed any more."""

    words: Callable[[Any, str], str]
    forget: Callable[[Any, str], None]


VERBS: dict[str, Verb] = {}
KEEPERS: list[Keeper] = []


def verb(name: str, label: Any, hint: Any, page: str, **asks: str) -> None:
    """Register a verb. `asks` goes along in the address of the page, for forms that serve several verbs."""
    VERBS[name] = Verb(name, label, hint, page, tuple(asks.items()))


def kept_by(*, words: Callable[[Any, str], str], forget: Callable[[Any, str], None]) -> None:
    """Register who keeps the words."""
    KEEPERS[:] = [Keeper(words, forget)]


def carried(request: Any) -> str:
    """The words that somebody brings along from the first page to this form; "" for whoever comes another way."""
    name = request.GET.get(MARK, "")
    return KEEPERS[0].words(request.member, name) if name in VERBS and KEEPERS else ""


def done(request: Any) -> None:
    """The form has done its work: what was brought along stands somewhere now."""
    name = request.GET.get(MARK, "")
    if name in VERBS and KEEPERS:
        KEEPERS[0].forget(request.member, name)
