"""Pages of conversations."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core import links
from drittort.core.errors import HouseError, Invalid, NotAllowed, require
from drittort.core.fragments import wants_part
from drittort.core.paging import cursor, number, older
from drittort.members.people.queries import faces
from drittort.members.scope import is_open
from drittort.talk.conversations import actions, queries, rules, tokens, words
from drittort.talk.conversations.forms import MessageForm

MOST_CHOSEN = rules.MOST_PEOPLE


@require_safe
def conversations(request: Any, space: str) -> HttpResponse:
    """My conversations."""
    after = cursor(request.GET.get("after", ""), moment=True)
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:100]
    if query:
        found = queries.find(request.member, query, request.now)
        return render(
            request,
            "talk/conversations/found.html",
            {"found": found, "query": query, "way": [(reverse("talk:conversations", args=[space]), _("Messages"))]},
        )
    cards, more, rest = queries.list_for(request.member, request.now, after=after, rest=request.GET.get("part") == "rest")
    return render(
        request,
        "talk/conversations/list.html",
        {
            "cards": cards,
            "newest": not request.GET,
            "older": older(more, part="rest" if rest else ""),
            "left": request.GET.get("left", "") if code(request) else "",
        },
    )


def code(request: Any) -> bool:
    """Whether the address names a conversation that was just left; only its own code looks like one."""
    left = request.GET.get("left", "")
    return len(left) == 16 and left.isalnum() and left.isascii()


def chosen_ids(values: list[str]) -> list[int]:
    """Numbers out of an address, each once."""
    found = [number(value) for value in values[:MOST_CHOSEN]]
    return list(dict.fromkeys(n for n in found if n is not None))


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: Any, space: str) -> HttpResponse:
    """Choose people and write to them. Whoever left while it was written is left out, and the words stay."""
    form = MessageForm(*(request.POST, request.FILES) if request.method == "POST" else ())
    status, all_here = 200, True
    if request.method == "POST":
        people, all_here = queries.still_here(request.member, chosen_ids(request.POST.getlist("with")))
    else:
        people = queries.choose(request.member, chosen_ids(request.GET.getlist("with")))
    if request.method == "POST":
        status = 422
        if not all_here:
            form.add_error("text", _("Somebody among them is no longer in the house."))
        elif form.is_valid():
            try:
                made = actions.begin_conversation(actor=request.member, others=people, at=request.now, **said(form, "text", "key", "files"))
            except (Invalid, NotAllowed) as error:
                form.add_error("text", str(error.reason))
            else:
                return redirect("talk:conversation", space=space, code=made.code)
    elif len(people) == 1 and (path := queries.with_one(request.member, people[0].pk)):
        return redirect(path)
    return render(
        request,
        "talk/conversations/begin.html",
        {**picker(request, people, reverse("talk:begin", args=[space])), "form": form},
        status=status,
    )


def said(form: MessageForm, *names: str) -> dict[str, Any]:
    """What was written, as the actions take it."""
    known = {
        "text": form.cleaned_data["text"],
        "key": form.cleaned_data["key"],
        "quotes": form.cleaned_data["quote"],
        "files": form.cleaned_data["along"],
    }
    return {name: known[name] for name in names or known}


def picker(request: Any, people: list[Any], path: str) -> dict[str, Any]:
    """Who is chosen and who was found, each with the address that takes them away or adds them."""
    ids = [person.pk for person in people]
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:100]
    by_id = faces(request.member.space_id, ids)

    def with_ids(numbers: list[int]) -> str:
        return f"{path}?{urlencode([('with', n) for n in numbers])}"

    found = queries.find_people(request.member, query, ids)
    return {
        "chosen": [queries.Choice(by_id[pk], with_ids([other for other in ids if other != pk])) for pk in ids],
        "found": [queries.Choice(face, with_ids([*ids, face.id])) for face in found],
        "query": query,
        "path": path,
        "names": words.listed([by_id[pk].first_name for pk in ids]) if ids else "",
        "way": [(reverse("talk:conversations", args=[request.space.slug]), _("Messages"))],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: Any, space: str, code: str) -> HttpResponse:
    """Read and write."""
    if request.method == "POST":
        return write(request, space, code)
    return show(request, code, MessageForm())


def show(request: Any, code: str, form: MessageForm, status: int = 200) -> HttpResponse:
    """The whole page; what it shows counts as seen."""
    page = queries.page(
        request.member,
        code,
        request.now,
        older_than=number(request.GET.get("before", "")),
        deleted=number(request.GET.get("deleted", "")),
        quoted=number((request.POST or request.GET).get("quote", "")),
    )
    if page.letters and page.letters[-1].id > page.seen_up_to:
        actions.see(actor=request.member, conversation_id=page.id, up_to=page.letters[-1].id)
    way = [(reverse("talk:conversations", args=[request.space.slug]), _("Messages"))]
    context = {"page": page, "form": form, "way": way, "last": number(request.GET.get("before", "")) is not None}
    if not page.group and len(page.people) == 1:
        context["links"] = links.at("conversation", request.member, page.people[0].id)
    return render(request, "talk/conversations/page.html", context, status=status)


def write(request: Any, space: str, code: str) -> HttpResponse:
    """Say something: appended to the page by script, a page of its own without."""
    mine = queries.mine_in(request.member, code)
    form = MessageForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            made = actions.say(actor=request.member, conversation_id=mine.conversation_id, at=request.now, **said(form))
        except (Invalid, NotAllowed) as error:
            form.add_error("text", str(error.reason))
        else:
            if not wants_part(request):
                return redirect(f"{queries.conversation_path(space, code)}#letter-{made.pk}")
            shown = number(request.POST.get("after", "")) or 0
            tail = queries.news(request.member, code, min(shown, made.pk - 1), request.now)
            context = {"tail": tail, "page": {"path": queries.conversation_path(space, code)}, "form": MessageForm()}
            return render(request, "talk/conversations/_sent.html", {**context, "unread": queries.unread_count(request.member)})
    if not wants_part(request):
        return show(request, code, form, status=422)
    # The words stay in their place: only the form is drawn again, with what is wrong.
    response = render(
        request,
        "talk/conversations/_write.html",
        {
            "page": {
                "path": queries.conversation_path(space, code),
                "quote": queries.about_to_quote(request.member, code, number(request.POST.get("quote", ""))),
            },
            "form": form,
        },
        status=422,
    )
    response["HX-Retarget"], response["HX-Reswap"] = "#write", "outerHTML"
    return response


@require_safe
def news(request: Any, space: str, code: str) -> HttpResponse:
    """What came since: asked by a page that somebody looks at, when the event stream says so or every few seconds. Nothing new is an empty answer.

    It writes nothing: in a group all pages ask at once, and none shall wait until the others' pointers are written. The page says so by `seen`.
    """
    after = number(request.GET.get("after", "")) or 0
    tail = queries.news(request.member, code, after, request.now, since=number(request.GET.get("since", "")))
    if tail is None or not (tail.letters or tail.changed):
        return HttpResponse(status=204)
    unread = queries.unread_count(request.member, besides=tail.id)
    return render(request, "talk/conversations/_news.html", {"tail": tail, "unread": unread})


@require_POST
def seen(request: Any, space: str, code: str) -> HttpResponse:
    """What a page fetched stood before somebody's eyes."""
    mine = queries.mine_in(request.member, code)
    up_to = min(number(request.POST.get("up_to", "")) or 0, mine.newest_id)
    actions.see(actor=request.member, conversation_id=mine.conversation_id, up_to=up_to)
    return HttpResponse(status=204)


@require_POST
def about(request: Any, space: str) -> HttpResponse:
    """Say something in the thread of a thing, from its own page."""
    form = MessageForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Invalid(" ".join(str(error) for errors in form.errors.values() for error in errors))
    made = actions.say_about(
        actor=request.member, about=request.POST.get("about", "")[:60], at=request.now, **said(form, "text", "key", "files")
    )
    return redirect("talk:conversation", space=space, code=made.code)


@require_safe
def people(request: Any, space: str, code: str) -> HttpResponse:
    """Names for what is being written after an @."""
    names = queries.to_mention(request.member, code, request.GET.get("q", "").strip()[:60])
    return render(request, "talk/conversations/_people.html", {"names": names})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, space: str, code: str, pk: int) -> HttpResponse:
    """Change one's own words."""
    message = queries.own_message(request.member, code, pk)
    form = MessageForm(request.POST if request.method == "POST" else None, initial={"text": message.text})
    path = queries.conversation_path(space, code)
    status = 200
    if request.method != "POST":
        require(rules.may_edit(request.member, message, request.now))
    else:
        status = 422
        if form.is_valid():
            try:
                actions.edit_message(
                    actor=request.member, conversation_id=message.conversation_id, message_id=pk, text=form.cleaned_data["text"],
                    at=request.now,
                )  # fmt: skip
            except (Invalid, NotAllowed) as error:
                # The quarter of an hour may be over while somebody writes: what they wrote stays before them.
                form.add_error("text", str(error.reason))
                status = error.status
            else:
                return redirect(f"{path}#letter-{pk}")
    way = [(reverse("talk:conversations", args=[space]), _("Messages"))]
    return render(request, "talk/conversations/edit.html", {"form": form, "path": path, "way": way}, status=status)


@require_POST
def delete(request: Any, space: str, code: str, pk: int) -> HttpResponse:
    """Take one's own words back; the page offers to undo it."""
    mine = queries.mine_in(request.member, code)
    actions.delete_message(actor=request.member, conversation_id=mine.conversation_id, message_id=pk, at=request.now)
    return redirect(f"{queries.conversation_path(space, code)}?deleted={pk}#letter-{pk}")


@require_POST
def restore(request: Any, space: str, code: str, pk: int) -> HttpResponse:
    """Undo it."""
    mine = queries.mine_in(request.member, code)
    actions.restore_message(actor=request.member, conversation_id=mine.conversation_id, message_id=pk, at=request.now)
    return redirect(f"{queries.conversation_path(space, code)}#letter-{pk}")


@require_POST
def mute(request: Any, space: str, code: str) -> HttpResponse:
    """Silence, or notices again."""
    mine = queries.mine_in(request.member, code)
    if mine.muted_at is None:
        actions.mute(actor=request.member, conversation_id=mine.conversation_id, at=request.now)
        messages.success(request, _("This conversation is silent now. Nobody learns of it."))
    else:
        actions.unmute(actor=request.member, conversation_id=mine.conversation_id)
        messages.success(request, _("You are told again."))
    return redirect("talk:conversation", space=space, code=code)


@require_POST
def leave(request: Any, space: str, code: str) -> HttpResponse:
    """Leave a group; the list offers to undo it."""
    mine = queries.mine_in(request.member, code)
    actions.leave(actor=request.member, conversation_id=mine.conversation_id, at=request.now)
    return redirect(f"{reverse('talk:conversations', args=[space])}?left={code}")


@require_POST
def come_back(request: Any, space: str, code: str) -> HttpResponse:
    """Undo it."""
    actions.come_back(actor=request.member, code=code, at=request.now)
    return redirect("talk:conversation", space=space, code=code)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Any, space: str, code: str) -> HttpResponse:
    """Bring somebody into a group."""
    mine = queries.mine_in(request.member, code)
    verdict = rules.may_add(mine)
    if not verdict:
        raise NotAllowed(verdict.reason)
    people = queries.choose(request.member, chosen_ids((request.POST if request.method == "POST" else request.GET).getlist("with")))
    if request.method == "POST" and people:
        actions.add_people(actor=request.member, conversation_id=mine.conversation_id, people=people, at=request.now)
        names = words.listed([person.name for person in people])
        messages.success(request, _("%(names)s now read along, from here on.") % {"names": names})
        return redirect("talk:conversation", space=space, code=code)
    context = picker(request, people, reverse("talk:add", args=[space, code]))
    return render(
        request,
        "talk/conversations/add.html",
        {**context, "back": queries.conversation_path(space, code)},
        status=422 if request.method == "POST" else 200,
    )


@is_open
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Any, token: str) -> HttpResponse:
    """The page behind the button of a mail: what the mail held, and a place to answer, without sign-in. Opening it changes nothing."""
    held = tokens.read(token)
    member, conversation_id = held.mine.member, held.mine.conversation_id
    form, status = MessageForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.say(actor=member, conversation_id=conversation_id, at=request.now, **said(form, "text", "key"))
            except HouseError as error:
                form.add_error("text", str(error.reason))
            else:
                return redirect(f"{reverse('talk:answer', args=[token])}?sent=1")
    letters = queries.told(held.mine, held.first, held.last, request.now)
    context = {
        "letters": letters, "form": form, "sent": "sent" in request.GET and request.method != "POST", "token": token, "house": member.space,
        "full": queries.conversation_path(member.space.slug, held.mine.conversation.code),
        "names": words.listed(list(dict.fromkeys(letter.author for letter in letters))) if letters else "",
    }  # fmt: skip
    return render(request, "talk/conversations/answer.html", context, status=status)
