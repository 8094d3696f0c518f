"""The public way in, the conversation behind a mail's link, and the pages of those who answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import Invalid, NotAllowed, OutOfDate, require
from drittort.core.paging import cursor, number, older
from drittort.core.strangers import speaking
from drittort.joining.applications import actions, queries, rules, shaping, tokens, tours
from drittort.joining.applications.forms import (
    ApplyForm,
    AskForm,
    BookForm,
    DecideForm,
    QuestionForm,
    SlotForm,
    StrangerForm,
    TourForm,
    WelcomeForm,
    WriteForm,
    weekdays,
)
from drittort.joining.applications.models import Application, Decision
from drittort.joining.applications.reactions import thread
from drittort.members.notices.actions import see_thread
from drittort.members.scope import is_open
from drittort.members.security.attempts import connection_of

READ = ["GET", "HEAD"]
View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """A page for strangers: the house must be open to them, it stands above the page, and a form's answer keeps the form's language."""

    @is_open
    @wraps(view)
    def wrapped(request: Any, space: str, **kwargs: Any) -> HttpResponse:
        request.visited = rules.open_house(space)
        language = request.POST.get("language", "")
        if language not in dict(settings.LANGUAGES):
            return view(request, space, **kwargs)
        return speaking(request, language, lambda: view(request, space, **kwargs))

    return wrapped


@public
@require_safe
def join(request: Any, space: str) -> HttpResponse:
    """What this house is, and three ways to get to know it."""
    by = request.GET.get("by", "")
    context = {"page": queries.door(request.visited), "by": by if tokens.read_referral(by) is not None else ""}
    return render(request, "joining/applications/join.html", context)


def _form(request: Any, space: str, form: StrangerForm, title: str, lead: str, button: str) -> HttpResponse:
    """One of the three forms: answered alike for people and machines, so that nobody learns who is known here."""
    status = 200
    if form.is_bound:
        sent = redirect(f"{reverse('joining:sent', args=[space])}?language={request.LANGUAGE_CODE}")
        if form.is_machine:
            return sent
        if form.is_valid():
            try:
                actions.knock(connection=connection_of(request), at=request.now)
                actions.receive(space=request.visited, told=form.told(), at=request.now)
            except Invalid as error:
                form.add_error(None, str(error.reason))
            else:
                return sent
        status = 422
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "button": button,
        "way": [(reverse("joining:join", args=[space]), request.visited.name)],
    }
    return render(request, "joining/applications/stranger.html", context, status=status)


@public
@require_http_methods([*READ, "POST"])
def ask(request: Any, space: str) -> HttpResponse:
    """Ask a question."""
    form = AskForm(request.POST if request.method == "POST" else None, at=request.now)
    return _form(request, space, form, _("Ask us"), _("Whatever you would like to know. A human answers."), _("Send the question"))


@public
@require_http_methods([*READ, "POST"])
def tour(request: Any, space: str) -> HttpResponse:
    """Book a tour."""
    openings = tours.openings(request.visited, request.now)
    if not openings and request.method != "POST":
        return render(
            request, "joining/applications/no_tours.html", {"way": [(reverse("joining:join", args=[space]), request.visited.name)]}
        )
    form = TourForm(request.POST if request.method == "POST" else None, at=request.now, openings=openings)
    return _form(
        request,
        space,
        form,
        _("Look around"),
        _("Somebody shows you the house and answers what you ask. It costs nothing."),
        _("Book the tour"),
    )


@public
@require_http_methods([*READ, "POST"])
def apply(request: Any, space: str) -> HttpResponse:
    """Apply."""
    form = ApplyForm(
        request.POST if request.method == "POST" else None,
        at=request.now,
        questions=queries.questions(request.visited),
        by=request.GET.get("by", ""),
    )
    return _form(
        request, space, form, _("Apply for a place"), _("A few questions, so that we know each other a little."), _("Send the application")
    )


@public
@require_safe
def sent(request: Any, space: str) -> HttpResponse:
    """Look into your mail."""
    return render(request, "joining/applications/sent.html")


@public
@require_http_methods([*READ, "POST"])
def confirm(request: Any, space: str, token: str) -> HttpResponse:
    """The link of the first mail: one button, since mail programs open links by themselves."""
    application_id, email = tokens.read_confirm(token)
    if request.method != "POST":
        return render(request, "joining/applications/confirm.html", {"email": email})
    made = actions.confirm(space=request.visited, application_id=application_id, email=email, at=request.now)
    return redirect(tokens.conversation_path(made))


def _of(request: Any, token: str, space: str) -> Application:
    application_id, email = tokens.read(token)
    return actions.of_applicant(application_id, email, space, at=request.now)


def as_applicant(view: View) -> View:
    """A page behind the link of an applicant's mail. It works as long as there is something to read, also when the house takes no new ones."""

    @is_open
    @wraps(view)
    def wrapped(request: Any, space: str, token: str, **kwargs: Any) -> HttpResponse:
        application = _of(request, token, space)
        request.visited = application.space
        asked = request.GET.get("language") or request.POST.get("language") or application.language
        language = asked if asked in dict(settings.LANGUAGES) else application.language
        response = speaking(request, language, lambda: view(request, space, token, application=application, **kwargs))
        response["Referrer-Policy"] = "no-referrer"
        return response

    return wrapped


def _conversation(
    request: Any, application: Application, token: str, form: WriteForm, book: BookForm | None = None, status: int = 200
) -> HttpResponse:
    page = queries.conversation(application, request.now)
    openings = tours.openings(application.space, request.now) if page.can_write and application.is_open else []
    book = book or BookForm(openings=openings, auto_id="book_%s")
    context = {"page": page, "token": token, "form": form, "book": book if openings else None, "space": application.space.slug}
    return render(request, "joining/applications/conversation.html", context, status=status)


def _back(application: Application) -> HttpResponse:
    return redirect(tokens.conversation_path(application))


@as_applicant
@require_http_methods([*READ, "POST"])
def conversation(request: Any, space: str, token: str, application: Application) -> HttpResponse:
    """The conversation, without an account."""
    form = WriteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form.is_valid():
            try:
                actions.write_to_house(application=application, text=form.cleaned_data["text"], at=request.now)
            except (Invalid, NotAllowed) as error:
                form.add_error(None, str(error.reason))
            else:
                return _back(application)
        return _conversation(request, application, token, form, status=422)
    return _conversation(request, application, token, form)


@as_applicant
@require_POST
def book(request: Any, space: str, token: str, application: Application) -> HttpResponse:
    """A tour, for somebody whose address is known."""
    form = BookForm(request.POST, openings=tours.openings(application.space, request.now), auto_id="book_%s")
    if form.is_valid():
        try:
            actions.book_tour(application=application, value=form.cleaned_data["slot"], at=request.now)
        except (Invalid, NotAllowed) as error:
            form.add_error("slot", str(error.reason))
        else:
            return _back(application)
    return _conversation(request, application, token, WriteForm(), form, 422)


@as_applicant
@require_POST
def cancel(request: Any, space: str, token: str, application: Application, pk: int) -> HttpResponse:
    """Not coming after all."""
    actions.cancel_tour(application=application, tour_id=pk, at=request.now)
    return _back(application)


@as_applicant
@require_http_methods([*READ, "POST"])
def withdraw(request: Any, space: str, token: str, application: Application) -> HttpResponse:
    """Take everything back, after a question."""
    if request.method == "POST":
        actions.withdraw(application=application, at=request.now)
        return _back(application)
    return render(request, "joining/applications/withdraw.html", {"back": tokens.conversation_path(application)})


@require_safe
def applications(request: Any, space: str) -> HttpResponse:
    """Everybody on the way into the house."""
    require(rules.may_answer(request.member))
    chosen = {
        "stage": request.GET.get("stage", ""),
        "source": request.GET.get("source", ""),
        "waits": "1" if request.GET.get("waits") == "1" else "",
    }
    page = queries.pipeline(
        request.member, request.now, stage=chosen["stage"], source=chosen["source"], waits=bool(chosen["waits"]),
        after=cursor(request.GET.get("after", ""), moment=True),
    )  # fmt: skip
    context = {
        "page": page, "chosen": chosen, "sources": Application.Source.choices, "older": older(page.cursor, **chosen),
        "may_shape": bool(rules.may_shape(request.member)), "narrowed": any(chosen.values()),
    }  # fmt: skip
    return render(request, "joining/applications/list.html", context)


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision that can be made: its form, how it is called, and what its button says."""

    form: DecideForm
    label: str
    does: str
    is_open: bool


def _application(
    request: Any, pk: int, *, write: WriteForm | None = None, decision: DecideForm | None = None, status: int = 200
) -> HttpResponse:
    found = queries.detail(request.member, pk, request.now)
    proposed, offered = queries.proposals(request.member, pk, request.GET.get("offer", ""))
    until = request.space.day(request.now + rules.USUAL_TRIAL)
    forms = []
    for kind, (label, does) in decision_labels().items():
        if kind not in found.kinds:
            continue
        bound = decision if decision is not None and decision.data.get("kind") == kind else None
        form = bound or DecideForm(kind=kind, initial={"text": proposed.get(kind, ""), "until": until})
        forms.append(Choice(form, label, does, bound is not None))
    context = {
        "one": found, "write": write or WriteForm(initial={"text": offered}), "forms": forms, "people": queries.people(request.member),
        "referrer_id": str(found.referrer.id) if found.referrer else "",
        "way": [(reverse("joining:applications", args=[request.space.slug]), _("Enquiries"))],
        # A decision that can't be made any more has no form here; its words must not be lost with it.
        "unsaid": decision if decision is not None and not any(choice.is_open for choice in forms) else None,
    }  # fmt: skip
    return render(request, "joining/applications/page.html", context, status=status)


def decision_labels() -> dict[str, tuple[str, str]]:
    """For each kind of decision how it is called before, and on its button."""
    kinds = Decision.Kind
    return {
        kinds.REOPENED: (_("Take up again"), _("Take up again")),
        kinds.ACCEPTED: (_("Accept"), _("Invite as member")),
        kinds.TRIAL: (_("Accept on trial"), _("Invite to a trial")),
        kinds.WAITING: (_("Put on the waiting list"), _("Put on the waiting list")),
        kinds.DECLINED: (_("Decline"), _("Decline, in these words")),
        kinds.ENDED: (_("End the trial kindly"), _("End it, in these words")),
        kinds.CLOSED: (_("Put aside without a word"), _("Put aside")),
    }


@require_http_methods([*READ, "POST"])
def application(request: Any, space: str, pk: int) -> HttpResponse:
    """One application: read, and answer."""
    require(rules.may_answer(request.member))
    if request.method == "POST":
        form = WriteForm(request.POST)
        if form.is_valid():
            try:
                actions.answer(actor=request.member, application_id=pk, text=form.cleaned_data["text"], at=request.now)
            except NotAllowed as error:
                form.add_error(None, str(error.reason))
            else:
                messages.success(request, _("Your answer is on its way."))
                return redirect("joining:application", space=space, pk=pk)
        return _application(request, pk, write=form, status=422)
    see_thread(member=request.member, thread=thread(pk), at=request.now)
    return _application(request, pk)


@require_POST
def decide(request: Any, space: str, pk: int) -> HttpResponse:
    """Decide; it takes effect after ten minutes."""
    require(rules.may_answer(request.member))
    kind = request.POST.get("kind", "")
    form = DecideForm(request.POST, kind=kind if kind in Decision.Kind.values else Decision.Kind.CLOSED)
    if not form.is_valid():
        return _application(request, pk, decision=form, status=422)
    try:
        actions.decide(
            actor=request.member,
            application_id=pk,
            kind=kind,
            text=form.cleaned_data["text"],
            until=form.cleaned_data.get("until"),
            at=request.now,
        )
    except Invalid as error:
        form.add_error("until", str(error.reason))
        return _application(request, pk, decision=form, status=422)
    except NotAllowed as error:
        form.add_error(None, str(error.reason))
        return _application(request, pk, decision=form, status=OutOfDate.status)
    messages.success(request, _("Decided."))
    return redirect("joining:application", space=space, pk=pk)


@require_POST
def undo(request: Any, space: str, pk: int) -> HttpResponse:
    """Take a decision back in time."""
    require(rules.may_answer(request.member))
    try:
        done = actions.undo_decision(actor=request.member, decision_id=pk, at=request.now)
    except NotAllowed as error:
        raise OutOfDate(error.reason) from error
    messages.success(request, _("Taken back. The applicant did not learn of it."))
    return redirect("joining:application", space=space, pk=done.application_id)


@require_POST
def referrer(request: Any, space: str, pk: int) -> HttpResponse:
    """Who recommended somebody."""
    require(rules.may_answer(request.member))
    actions.name_referrer(actor=request.member, application_id=pk, member_id=number(request.POST.get("member", "")), at=request.now)
    messages.success(request, _("Kept."))
    return redirect("joining:application", space=space, pk=pk)


@require_POST
def toured(request: Any, space: str, pk: int) -> HttpResponse:
    """What became of a tour: came, missed, or called off."""
    require(rules.may_answer(request.member))
    says = request.POST.get("says", "")
    if says == "off":
        done = actions.call_off_tour(actor=request.member, tour_id=pk, at=request.now)
    elif says in ("came", "missed"):
        done = actions.mark_tour(actor=request.member, tour_id=pk, came=says == "came", at=request.now)
    else:
        raise Invalid(_("Say whether they came."))
    return redirect("joining:application", space=space, pk=done.application_id)


def _setup(request: Any, *, status: int = 200, **forms: Any) -> HttpResponse:
    own = queries.own_words(request.space)
    context = {
        "questions": queries.questions(request.space),
        "hours": queries.hours(request.space, weekdays()),
        "question": forms.get("question") or QuestionForm(auto_id="question_%s"),
        "slot": forms.get("slot") or SlotForm(space_id=request.space.pk, auto_id="slot_%s"),
        "welcome": forms.get("welcome") or WelcomeForm(initial={"de": own[0], "en": own[1]}, auto_id="welcome_%s"),
        "has_place": queries.has_place(request.space),
        "way": [(reverse("joining:applications", args=[request.space.slug]), _("Enquiries"))],
    }
    return render(request, "joining/applications/setup.html", context, status=status)


@require_http_methods([*READ, "POST"])
def setup(request: Any, space: str) -> HttpResponse:
    """The house's words, its questions, its hours."""
    require(rules.may_shape(request.member))
    if request.method != "POST":
        return _setup(request)
    what = request.POST.get("what", "")
    form: Any
    if what == "question":
        form = QuestionForm(request.POST, auto_id="question_%s")
    elif what == "slot":
        form = SlotForm(request.POST, space_id=request.space.pk, auto_id="slot_%s")
    else:
        what, form = "welcome", WelcomeForm(request.POST, auto_id="welcome_%s")
    if not form.is_valid():
        return _setup(request, status=422, **{what: form})
    verb: Any = {"question": shaping.add_question, "slot": shaping.add_slot, "welcome": shaping.change_welcome}[what]
    verb(actor=request.member, at=request.now, **form.cleaned_data)
    messages.success(request, _("Kept."))
    return redirect("joining:application_setup", space=space)


@require_http_methods([*READ, "POST"])
def question(request: Any, space: str, pk: int) -> HttpResponse:
    """One question in another wording."""
    require(rules.may_shape(request.member))
    found = next((q for q in queries.questions(request.space) if q.pk == pk), None)
    if found is None:
        return redirect("joining:application_setup", space=space)
    first = {
        "text": found.text,
        "kind": found.kind,
        "choices": "\n".join(found.choices),
        "required": found.required,
        "position": found.position,
    }
    form = QuestionForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        shaping.change_question(actor=request.member, question_id=pk, at=request.now, **form.cleaned_data)
        messages.success(request, _("Kept. Old answers keep their question."))
        return redirect("joining:application_setup", space=space)
    way = [(reverse("joining:application_setup", args=[space]), _("The way in"))]
    return render(
        request, "joining/applications/question.html", {"form": form, "title": found.text, "way": way}, status=422 if form.is_bound else 200
    )


@require_POST
def retire_question(request: Any, space: str, pk: int) -> HttpResponse:
    """Ask it no more."""
    shaping.retire_question(actor=request.member, question_id=pk, at=request.now)
    return redirect("joining:application_setup", space=space)


@require_POST
def close_slot(request: Any, space: str, pk: int) -> HttpResponse:
    """Offer an hour no more."""
    shaping.close_slot(actor=request.member, slot_id=pk, at=request.now)
    return redirect("joining:application_setup", space=space)
