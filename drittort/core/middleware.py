"""Same origin, few sessions, and errors as pages."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.translation import gettext as _

from drittort.core.errors import HouseError
from drittort.core.fragments import wants_part

Next = Callable[[HttpRequest], HttpResponse]
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


class SameOrigin:
    """Forms are taken only from the house's own pages.

    Browsers say where a request comes from (Sec-Fetch-Site, else Origin); a request that changes something and says neither
    is refused. That needs no token and no cookie, so nothing is stored before sign-in. Views that other programs must post to
    (one-click unsubscribe, RFC 8058) carry a signed address and are marked `from_anywhere`.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        if request.method in SAFE or getattr(view, "from_anywhere", False) or is_same_origin(request):
            return None
        return error_page(
            request, 403, _("This form did not come from a page of this house. Please open the page again and try once more.")
        )


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that the request comes from a page of this host."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc == request.get_host()


class Seldom:
    """Answers that depend on who asks are never kept by a shared cache."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        return response


class Packed(GZipMiddleware):
    """Pages go packed to browsers that take them so, which saves a phone two thirds of each. Drawings, files and styles are packed already or would not shrink.

    What somebody could learn from packed lengths (BREACH) is blurred by Django's random padding; there is no token in our pages to be learnt.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Packs whole pages only."""
        if response.streaming or not response.get("Content-Type", "").startswith(("text/html", "application/manifest+json")):
            return response
        return super().process_response(request, response)


class Errors:
    """Turns the house's errors into a page, a fragment (HTMX) or JSON."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
            # A form that came back with a mistake stands at the address of its button; whoever goes there by the address bar would find an empty page.
            allowed = response.headers.get("Allow", "")
            response = error_page(request, 405, _("This page only comes after a button. Go back to where you were and press it once more."))
            response["Allow"] = allowed
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, HouseError):
            return None
        return error_page(request, error.status, str(error.reason), getattr(error, "way", ""))


def error_page(request: HttpRequest, status: int, reason: str, way: str = "") -> HttpResponse:
    """One error in the shape that the request asked for."""
    if "application/json" in request.headers.get("Accept", "") or request.path.startswith("/api/"):
        return JsonResponse({"error": reason or str(status)}, status=status)
    if not wants_part(request):
        return render(
            request, f"{status if status in (403, 404) else 400}.html", {"status": status, "reason": reason, "way": way}, status=status
        )
    # The page stays as it is; what went wrong is said above it.
    response = render(request, "web/errors/_reason.html", {"status": status, "reason": reason}, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#notices", "innerHTML"
    return response
