"""The pages of roles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.addresses import address
from drittort.core.errors import Invalid, NotAllowed, require
from drittort.core.paging import number
from drittort.members.roles import actions, queries, rules
from drittort.members.roles.forms import GrantForm, RoleForm
from drittort.spaces.roles import actions as role_actions
from drittort.spaces.roles import granted
from drittort.spaces.roles.rules import may_change


@require_safe
def roles(request: Any, space: str) -> HttpResponse:
    """Who does what in the house."""
    return render(
        request,
        "members/roles/list.html",
        {"roles": queries.roles_of_house(request.member), "may_change": queries.may_change_roles(request.member)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_role(request: Any, space: str) -> HttpResponse:
    """A role of the house's own."""
    require(may_change(request.member))
    form = RoleForm(request.POST if request.method == "POST" else None, fresh=True)
    if request.method == "POST" and form.is_valid():
        try:
            made = role_actions.make_role(
                actor=request.member, name_de=form.cleaned_data["name_de"], name_en=form.cleaned_data["name_en"], at=request.now
            )
        except Invalid as error:
            form.add_error("name_en", str(error.reason))
        else:
            return redirect("members:role", space=space, pk=made.pk)
    return _form(request, form, _("A new role"), "members/roles/form.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
def role(request: Any, space: str, pk: int) -> HttpResponse:
    """What one role allows."""
    require(may_change(request.member))
    found = queries.role(request.member, pk)
    start = {
        "name_de": found.name_de,
        "name_en": found.name_en,
        "may": sorted(granted(request.space, found.key)),
        "by_trust": found.by_trust,
    }
    form = RoleForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            role_actions.change_role(
                actor=request.member,
                role_id=pk,
                name_de=told["name_de"],
                name_en=told["name_en"],
                wanted=told["may"],
                by_trust=told["by_trust"],
                at=request.now,
            )
        except NotAllowed as error:
            form.add_error(None, str(error.reason))
            return _form(request, form, found.name, "members/roles/form.html", {"role_id": pk}, status=error.status)
        messages.success(request, _("Kept. It holds from now on."))
        return redirect("members:roles", space=space)
    return _form(request, form, found.name, "members/roles/form.html", {"role_id": pk})


@require_POST
def drop_role(request: Any, space: str, pk: int) -> HttpResponse:
    """Remove a role of the house's own."""
    role_actions.drop_role(actor=request.member, role_id=pk, held=queries.is_held(pk), at=request.now)
    messages.success(request, _("The role is gone."))
    return redirect("members:roles", space=space)


@require_http_methods(["GET", "HEAD", "POST"])
def person_roles(request: Any, space: str, pk: int) -> HttpResponse:
    """What somebody does for the house, and since when."""
    other = queries.person(request.member, pk)
    if request.method == "POST" or other.pk != request.member.pk:
        require(rules.may_grant(request.member))
    choices = queries.grantable(request.member)
    form = GrantForm(request.POST if request.method == "POST" else None, roles=choices)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.grant_role(
                actor=request.member, member_id=pk, role_id=told["role"], until=told["until"], reason=told["reason"], at=request.now
            )
        except Invalid as error:
            form.add_error("until", str(error.reason))
        else:
            messages.success(request, _("The role is given."))
            return redirect("members:person_roles", space=space, pk=pk)
    holdings = queries.roles_of_person(request.member, other)
    return _form(request, form, other.name, "members/roles/person.html", {"other": other, "holdings": holdings, "choices": choices})


def _form(request: Any, form: Any, title: str, template: str, more: dict[str, Any], *, status: int = 422) -> HttpResponse:
    context = {"form": form, "title": title, "way": [(address("members:roles", request.space.slug), _("Roles"))], **more}
    return render(request, template, context, status=status if form.is_bound and form.errors else 200)


@require_POST
def end_grant(request: Any, space: str, pk: int) -> HttpResponse:
    """End a role."""
    actions.end_grant(actor=request.member, grant_id=pk, at=request.now)
    messages.success(request, _("Ended. The history stays."))
    return redirect("members:roles", space=space)


@require_POST
def trust(request: Any, space: str, pk: int) -> HttpResponse:
    """I trust you with this; or not any more."""
    role_id = number(request.POST.get("role", "")) or 0
    if request.POST.get("back"):
        actions.take_trust_back(actor=request.member, member_id=pk, role_id=role_id)
        messages.success(request, _("Taken back. Nobody learns of it."))
    else:
        actions.trust(actor=request.member, member_id=pk, role_id=role_id, at=request.now)
        messages.success(request, _("Noted. Only you can see it."))
    return redirect("members:person", space=space, pk=pk)
