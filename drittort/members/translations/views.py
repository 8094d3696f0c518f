"""A text in the reader's language, the service of the house, and one's own no."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from drittort.core.errors import Invalid, require
from drittort.core.fragments import part, wants_part
from drittort.members.translations import actions, queries, rules
from drittort.members.translations.forms import ServiceForm
from drittort.members.translations.translators import SERVICES
from drittort.spaces.house.rules import may_change

READ = ["GET", "HEAD", "POST"]


@require_http_methods(READ)
def translation(request: Any, space: str, original: str) -> HttpResponse:
    """What somebody wrote, in the reader's language; asked for by a button, never by opening a page."""
    if request.method == "POST":
        actions.ask(actor=request.member, subject=original, language=get_language() or "de", at=request.now)
        if not wants_part(request):
            return redirect("members:translation", space=space, original=original)
    shown = queries.shown(request.member, original, request.now)
    return render(request, part(request, "members/translations/_translation.html", "members/translations/page.html"), {"shown": shown})


@require_http_methods(READ)
def service(request: Any, space: str) -> HttpResponse:
    """Which service the house asks."""
    require(may_change(request.member))
    before, status = rules.service_of(request.space.pk), 200
    form = ServiceForm(initial={"address": before.address if before is not None else ""})
    if request.method == "POST":
        if "drop" in request.POST:
            actions.drop_service(actor=request.member, at=request.now)
            messages.success(request, _("Nobody is asked any more. What was translated is gone."))
            return redirect("members:translation_service", space=space)
        form, status = ServiceForm(request.POST), 422
        if form.is_valid():
            told = form.cleaned_data
            try:
                actions.set_service(
                    actor=request.member, kind=next(iter(SERVICES)), address=told["address"], key=told["key"], at=request.now
                )
            except Invalid as error:
                form.add_error("address", str(error.reason))
            else:
                messages.success(request, _("Kept."))
                return redirect("members:translation_service", space=space)
    context = {"form": form, "before": before, "way": [(reverse("spaces:settings", args=[space]), _("Settings"))]}
    return render(request, "members/translations/service.html", context, status=status)


@require_POST
def choose(request: Any, space: str) -> HttpResponse:
    """Whether one's own words may be translated."""
    translated = request.POST.get("translated") == "yes"
    actions.choose(actor=request.member, translated=translated, at=request.now)
    messages.success(request, _("Kept.") if translated else _("Kept. What was translated of yours is gone."))
    return redirect("members:consents", space=space)
