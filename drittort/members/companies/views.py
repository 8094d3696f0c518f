"""Pages of companies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import Invalid
from drittort.core.fragments import part
from drittort.core.paging import number
from drittort.members.companies import actions, industries, queries
from drittort.members.companies.forms import CompanyForm
from drittort.members.showcase.shelves import shelves


@require_safe
def company(request: Any, space: str, pk: int) -> HttpResponse:
    """One company."""
    way = [(reverse("members:companies", args=[space]), _("Companies"))]
    page = queries.one(request.member, pk)
    context = {"company": page, "shelves": shelves(request.member, page.owner, request.now), "way": way}
    return render(request, "members/companies/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def found(request: Any, space: str) -> HttpResponse:
    """Open the page of a company that has none yet."""
    form = CompanyForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = actions.found_company(actor=request.member, at=request.now, **form.cleaned_data)
            except Invalid as error:
                form.add_error("name", str(error.reason))
            else:
                messages.success(request, _("Here it is. Tell the house a little more about it."))
                return redirect("members:edit_company", space=space, company=made.pk)
    return render(
        request,
        "members/companies/found.html",
        {"form": form, "way": [(reverse("members:companies", args=[space]), _("Companies"))]},
        status=status,
    )


@require_POST
def join(request: Any, space: str, pk: int) -> HttpResponse:
    """I belong to it."""
    actions.join_company(actor=request.member, company_id=pk, at=request.now)
    return redirect("members:company", space=space, pk=pk)


@require_POST
def leave(request: Any, space: str, pk: int) -> HttpResponse:
    """I belong to it no more."""
    actions.leave_company(actor=request.member, company_id=pk, at=request.now)
    return redirect("members:company", space=space, pk=pk)


@require_POST
def admin(request: Any, space: str, pk: int) -> HttpResponse:
    """Somebody else cares for the page too."""
    actions.name_admin(actor=request.member, company_id=pk, member_id=number(request.POST.get("member", "")) or 0, at=request.now)
    return redirect("members:company", space=space, pk=pk)


@require_safe
def industry(request: Any, space: str) -> HttpResponse:
    """Classes of industry for a word."""
    query = (request.GET.get("q") or request.GET.get("industry") or "")[:60].replace("\0", " ")
    return render(
        request,
        part(request, "members/companies/_industries.html", "members/companies/industries.html"),
        {"query": query, "found": industries.propose(query, 12)},
    )
