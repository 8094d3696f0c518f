"""Pages of thanks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core import composer
from drittort.core.addresses import address
from drittort.core.errors import Invalid, NotAllowed
from drittort.core.paging import cursor, older
from drittort.inspire.memory import tabs
from drittort.inspire.named import people_or_company
from drittort.inspire.thanks import actions, queries, rules
from drittort.inspire.thanks.forms import ThanksForm
from drittort.inspire.thanks.models import Thanks
from drittort.members.notices.actions import see_thread

PARTS = ("house", "received", "said")


@require_safe
def thanks(request: Any, space: str) -> HttpResponse:
    """Thanks that the house reads, that reached me, that I said."""
    asked = request.GET.get("part", "")
    part = asked if asked in PARTS else "house"
    see_thread(member=request.member, thread="thanks", at=request.now)
    wall = queries.thanks(request.member, part, cursor(request.GET.get("after", ""), moment=True), request.now)
    labels = (_("In the house"), _("To me"), _("From me"))
    there = address("inspire:thanks", space)
    context = {
        "tabs": tabs(space, "inspire:thanks"),
        "parts": [{"url": f"{there}?part={name}", "label": label, "current": name == part} for name, label in zip(PARTS, labels, strict=True)],
        "part": part, "cards": wall.cards, "older": older(wall.after, part=part), "first": not request.GET.get("after"), "may_take_off": part == "house" and rules.may_take_off(request.member),
    }  # fmt: skip
    return render(request, "inspire/thanks/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_thanks(request: Any, space: str, pk: int | None = None) -> HttpResponse:
    """Say thanks; `pk` names the person on whose page it began, `about` what for."""
    sent = request.method == "POST"
    to, about, begins = queries.to_begin(request.member, pk, request.GET.get("about", ""))
    initial = {
        "to": to,
        "about": about,
        "text": composer.carried(request) or begins,
        "audience": Thanks.Audience.HOUSE,
        "language": request.member.language,
    }
    form = ThanksForm(request.POST if sent else None, initial=initial)
    if sent and form.is_valid():
        told = form.cleaned_data
        try:
            people, company = people_or_company(request.member, told["to"])
        except Invalid as error:
            form.add_error("to", str(error.reason))
        else:
            try:
                actions.say_thanks(
                    actor=request.member, people=people, company=company, text=told["text"], language=told["language"], audience=told["audience"], subject=told["about"],
                    at=request.now,
                )  # fmt: skip
            except (Invalid, NotAllowed) as error:
                form.add_error(None, str(error.reason))
            else:
                composer.done(request)
                messages.success(request, _("Said. How good that you did."))
                return redirect(f"{reverse('inspire:thanks', args=[space])}?part=said")
    way = [(reverse("inspire:thanks", args=[space]), _("Thanks"))]
    return render(request, "inspire/thanks/new.html", {"form": form, "way": way}, status=422 if sent else 200)


@require_POST
def thanks_step(request: Any, space: str, pk: int) -> HttpResponse:
    """Take back, put away, show again; for the team also take off."""
    says = request.POST.get("says", "")
    given = {"actor": request.member, "thanks_id": pk, "at": request.now}
    if says == "back":
        actions.take_back(**given)
        messages.success(request, _("Taken back. Nothing of it stays."))
    elif says in ("hide", "show"):
        actions.hide_thanks(hidden=says == "hide", **given)
        messages.success(request, _("Put away. Only you see it.") if says == "hide" else _("It is shown again."))
    elif says in ("off", "on"):
        actions.take_off(off=says == "off", **given)
        messages.success(request, _("Taken off the pages.") if says == "off" else _("It is on the pages again."))
    else:
        raise Invalid
    part = request.POST.get("part", "")
    return redirect(f"{reverse('inspire:thanks', args=[space])}?part={part if part in PARTS else 'house'}")
