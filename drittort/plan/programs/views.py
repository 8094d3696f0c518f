"""Pages of programs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import Invalid, require
from drittort.plan.programs import actions, queries, rules, words
from drittort.plan.programs.calendar import FARTHEST
from drittort.plan.programs.calendar import calendar as calendar_of
from drittort.plan.programs.catalogue import template as found_template
from drittort.plan.programs.forms import EndForm, ProgramForm
from drittort.plan.programs.models import Program
from drittort.plan.review.actions import plan_first_steps
from drittort.plan.review.queries import of_program
from drittort.plan.rules import may_read, may_run
from drittort.plan.ways import to_plan


def way(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back."""
    return [to_plan(space), *more]


def to_programs(space: str) -> tuple[str, str]:
    """One step of the way back."""
    return reverse("plan:programs", args=[space]), _("Programs")


@require_safe
def programs(request: Any, space: str) -> HttpResponse:
    """What the house does on purpose."""
    require(may_read(request.member))
    return render(request, "plan/programs/list.html", {"board": queries.board(request.member, request.now), "way": way(space)})


@require_safe
def templates(request: Any, space: str) -> HttpResponse:
    """Programs ready to run."""
    require(may_read(request.member))
    context = {"cards": queries.cards(request.member), "way": way(space, to_programs(space)), "may_run": bool(may_run(request.member))}
    return render(request, "plan/programs/templates.html", context)


@require_safe
def template(request: Any, space: str, key: str) -> HttpResponse:
    """One template: what it says, what it costs, what it needs."""
    require(may_read(request.member))
    one = found_template(key)
    card = next(card for card in queries.cards(request.member) if card.key == key)
    context = {
        "card": card, "parts": queries.offered(one, space, name=card.said.name), "steps": queries.first_steps(one),
        "may_run": bool(may_run(request.member)), "way": way(space, to_programs(space), (reverse("plan:program_templates", args=[space]), _("Templates"))),
    }  # fmt: skip
    return render(request, "plan/programs/template.html", context)


def program_form(request: Any, initial: dict[str, Any]) -> ProgramForm:
    """The form of a program, as it stands or as it was sent."""
    return ProgramForm(request.POST if request.method == "POST" else None, choices=queries.choices(request.space), initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
def new_program(request: Any, space: str) -> HttpResponse:
    """Plan one, from a template or from nothing."""
    require(may_run(request.member))
    key = request.GET.get("template", "")
    template = found_template(key) if key else None
    today = request.space.day(request.now)
    empty = {
        "kind": Program.Kind.CONNECT, "language": request.member.language, "owner_id": request.member.pk, "audience": Program.Audience.ALL,
        "cadence": Program.Cadence.WEEKLY,
    }  # fmt: skip
    form = program_form(request, queries.adapted(template, request.member, today) if template else empty)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan_program(actor=request.member, shape=form.shape(), template=key, at=request.now)
        except Invalid as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("It is planned. It begins when you start it."))
            return redirect("plan:program", space=space, pk=made.pk)
    title = queries.said(template).name if template else _("A new program")
    context = {"form": form, "title": title, "way": way(space, to_programs(space)), "new": True, "template": template}
    return render(request, "plan/programs/write.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_program(request: Any, space: str, pk: int) -> HttpResponse:
    """Write it anew."""
    row = queries.find(request.member, pk)
    require(rules.may_change(request.member, row, request.space.day(request.now)))
    form = program_form(request, queries.as_set(row))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_program(actor=request.member, program_id=pk, shape=form.shape(), at=request.now)
        except Invalid as error:
            form.add_error(None, str(error.reason))
        else:
            return redirect("plan:program", space=space, pk=pk)
    here = way(space, to_programs(space), (reverse("plan:program", args=[space, pk]), row.name))
    return render(
        request,
        "plan/programs/write.html",
        {"form": form, "title": _("Change"), "way": here, "new": False},
        status=422 if form.is_bound else 200,
    )


def shown(request: Any, pk: int, failed: EndForm | None = None) -> dict[str, Any]:
    """Everything that the page of a program shows."""
    page, measures = queries.one(request.member, pk, request.now), of_program(request.member, pk, request.now)
    return {
        "page": page, "measures": measures, "way": way(request.space.slug, to_programs(request.space.slug)), "end_form": failed or EndForm(),
    }  # fmt: skip


@require_safe
def program(request: Any, space: str, pk: int) -> HttpResponse:
    """One program."""
    return render(request, "plan/programs/page.html", shown(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: Any, space: str, pk: int) -> HttpResponse:
    """What could hang on it; hang something on it, or take it off."""
    row = queries.find(request.member, pk)
    require(rules.may_change(request.member, row, request.space.day(request.now)))
    if request.method == "POST":
        given = {"actor": request.member, "program_id": pk, "part": request.POST.get("part", ""), "at": request.now}
        if request.POST.get("says") == "take_off":
            actions.take_off(**given)
            messages.success(request, _("It goes on by itself."))
        else:
            actions.hang_part(**given)
            messages.success(request, _("It hangs there. In a moment its weeks are counted."))
        return redirect("plan:program", space=space, pk=pk)
    here = way(space, to_programs(space), (reverse("plan:program", args=[space, pk]), row.name))
    return render(
        request,
        "plan/programs/parts.html",
        {"kinds": queries.free(request.member, row, request.now), "program": row.name, "pk": pk, "way": here},
    )


@require_safe
def calendar(request: Any, space: str) -> HttpResponse:
    """The weeks of all programs."""
    require(may_read(request.member))
    asked = request.GET.get("from", "").removeprefix("-")
    shift = min(int(asked), FARTHEST) if asked.isdecimal() and len(asked) < 4 else 0
    page = calendar_of(request.member, request.now, -shift if request.GET.get("from", "").startswith("-") else shift)
    return render(request, "plan/programs/calendar.html", {"calendar": page, "shift": shift, "way": way(space, to_programs(space))})


@require_POST
def step(request: Any, space: str, pk: int) -> HttpResponse:
    """Start it, let it rest, go on, plan its first steps, end it, throw the draft away."""
    require(may_run(request.member))
    says, given = request.POST.get("says", ""), {"actor": request.member, "program_id": pk, "at": request.now}
    if says == "start":
        begun = actions.start_program(**given)
        messages.success(request, _("It is under way, from %(day)s on.") % {"day": words.day(begun.starts_on)})
    elif says == "pause":
        actions.pause_program(**given)
        messages.success(request, _("It rests. What hangs on it goes on until you stop it there."))
    elif says == "go_on":
        actions.go_on(**given)
        messages.success(request, _("It goes on."))
    elif says == "steps":
        many = plan_first_steps(**given)
        messages.success(request, _("Planned, each with its day.") if many else _("The program has measures already."))
    elif says == "drop":
        actions.drop_program(**given)
        messages.success(request, _("The draft is thrown away."))
        return redirect("plan:programs", space=space)
    elif says == "end":
        form = EndForm(request.POST)
        if not form.is_valid():
            return render(request, "plan/programs/page.html", shown(request, pk, form), status=422)
        actions.end_program(text=form.cleaned_data["text"], **given)
        messages.success(request, _("It is over. Thank whoever carried it."))
    else:
        raise Invalid
    return redirect("plan:program", space=space, pk=pk)
