"""Pages that are nobody's: whoever opens one is not known there, signed in or not, and no line anywhere says that it was opened.

Their paths hold a secret, so nothing writes them down: neither Django's own log of what went wrong, nor an address that a browser tells to the next page. What
a proxy in front of the house logs is for its owner to set (docs/self-hosting.md).
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PATHS: list[str] = []
TELLING = (
    "HTTP_COOKIE",
    "HTTP_USER_AGENT",
    "HTTP_REFERER",
    "HTTP_AUTHORIZATION",
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP",
    "REMOTE_ADDR",
    "REMOTE_PORT",
    "REMOTE_USER",
)
"""What a request says of whoever sends it."""


def faceless(path: str) -> str:
    """Register the beginning of paths of such pages; returns it."""
    PATHS.append(path)
    return path


class Faceless:
    """Takes away from requests for such pages whatever says who sends them, before anything else looks; and lets nothing be kept of the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begins = next((path for path in PATHS if request.path_info.startswith(path)), "")
        if not begins:
            return self.get_response(request)
        for name in TELLING:
            request.META.pop(name, None)
        # Django logs this path where something goes wrong; the page is found by `path_info`.
        request.path = begins
        response = self.get_response(request)
        response.cookies.clear()
        response["Cache-Control"], response["Referrer-Policy"], response["X-Robots-Tag"] = "no-store", "no-referrer", "noindex"
        return response
