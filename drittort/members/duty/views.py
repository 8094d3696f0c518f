"""Going on duty and off."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drittort.core.errors import require
from drittort.members.duty import actions, queries, rules
from drittort.members.scope import stays_open
from drittort.members.security import entering


@require_safe
def duty(request: Any, space: str) -> HttpResponse:
    """What duty opens, and who was on duty when."""
    require(rules.may_serve(request.member))
    return render(
        request,
        "members/duty/page.html",
        {
            "book": queries.book(request.member, request.now),
            "opens": queries.opens(request.member),
            "left": queries.minutes_left(request.member, request.now),
            "next": request.GET.get("next", ""),
        },
    )


@require_POST
def begin(request: Any, space: str) -> HttpResponse:
    """Go on duty, or stay for another hour. What was written when duty had run out (`kept`, for the address `to`) comes along and is sent with one button."""
    require(rules.may_serve(request.member))
    path, to = (entering.safe_next(request, request.POST.get(name, "")) for name in ("next", "to"))
    fresh = entering.is_fresh(request)
    here = reverse("members:duty", args=[space]) + (f"?{urlencode({'next': path})}" if path else "")
    confirm = f"{reverse('members:confirm')}?{urlencode({'next': here})}"
    if fresh:
        session = actions.begin_duty(actor=request.member, running=request.session.get(rules.KEY), at=request.now)
        request.session[rules.KEY] = session.pk
    if to:
        kept = [(name, value) for name, values in QueryDict(request.POST.get("kept", "")).lists() for value in values]
        return render(request, "members/duty/kept.html", {"to": to, "kept": kept, "confirm": "" if fresh else confirm})
    if not fresh:
        messages.info(request, _("It has been a while. Confirm that it is you, then do it once more."))
        return redirect(confirm)
    messages.success(request, _("You are on duty for an hour. Everybody on the team can see that in the book of duty."))
    return redirect(path) if path else redirect("members:duty", space=space)


@stays_open
@require_POST
def end(request: Any, space: str) -> HttpResponse:
    """Be a plain member again."""
    actions.end_duty(actor=request.member, running=request.session.pop(rules.KEY, None), at=request.now)
    messages.success(request, _("Your duty is over. Thank you."))
    return redirect("home:today", space=space)
