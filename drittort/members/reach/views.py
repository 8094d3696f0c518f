"""My address: whether mail gets through, trying again, changing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from drittort.core.errors import Invalid
from drittort.members.reach import actions, queries
from drittort.members.reach.forms import AddressForm
from drittort.members.scope import is_open


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: Any, space: str) -> HttpResponse:
    """The address that we write to, and a way to change it."""
    form, status = AddressForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        if form.is_valid():
            try:
                actions.ask_for_change(actor=request.member, account=request.user, email=form.cleaned_data["email"], at=request.now)
            except Invalid as error:
                form.add_error("email", str(error.reason))
            else:
                messages.success(request, _("Please look there: a mail with a link is on its way. Nothing changes until you open it."))
                return redirect("members:address", space=space)
        status = 422
    context = {"form": form, "email": request.user.email, "unreached": queries.unreached(request.user, request.member)}
    return render(request, "members/reach/page.html", context, status=status)


@require_POST
def again(request: Any, space: str) -> HttpResponse:
    """Try the address once more."""
    actions.try_again(actor=request.member, account=request.user, at=request.now)
    messages.success(request, _("A mail is on its way. If it comes back, we say so here."))
    return redirect("members:address", space=space)


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Any, token: str) -> HttpResponse:
    """The page behind the link in the new mailbox. Opening it changes nothing."""
    if request.method == "POST":
        return render(request, "members/reach/confirm.html", {"email": actions.change_address(token=token, at=request.now), "done": True})
    return render(request, "members/reach/confirm.html", {"email": actions.read(token)[1], "done": False, "token": token})
