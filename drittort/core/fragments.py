"""One address serves both: an HTMX request gets the changed part of the page, a plain one the page."""

from __future__ import annotations

from django.http import HttpRequest


def wants_part(request: HttpRequest) -> bool:
    """Whether a script of ours asks, which puts the answer into the page."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def part(request: HttpRequest, fragment: str, page: str) -> str:
    """The template for this request."""
    return fragment if wants_part(request) else page
