"""Pages of deals."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.connect.deals import actions, queries, rules, tokens
from drittort.connect.deals.forms import DealForm
from drittort.connect.market.rules import companies_of
from drittort.core.errors import HouseError, Invalid, NotAllowed
from drittort.members.models import Member
from drittort.members.people.queries import called, faces
from drittort.members.scope import is_open

VERBS = {"confirm": actions.confirm_deal, "refuse": actions.refuse_deal, "withdraw": actions.withdraw_deal}


def said(verb: str) -> str:
    """What was done, for the page that follows."""
    return {
        "confirm": _("Thank you. Now it counts, for both of you."),
        "refuse": _("All right, we leave it. Nobody learns of it."),
        "withdraw": _("Taken back. It counts no more."),
    }[verb]


@require_safe
def deals(request: Any, space: str) -> HttpResponse:
    """My deals, and the sums of the house."""
    way = [(reverse("connect:market", args=[space]), _("Market"))]
    return render(request, "connect/deals/list.html", {"page": queries.page(request.member, request.now), "way": way})


def other_side(member: Member, form: DealForm) -> tuple[int | None, int | None] | None:
    """The person or the company whom the form names; None where it may be several or nobody, which the form then says."""
    words = " ".join(form.cleaned_data["other"].split())
    people, companies = called(member, words), rules.companies_named(member, words)
    if len(people) + len(companies) == 1:
        return (people[0].id, None) if people else (None, companies[0].pk)
    # A freelancer's company may bear their own name: then the person is meant.
    exact = [face for face in people if face.name.casefold() == words.casefold()]
    if len(exact) == 1:
        return exact[0].id, None
    names = " · ".join([*(face.name for face in people), *(company.name for company in companies)])
    form.add_error("other", _("Which one is it? %(names)s") % {"names": names} if names else _("Nobody of this name is here."))
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def new_deal(request: Any, space: str, pk: int | None = None) -> HttpResponse:
    """Tell of a deal; `pk` names the person on whose page it began."""
    companies = [(company.pk, company.name) for company in companies_of(request.member)]
    sent = request.method == "POST"
    known = faces(request.member.space_id, [] if pk is None else [pk])
    initial = {"done_on": request.space.day(request.now), "other": next((face.name for face in known.values()), "")}
    form = DealForm(request.POST if sent else None, companies=companies, initial=initial)
    if sent and form.is_valid() and (found := other_side(request.member, form)) is not None:
        person, company = found
        try:
            actions.record_deal(
                actor=request.member, business=form.business(), company_id=form.cleaned_data.get("mine"), partner_id=person, partner_company_id=company,
                at=request.now,
            )  # fmt: skip
        except (Invalid, NotAllowed) as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("Noted. It counts as soon as the other side says so, too."))
            return redirect("connect:deals", space=space)
    way = [(reverse("connect:market", args=[space]), _("Market")), (reverse("connect:deals", args=[space]), _("Deals"))]
    return render(request, "connect/deals/new.html", {"form": form, "way": way}, status=422 if sent else 200)


@require_POST
def mark_deal(request: Any, space: str, pk: int) -> HttpResponse:
    """Confirm it, leave it quietly, or take it back."""
    verb = request.POST.get("says", "")
    if verb not in VERBS:
        raise Invalid
    VERBS[verb](actor=request.member, deal_id=pk, at=request.now)
    messages.success(request, said(verb))
    return redirect("connect:deals", space=space)


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def answer_deal(request: Any, token: str) -> HttpResponse:
    """Is it so? Opening it changes nothing; one button answers, without sign-in."""
    held = tokens.read(token)
    asked = (request.POST if request.method == "POST" else request.GET).get("says", "")
    verb, done, error, status = asked if asked in ("confirm", "refuse") else "confirm", "", "", 200
    if request.method == "POST":
        try:
            VERBS[verb](actor=held.member, deal_id=held.deal_id, at=request.now)
            done = said(verb)
        except HouseError as refused:
            error, status = str(refused.reason), refused.status
    card = queries.one(held.member, held.deal_id, request.now)
    context = {"card": card, "says": verb, "done": done, "error": error, "token": token, "house": held.member.space}
    return render(request, "connect/deals/answer.html", context, status=status)
