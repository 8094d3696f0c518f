"""The page of one's own consents."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drittort.members.consents import actions, queries
from drittort.members.me.way import way_to_me
from drittort.members.models import Consent
from drittort.members.scope import stays_open


@stays_open
@require_safe
def consents(request: Any, space: str) -> HttpResponse:
    """What I agreed to."""
    context = {"choices": queries.choices(request.member), "translated": queries.translated(request.member), "way": way_to_me(space)}
    return render(request, "members/consents/page.html", context)


@stays_open
@require_POST
def give(request: Any, space: str, kind: str) -> HttpResponse:
    """Say yes."""
    actions.give_consent(actor=request.member, kind=kind, at=request.now)
    messages.success(request, _("Thank you. You can take it back here at any time."))
    return redirect("members:consents", space=space)


@stays_open
@require_POST
def revoke(request: Any, space: str, kind: str) -> HttpResponse:
    """Take it back. What deletes is asked for once more, on a page that works without scripts too."""
    if kind == Consent.Kind.COUNTED and not request.POST.get("sure"):
        return render(request, "members/consents/sure.html", {"kind": kind})
    actions.revoke_consent(actor=request.member, kind=kind, at=request.now)
    messages.success(
        request, _("Taken back. What was stored because of it is being deleted now.") if kind == "counted" else _("Taken back.")
    )
    return redirect("members:consents", space=space)
