"""Addresses of pages: the path of a named page, remembered, and the page of a path, found without trying every address of the house."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any, cast

from django.urls import ResolverMatch, URLPattern, URLResolver, reverse

MOST = 600


@lru_cache(maxsize=20_000)
def address(name: str, *parts: Any) -> str:
    """The path of a named page; as `reverse`, and a twentieth of its cost the second time. A page names some hundred of them, and none changes while a process lives."""
    return reverse(name, args=parts)


STANDS_FOR = "token"


def by_token(name: str, token: str) -> str:
    """The path of a page whose only part is a signed word. Each word is another, so not the whole path is remembered but what stands around it."""
    before, _word, after = address(name, STANDS_FOR).rpartition(STANDS_FOR)
    return f"{before}{token}{after}"


class ByFirstWords(URLResolver):
    """All modules' addresses, of which only those are tried that begin like the path: for `/kontor/people/7/` those of "people" in a house.

    Django tries one after the other, some hundreds on every page. The order among those that fit stays, so nothing else changes.
    """

    @cached_property
    def modules(self) -> list[tuple[URLResolver, list[URLPattern]]]:
        """Each module with its addresses."""
        modules = cast(list[URLResolver], self.url_patterns)
        return [(module, cast(list[URLPattern], module.url_patterns)) for module in modules]

    @cached_property
    def known(self) -> tuple[frozenset[str], frozenset[str]]:
        """The words that stand first and second in the addresses."""
        routes = [_words(one) for _module, addresses in self.modules for one in addresses]
        return frozenset(first for first, _second in routes), frozenset(second for _first, second in routes)

    @cached_property
    def kept(self) -> dict[tuple[str, ...], URLResolver]:
        """What was found to fit, by words; MOST of them. Pages that exist need far fewer, but any two known words can be asked for together."""
        return {}

    def resolve(self, path: str) -> ResolverMatch:
        """As Django does, among those that fit."""
        begins = (*str(path).split("/", 2), "")
        words = tuple(word if word in known else "" for word, known in zip(begins, self.known, strict=False))
        fitting = self.kept.get(words)
        if fitting is None:
            if len(self.kept) >= MOST:
                self.kept.clear()
            modules = [
                URLResolver(
                    module.pattern,
                    [one for one in addresses if _fits(_words(one), words)],
                    module.default_kwargs,
                    module.app_name,
                    module.namespace,
                )
                for module, addresses in self.modules
            ]
            fitting = self.kept[words] = URLResolver(self.pattern, [module for module in modules if module.url_patterns])
        return fitting.resolve(path)


def _words(one: URLPattern) -> tuple[str, str]:
    first, second = (*str(one.pattern).split("/", 2), "")[:2]
    return first, second


def _fits(route: tuple[str, str], words: tuple[str, ...]) -> bool:
    """Whether an address may mean a path that begins with these words: a part in angle brackets may be anything."""
    return all("<" in own or own == word for own, word in zip(route, words, strict=True))
