"""The letters of the house: to read, to put together, and how often they come."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import Invalid, require
from drittort.core.paging import cursor, number, older
from drittort.inform.letter import actions, queries, rules, sending
from drittort.inform.letter.forms import PlanForm, WishForm, layout_of
from drittort.inform.letter.writing import LANGUAGES

READ = ["GET", "HEAD"]


def way(space: str) -> list[tuple[str, str]]:
    """The way back to the list."""
    return [(reverse("inform:letters", args=[space]), _("House letters"))]


@require_safe
def letters(request: Any, space: str) -> HttpResponse:
    """All letters that went out."""
    shelf = queries.shelf(request.member, request.now, cursor(request.GET.get("after", ""), moment=True))
    return render(request, "inform/letter/list.html", {"shelf": shelf, "older": older(shelf.more)})


@require_POST
def begin_letter(request: Any, space: str) -> HttpResponse:
    """Begin with the next letter."""
    made = actions.begin_letter(actor=request.member, at=request.now)
    if made.gathered_at is None:
        messages.success(request, _("It is being put together; in a moment it stands here. Your own words can stand there at once."))
    return redirect("inform:edit_letter", space=space, pk=made.pk)


@require_safe
def letter(request: Any, space: str, pk: int) -> HttpResponse:
    """One letter, in the version for everybody."""
    actions.see(actor=request.member, letter_id=pk, at=request.now)
    return render(request, "inform/letter/page.html", {"page": queries.one(request.member, pk, request.now), "way": way(space)})


@require_http_methods([*READ, "POST"])
def edit_letter(request: Any, space: str, pk: int) -> HttpResponse:
    """The draft: what stands in it, in which order, and in whose words. Every button keeps first what was changed."""
    require(rules.may_write(request.member))
    error = ""
    if request.method == "POST":
        try:
            actions.lay_out(actor=request.member, letter_id=pk, layout=layout_of(request.POST), at=request.now)
            return done(request, space, pk)
        except Invalid as refused:
            error = str(refused.reason)
    desk = queries.desk(request.member, pk, request.now)
    context = {"desk": desk, "languages": languages(desk, request.POST), "way": way(space), "error": error, "longest": rules.LONGEST}
    return render(request, "inform/letter/edit.html", context, status=422 if error else 200)


def languages(desk: queries.Desk, sent: Any) -> list[dict[str, Any]]:
    """The forms for the house's own words, its own language first, with what was sent where it could not be kept."""
    found = []
    for code in sorted(LANGUAGES, key=lambda code: code != desk.house_language):
        own = desk.words.get(code)
        told = {name: sent.get(f"{name}_{code}") if sent else getattr(own, name) if own else "" for name in ("subject", "opening", "text")}
        found.append(
            {
                "code": code,
                "name": get_language_info(code)["name_translated"],
                "automatic": (desk.subject[code], desk.opening[code]),
                **told,
            }
        )
    return found


def done(request: Any, space: str, pk: int) -> HttpResponse:
    """What a button of the draft does once everything is kept."""
    does, _colon, place = request.POST.get("do", "").partition(":")
    given: dict[str, Any] = {"actor": request.member, "letter_id": pk, "at": request.now}
    if does in ("up", "down"):
        actions.move_block(block_id=number(place) or 0, by=-1 if does == "up" else 1, **given)
        return redirect(f"{reverse('inform:edit_letter', args=[space, pk])}#block-{place}")
    if does == "test":
        sending.send_test(**given)
        messages.success(request, _("A letter to try is on its way to you."))
    elif does == actions.SOON:
        sent = actions.release(when=actions.SOON, **given)
        messages.success(
            request, _("It goes out.") if sent.due_at <= request.now else _("The house is asleep: it goes out as soon as it is awake.")
        )
        return redirect("inform:letters", space=space)
    elif does == actions.AT_ITS_HOUR:
        actions.release(when=actions.AT_ITS_HOUR, **given)
        messages.success(request, _("It goes out at its hour."))
    elif does == "hold":
        actions.hold(**given)
        messages.success(request, _("It waits until somebody lets it go."))
    elif does == "skip":
        actions.skip(**given)
        messages.success(request, _("No letter this week."))
    elif does == "back":
        actions.bring_back(**given)
        messages.success(request, _("The letter is back."))
    elif does == "refresh":
        actions.refresh(**given)
        messages.success(request, _("It is put together anew. In a moment it stands here."))
    elif does == "look":
        return redirect("inform:preview_letter", space=space, pk=pk)
    else:
        messages.success(request, _("Kept."))
    return redirect("inform:edit_letter", space=space, pk=pk)


@require_safe
def preview_letter(request: Any, space: str, pk: int) -> HttpResponse:
    """A draft as it would come to a kind of reader."""
    require(rules.may_write(request.member))
    found = queries.found(request.member, pk)
    views = queries.views(request.member)
    view = request.GET.get("as", "")
    view = view if view in dict(views) else queries.FOR_ALL
    language = request.GET.get("in", "")
    language = language if language in LANGUAGES else queries.language_of(request.space)
    told = queries.preview(request.member, pk, view, language, request.now)
    here = [*way(space), (reverse("inform:edit_letter", args=[space, pk]), _("The draft"))] if found.sent_at is None else way(space)
    context = {
        "letter": found, "views": views, "view": view, "language": language, "languages": [(code, get_language_info(code)["name_translated"]) for code in LANGUAGES],
        "told": told, "way": here,
    }  # fmt: skip
    return render(request, "inform/letter/preview.html", context)


@require_safe
def preview_mail(request: Any, space: str, pk: int) -> HttpResponse:
    """The mail of a preview, as a mail program shows it. Mail brings its styles inline, so this page may too, and nothing else."""
    require(rules.may_write(request.member))
    language = request.GET.get("in", "")
    told = queries.preview(
        request.member,
        pk,
        request.GET.get("as", ""),
        language if language in LANGUAGES else queries.language_of(request.space),
        request.now,
    )
    response = HttpResponse(told.html)
    policy = {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "frame-ancestors": [SELF], "base-uri": [NONE]}
    setattr(response, "_csp_replace", policy)  # noqa: B010  what the decorator of django-csp does; its types fit views without arguments only
    return response


@require_http_methods([*READ, "POST"])
def letter_plan(request: Any, space: str) -> HttpResponse:
    """When the letter of the house goes out."""
    require(rules.may_write(request.member))
    plan = rules.plan_for(request.space, request.now)
    initial = {"weekday": "" if plan.weekday is None else plan.weekday, "hour": plan.hour, "by_itself": plan.by_itself}
    form = PlanForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        actions.decide_plan(actor=request.member, at=request.now, **form.cleaned_data)
        messages.success(request, _("Decided. It counts from now on."))
        return redirect("inform:letters", space=space)
    return render(request, "inform/letter/plan.html", {"form": form, "way": way(space)}, status=422 if form.is_bound else 200)


@require_http_methods([*READ, "POST"])
def letter_wish(request: Any, space: str) -> HttpResponse:
    """How often the letter comes to me, and when."""
    wish = queries.wish_of(request.member)
    form = WishForm(
        request.POST if request.method == "POST" else None, initial={"every": wish.every, "hour": "" if wish.hour is None else wish.hour}
    )
    if form.is_bound and form.is_valid():
        actions.wish(actor=request.member, at=request.now, **form.cleaned_data)
        messages.success(request, _("Kept. It counts from the next letter on."))
        return redirect("inform:letter_wish", space=space)
    return render(request, "inform/letter/wish.html", {"form": form, "way": way(space)}, status=422 if form.is_bound else 200)
