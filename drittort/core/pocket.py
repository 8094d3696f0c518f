"""What somebody has along when there is no net: pages that their own browser keeps, and the tickets among them. Filled by the modules above.

A page is kept only where the house says so (`kept_along`), by whose it is; the service worker of `home.phone` does the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpResponse
from django.utils.crypto import salted_hmac

from drittort.core.fragments import wants_part

View = TypeVar("View", bound=Callable[..., HttpResponse])
HEADER = "Drittort-Kept"
PAGES: list[str] = []


@dataclass(frozen=True, slots=True)
class Ticket:
    """A seat that somebody has: `code` is a drawing that is read at the door (safe HTML), empty where nobody asks for one."""

    at: datetime
    title: str
    language: str
    when: str
    where: str
    state: str
    url: str
    code: str = ""


TICKETS: list[Callable[[Any, datetime], Iterable[Ticket]]] = []


def whose(account_id: int, slug: str) -> str:
    """Whose a kept page is: one word for the account, which says nothing outside of this machine, and the house."""
    return f"{salted_hmac('drittort.pocket', str(account_id)).hexdigest()[:20]}:{slug}"


def kept_along(name: str = "", *, ahead: bool = False) -> Callable[[View], View]:
    """Let a reader's own browser keep this page for when there is no net: whole pages that went well, never a part or an answer to a form.

    `ahead`: the page `name`, which takes the house alone, is fetched by itself now and then, so that it is there before it is needed. Such a view changes nothing.
    """
    if ahead:
        PAGES.append(name)

    def mark(view: View) -> View:
        @wraps(view)
        def marked(request: Any, space: str, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, space, *args, **kwargs)
            if request.method == "GET" and response.status_code == 200 and not wants_part(request):
                response[HEADER] = whose(request.user.pk, space)
            return response

        return marked  # type: ignore[return-value]

    return mark


def tickets(member: Any, at: datetime) -> list[Ticket]:
    """The tickets of a member, the next one first."""
    return sorted((one for find in TICKETS for one in find(member, at)), key=lambda one: one.at)
