"""Pages of those who were asked to answer a question."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from drittort.connect.questions import actions, queries, tokens
from drittort.connect.questions.forms import AnswerForm
from drittort.core.errors import HouseError, Invalid, NotAllowed, OutOfDate
from drittort.core.paging import number
from drittort.members.people.queries import faces
from drittort.members.scope import is_open
from drittort.talk.conversations.queries import find_people

PRESETS = ("answer", "know", "pass")


@require_http_methods(["GET", "HEAD", "POST"])
def somebody(request: Any, space: str, pk: int) -> HttpResponse:
    """I know somebody: choose whom."""
    page = queries.one(request.member, pk)
    query = (request.POST.get("q") or request.GET.get("q", "")).replace("\0", "")[:100]
    chosen = number(request.POST.get("person") or request.GET.get("person", ""))
    problem = ""
    if request.method == "POST":
        try:
            actions.name_somebody(actor=request.member, question_id=pk, person_id=chosen or 0, at=request.now)
        except (Invalid, NotAllowed, OutOfDate) as error:
            problem = str(error.reason)
        else:
            messages.success(request, _("Thank you! The question goes on, with your name."))
            return redirect(page.path)
    found = faces(request.member.space_id, [chosen]) if chosen else {}
    context = {
        "page": page, "way": [(page.path, page.title)], "chosen": found.get(chosen) if chosen else None, "q": query, "problem": problem,
        "found": find_people(request.member, query, [page.asker.id]) if query and not chosen else [],
    }  # fmt: skip
    return render(request, "connect/questions/somebody.html", context, status=422 if problem else 200)


@require_POST
def not_now(request: Any, space: str, pk: int) -> HttpResponse:
    """Not just now. Nobody learns of it."""
    actions.let_it_be(actor=request.member, question_id=pk, at=request.now)
    messages.success(request, _("All right, not now. Nobody learns of it."))
    return redirect(queries.one(request.member, pk).path)


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request: Any, token: str) -> HttpResponse:
    """The page behind the buttons of a mail: the answer preset, one button, no sign-in. Opening it changes nothing.

    Naming somebody asks for a sign-in: a mail is forwarded easily, and whoever holds its link is not to look for people in the directory.
    """
    pk, member = tokens.read(token)
    page = queries.one(member, pk)
    preset = request.POST.get("do") or request.GET.get("a", "")
    preset = preset if preset in PRESETS else "answer"
    if preset == "know":
        return redirect("connect:name_somebody", space=member.space.slug, pk=pk)
    said, status, refused = "", 200, False
    form = AnswerForm(request.POST if request.method == "POST" and preset == "answer" else None)
    if request.method == "POST":
        status = 422
        try:
            if preset == "pass":
                actions.let_it_be(actor=member, question_id=pk, at=request.now)
                said, status = _("All right, not now. Nobody learns of it."), 200
            elif form.is_valid():
                actions.answer_question(actor=member, question_id=pk, text=form.cleaned_data["text"], at=request.now)
                said, status = _("Thank you! %(name)s hears from you.") % {"name": page.asker.name}, 200
        except HouseError as error:
            if error.status == 404:
                raise
            said, status, refused = str(error.reason), error.status, True
    context = {
        "page": page, "preset": preset, "said": said, "refused": refused, "form": form, "house": member.space, "action": reverse("connect:question_by_mail", args=[token]),
    }  # fmt: skip
    return render(request, "connect/questions/by_mail.html", context, status=status)
