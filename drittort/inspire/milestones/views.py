"""Pages of milestones."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import Invalid
from drittort.inspire.memory import tabs
from drittort.inspire.milestones import actions, queries
from drittort.inspire.milestones.forms import CelebrationForm
from drittort.members.notices.actions import see_thread


@require_safe
def milestones(request: Any, space: str) -> HttpResponse:
    """The days to celebrate of the last weeks."""
    see_thread(member=request.member, thread="milestones", at=request.now)
    labels = {"today": _("Today"), "week": _("This week"), "before": _("A while ago")}
    parts = [(labels[part.key], part.cards) for part in queries.milestones(request.member, request.now)]
    return render(request, "inspire/milestones/list.html", {"tabs": tabs(space, "inspire:milestones"), "parts": parts})


@require_POST
def congratulate(request: Any, space: str, pk: int) -> HttpResponse:
    """Congratulate, with one tap."""
    wanted = request.POST.get("says") != "back"
    actions.congratulate(actor=request.member, milestone_id=pk, wanted=wanted, at=request.now)
    messages.success(request, _("Handed over. That is nice of you.") if wanted else _("Taken back."))
    return redirect("inspire:milestones", space=space)


@require_http_methods(["GET", "HEAD", "POST"])
def my_celebration(request: Any, space: str) -> HttpResponse:
    """What the house may celebrate of me."""
    chosen = queries.chosen(request.member)
    form = CelebrationForm(
        request.POST if request.method == "POST" else None,
        initial={"day": chosen.day, "month": chosen.month, "quiet": chosen.quiet, "book": chosen.book},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_celebration(actor=request.member, at=request.now, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("Saved."))
            return redirect("inspire:milestones", space=space)
    way = [(reverse("inspire:milestones", args=[space]), _("Milestones"))]
    return render(request, "inspire/milestones/mine.html", {"form": form, "way": way}, status=422 if form.is_bound else 200)
