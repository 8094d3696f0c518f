"""Going on duty and off."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
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
    """Go on duty, or stay for another hour."""
    require(rules.may_serve(request.member))
    if not entering.is_fresh(request):
        messages.info(request, _("It has been a while. Confirm that it is you, then do it once more."))
        return redirect(f"{reverse('members:confirm')}?{urlencode({'next': reverse('members:duty', args=[space])})}")
    session = actions.begin_duty(actor=request.member, running=request.session.get(rules.KEY), at=request.now)
    request.session[rules.KEY] = session.pk
    messages.success(request, _("You are on duty for an hour. Everybody on the team can see that in the book of duty."))
    path = entering.safe_next(request, request.POST.get("next", ""))
    return redirect(path) if path else redirect("members:duty", space=space)


@stays_open
@require_POST
def end(request: Any, space: str) -> HttpResponse:
    """Be a plain member again."""
    actions.end_duty(actor=request.member, running=request.session.pop(rules.KEY, None), at=request.now)
    messages.success(request, _("Your duty is over. Thank you."))
    return redirect("home:today", space=space)
