"""Pages of the forecast."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import Invalid, require
from drittort.plan.forecast import actions, queries, rules, sheet
from drittort.plan.forecast.forms import FORMS, AssumptionsForm, ScenarioForm, TableForm
from drittort.plan.ways import to_plan

READ = ["GET", "HEAD"]


def way(space: str, *more: str) -> list[tuple[str, str]]:
    """The way back, down from the plan."""
    known = {
        "plan:forecast": _("Forecast"),
        "plan:change_forecast": _("Assumptions"),
        "plan:actuals": _("Actual figures"),
    }
    return [to_plan(space), *((reverse(name, args=[space]), known[name]) for name in more)]


@require_safe
def forecast(request: Any, space: str) -> HttpResponse:
    """Members, money and cash for three years, beside what came."""
    require(rules.may_read(request.member))
    page = queries.forecast(request.member, request.GET.get("scenario", ""))
    here = reverse("plan:forecast", args=[space])
    tabs = [{"url": f"{here}?scenario={one.word}", "label": one.label, "current": one.chosen} for one in page.scenarios]
    return render(request, "plan/forecast/page.html", {"page": page, "tabs": tabs, "way": way(space)})


@require_http_methods([*READ, "POST"])
def change_forecast(request: Any, space: str) -> HttpResponse:
    """What the forecast rests on: assumptions, tariffs, costs, loans."""
    require(rules.may_write(request.member))
    told = queries.assumptions(request.member)
    sent = request.method == "POST"
    forms = [kind(request.POST if sent else None, initial=told) for kind in (AssumptionsForm, ScenarioForm)]
    valid = [form.is_valid() for form in forms]  # each says what is wrong with it
    if sent and all(valid):
        actions.change_forecast(actor=request.member, values=forms[0].cleaned_data | forms[1].cleaned_data, at=request.now)
        messages.success(request, _("Kept. The forecast is reckoned anew."))
        return redirect("plan:change_forecast", space=space)
    context = {
        "assumptions": forms[0], "scenarios": forms[1], "groups": queries.lines(request.member), "way": way(space, "plan:forecast"),
    }  # fmt: skip
    return render(request, "plan/forecast/change.html", context, status=422 if sent else 200)


@require_http_methods([*READ, "POST"])
def line(request: Any, space: str, what: str, pk: int | None = None) -> HttpResponse:
    """Write a tariff, a cost or a loan; change it; take it out."""
    require(rules.may_write(request.member))
    if what not in rules.TABLES:
        raise Http404
    row = queries.line_of(request.member, what, pk) if pk is not None else None
    sent = request.method == "POST"
    if sent and pk is not None and request.POST.get("says") == "drop":
        actions.drop_line(actor=request.member, kind=what, pk=pk, at=request.now)
        messages.success(request, _("Taken out."))
        return redirect("plan:change_forecast", space=space)
    start = {name: getattr(row, name) for name in FORMS[what].base_fields} if row else {"from_on": request.member.space.day(request.now)}
    form = FORMS[what](request.POST if sent else None, initial=start)
    if sent and form.is_valid():
        try:
            actions.keep_line(actor=request.member, kind=what, pk=pk, values=form.cleaned_data, at=request.now)
        except Invalid as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("Kept. The forecast is reckoned anew."))
            return redirect("plan:change_forecast", space=space)
    title = row.name if row else {rules.TARIFF: _("Another tariff"), rules.COST: _("Another cost"), rules.LOAN: _("Another loan")}[what]
    context = {
        "form": form,
        "title": title,
        "can_drop": row is not None,
        "way": way(space, "plan:forecast", "plan:change_forecast"),
    }
    return render(request, "plan/forecast/line.html", context, status=422 if sent else 200)


@require_http_methods([*READ, "POST"])
def actuals(request: Any, space: str) -> HttpResponse:
    """Hand in a table of actual figures; the last ones."""
    require(rules.may_write(request.member))
    sent = request.method == "POST"
    form = TableForm(request.POST, request.FILES) if sent else TableForm()
    if sent and form.is_valid():
        name, text = form.cleaned_data["file"]
        try:
            row = actions.hand_in(actor=request.member, name=name, text=text, at=request.now)
        except Invalid as error:
            form.add_error("file", str(error.reason))
        else:
            return redirect("plan:actual_file", space=space, pk=row.pk)
    context = {"form": form, "files": queries.files(request.member), "way": way(space, "plan:forecast")}
    return render(request, "plan/forecast/actuals.html", context, status=422 if sent else 200)


@require_http_methods([*READ, "POST"])
def actual_file(request: Any, space: str, pk: int) -> HttpResponse:
    """Say what the columns mean, see what would come of it, and bring it in."""
    require(rules.may_write(request.member))
    row = queries.file_of(request.member, pk)
    problem, status = "", 200
    if request.method == "POST":
        try:
            if request.POST.get("says") == "bring":
                actions.bring_in(actor=request.member, file_id=pk, at=request.now)
                messages.success(request, _("The figures are in. You can take them back at any time."))
                return redirect("plan:actuals", space=space)
            shown = queries.preview(request.member, row, request.member.space.day(request.now))
            allowed = {value for value, _label in shown.meanings}
            chosen = {column.name: request.POST.get(f"column-{column.number}", "") for column in shown.columns}
            actions.map_columns(
                actor=request.member,
                file_id=pk,
                mapping={name: meaning if meaning in allowed else "" for name, meaning in chosen.items()},
                at=request.now,
            )
            return redirect("plan:actual_file", space=space, pk=pk)
        except Invalid as error:
            problem, status = str(error.reason), error.status
    elif row.brought_at is not None:
        return redirect("plan:actuals", space=space)
    context = {
        "file": row,
        "shown": queries.preview(request.member, row, request.member.space.day(request.now)),
        "problem": problem,
        "way": way(space, "plan:forecast", "plan:actuals"),
    }
    return render(request, "plan/forecast/actual_file.html", context, status=status)


@require_POST
def undo_actuals(request: Any, space: str, pk: int) -> HttpResponse:
    """Take the figures of a table back."""
    actions.take_back(actor=request.member, file_id=pk, at=request.now)
    messages.success(request, _("Taken back. What stood before counts again."))
    return redirect("plan:actuals", space=space)


@require_safe
def spreadsheet(request: Any, space: str) -> HttpResponse:
    """The forecast as a spreadsheet that reckons by itself."""
    require(rules.may_read(request.member))
    found = sheet.workbook(request.member.space)
    if found is None:
        raise Http404
    answer = HttpResponse(found, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    answer["Content-Disposition"] = f'attachment; filename="{_("forecast")}-{space}.xlsx"'
    return answer
