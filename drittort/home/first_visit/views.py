"""The pages of the first visit: a step each, and the people behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.addresses import address
from drittort.core.errors import HouseError, Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.fragments import part
from drittort.core.paging import number
from drittort.home.first_visit import actions, queries, rules
from drittort.home.first_visit.forms import DaysForm, FaceCropForm, FacePhotoForm, NameForm, WordsForm, begins
from drittort.joining.agreements import queries as agreements
from drittort.joining.agreements.actions import accept_agreements
from drittort.members.consents.actions import standing
from drittort.members.models import StandingLine
from drittort.members.people.words import first_name
from drittort.members.photos import actions as photos
from drittort.members.photos.rules import PHOTO
from drittort.members.profiles.actions import save_about
from drittort.members.profiles.rules import Owner
from drittort.talk.conversations.forms import MessageForm


@require_safe
def first_visit(request: Any, space: str) -> HttpResponse:
    """Begin, or go on where one stopped."""
    where = queries.progress(request.member)
    return redirect("home:first_visit_step", space=space, step=where.open) if where.open else redirect("home:first_people", space=space)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Any, space: str, step: str) -> HttpResponse:
    """One step; each is saved by itself."""
    where = queries.progress(request.member)
    if step not in where.steps:
        raise NotFound
    if request.method == "POST" and request.POST.get("go") == "later" and step != "face":
        return passed(request, where, step, "later")
    return DOES[step](request, where)


def passed(request: Any, where: queries.Progress, step: str, said: str) -> HttpResponse:
    """Note the step and go on to the next, or to the people."""
    actions.pass_step(actor=request.member, step=step, said=said, at=request.now)
    place = where.steps.index(step) + 1
    if place < len(where.steps):
        return redirect("home:first_visit_step", space=request.space.slug, step=where.steps[place])
    return redirect("home:first_people", space=request.space.slug)


def page(request: Any, where: queries.Progress, step: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """The page of a step, with the way around it."""
    place = where.steps.index(step)
    around = {
        "number": place + 1,
        "count": len(where.steps),
        "step_name": queries.NAMES[step],
        "back": reverse("home:first_visit_step", args=[request.space.slug, where.steps[place - 1]]) if place else "",
    }
    return render(request, f"home/first_visit/{step}.html", {**around, **context}, status=status)


def face(request: Any, where: queries.Progress) -> HttpResponse:
    """Face and name: a tap on a drawn face takes it and goes on; a photo comes back to be looked at."""
    member, go = request.member, request.POST.get("go", "")
    name_form = NameForm(request.POST if request.method == "POST" else None, initial={"name": member.name})
    photo_form = FacePhotoForm()
    status = 200
    if request.method == "POST":
        status = 422
        if name_form.is_valid():
            save_about(actor=member, owner=Owner(member=member), name=name_form.cleaned_data["name"], at=request.now)
            drawn = number(request.POST.get("drawn", ""))
            if drawn is not None:
                photos.choose_drawn(actor=member, number=drawn, at=request.now)
                return passed(request, where, "face", "done")
            if go == "photo" or (request.FILES.get("photo") and go != "crop"):
                photo_form = FacePhotoForm(request.POST, request.FILES)
                if photo_form.is_valid():
                    try:
                        photos.set_photo(actor=member, upload=photo_form.cleaned_data["photo"], crop=None, at=request.now)
                        return redirect(request.path)
                    except Invalid as error:
                        photo_form.add_error("photo", str(error.reason))
            else:
                crop_form = FaceCropForm(request.POST)
                if go == "crop" and crop_form.is_valid():
                    photos.crop_photo(actor=member, crop=crop_form.crop(), at=request.now)
                    return redirect(request.path)
                return passed(request, where, "face", "done" if rules.has_face(member) else "later")
    token = member.portrait.removeprefix(PHOTO) if member.portrait.startswith(PHOTO) else ""
    return page(
        request, where, "face", status=status, form=name_form, photo=photo_form, crop=FaceCropForm(auto_id="crop_%s"),
        faces=queries.drawn_faces(member), whole=address("core:face", token, "whole") if token else "",
        first_name=first_name(member.name),
    )  # fmt: skip


def words(request: Any, where: queries.Progress) -> HttpResponse:
    """One line, three offers, three needs."""
    member = request.member
    lines = list(StandingLine.objects.filter(member=member)) if request.method != "POST" else []
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        initial={
            "line": WordsForm.shown(member.line),
            "offers": "\n".join(line.text for line in lines if line.side == StandingLine.Side.OFFER),
            "seeks": "\n".join(line.text for line in lines if line.side == StandingLine.Side.SEEK),
        },
    )
    if form.is_bound and form.is_valid():
        actions.say_what_i_do(actor=member, language=get_language() or request.space.language, at=request.now, **form.cleaned_data)
        empty = not any(form.cleaned_data.values())
        return passed(request, where, "words", "later" if empty else "done")
    return page(
        request, where, "words", status=422 if form.is_bound else 200, form=form, begins=begins(),
        examples=queries.examples(member, request.now),
    )  # fmt: skip


def days(request: Any, where: queries.Progress) -> HttpResponse:
    """Days, languages, rhythm, the two consents."""
    member = request.member
    form = DaysForm(
        member,
        request.POST if request.method == "POST" else None,
        initial={"days": member.days, "languages": member.languages, "rhythm": member.rhythm, "location": member.location_id},
    )
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        actions.say_when(
            actor=member, days=told["days"], languages=told["languages"], rhythm=told["rhythm"] or member.rhythm,
            location=told.get("location", member.location_id), consents=form.consents(), at=request.now,
        )  # fmt: skip
        return passed(request, where, "days", "done")
    return page(request, where, "days", status=422 if form.is_bound else 200, form=form, given=standing(member))


def agree(request: Any, where: queries.Progress) -> HttpResponse:
    """The agreements, each with its why."""
    problem, status = "", 200
    if request.method == "POST":
        try:
            accept_agreements(actor=request.member, at=request.now, number=number(request.POST.get("number", "")))
            return passed(request, where, "agreements", "done")
        except OutOfDate as error:
            problem, status = str(error.reason), error.status
    return page(
        request, where, "agreements", status=status, version=agreements.current(request.space), problem=problem,
        agreed=agreements.waiting(request.member) is None,
    )  # fmt: skip


DOES = {"face": face, "words": words, "days": days, "agreements": agree}


@require_safe
def first_people(request: Any, space: str) -> HttpResponse:
    """Three people who fit, a buddy, a ready hello."""
    return shown(request)


def shown(request: Any, *, other: int = 0, text: str = "", error: str = "", status: int = 200) -> HttpResponse:
    """The last screen; where a hello could not be sent, with its words kept and the reason."""
    found = queries.reward(request.member, request.now)
    if error and other not in [one.face.id for one in (*found.people, *([found.buddy] if found.buddy else []))]:
        # Who fits may be others by now; the words to this one stay all the same.
        found = replace(found, people=(*queries.one_more(request.member, other), *found.people))

    def kept(hello: queries.Hello) -> queries.Hello:
        return replace(hello, text=text, error=error) if error and hello.face.id == other else hello

    found = replace(found, people=tuple(kept(one) for one in found.people), buddy=kept(found.buddy) if found.buddy else None)
    return render(request, "home/first_visit/people.html", {"reward": found, "other": other, "error": error}, status=status)


@require_POST
def hello(request: Any, space: str, pk: int) -> HttpResponse:
    """Send a hello, for real."""
    form = MessageForm(request.POST)
    try:
        if not form.is_valid():
            raise Invalid(form.errors["text"][0])
        sent = actions.say_hello(actor=request.member, other_id=pk, text=form.cleaned_data["text"], at=request.now)
    except (Invalid, NotAllowed) as error:
        return shown(request, other=pk, text=request.POST.get("text", ""), error=str(error.reason), status=reason_status(error))
    if part(request, "part", "page") == "part":
        return render(request, "home/first_visit/_sent.html", {"other_id": pk})
    if sent is not None:
        messages.success(request, _("Your hello is on its way."))
    return redirect(f"{reverse('home:first_people', args=[space])}#hello-{pk}")


def reason_status(error: HouseError) -> int:
    """The status with which a refusal is answered."""
    return int(error.status)


@require_POST
def dismiss(request: Any, space: str) -> HttpResponse:
    """No list any more."""
    actions.dismiss(actor=request.member, at=request.now)
    return redirect("home:today", space=space)
