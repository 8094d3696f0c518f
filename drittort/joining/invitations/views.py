"""Pages of invitations: the inviter's list, the file of many, and the page behind the link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import HouseError, Invalid, NotAllowed, OutOfDate, require
from drittort.core.paging import cursor, older
from drittort.joining import arrival
from drittort.joining.applications.queries import own_link
from drittort.joining.invitations import actions, queries, rules, tokens
from drittort.joining.invitations.forms import InviteForm, ManyForm, read_many
from drittort.members.scope import is_open
from drittort.members.security.attempts import connection_of
from drittort.members.security.entering import enter
from drittort.members.sign_in.actions import request_link


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: Any, space: str) -> HttpResponse:
    """Whom I invited and who came; a form to invite."""
    status = 200
    form = InviteForm(request.POST if request.method == "POST" else None, initial={"language": request.space.language})
    if request.method == "POST":
        if form.is_valid():
            try:
                made = actions.invite(actor=request.member, at=request.now, **form.cleaned_data)
            except (Invalid, NotAllowed) as error:
                form.add_error("email" if isinstance(error, Invalid) else None, str(error.reason))
            else:
                messages.success(request, _("The invitation to %(name)s is on its way.") % {"name": made.name})
                return redirect("joining:invitations", space=space)
        status = 422
    cards, more = queries.list_for(request.member, request.now, after=cursor(request.GET.get("after", ""), moment=True))
    may, many = queries.can(request.member)
    return render(
        request,
        "joining/invitations/list.html",
        {
            "cards": cards,
            "older": older(more),
            "form": form,
            "may": may,
            "may_many": many,
            "opened": form.is_bound or not cards,
            "own_link": own_link(request.member),
        },
        status=status,
    )


@require_POST
def send_again(request: Any, space: str, pk: int) -> HttpResponse:
    """A new link; the old one stops working."""
    made = actions.send_again(actor=request.member, invitation_id=pk, at=request.now)
    messages.success(request, _("A new link for %(name)s is on its way. The old one no longer works.") % {"name": made.name})
    return redirect("joining:invitations", space=space)


@require_POST
def withdraw(request: Any, space: str, pk: int) -> HttpResponse:
    """Take it back."""
    made = actions.withdraw_invitation(actor=request.member, invitation_id=pk, at=request.now)
    messages.success(request, _("The invitation to %(name)s is taken back. Sending it again brings it back.") % {"name": made.name})
    return redirect("joining:invitations", space=space)


@require_http_methods(["GET", "HEAD", "POST"])
def many(request: Any, space: str) -> HttpResponse:
    """Invite from a file: read it, show what it says; nothing is sent yet."""
    require(rules.may_invite_many(request.member))
    status, form = 200, ManyForm()
    if request.method == "POST":
        status, form = 422, ManyForm(request.POST, request.FILES)
        if form.is_valid():
            here, invited, places = queries.taken(request.member, request.now)
            text, name = form.cleaned_data["text"], form.cleaned_data["name"]
            reading = read_many(text, file=name, language=request.space.language, locations=places, here=here, invited=invited)
            rows, problems = reading.as_lists()
            made = actions.keep_batch(actor=request.member, rows=rows, problems=problems, at=request.now)
            return redirect("joining:invitation_batch", space=space, pk=made.pk)
    return render(request, "joining/invitations/many.html", {"form": form, "way": way(space)}, status=status)


def way(space: str) -> list[tuple[str, str]]:
    """The way back to the list."""
    return [(reverse("joining:invitations", args=[space]), _("Invitations"))]


@require_safe
def batch(request: Any, space: str, pk: int) -> HttpResponse:
    """One file: its lines before, how far it is afterwards."""
    require(rules.may_invite_many(request.member))
    found = queries.batch(request.member, pk)
    return render(
        request, "joining/invitations/batch.html", {"batch": found, "label": queries.batch_sentence(found.total), "way": way(space)}
    )


@require_POST
def confirm_batch(request: Any, space: str, pk: int) -> HttpResponse:
    """Send them."""
    actions.confirm_batch(actor=request.member, batch_id=pk, at=request.now)
    return redirect("joining:invitation_batch", space=space, pk=pk)


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Any, token: str) -> HttpResponse:
    """The page behind the link: who asks you in, and one button. Opening it changes nothing."""
    held = tokens.read(token)
    status = 200
    if request.method == "POST":
        try:
            member = actions.accept_invitation(held=held, at=request.now)
        except OutOfDate as error:
            status = error.status
        else:
            if member.account is None:
                return redirect(arrival.path(member))
            return enter(request, member.account, how="invitation", next_path=arrival.path(member))
    return render(request, "joining/invitations/page.html", {"page": queries.landing(held, request.now), "token": token}, status=status)


@is_open
@require_POST
def ask_again(request: Any, token: str) -> HttpResponse:
    """A new link for somebody whose own is used, too old or taken back."""
    held = tokens.read(token)
    page = queries.landing(held, request.now)
    if page.state == "accepted":
        request_link(email=page.email, next_path="", language=get_language() or "de", connection=connection_of(request), at=request.now)
        came = "sign_in"
    else:
        try:
            came = actions.ask_again(held=held, at=request.now)
        except HouseError as error:
            raise Invalid(error.reason) from error
    return render(request, "joining/invitations/asked.html", {"page": page, "came": came})
