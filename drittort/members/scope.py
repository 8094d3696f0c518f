"""Who is asking, and in which house. Sign-in and membership are required unless an address stands on the list of open ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation

from drittort.core.errors import NotAllowed, NotFound
from drittort.core.fragments import wants_part
from drittort.core.middleware import SAFE, error_page
from drittort.core.statements import Statement
from drittort.members.duty.models import StaffSession
from drittort.members.duty.rules import KEY
from drittort.members.models import Member
from drittort.members.safety.rules import MEMBERSHIP as WHOLE
from drittort.members.safety.rules import may_use
from drittort.members.security import entering, rules

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

MEMBERSHIP = Statement(
    lambda account, slug: Member.objects.here().select_related("space").filter(account=account, space__slug=slug), account=int, slug=str
)
ON_DUTY = Statement(
    lambda account, slug, duty, now: (
        Member.objects.here()
        .select_related("space")
        .filter(account=account, space__slug=slug)
        .annotate(
            duty_until=Subquery(
                StaffSession.objects.filter(pk=duty, member=OuterRef("pk"), ended_at=None, until__gt=now).values("until")[:1]
            )
        )
    ),
    account=int,
    slug=str,
    duty=int,
    now=datetime,
)
FORMER = Statement(
    lambda account, slug: Member.objects.exclude(left_on=None).select_related("space").filter(account=account, space__slug=slug),
    account=int,
    slug=str,
)
Next = Callable[[HttpRequest], HttpResponse]
_away: list[str] = []
WAYS: list[tuple[Any, str]] = []
"""What somebody who left finds on their one page besides coming back: a label and the name of an address that takes the house."""


def register_away(name: str) -> None:
    """Say which address somebody who left is led to; the module that owns leaving does."""
    _away.append(name)


def for_former(view: View) -> View:
    """Mark a view as open to those who left this house, too: `request.member.left_on` tells. The frame shows them nothing of the house."""
    view.for_former = True  # type: ignore[attr-defined]
    return view


class Language:
    """The reader's language: what the account chose, else what the browser prefers."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = ""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            chosen = request.user.language
        # Without an account there is nowhere to keep a choice (no cookie before sign-in), so it stands in the address.
        asked = request.GET.get("language", "") if request.method in ("GET", "HEAD") else ""
        language = chosen or (asked if asked in dict(settings.LANGUAGES) else translation.get_language_from_request(request))
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        return response


class Scope:
    """Sets request.now, and inside a house request.space and request.member."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Callable[..., HttpResponse], args: tuple[object, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        slug = kwargs.get("space")
        if getattr(view, "is_open", False):
            return None
        if not request.user.is_authenticated:
            return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?next={quote(request.get_full_path())}")
        entering.look_in(request)
        if slug is None:
            return None
        duty = request.session.get(KEY)
        found = (
            ON_DUTY.objects(account=request.user.pk, slug=slug, duty=duty, now=request.now)
            if duty
            else MEMBERSHIP.objects(account=request.user.pk, slug=slug)
        )
        if not found:
            found = FORMER.objects(account=request.user.pk, slug=slug)
            if not found:
                # A house one does not belong to looks the same as one that does not exist.
                return error_page(request, NotFound.status, "")
            if not getattr(view, "for_former", False):
                # Whoever left finds one page of the house, wherever they knock.
                away = reverse(_away[-1], args=[slug]) if _away and request.method in SAFE and not wants_part(request) else ""
                return HttpResponseRedirect(away) if away else error_page(request, NotFound.status, "")
        request.space, request.member = found[0].space, found[0]
        request.member.on_duty_until = getattr(found[0], "duty_until", None)
        request.member.asleep = not entering.is_strong(request) and rules.must_have_second_factor(request.member)
        rests = may_use(request.member, WHOLE, request.now)
        if not rests and not getattr(view, "stays_open", False):
            # Where the reasons stand and can be answered; a form says no itself.
            if request.method in SAFE and not wants_part(request):
                return HttpResponseRedirect(reverse("members:measures", args=[request.space.slug]))
            return error_page(request, NotAllowed.status, str(rests.reason))
        return None

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        """Power that sleeps says no; then the page that wakes it is of more use than the refusal. For every page, whoever wrote it."""
        if not isinstance(error, NotAllowed | NotFound) or not getattr(getattr(request, "member", None), "missed", False):
            return None
        back = request.get_full_path() if request.method in SAFE else f"/{request.space.slug}/"
        address = f"{reverse('members:second_factor')}?next={quote(back)}"
        if wants_part(request):
            response = HttpResponse(status=204)
            response["HX-Redirect"] = address
            return response
        return HttpResponseRedirect(address)


def is_open(view: View) -> View:
    """Mark a view as reachable without sign-in. The list of them stands in the permission matrix."""
    view.is_open = True  # type: ignore[attr-defined]
    return view


def stays_open(view: View) -> View:
    """Mark a view as reachable for somebody whose membership rests by a measure: what is theirs to read, to answer and to take along."""
    view.stays_open = True  # type: ignore[attr-defined]
    return view
