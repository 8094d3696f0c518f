"""The pages of safety."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.addresses import address
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate, require
from drittort.core.paging import cursor, number, older
from drittort.members.me.way import way_to_me
from drittort.members.safety import actions, queries, rules
from drittort.members.safety.forms import CloseForm, LiftForm, MeasureForm, NoteForm, OutsideForm, ReplyForm, ReportForm, WhereForm
from drittort.members.scope import is_open, stays_open
from drittort.members.security.attempts import TooMany, brake, connection_of


@require_safe
def apart(request: Any, space: str) -> HttpResponse:
    """Whom I don't want to meet."""
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:100]
    kept = queries.kept_apart(request.member)
    added, removed = number(request.GET.get("added", "")), number(request.GET.get("removed", ""))
    context = {
        "kept": kept,
        "query": query,
        "found": queries.find_people(request.member, query),
        "added": next((one.face for one in kept if one.face.id == added), None),
        "removed": queries.face(request.member, removed) if removed and all(one.face.id != removed for one in kept) else None,
        "way": way_to_me(space),
    }
    return render(request, "members/safety/apart.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def keep_apart(request: Any, space: str, pk: int) -> HttpResponse:
    """What it means, and one button."""
    if request.method == "POST":
        actions.keep_apart(actor=request.member, other_id=pk, at=request.now)
        return redirect(f"{reverse('members:apart', args=[space])}?added={pk}")
    face = queries.somebody(request.member, pk)
    if pk == request.member.pk:
        raise NotFound
    context = {"face": face, "kept": queries.is_kept_apart(request.member, pk), "way": [(address("members:person", space, pk), face.name)]}
    return render(request, "members/safety/keep_apart.html", context)


@require_POST
def meet_again(request: Any, space: str, pk: int) -> HttpResponse:
    """Take it back."""
    actions.meet_again(actor=request.member, other_id=pk)
    return redirect(f"{reverse('members:apart', args=[space])}?removed={pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Any, space: str) -> HttpResponse:
    """Tell the house that something is not right."""
    subject = (request.POST if request.method == "POST" else request.GET).get("about", "")[:60]
    thing = queries.reportable(request.member, subject, request.now)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.report(actor=request.member, subject=subject, at=request.now, **form.cleaned_data)
        except Invalid as error:
            form.add_error(None, str(error.reason))
        else:
            return redirect("members:report_sent", space=space, report=made.code)
    return render(request, "members/safety/report.html", {"form": form, "thing": thing}, status=422 if request.method == "POST" else 200)


@stays_open
@require_safe
def report_sent(request: Any, space: str, report: str) -> HttpResponse:
    """The receipt."""
    context = {"receipt": queries.receipt(request.member, report), "way": way_to_measures(space)}
    return render(request, "members/safety/receipt.html", context)


def way_to_measures(space: str) -> list[tuple[str, str]]:
    """The way back to what I reported and what the house told me."""
    return [*way_to_me(space), (address("members:measures", space), _("Reported and told"))]


@require_safe
def cases(request: Any, space: str) -> HttpResponse:
    """What waits for somebody to look into it."""
    require(rules.may_handle(request.member))
    after = cursor(request.GET.get("after", ""), moment=True)
    waiting, closed, more = queries.cases(request.member, after=after)
    return render(
        request, "members/safety/cases.html", {"waiting": waiting, "closed": closed, "older": older(more), "first": after is None}
    )


def show_case(request: Any, code: str, form: Any = None, closing: Any = None) -> HttpResponse:
    """The page of a case, with the form that was wrong."""
    page = queries.case(request.member, code, request.now)
    way = [(address("members:cases", request.space.slug), _("Reported"))]
    status = 422 if form is not None or closing is not None else 200
    context = {"page": page, "form": form or NoteForm(), "closing": closing or CloseForm(prefix="close", answers=page.answers), "way": way}
    return render(request, "members/safety/case.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: Any, space: str, case: str) -> HttpResponse:
    """What was reported, what was done; a note is written here."""
    require(rules.may_handle(request.member))
    if request.method != "POST":
        return show_case(request, case)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show_case(request, case, form)
    actions.note(actor=request.member, code=case, text=form.cleaned_data["text"], at=request.now)
    return redirect("members:case", space=space, case=case)


@require_POST
def assign_case(request: Any, space: str, case: str) -> HttpResponse:
    """Who looks into it."""
    actions.assign_case(actor=request.member, code=case, to_id=number(request.POST.get("to", "")), at=request.now)
    return redirect("members:case", space=space, case=case)


@require_POST
def close_case(request: Any, space: str, case: str) -> HttpResponse:
    """It was looked into."""
    require(rules.may_handle(request.member))
    page = queries.case(request.member, case, request.now)
    form = CloseForm(request.POST, prefix="close", answers=page.open and page.answers)
    if not form.is_valid():
        return show_case(request, case, closing=form)
    actions.close_case(actor=request.member, code=case, at=request.now, **form.cleaned_data)
    messages.success(request, _("Closed. Who reported learns that it was looked into."))
    return redirect("members:case", space=space, case=case)


@require_POST
def reopen_case(request: Any, space: str, case: str) -> HttpResponse:
    """Look into it again."""
    actions.reopen_case(actor=request.member, code=case, at=request.now)
    return redirect("members:case", space=space, case=case)


@require_http_methods(["GET", "HEAD", "POST"])
def impose(request: Any, space: str, case: str) -> HttpResponse:
    """Take a measure."""
    require(rules.may_handle(request.member))
    page = queries.case(request.member, case, request.now)
    form = MeasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.impose(actor=request.member, code=case, at=request.now, **form.cleaned_data)
        except (Invalid, NotAllowed, OutOfDate) as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("Done. %(name)s gets your reasons and can answer.") % {"name": page.title})
            return redirect("members:case", space=space, case=case)
    way = [(address("members:cases", space), _("Reported")), (address("members:case", space, case), page.title)]
    context = {"form": form, "page": page, "way": way}
    return render(request, "members/safety/impose.html", context, status=422 if request.method == "POST" else 200)


@stays_open
@require_safe
def measures(request: Any, space: str) -> HttpResponse:
    """What I reported, and what the house told me."""
    context = {
        "measures": queries.own_measures(request.member, request.now),
        "reports": queries.own_reports(request.member),
        "rests": rules.may_use(request.member, rules.MEMBERSHIP, request.now),
        "way": way_to_me(space),
    }
    return render(request, "members/safety/measures.html", context)


@stays_open
@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: Any, space: str, pk: int) -> HttpResponse:
    """A measure with its reasons; an answer is written here."""
    shown = queries.measure(request.member, pk, request.now)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.reply(actor=request.member, measure_id=pk, text=form.cleaned_data["text"], at=request.now)
        messages.success(request, _("Sent."))
        return redirect("members:measure", space=space, pk=pk)
    return show_measure(request, shown, form)


def show_measure(request: Any, shown: queries.MeasureView, form: Any, lifting: Any = None) -> HttpResponse:
    """The page of a measure, with the form that was wrong."""
    bad = (form.is_bound and form.errors) or lifting is not None
    way = way_to_measures(request.space.slug) if shown.mine else [(address("members:cases", request.space.slug), _("Reported"))]
    context = {"measure": shown, "form": form, "lifting": lifting or LiftForm(prefix="lift"), "way": way}
    return render(request, "members/safety/measure.html", context, status=422 if bad else 200)


@require_POST
def lift(request: Any, space: str, pk: int) -> HttpResponse:
    """End a measure early."""
    require(rules.may_handle(request.member))
    form = LiftForm(request.POST, prefix="lift")
    if not form.is_valid():
        return show_measure(request, queries.measure(request.member, pk, request.now), ReplyForm(), form)
    actions.lift(actor=request.member, measure_id=pk, because=form.cleaned_data["because"], at=request.now)
    messages.success(request, _("Lifted. The person is told why."))
    return redirect("members:measure", space=space, pk=pk)


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def report_outside(request: Any, space: str) -> HttpResponse:
    """Anybody reports something in this house, without an account. The answer keeps the language in which the form was opened."""
    request.visited = rules.open_to_reports(space)
    if request.method != "POST":
        form = OutsideForm(at=request.now, initial={"place": request.GET.get("where", "").replace("\0", "")[: rules.LONGEST_PLACE]})
        return render(request, "members/safety/outside.html", {"form": form})
    asked = request.POST.get("language", "")
    with translation.override(asked if asked in dict(settings.LANGUAGES) else translation.get_language()):
        request.LANGUAGE_CODE = translation.get_language()
        answer = _take_in(request, space, OutsideForm(request.POST, at=request.now))
        answer["Content-Language"] = request.LANGUAGE_CODE
        return answer


def _thanked(request: Any, space: str, **more: str) -> HttpResponse:
    return redirect(f"{reverse('members:reported_outside', args=[space])}?{urlencode({'language': request.LANGUAGE_CODE, **more})}")


def _take_in(request: Any, space: str, form: OutsideForm) -> HttpResponse:
    if form.is_machine:
        return _thanked(request, space)
    if form.is_valid():
        told = actions.FromOutside(**{name: form.cleaned_data[name] for name in ("place", "category", "text", "name", "email", "language")})
        try:
            brake(kind="report", who=connection_of(request), limit=rules.MOST_FROM_CONNECTION, at=request.now)
            made = actions.report_from_outside(space=request.visited, told=told, at=request.now)
        except (Invalid, TooMany) as error:
            form.add_error(None, str(error.reason))
        else:
            return _thanked(request, space, number=made.code)
    return render(request, "members/safety/outside.html", {"form": form}, status=422)


@is_open
@require_safe
def reported_outside(request: Any, space: str) -> HttpResponse:
    """It has arrived."""
    request.visited = rules.open_to_reports(space)
    number = request.GET.get("number", "")
    return render(request, "members/safety/outside_sent.html", {"code": number if re.fullmatch(r"[0-9a-f]{16}", number) else ""})


@is_open
@require_safe
def report_anywhere(request: Any) -> HttpResponse:
    """The way to the right house, for pages that belong to none: the only one, or that of the address."""
    houses = rules.houses_open_to_reports()
    if len(houses) == 1:
        return redirect("members:report_outside", space=houses[0])
    form = WhereForm(request.GET if "where" in request.GET else None)
    if form.is_valid():
        slug = urlsplit(form.cleaned_data["where"].strip()).path.strip("/").partition("/")[0]
        try:
            rules.open_to_reports(slug)
        except NotFound:
            form.add_error("where", _("This address leads into no house of this machine."))
        else:
            return redirect(f"{reverse('members:report_outside', args=[slug])}?{urlencode({'where': form.cleaned_data['where']})}")
    context = {"form": form, "mail": queries.outside()}
    return render(request, "members/safety/outside_where.html", context, status=422 if form.is_bound else 200)
