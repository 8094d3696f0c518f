"""Pages of work: of a company, and one's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from drittort.core.errors import Invalid, require
from drittort.members.profiles.queries import owner_of
from drittort.members.profiles.rules import Owner, may_edit
from drittort.members.showcase import actions, queries
from drittort.members.showcase.forms import ShowcaseForm


def owner(request: Any, company: int | None) -> tuple[Owner, str]:
    """Whose work it is, and where its page is. Raises NotFound or NotAllowed."""
    found = owner_of(request.member, person=request.member.pk if company is None else None, company=company)
    require(may_edit(request.member, found))
    slug = request.space.slug
    return found, reverse("members:my_works", args=[slug]) if company is None else reverse("members:works", args=[slug, company])


@require_http_methods(["GET", "HEAD", "POST"])
def works(request: Any, space: str, pk: int | None = None) -> HttpResponse:
    """Pieces of work, and a form for one more."""
    found, here = owner(request, pk)
    form = ShowcaseForm(request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.show_work(actor=request.member, owner=found, language=request.member.language, at=request.now, **form.cleaned_data)
            except Invalid as error:
                form.add_error("picture" if form.cleaned_data.get("picture") else None, str(error.reason))
            else:
                messages.success(request, _("The house sees it now."))
                return redirect(here)
    row: Any = found.company or found.member
    page = reverse("members:company", args=[space, pk]) if pk is not None else reverse("members:person", args=[space, row.pk])
    shown = queries.works(found)
    context = {"works": shown, "form": form, "way": [(page, row.name)], "taking": here, "full": len(shown) >= actions.MOST_WORKS}
    return render(request, "members/showcase/page.html", context, status=status)


@require_POST
def take_down(request: Any, space: str, item: int, pk: int | None = None) -> HttpResponse:
    """Show it no more."""
    found, here = owner(request, pk)
    actions.take_down(actor=request.member, owner=found, item_id=item, at=request.now)
    return redirect(here)
