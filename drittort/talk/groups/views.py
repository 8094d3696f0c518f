"""Pages of groups."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import Invalid, NotAllowed, require
from drittort.core.paging import cursor, number, older
from drittort.talk.conversations.queries import choose, find_people
from drittort.talk.groups import actions, queries, rules
from drittort.talk.groups.forms import AskForm, GroupForm, InviteForm
from drittort.talk.groups.home import path_of


def way(space: str) -> list[tuple[str, str]]:
    """The way back to the groups."""
    return [(reverse("talk:groups", args=[space]), _("Groups"))]


@require_safe
def groups(request: Any, space: str) -> HttpResponse:
    """All groups that I may know of."""
    return render(request, "talk/groups/list.html", {"groups": queries.groups(request.member, request.now)})


@require_http_methods(["GET", "HEAD", "POST"])
def new_group(request: Any, space: str) -> HttpResponse:
    """Found a group."""
    form = GroupForm(request.POST if request.method == "POST" else None, initial={"language": request.member.language})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.found_group(actor=request.member, shape=form.shape(), at=request.now)
        except (Invalid, NotAllowed) as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("Your group is there. Invite the first people."))
            return redirect("talk:group_people", space=space, pk=made.pk)
    return render(request, "talk/groups/new.html", {"form": form, "way": way(space)}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_group(request: Any, space: str, pk: int) -> HttpResponse:
    """Say anew what it is, or close it."""
    group = queries.find(request.member, pk, request.now)
    require(rules.may_keep(request.member, group))
    before = {name: getattr(group, name) for name in ("name", "line", "welcome", "language", "seen_by", "joining")}
    form = GroupForm(request.POST if request.method == "POST" else None, initial=before)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_group(actor=request.member, group_id=pk, shape=form.shape(), at=request.now)
        except Invalid as error:
            form.add_error(None, str(error.reason))
        else:
            return redirect(path_of(space, pk))
    context = {"form": form, "group": group, "way": [*way(space), (path_of(space, pk), group.name)]}
    return render(request, "talk/groups/edit.html", context, status=422 if form.is_bound else 200)


@require_safe
def group_people(request: Any, space: str, pk: int) -> HttpResponse:
    """Who belongs to a group; for its hosts also who asks, and whom one could invite."""
    group = queries.find(request.member, pk, request.now)
    head = queries.head(request.member, group, request.now)
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:100]
    shown = queries.people(request.member, group, request.now, after=cursor(request.GET.get("after", ""), moment=True))
    found = find_people(request.member, query, rules.people_in(pk)) if query and head.can_keep else []
    context = {
        "head": head, "people": shown, "older": older(shown.more), "way": [*way(space), (path_of(space, pk), group.name)], "query": query,
        "found": found, "invite": InviteForm(), "ask": AskForm(), "reads": head.reads,
    }  # fmt: skip
    return render(request, "talk/groups/people.html", context)


@require_POST
def join_group(request: Any, space: str, pk: int) -> HttpResponse:
    """Come in."""
    group = actions.join_group(actor=request.member, group_id=pk, at=request.now)
    messages.success(request, _("Welcome to “%(name)s”.") % {"name": group.name})
    return redirect(path_of(space, pk))


@require_POST
def ask_to_join(request: Any, space: str, pk: int) -> HttpResponse:
    """Ask the hosts."""
    form = AskForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("That is too long: at most 300 characters."))
    actions.ask_to_join(actor=request.member, group_id=pk, text=form.cleaned_data["text"], at=request.now)
    messages.success(request, _("The hosts have your question."))
    return redirect(path_of(space, pk))


@require_POST
def leave_group(request: Any, space: str, pk: int) -> HttpResponse:
    """Go, or rather not come in."""
    if request.POST.get("invitation"):
        actions.decline_invitation(actor=request.member, group_id=pk, at=request.now)
        messages.success(request, _("All right, not now. Nobody learns of it."))
        return redirect("talk:groups", space=space)
    group = actions.leave_group(actor=request.member, group_id=pk, at=request.now)
    messages.success(request, _("You have left “%(name)s”.") % {"name": group.name})
    return redirect("talk:groups", space=space)


@require_POST
def invite_to_group(request: Any, space: str, pk: int) -> HttpResponse:
    """Ask somebody in."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("That is too long: at most 300 characters."))
    chosen = [pk for pk in map(number, request.POST.getlist("with")) if pk is not None]
    people = choose(request.member, chosen)
    if not people:
        raise Invalid(_("Choose somebody first."))
    actions.invite_to_group(actor=request.member, group_id=pk, people=people, text=form.cleaned_data["text"], at=request.now)
    messages.success(request, _("Asked in. Whoever likes comes."))
    query = urlencode({"q": request.POST.get("q", "")[:100]})
    return redirect(f"{reverse('talk:group_people', args=[space, pk])}?{query}")


@require_POST
def keep_group(request: Any, space: str, pk: int) -> HttpResponse:
    """What hosts do with people: let in, let rest, name a host, take out; and with the group: close it and open it again."""
    does, who = request.POST.get("does", ""), number(request.POST.get("who", "")) or 0
    told: dict[str, Any] = {"actor": request.member, "group_id": pk, "at": request.now}
    if does in ("close", "reopen"):
        actions.close_group(**told, closed=does == "close")
        messages.success(request, _("The group is closed.") if does == "close" else _("The group is open again."))
        return redirect(path_of(space, pk))
    if does == "in":
        actions.let_in(**told, member_id=who)
    elif does == "rest":
        actions.let_rest(**told, member_id=who)
    elif does in ("host", "no_host"):
        actions.name_host(**told, member_id=who, hosts=does == "host")
    elif does == "out":
        actions.take_out(**told, member_id=who)
    else:
        raise Invalid
    return redirect("talk:group_people", space=space, pk=pk)
