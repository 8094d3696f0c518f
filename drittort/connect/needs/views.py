"""Pages of needs and offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.connect.needs import actions, queries, tokens, words
from drittort.connect.needs.forms import EditForm, HelpForm, KnowForm, NeedForm, OutcomeForm
from drittort.connect.needs.models import Need
from drittort.core import composer
from drittort.core.addresses import address
from drittort.core.errors import HouseError, Invalid, NotAllowed, OutOfDate
from drittort.core.fragments import part
from drittort.core.paging import cursor, number, older
from drittort.members.models import Member
from drittort.members.people.queries import faces
from drittort.members.scope import is_open
from drittort.talk.conversations.queries import find_people

PRESETS = ("help", "know", "pass", "renew", "done", "helped", "looking", "settled")


@require_safe
def needs(request: Any, space: str) -> HttpResponse:
    """The board: everything, what I can help with, mine, what was answered."""
    member, show = request.member, request.GET.get("show", "")
    show = show if show in queries.VIEWS else queries.ALL
    side, by = request.GET.get("side", ""), number(request.GET.get("by", ""))
    side = side if side in Need.Side.values else ""
    context: dict[str, Any] = {"tabs": tabs(space, show), "show": show, "sides": sides(space, show, side) if show != queries.HELP else []}
    if show == queries.HELP:
        context["fitting"] = queries.fitting_for(member, request.now)
    else:
        after = cursor(request.GET.get("after", ""), moment=True)
        cards, more = queries.list_for(member, request.now, show=show, side=side, by=by, after=after)
        context |= {"cards": cards, "older": older(more, show=show, side=side, by=str(by or "")), "whose": whose(member, by)}
    context |= {"closed": number(request.GET.get("closed", "")), "promise": queries.promise(member.space, request.now) if not show else ""}
    return render(request, part(request, "connect/needs/_board.html", "connect/needs/list.html"), context)


def whose(member: Member, by: int | None) -> str:
    """The name of whose needs are shown; empty where everybody's are."""
    found = faces(member.space_id, [by]) if by is not None else {}
    return found[by].name if by is not None and by in found else ""


def tabs(space: str, show: str) -> list[dict[str, Any]]:
    """The views of the board."""
    names = ((queries.ALL, _("All")), (queries.HELP, _("I can help")), (queries.MINE, _("Mine")), (queries.ANSWERED, _("Answered")))
    path = address("connect:needs", space)
    return [{"url": f"{path}?show={name}" if name else path, "label": label, "current": name == show} for name, label in names]


def sides(space: str, show: str, side: str) -> list[dict[str, Any]]:
    """Needs, offers, or both."""
    path = address("connect:needs", space)
    names = (("", _("Both")), (Need.Side.SEEK.value, _("Looking for")), (Need.Side.OFFER.value, _("Offering")))
    told = [(name, label, urlencode({k: v for k, v in (("show", show), ("side", name)) if v})) for name, label in names]
    return [{"url": f"{path}?{query}" if query else path, "label": label, "current": name == side} for name, label, query in told]


def way(space: str) -> list[tuple[str, str]]:
    """The way back to the board."""
    return [(address("connect:needs", space), _("Needs and offers"))]


def page_of(space: str, pk: int) -> str:
    """The address of one need."""
    return address("connect:need", space, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def new_need(request: Any, space: str) -> HttpResponse:
    """Write one. What is alike on the board is shown before it is hung there."""
    member, status = request.member, 200
    side = request.GET.get("side", "")
    initial = {"language": member.language, "side": side if side in Need.Side.values else Need.Side.SEEK, "text": composer.carried(request)}
    form = NeedForm(request.POST if request.method == "POST" else None, initial=initial)
    found: Sequence[queries.Alike] = ()
    if request.method == "POST":
        status = 422
        if form.is_valid():
            text, side = form.cleaned_data["text"], form.cleaned_data["side"]
            found = [] if "seen" in request.POST else queries.alike(member, text, side, request.now)
            try:
                if found:
                    actions.sentence(text)
                    status = 200
                else:
                    made = actions.open_need(actor=member, at=request.now, **form.cleaned_data)
                    composer.done(request)
                    messages.success(request, opened(made))
                    return redirect(page_of(space, made.pk))
            except (Invalid, NotAllowed) as error:
                form.add_error("text", str(error.reason))
                status = error.status if isinstance(error, NotAllowed) else 422
    context = {"form": form, "found": found, "way": way(space), "promise": queries.promise(member.space, request.now)}
    return render(request, "connect/needs/new.html", context, status=status)


def opened(need: Need) -> str:
    """What happens next."""
    if need.side == Need.Side.OFFER:
        return _("It hangs on the board now. Whoever would like it writes to you.")
    return _("It hangs on the board now, and the house asks those who may be able to help.")


@require_safe
def alike(request: Any, space: str) -> HttpResponse:
    """While somebody writes: what is on the board already, and what was answered before."""
    text, side = request.GET.get("text", "")[:500], request.GET.get("side", Need.Side.SEEK.value)
    found = queries.alike(request.member, text, side if side in Need.Side.values else Need.Side.SEEK.value, request.now)
    return render(request, "connect/needs/_alike.html", {"found": found, "live": True})


@require_safe
def need(request: Any, space: str, pk: int) -> HttpResponse:
    """One need with its answers."""
    page = queries.one(request.member, pk, request.now)
    actions.see_need(actor=request.member, need_id=pk, at=request.now)
    return show_need(request, space, pk, page)


def show_need(request: Any, space: str, pk: int, page: queries.Page, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page, with a form that came back."""
    told = outcome_form(queries.find(request.member, pk)) if page.can_tell else None
    context = {"page": page, "way": way(space), "form": HelpForm(), "outcome": told, **forms}
    return render(request, "connect/needs/page.html", context, status=status)


def outcome_form(row: Need, data: Any = None, said: str = "") -> OutcomeForm:
    """The question what came of it, with what was said before."""
    told, helpers = "helped" if row.helped_at else "", queries.helpers_of(row)
    # Where one has answered and nothing was told, it was that one as a rule; whoever says otherwise says so.
    helper = row.helped_by_id or (helpers[0][0] if len(helpers) == 1 and row.told_at is None else "")
    initial = {"said": said or told or None, "helper": helper, "outcome": row.outcome, "shared": row.outcome_shared}
    return OutcomeForm(data, initial=initial, helpers=helpers)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, space: str, pk: int) -> HttpResponse:
    """Change the words."""
    row = queries.find(request.member, pk)
    actions.require_own(actor=request.member, need=row)
    form = EditForm(request.POST if request.method == "POST" else None, initial={"text": row.text, "language": row.language})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.edit_need(actor=request.member, need_id=pk, at=request.now, **form.cleaned_data)
            except (Invalid, OutOfDate) as error:
                form.add_error("text", str(error.reason))
                status = error.status
            else:
                return redirect(page_of(space, pk))
    context = {"form": form, "way": [*way(space), (page_of(space, pk), words.short(row.text))]}
    return render(request, "connect/needs/edit.html", context, status=status)


@require_POST
def answer(request: Any, space: str, pk: int) -> HttpResponse:
    """I can help, or I would like that."""
    form = HelpForm(request.POST)
    if not form.is_valid():
        return show_need(request, space, pk, queries.one(request.member, pk, request.now), status=422, form=form)
    given = actions.answer_need(actor=request.member, need_id=pk, at=request.now, text=form.cleaned_data["text"])
    messages.success(request, _("Thank you! %(name)s hears from you.") % {"name": given.need.member.name})
    return redirect(page_of(space, pk))


@require_POST
def withdraw(request: Any, space: str, pk: int) -> HttpResponse:
    """Take an answer back."""
    actions.withdraw_answer(actor=request.member, need_id=pk, at=request.now)
    messages.success(request, _("Taken back. What you wrote to each other stays in your conversation."))
    return redirect(page_of(space, pk))


@require_POST
def decline(request: Any, space: str, pk: int) -> HttpResponse:
    """Not just now. Nobody learns of it."""
    actions.decline_request(actor=request.member, need_id=pk, at=request.now)
    messages.success(request, _("All right, not now. Nobody learns of it."))
    return redirect("connect:needs", space=space)


@require_http_methods(["GET", "HEAD", "POST"])
def know(request: Any, space: str, pk: int) -> HttpResponse:
    """I know somebody: choose whom, and a few words for both."""
    page = queries.one(request.member, pk, request.now)
    query = (request.POST.get("q") or request.GET.get("q", ""))[:100]
    form = KnowForm(request.POST if request.method == "POST" and request.POST.get("person") else None)
    chosen = number(request.POST.get("person") or request.GET.get("person", ""))
    if form.is_bound and form.is_valid() and "text" in request.POST:
        try:
            actions.know_somebody(actor=request.member, need_id=pk, person_id=chosen or 0, text=form.cleaned_data["text"], at=request.now)
            messages.success(request, _("Thank you! Both are asked whether they would like to meet. Contact opens only when both say yes."))
            return redirect(page_of(space, pk))
        except (Invalid, NotAllowed, OutOfDate) as error:
            form.add_error(None, str(error.reason))
    row = queries.find(request.member, pk)
    found = faces(request.member.space_id, [chosen]) if chosen else {}
    context = {
        "page": page, "way": [*way(space), (page_of(space, pk), page.card.person.name)],
        "know": form, "chosen": found.get(chosen) if chosen else None, "q": query,
        "found": find_people(request.member, query, [row.member_id]) if query and not chosen else [],
    }  # fmt: skip
    return render(request, "connect/needs/know.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def close(request: Any, space: str, pk: int) -> HttpResponse:
    """Take it down; the page offers to hang it up again."""
    actions.close_need(actor=request.member, need_id=pk, at=request.now)
    return redirect(f"{reverse('connect:needs', args=[space])}?closed={pk}")


@require_POST
def reopen(request: Any, space: str, pk: int) -> HttpResponse:
    """Hang it up again."""
    actions.reopen_need(actor=request.member, need_id=pk, at=request.now)
    return redirect(page_of(space, pk))


@require_POST
def renew(request: Any, space: str, pk: int) -> HttpResponse:
    """Let it run for another while."""
    actions.renew_need(actor=request.member, need_id=pk, at=request.now)
    messages.success(request, _("It hangs there for another sixty days."))
    return redirect(page_of(space, pk))


@require_POST
def outcome(request: Any, space: str, pk: int) -> HttpResponse:
    """Say what came of it."""
    row = queries.find(request.member, pk)
    form = outcome_form(row, request.POST)
    if not form.is_valid():
        return show_need(request, space, pk, queries.one(request.member, pk, request.now), status=422, outcome=form)
    messages.success(request, tell_outcome(request.member, pk, form, request))
    return redirect(page_of(space, pk))


def tell_outcome(member: Member, pk: int, form: OutcomeForm, request: Any) -> str:
    """Do what the form says; return the sentence for the page."""
    told = form.cleaned_data
    actions.tell_outcome(
        actor=member,
        need_id=pk,
        said=told["said"],
        helper_id=told["helper"],
        outcome=told["outcome"],
        shared=told["shared"],
        at=request.now,
    )
    if told["said"] == "looking":
        return _("It hangs on the board again, and the house asks on.")
    return _("Thank you for telling.")


@require_POST
def ask_more(request: Any, space: str, pk: int) -> HttpResponse:
    """Have three more people asked."""
    asked = actions.ask_more(actor=request.member, need_id=pk, at=request.now)
    if asked:
        messages.success(request, ngettext("One more person is asked.", "%(n)s more people are asked.", asked) % {"n": asked})
    else:
        messages.info(request, _("Nobody else fits just now. Perhaps you know somebody."))
    back = request.POST.get("back", "")
    return redirect("home:care", space=space) if back == "care" else redirect(page_of(space, pk))


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request: Any, token: str) -> HttpResponse:
    """The page behind the buttons of a mail: the answer preset, one button, no sign-in. Opening it changes nothing.

    Naming somebody asks for a sign-in: a mail is forwarded easily, and whoever holds its link is not to look for people in the directory.
    """
    held = tokens.read(token)
    member, pk = held.member, held.need.pk
    preset = request.POST.get("do") or request.GET.get("a", "")
    preset = preset if preset in PRESETS else ""
    if preset == "know":
        return redirect("connect:know_somebody", space=member.space.slug, pk=pk)
    said, status = "", 200
    form, told = HelpForm(request.POST if request.method == "POST" and preset == "help" else None), None
    if preset in ("helped", "looking", "settled"):
        told = outcome_form(held.need, request.POST if request.method == "POST" else None, preset)
    try:
        if request.method == "POST":
            said = act(request, member, pk, preset, form, told)
            status = 200 if said else 422
    except OutOfDate as error:
        said, status = str(error.reason), error.status
    except HouseError as error:
        if error.status == 404:
            raise
        said, status = str(error.reason), error.status
    page = queries.one(member, pk, request.now)
    if not preset and page.can_answer:
        # A link without an answer, perhaps cut on its way: the page still has its button.
        preset = "help"
    context = {
        "page": page, "preset": preset, "said": said, "token": token, "form": form, "told": told, "house": member.space,
        "action": reverse("connect:need_by_mail", args=[token]), "refused": status in (403, 409),
    }  # fmt: skip
    return render(request, "connect/needs/by_mail.html", context, status=status)


def act(request: Any, member: Member, pk: int, preset: str, form: HelpForm, told: OutcomeForm | None) -> str:
    """Do what one button says; return the sentence for the page, empty where the form is not complete."""
    if preset == "help" and form.is_valid():
        given = actions.answer_need(actor=member, need_id=pk, at=request.now, text=form.cleaned_data["text"])
        return _("Thank you! %(name)s hears from you.") % {"name": given.need.member.name}
    if preset == "pass":
        actions.decline_request(actor=member, need_id=pk, at=request.now)
        return _("All right, not now. Nobody learns of it.")
    if preset == "renew":
        actions.renew_need(actor=member, need_id=pk, at=request.now)
        return _("It hangs there for another sixty days.")
    if preset == "done":
        actions.close_need(actor=member, need_id=pk, at=request.now)
        return _("Taken down. Thank you.")
    if told is not None and told.is_valid():
        return tell_outcome(member, pk, told, request)
    return ""
