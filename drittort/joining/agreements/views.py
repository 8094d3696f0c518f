"""Pages of the agreements."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.addresses import address
from drittort.core.errors import Invalid, OutOfDate, require
from drittort.core.paging import number
from drittort.joining.agreements import actions, queries
from drittort.joining.agreements.forms import ProposalForm
from drittort.spaces.agreements import actions as texts
from drittort.spaces.agreements.forms import AgreementsForm
from drittort.spaces.agreements.queries import as_written
from drittort.spaces.agreements.rules import may_publish, publishes


@require_http_methods(["GET", "HEAD", "POST"])
def agreements(request: Any, space: str) -> HttpResponse:
    """The agreements that count, their history, the proposals, and a form to propose."""
    form = ProposalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.propose_change(actor=request.member, language=get_language() or request.space.language, at=request.now, **form.cleaned_data)
        messages.success(request, _("Your proposal stands below, for all to read."))
        return redirect(request.path)
    return shown(request, form, status=422 if form.is_bound else 200)


@require_safe
def version(request: Any, space: str, number: int) -> HttpResponse:
    """An earlier version."""
    return shown(request, ProposalForm(), number=number)


def shown(
    request: Any, form: ProposalForm, *, number: int | None = None, status: int = 200, answering: dict[str, Any] | None = None
) -> HttpResponse:
    """The page; `answering` is an answer to a proposal that could not be taken, with the reason."""
    context = {
        "page": queries.page(request.member, request.space, number),
        "form": form,
        "may_publish": publishes(request.member),
        "answering": answering,
    }
    return render(request, "joining/agreements/page.html", context, status=status)


@require_POST
def accept(request: Any, space: str) -> HttpResponse:
    """I agree."""
    actions.accept_agreements(actor=request.member, at=request.now, number=number(request.POST.get("number", "")))
    messages.success(request, _("Thank you. That counts from today."))
    return redirect("joining:agreements", space=space)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: Any, space: str) -> HttpResponse:
    """Write the next version."""
    require(may_publish(request.member))
    seen, held = as_written(request.space.pk)
    form = AgreementsForm(
        request.POST if request.method == "POST" else None, language=request.space.language, held=held, seen=seen, asks_change=seen > 0
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                texts.publish_agreements(
                    actor=request.member, sentences=form.sentences, change=form.cleaned_data.get("change", ""),
                    seen=form.cleaned_data["seen"], at=request.now,
                )  # fmt: skip
            except (Invalid, OutOfDate) as error:
                form.add_error(None, str(error.reason))
                status = error.status
            else:
                messages.success(request, _("Published. Everybody is asked on their next visit."))
                return redirect("joining:agreements", space=space)
    context = {"form": form, "adopted": queries.unwritten(request.member), "way": [(address("joining:agreements", space), _("Agreements"))]}
    return render(request, "joining/agreements/publish.html", context, status=status)


@require_POST
def look_again(request: Any, space: str) -> HttpResponse:
    """They still fit."""
    texts.look_again(actor=request.member, at=request.now)
    messages.success(request, _("Good. The next look is due in a while."))
    return redirect("joining:agreements", space=space)


@require_POST
def answer(request: Any, space: str, pk: int) -> HttpResponse:
    """Adopt or decline a proposal."""
    require(may_publish(request.member))
    adopt = request.POST.get("says") == "adopt"
    words = request.POST.get("answer", "")
    try:
        actions.answer_proposal(actor=request.member, proposal_id=pk, adopt=adopt, answer=words, at=request.now)
    except Invalid as error:
        return shown(request, ProposalForm(), status=error.status, answering={"id": pk, "words": words, "reason": str(error.reason)})
    if adopt:
        messages.success(request, _("Adopted. Now write it into the next version."))
        return redirect("joining:publish_agreements", space=space)
    return redirect("joining:agreements", space=space)


@require_POST
def withdraw(request: Any, space: str, pk: int) -> HttpResponse:
    """Take my proposal back."""
    actions.withdraw_proposal(actor=request.member, proposal_id=pk, at=request.now)
    return redirect("joining:agreements", space=space)
