"""The address of a path is the one that Django would find, though only those that may fit are tried."""

from __future__ import annotations

import contextlib

import pytest
from django.urls import Resolver404, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from drittort.core import addresses
from drittort.core.addresses import ByFirstWords

PATHS = (
    "", "kontor/", "kontor/people/", "kontor/people/7/", "kontor/people/companies/", "-/portrait/mara.svg", "-/mail/3/", "opening/new/", "opening/kontor/people/",
    "answer/abc/", "answer/no-more/abc/", "answer/message/abc/", "answer/people/", "invitation/people/again/", "kontor/files/abc/people", "sw.js", "kontor/introductions/drafts/4/swap/",
)  # fmt: skip


def ours() -> ByFirstWords:
    found = get_resolver().url_patterns[0]
    assert isinstance(found, ByFirstWords)
    return found


@pytest.mark.parametrize("path", PATHS)
def test_finds_what_django_finds(path: str):
    plain, match = URLResolver(RoutePattern(""), ours().url_patterns).resolve(path), ours().resolve(path)
    assert (match.func, match.view_name, match.kwargs, match.route) == (plain.func, plain.view_name, plain.kwargs, plain.route)


@pytest.mark.parametrize("path", ["kontor/nowhere/", "nowhere", "kontor/people", "kontor/people/x/y/z/"])
def test_what_is_nowhere_stays_nowhere(path: str):
    with pytest.raises(Resolver404):
        ours().resolve(path)


def test_strange_paths_leave_nothing_behind():
    ours().resolve("kontor/people/")
    before = len(ours().kept)
    for number in range(50):
        ours().resolve(f"house-{number}/people/")
    assert len(ours().kept) == before


def test_two_known_words_together_do_not_grow_it_without_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(addresses, "MOST", 40)
    ours().kept.clear()
    firsts, seconds = ours().known
    for first in sorted(firsts)[:10]:
        for second in sorted(seconds)[:20]:
            with contextlib.suppress(Resolver404):
                ours().resolve(f"{first}/{second}/nowhere/")
            assert len(ours().kept) <= 40
    assert ours().resolve("kontor/people/").view_name == "members:people"
