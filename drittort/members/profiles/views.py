"""Editing profiles section by section, the open page of a profile, and the house's questions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import Invalid, NotFound, OutOfDate, require
from drittort.core.fragments import wants_part
from drittort.core.paging import number
from drittort.members.photos import queries as open_faces
from drittort.members.profiles import actions, queries, rules
from drittort.members.profiles.forms import FieldForm
from drittort.members.profiles.models import About
from drittort.members.profiles.rules import Owner
from drittort.members.profiles.sections import outrun, present, sections
from drittort.members.profiles.sections import save as save_section
from drittort.members.scope import is_open
from drittort.members.values import actions as values
from drittort.members.values.forms import ValueForm
from drittort.members.values.queries import stands_for


def owner(request: Any, person: int | None, company: int | None) -> Owner:
    """Whose page it is: the reader's own unless an address says otherwise. Raises NotFound or NotAllowed."""
    if person is None and company is None:
        person = request.member.pk
    found = queries.owner_of(request.member, person=person, company=company)
    require(rules.may_edit(request.member, found))
    return found


def addresses(request: Any, found: Owner) -> dict[str, str]:
    """Where a page of this owner is edited and read."""
    slug = request.space.slug
    if found.company is not None:
        pk: int = found.company.pk
        return {"edit": reverse("members:edit_company", args=[slug, pk]), "read": reverse("members:company", args=[slug, pk])}
    assert found.member is not None
    own = found.member.pk == request.member.pk
    return {
        "edit": reverse("members:edit_profile", args=[slug]) if own else reverse("members:edit_person", args=[slug, found.member.pk]),
        "read": reverse("members:person", args=[slug, found.member.pk]),
    }


@require_safe
def edit(request: Any, space: str, person: int | None = None, company: int | None = None) -> HttpResponse:
    """All sections of a profile."""
    found = owner(request, person, company)
    return page(request, found, sections(request.member, found))


def page(request: Any, found: Owner, shown: list[Any], status: int = 200) -> HttpResponse:
    """The page with its sections."""
    ways = addresses(request, found)
    row: Any = found.member or found.company
    context = {
        "sections": shown,
        "to": ways["edit"],
        "read": ways["read"],
        "title": row.name,
        "company": found.company,
        "person": found.member,
        "own": rules.is_own(request.member, found),
    }
    return render(request, "members/profiles/edit.html", context, status=status)


@require_POST
def save(request: Any, space: str, section: str, person: int | None = None, company: int | None = None) -> HttpResponse:
    """Save one section. What was written stays where something is wrong."""
    found = owner(request, person, company)
    (bound,) = sections(request.member, found, section, request.POST, request.FILES) or (None,)
    if bound is None:
        raise NotFound
    status = 200
    try:
        fine = save_section(bound, actor=request.member, owner=found, was=request.POST.get("was", ""), at=request.now)
    except OutOfDate as error:
        fine, status, bound = False, OutOfDate.status, outrun(bound, actor=request.member, owner=found, reason=str(error.reason))
    else:
        status = 200 if fine else 422
    ways = addresses(request, found)
    if wants_part(request):
        shown = present(request.member, found, section) if fine else bound
        return render(request, "members/profiles/_section.html", {"section": shown, "to": ways["edit"], "saved": fine}, status=status)
    if fine:
        messages.success(request, _("Saved."))
        return redirect(f"{ways['edit']}#{section}")
    return page(request, found, [bound if one.name == section else one for one in sections(request.member, found)], status)


@is_open
@require_safe
def public(request: Any, space: str, pk: int) -> HttpResponse:
    """What a member opened to everybody; only where the house allows it, and only where there is something."""
    door = queries.at_the_door(space, pk)
    member = door.person
    return render(
        request,
        "members/profiles/public.html",
        {"name": member.name, "line": member.line, "house": member.space, "face": open_faces.face_of(member), "answers": door.answers},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def fields(request: Any, space: str) -> HttpResponse:
    """What the house asks, what it stands for, and a form to add to each."""
    require(rules.may_shape(request.member))
    field_form = FieldForm(request.POST if request.POST.get("add") == "field" else None, auto_id="field_%s")
    value_form = ValueForm(request.POST if request.POST.get("add") == "value" else None, auto_id="value_%s")
    form: Any = value_form if request.POST.get("add") == "value" else field_form
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                if form is value_form:
                    values.name_value(actor=request.member, at=request.now, **form.cleaned_data)
                else:
                    actions.add_field(actor=request.member, at=request.now, **words(form))
            except Invalid as error:
                form.add_error(None, str(error.reason))
            else:
                messages.success(request, _("Saved."))
                return redirect("members:profile_fields", space=space)
    rows = queries.questions(request.space)
    gone = number(request.GET.get("retired", ""))
    context = {
        "asked": [(About(about).label, [f for f in rows if f.about == about and not f.retired]) for about in About.values],
        "retired": [f for f in rows if f.retired],
        "values": stands_for(request.space),
        "undo": next((reverse("members:restore_field", args=[space, f.id]) for f in rows if f.id == gone and f.retired), ""),
        "form": field_form,
        "value_form": value_form,
        "adding": status == 422,
    }
    return render(request, "members/profiles/fields.html", context, status=status)


def words(form: FieldForm) -> dict[str, Any]:
    """What a form says about a field."""
    return {**form.cleaned_data}


@require_http_methods(["GET", "HEAD", "POST"])
def field(request: Any, space: str, pk: int) -> HttpResponse:
    """One question of the house."""
    require(rules.may_shape(request.member))
    row = queries.question(request.member, pk)
    listed = "\n".join(f"{one['de']} = {one['en']}" for one in row.options)
    initial = {name: getattr(row, name) for name in FieldForm.base_fields if name != "options"}
    form = FieldForm(request.POST if request.method == "POST" else None, initial={**initial, "options": listed})
    form.fields["about"].disabled = True
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.change_field(actor=request.member, field_id=pk, at=request.now, **words(form))
            except Invalid as error:
                form.add_error("kind", str(error.reason))
            else:
                messages.success(request, _("Saved."))
                return redirect("members:profile_fields", space=space)
    way = [(reverse("members:profile_fields", args=[space]), _("What profiles ask"))]
    return render(request, "members/profiles/field.html", {"form": form, "title": queries.label_of(row), "way": way}, status=status)


@require_POST
def move(request: Any, space: str, pk: int) -> HttpResponse:
    """One place up or down."""
    actions.move_field(actor=request.member, field_id=pk, up=request.POST.get("to") != "down")
    return redirect("members:profile_fields", space=space)


@require_POST
def retire(request: Any, space: str, pk: int) -> HttpResponse:
    """Ask no more; the page offers to take it back."""
    actions.retire_field(actor=request.member, field_id=pk, at=request.now)
    return redirect(f"{reverse('members:profile_fields', args=[space])}?retired={pk}")


@require_POST
def restore(request: Any, space: str, pk: int) -> HttpResponse:
    """Ask again."""
    actions.retire_field(actor=request.member, field_id=pk, at=request.now, again=True)
    return redirect("members:profile_fields", space=space)


@require_POST
def retire_value(request: Any, space: str, pk: int) -> HttpResponse:
    """Let a value go, or take it back."""
    values.retire_value(actor=request.member, value_id=pk, at=None if request.POST.get("back") else request.now)
    return redirect("members:profile_fields", space=space)
