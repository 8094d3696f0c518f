"""Pages of ideas."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core import composer
from drittort.core.errors import Invalid, NotAllowed, require
from drittort.core.paging import cursor, number, older
from drittort.inspire.ideas import actions, queries, rules
from drittort.inspire.ideas.forms import AnswerForm, IdeaForm, MergeIdeasForm
from drittort.inspire.rooms import rooms
from drittort.members.notices.actions import see_thread
from drittort.spaces.settings import setting
from drittort.talk.comments.actions import see_comments
from drittort.talk.conversations.forms import MessageForm


def way(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back."""
    return [(reverse("inspire:ideas", args=[space]), _("Ideas")), *more]


@require_safe
def ideas(request: Any, space: str) -> HttpResponse:
    """The ideas of the house, by where they stand; or what answers some words."""
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:200]
    show = request.GET.get("show", "")
    show = show if show in queries.SHOWS else ""
    after = cursor(request.GET.get("after", ""), moment=True)
    cards, more = queries.listed(request.member, request.now, show=show, query=query, after=after)
    context = {
        "cards": cards, "older": older(more, show=show), "query": query, "show": show, "tabs": tabs(request, show) if not query else [],
        "late": queries.late_ones(request.member, request.now) if after is None and not show and not query else [],
        "days": setting(request.space, "answer_ideas"), "removed": number(request.GET.get("removed", "")), "rooms": rooms(space, "inspire:ideas"),
    }  # fmt: skip
    return render(request, "inspire/ideas/list.html", context)


def tabs(request: Any, show: str) -> list[dict[str, Any]]:
    """The views of the list, each with how many it holds."""
    path, held = reverse("inspire:ideas", args=[request.space.slug]), queries.counts(request.member)
    labels = {
        "": pgettext("ideas", "Open"), "coming": pgettext("ideas", "On the way"), "done": pgettext("ideas", "Done"), "declined": pgettext("ideas", "Declined"),
    }  # fmt: skip
    return [
        {"url": f"{path}?show={name}" if name else path, "label": label, "current": name == show, "number": held[name] or None}
        for name, label in labels.items()
    ]


@require_safe
def alike(request: Any, space: str) -> HttpResponse:
    """While somebody writes: what the house was told before."""
    text = " ".join(f"{request.GET.get('title', '')} {request.GET.get('text', '')}".replace("\0", " ").split())[:400]
    return render(request, "inspire/ideas/_alike.html", {"found": queries.alike(request.member, text)})


@require_http_methods(["GET", "HEAD", "POST"])
def new_idea(request: Any, space: str) -> HttpResponse:
    """Tell the house an idea."""
    initial = {"language": request.member.language, "title": request.GET.get("title", "")[:100], "text": composer.carried(request)}
    form = IdeaForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.have_idea(actor=request.member, words=form.words(), at=request.now)
        except (Invalid, NotAllowed) as error:
            form.add_error(None, str(error.reason))
        else:
            composer.done(request)
            messages.success(request, _("The house has your idea. You hear as soon as somebody answers."))
            return redirect("inspire:idea", space=space, pk=made.pk)
    context = {"form": form, "way": way(space), "days": setting(request.space, "answer_ideas"), "title": _("A new idea"), "new": True}
    return render(request, "inspire/ideas/write.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_idea(request: Any, space: str, pk: int) -> HttpResponse:
    """Say it in other words."""
    row = queries.find(request.member, pk)
    require(rules.may_change(request.member, row))
    form = IdeaForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(row, name) for name in ("title", "text", "language")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_idea(actor=request.member, idea_id=pk, words=form.words(), at=request.now)
        except (Invalid, NotAllowed) as error:
            form.add_error(None, str(error.reason))
        else:
            return redirect("inspire:idea", space=space, pk=pk)
    here = way(space, (reverse("inspire:idea", args=[space, pk]), row.title))
    return render(
        request,
        "inspire/ideas/write.html",
        {"form": form, "way": here, "title": _("Change"), "new": False},
        status=422 if form.is_bound else 200,
    )


def shown(request: Any, pk: int, failed: AnswerForm | None = None) -> dict[str, Any]:
    """Everything that the page of an idea shows; what it shows counts as seen."""
    page = queries.one(
        request.member, pk, request.now, before=number(request.GET.get("before", "")), quoted=number(request.GET.get("quote", "")),
        deleted=number(request.GET.get("deleted", "")),
    )  # fmt: skip
    if page.comments.unseen:
        see_comments(actor=request.member, about=rules.about(pk), up_to=page.comments.newest)
    return {
        "page": page, "comments": page.comments, "way": way(request.space.slug), "last": bool(request.GET.get("before")), "answer_form": failed or AnswerForm(),
        "form": MessageForm(initial={"quote": page.comments.quote.id} if page.comments.quote else None),
    }  # fmt: skip


@require_safe
def idea(request: Any, space: str, pk: int) -> HttpResponse:
    """One idea."""
    see_thread(member=request.member, thread=rules.about(pk), at=request.now)
    return render(request, "inspire/ideas/page.html", shown(request, pk))


@require_POST
def support(request: Any, space: str, pk: int) -> HttpResponse:
    """Be for it, lend a hand, or not any more."""
    says, given = request.POST.get("says", ""), {"actor": request.member, "idea_id": pk, "at": request.now}
    if says == "leave":
        actions.leave_idea(**given)
        messages.success(request, _("Taken back. Nobody is told."))
    elif says in ("for", "help"):
        actions.support_idea(helps=says == "help", **given)
        messages.success(request, _("Lovely, you lend a hand. The others can see it.") if says == "help" else _("You are for it."))
    else:
        raise Invalid
    return redirect("inspire:idea", space=space, pk=pk)


@require_POST
def step(request: Any, space: str, pk: int) -> HttpResponse:
    """Answer in the name of the house, take it on, take the idea back."""
    says, given = request.POST.get("says", ""), {"actor": request.member, "idea_id": pk, "at": request.now}
    if says == "remove":
        actions.remove_idea(**given)
        return redirect(f"{reverse('inspire:ideas', args=[space])}?removed={pk}")
    if says == "restore":
        actions.restore_idea(**given)
        messages.success(request, _("There it is again."))
    elif says in ("take", "leave"):
        actions.take_on(wanted=says == "take", **given)
        messages.success(request, _("You answer it.") if says == "take" else _("It waits for the others again."))
    elif says == "answer":
        form = AnswerForm(request.POST)
        try:
            if form.is_valid():
                actions.answer_idea(**form.cleaned_data, **given)
                messages.success(request, _("Said. Whoever is for it hears of it."))
                return redirect("inspire:idea", space=space, pk=pk)
        except Invalid as error:
            form.add_error(None, str(error.reason))
        return render(request, "inspire/ideas/page.html", shown(request, pk, form), status=422)
    else:
        raise Invalid
    return redirect("inspire:idea", space=space, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: Any, space: str, pk: int) -> HttpResponse:
    """Let it go on together with another one."""
    row = queries.find(request.member, pk)
    require(rules.may_merge(request.member, row))
    form = MergeIdeasForm(request.POST if request.method == "POST" else None, others=queries.mergeable(request.member, row))
    if request.method == "POST" and form.is_valid():
        into = actions.merge_ideas(actor=request.member, idea_id=pk, into_id=form.cleaned_data["into"], at=request.now)
        messages.success(request, _("The two are one now. Whoever was for one is for both."))
        return redirect("inspire:idea", space=space, pk=into.pk)
    here = way(space, (reverse("inspire:idea", args=[space, pk]), row.title))
    return render(request, "inspire/ideas/merge.html", {"form": form, "way": here, "idea": row.title}, status=422 if form.is_bound else 200)
