"""Pages of lending: by sign-in, and by the link of a letter."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.connect.lending import actions, queries, tokens
from drittort.connect.lending.forms import LoanForm, LongerForm, ThanksForm
from drittort.connect.market import queries as market
from drittort.connect.market.views import way
from drittort.core.errors import HouseError, Invalid, NotAllowed
from drittort.members.models import Member
from drittort.members.scope import is_open

PLAIN = {
    "agree": actions.agree_loan,
    "rest": actions.rest_loan,
    "hand_over": actions.hand_over,
    "give_back": actions.give_back,
    "withdraw": actions.withdraw_loan,
}
LONGER, THANK = "longer", "thank"


@require_safe
def loans(request: Any, space: str) -> HttpResponse:
    """What I borrow and what I lend."""
    borrowed, lent = queries.list_for(request.member, request.now)
    return render(request, "connect/lending/list.html", {"borrowed": borrowed, "lent": lent, "way": way(space)})


@require_POST
def ask(request: Any, space: str, pk: int) -> HttpResponse:
    """Ask to borrow a thing; where something is missing, the form comes back by itself."""
    listing = market.found(request.member, pk, request.now)
    form = LoanForm(request.POST)
    if form.is_valid():
        try:
            loan = actions.ask_loan(actor=request.member, listing_id=pk, at=request.now, **form.cleaned_data)
        except (Invalid, NotAllowed) as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("Asked. You hear as soon as there is an answer."))
            return redirect("connect:loan", space=space, pk=loan.pk)
    here = way(space, (reverse("connect:listing", args=[space, pk]), listing.title))
    return render(request, "connect/lending/ask.html", {"form": form, "listing": listing, "way": here}, status=422)


def act(member: Member, pk: int, request: Any) -> tuple[str, Form | None]:
    """Do what was sent; returns the sentence that says so, or a form with what is missing."""
    says = request.POST.get("says", "")
    if says in PLAIN:
        PLAIN[says](actor=member, loan_id=pk, at=request.now)
        return {
            "agree": _("Lovely. We let them know."),
            "rest": _("All right. Nobody learns of it."),
            "hand_over": _("Noted. We remind of the day before."),
            "give_back": _("Noted: it is back."),
            "withdraw": _("All right, you let it be."),
        }[says], None
    if says not in (LONGER, THANK):
        raise Invalid
    form: Form = (LongerForm if says == LONGER else ThanksForm)(request.POST)
    if form.is_valid():
        try:
            if says == LONGER:
                actions.lend_longer(actor=member, loan_id=pk, until_on=form.cleaned_data["until_on"], at=request.now)
                return _("The new day is set."), None
            actions.say_thanks(actor=member, loan_id=pk, text=form.cleaned_data["text"], at=request.now)
            return _("Your thanks are on their way."), None
        except Invalid as error:
            form.add_error(None, str(error.reason))
    return "", form


def forms(page: queries.Page, failed: Form | None) -> dict[str, Any]:
    """The two forms of a loan's page, one of them perhaps with what is missing."""
    longer = failed if isinstance(failed, LongerForm) else LongerForm(initial={"until_on": page.until_on})
    return {"longer": longer, "thanks": failed if isinstance(failed, ThanksForm) else ThanksForm()}


@require_http_methods(["GET", "HEAD", "POST"])
def loan(request: Any, space: str, pk: int) -> HttpResponse:
    """One loan, and what can be done with it now."""
    page = queries.one(request.member, pk, request.now)
    failed = None
    if request.method == "POST":
        said, failed = act(request.member, pk, request)
        if failed is None:
            messages.success(request, said)
            return redirect("connect:loan", space=space, pk=pk)
    context = {"page": page, "way": way(space, (reverse("connect:loans", args=[space]), _("Lent and borrowed"))), **forms(page, failed)}
    return render(request, "connect/lending/page.html", context, status=422 if failed else 200)


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def answer_loan(request: Any, token: str) -> HttpResponse:
    """The page behind the buttons of a letter: one step preset, one button, no sign-in. Opening it changes nothing."""
    held = tokens.read(token)
    said, error, status, failed = "", "", 200, None
    if request.method == "POST":
        try:
            said, failed = act(held.member, held.loan_id, request)
            status = 422 if failed else 200
        except HouseError as refused:
            error, status = str(refused.reason), refused.status
    page = queries.one(held.member, held.loan_id, request.now)
    wanted = request.GET.get("says", "")
    one = [step for step in page.steps if step.says == wanted]
    context = {
        "page": page, "preset": one[0] if one and not said else None, "thanking": wanted == THANK and page.can_thank, "said": said, "error": error, "token": token,
        "house": held.member.space, **forms(page, failed),
    }  # fmt: skip
    return render(request, "connect/lending/answer.html", context, status=status)
