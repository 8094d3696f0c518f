"""Writing under a thing, from its own page and back to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from drittort.core.errors import Invalid, NotAllowed, NotFound, require
from drittort.core.paging import number
from drittort.talk.comments import actions, queries
from drittort.talk.conversations import rules
from drittort.talk.conversations.about import subjects
from drittort.talk.conversations.forms import MessageForm


def page_of(about: str) -> str:
    """The page of a thing. Raises NotFound."""
    subject = subjects([about]).get(about)
    if subject is None:
        raise NotFound
    return subject.path


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: Any, space: str) -> HttpResponse:
    """Write under a thing; asked with a comment to quote, go back to its page with it."""
    if request.method != "POST":
        quoted = number(request.GET.get("quote", "")) or 0
        return redirect(f"{queries.path_of(queries.one(request.member, quoted))}?quote={quoted}#write")
    form, about = MessageForm(request.POST), request.POST.get("about", "")[:60]
    if not form.is_valid():
        raise Invalid(" ".join(str(error) for errors in form.errors.values() for error in errors))
    told = form.cleaned_data
    made = actions.comment(actor=request.member, about=about, text=told["text"], at=request.now, key=told["key"], quotes=told["quote"])
    return redirect(f"{page_of(about)}#letter-{made.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, space: str, pk: int) -> HttpResponse:
    """Change one's own words."""
    message = queries.one(request.member, pk)
    form = MessageForm(request.POST if request.method == "POST" else None, initial={"text": message.text})
    path, status = queries.path_of(message), 200
    if request.method != "POST":
        require(rules.may_edit(request.member, message, request.now))
    else:
        status = 422
        if form.is_valid():
            try:
                actions.edit_comment(actor=request.member, comment_id=pk, text=form.cleaned_data["text"], at=request.now)
            except (Invalid, NotAllowed) as error:
                form.add_error("text", str(error.reason))
                status = error.status
            else:
                return redirect(f"{path}#letter-{pk}")
    title = queries.titles([message.conversation.about]).get(message.conversation.about, "")
    return render(request, "talk/conversations/edit.html", {"form": form, "path": path, "way": [(path, title)]}, status=status)


@require_POST
def delete(request: Any, space: str, pk: int) -> HttpResponse:
    """Take one's own words back; the page offers to undo it."""
    message = actions.delete_comment(actor=request.member, comment_id=pk, at=request.now)
    return redirect(f"{queries.path_of(message)}?deleted={pk}#letter-{pk}")


@require_POST
def restore(request: Any, space: str, pk: int) -> HttpResponse:
    """Undo it."""
    message = actions.restore_comment(actor=request.member, comment_id=pk, at=request.now)
    return redirect(f"{queries.path_of(message)}#letter-{pk}")


@require_POST
def follow(request: Any, space: str) -> HttpResponse:
    """Be told of what is written there, or not any more."""
    about, wanted = request.POST.get("about", "")[:60], request.POST.get("wanted") == "yes"
    actions.follow(actor=request.member, about=about, wanted=wanted, at=request.now)
    messages.success(request, _("You are told of answers here.") if wanted else _("You hear no more of it. Nobody learns of that."))
    return redirect(page_of(about))
