"""Pages of the history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import HouseError, Invalid
from drittort.core.paging import number
from drittort.inspire.history import actions, queries
from drittort.inspire.history.forms import EntryForm, ReturnForm
from drittort.inspire.memory import tabs
from drittort.members.notices.actions import see_thread


@require_safe
def history(request: Any, space: str) -> HttpResponse:
    """The history of the house, whole or of one year."""
    see_thread(member=request.member, thread="history", at=request.now)
    page = queries.history(request.member, number(request.GET.get("year", "")))
    there = reverse("inspire:history", args=[space])
    years = [{"url": there, "label": _("All years"), "current": page.chosen is None}]
    years += [{"url": f"{there}?year={year}", "label": str(year), "current": year == page.chosen} for year in page.years]
    context = {"tabs": tabs(space, "inspire:history"), "page": page, "years": years, "return_form": ReturnForm()}
    return render(request, "inspire/history/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_entry(request: Any, space: str) -> HttpResponse:
    """Propose an entry, or put it up."""
    initial = {"year": request.space.day(request.now).year, "language": request.member.language}
    return entry_page(request, space, EntryForm(request.POST if request.method == "POST" else None, initial=initial), None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_entry(request: Any, space: str, pk: int) -> HttpResponse:
    """Change an entry."""
    title, initial = queries.written(request.member, pk)
    return entry_page(request, space, EntryForm(request.POST if request.method == "POST" else None, initial=initial), pk, title)


def entry_page(request: Any, space: str, form: EntryForm, pk: int | None, title: str = "") -> HttpResponse:
    """The form of an entry, and what follows on it."""
    if form.is_bound and form.is_valid():
        try:
            if pk is None:
                entry = actions.write_entry(actor=request.member, at=request.now, **form.cleaned_data)
            else:
                entry = actions.change_entry(actor=request.member, entry_id=pk, at=request.now, **form.cleaned_data)
        except HouseError as error:
            form.add_error(None, str(error.reason))
        else:
            stands = entry.published_at is not None
            messages.success(request, _("It stands in the history.") if stands else _("Handed in. Those who keep the history have a look."))
            return redirect("inspire:history", space=space)
    way = [(reverse("inspire:history", args=[space]), pgettext("of the house", "History"))]
    return render(request, "inspire/history/edit.html", {"form": form, "way": way, "entry": title}, status=422 if form.is_bound else 200)


@require_POST
def history_step(request: Any, space: str, pk: int) -> HttpResponse:
    """Take up, hand back, put away, bring back, take back."""
    says, given = request.POST.get("says", ""), {"actor": request.member, "entry_id": pk, "at": request.now}
    if says == "publish":
        actions.publish_entry(**given)
        messages.success(request, _("It stands in the history."))
    elif says == "return":
        actions.return_entry(text=request.POST.get("text", ""), **given)
        messages.success(request, _("Handed back with your words."))
    elif says in ("off", "on"):
        actions.put_away(off=says == "off", **given)
        messages.success(request, _("Put away.") if says == "off" else _("It stands in the history again."))
    elif says == "withdraw":
        actions.withdraw_entry(**given)
        messages.success(request, _("Taken back."))
    else:
        raise Invalid
    return redirect("inspire:history", space=space)
