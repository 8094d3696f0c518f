"""Pages of rules."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import Invalid, NotAllowed, require
from drittort.core.fragments import part, wants_part
from drittort.core.paging import cursor, older
from drittort.core.rulebook import CONDITIONS, SUBJECTS
from drittort.plan.automations import actions, queries, rules, words
from drittort.plan.automations.deciding import Content, content_of, problems
from drittort.plan.automations.forms import RuleForm
from drittort.plan.automations.models import Rule
from drittort.plan.automations.readymade import BY_NAME
from drittort.plan.rules import may_run
from drittort.plan.ways import to_plan


def way(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back."""
    return [to_plan(space), *more]


def way_in(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back from one rule."""
    return way(space, (reverse("plan:rules", args=[space]), _("Rules")), *more)


@require_safe
def all_rules(request: Any, space: str) -> HttpResponse:
    """What the house does by itself, and what it could."""
    require(may_run(request.member))
    context = {"page": queries.listed(request.member, request.now), "marks": queries.marks(request.member, request.now), "way": way(space)}
    return render(request, "plan/automations/list.html", context)


@require_POST
def new_rule(request: Any, space: str) -> HttpResponse:
    """Begin one: from a ready-made rule, or with whom it speaks of."""
    require(may_run(request.member))
    ready = BY_NAME.get(request.POST.get("ready", ""))
    if ready is not None:
        name, content, made_from = str(ready.title), ready.taken(), ready.name
    elif request.POST.get("subject") in SUBJECTS:
        name, content, made_from = _("New rule"), Content(request.POST["subject"]), ""
    else:
        raise Invalid
    made = actions.make_rule(actor=request.member, name=name, content=content, at=request.now, made_from=made_from)
    return redirect("plan:rule" if ready else "plan:edit_rule", space=space, pk=made.pk)


@require_safe
def rule(request: Any, space: str, pk: int) -> HttpResponse:
    """One rule: its sentence, its dry run, what it did."""
    require(may_run(request.member))
    page = queries.one(request.member, pk, request.now, cursor(request.GET.get("after", ""), moment=True))
    context = {"page": page, "way": way_in(space), "older": older(page.older)}
    return render(request, part(request, "plan/automations/_trial.html", "plan/automations/page.html"), context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_rule(request: Any, space: str, pk: int) -> HttpResponse:
    """Write it: one form, whose fields follow from what it says already. What is changed is kept at once; it acts only once it is switched on."""
    require(may_run(request.member))
    row = queries.find(request.member, pk)
    require(rules.may_change(request.member, row))
    form = RuleForm(request.POST if request.method == "POST" else None, name=row.name, content=content_of(row), space=request.space)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.change_rule(actor=request.member, rule_id=pk, name=form.cleaned_data["name"], content=form.said(), at=request.now)
        except Invalid as error:
            form.add_error(None, str(error.reason))
        else:
            if wants_part(request):
                return render(request, "plan/automations/_sentence.html", sentence_of(request, row))
            if "done" in request.POST:
                return redirect("plan:rule", space=space, pk=pk)
            return redirect(f"{reverse('plan:edit_rule', args=[space, pk])}#conditions")
    context = {
        **sentence_of(request, row), "form": form, "rule": row, "clauses": clauses_of(form, row), "choices": queries.choices(content_of(row)),
        "action_fields": [form[name] for name in form.fields if name.startswith("a_")],
        "way": way_in(space, (reverse("plan:rule", args=[space, pk]), row.name)),
    }  # fmt: skip
    return render(request, "plan/automations/edit.html", context, status=422 if form.is_bound else 200)


def sentence_of(request: Any, row: Rule) -> dict[str, Any]:
    """The sentence as it stands, and what it lacks."""
    content = content_of(row)
    return {
        "sentence": words.sentence(content, request.space), "limits": words.limits(content), "problems": problems(content, request.space),
        "private": content.private,
    }  # fmt: skip


def clauses_of(form: RuleForm, row: Rule) -> list[dict[str, Any]]:
    """The conditions with their fields."""
    found = []
    for place, clause in enumerate(content_of(row).clauses):
        one = CONDITIONS.get(clause.condition)
        names = [name for name in form.fields if name.startswith(f"c{place}_")]
        found.append(
            {
                "place": place,
                "label": one.label if one else _("No longer there"),
                "fields": [form[name] for name in names],
                "private": bool(one and one.is_private(negated=clause.negated)),
            }
        )
    return found


@require_POST
def switch_rule(request: Any, space: str, pk: int) -> HttpResponse:
    """On, or off."""
    require(may_run(request.member))
    if request.POST.get("says") == "on":
        actions.switch_on(actor=request.member, rule_id=pk, at=request.now)
        messages.success(request, _("It is on. It looks for the first time tomorrow morning."))
    elif request.POST.get("says") == "off":
        actions.switch_off(actor=request.member, rule_id=pk, at=request.now)
        messages.success(request, _("It is off. What it did stays."))
    else:
        raise Invalid
    return redirect("plan:rule", space=space, pk=pk)


@require_POST
def remove_rule(request: Any, space: str, pk: int) -> HttpResponse:
    """Take it away."""
    actions.remove_rule(actor=request.member, rule_id=pk, at=request.now)
    messages.success(request, _("The rule is gone."))
    return redirect("plan:rules", space=space)


@require_POST
def try_rule(request: Any, space: str, pk: int) -> HttpResponse:
    """A dry run over the last ninety days."""
    actions.ask_trial(actor=request.member, rule_id=pk, at=request.now)
    return redirect(f"{reverse('plan:rule', args=[space, pk])}#trial")


@require_POST
def stop_rules(request: Any, space: str) -> HttpResponse:
    """The switch of the house."""
    require(may_run(request.member))
    if request.POST.get("says") == "stop":
        actions.stop_rules(actor=request.member, at=request.now)
        messages.success(request, _("All rules rest."))
    elif request.POST.get("says") == "go":
        actions.let_rules_go_on(actor=request.member, at=request.now)
        messages.success(request, _("They go on tomorrow morning."))
    else:
        raise Invalid
    return redirect("plan:rules", space=space)


def shown_act(request: Any, pk: int, text: str | None = None, error: str = "") -> dict[str, Any]:
    """What the page of an act shows."""
    page = queries.act_page(request.member, pk, request.now)
    back = (reverse("home:care_house", args=[request.space.slug]), _("Needs care now"))
    return {"page": page, "text": page.way.text if page.way and text is None else text, "error": error, "way": [back]}


@require_safe
def rule_act(request: Any, space: str, pk: int) -> HttpResponse:
    """Something that a rule put before the team."""
    require(may_run(request.member))
    return render(request, "plan/automations/act.html", shown_act(request, pk))


@require_POST
def step_act(request: Any, space: str, pk: int) -> HttpResponse:
    """Done, or taken back."""
    require(may_run(request.member))
    if request.POST.get("says") == "done":
        actions.do_act(actor=request.member, act_id=pk, at=request.now)
        messages.success(request, _("Done. Thank you."))
    elif request.POST.get("says") == "undo":
        actions.undo_act(actor=request.member, act_id=pk, at=request.now)
        messages.success(request, _("Taken back."))
    else:
        raise Invalid
    return redirect("plan:rule_act", space=space, pk=pk)


@require_POST
def send_draft(request: Any, space: str, pk: int) -> HttpResponse:
    """Send the message that a rule prepared, as somebody changed it."""
    require(may_run(request.member))
    text = request.POST.get("text", "")
    try:
        actions.send_draft(actor=request.member, act_id=pk, text=text, at=request.now)
    except (Invalid, NotAllowed) as error:
        return render(request, "plan/automations/act.html", shown_act(request, pk, text, str(error.reason)), status=422)
    messages.success(request, _("Sent, in your name."))
    return redirect("plan:rule_act", space=space, pk=pk)


@require_safe
def rules_and_me(request: Any, space: str) -> HttpResponse:
    """The rules of the house for everybody, and what they did about the reader."""
    page = queries.open_page(request.member, request.now, cursor(request.GET.get("after", ""), moment=True))
    return render(request, "plan/automations/mine.html", {"page": page, "older": older(page.older)})


@require_POST
def take_mark_off(request: Any, space: str, pk: int) -> HttpResponse:
    """Take a mark off that a rule put on oneself."""
    actions.take_mark_off(actor=request.member, act_id=pk, at=request.now)
    messages.success(request, _("It is off. Nobody is told."))
    return redirect("plan:rules_and_me", space=space)
