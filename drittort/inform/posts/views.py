"""Pages of posts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core import asking, composer
from drittort.core.errors import HouseError, Invalid, NotAllowed, NotFound, require
from drittort.core.fragments import part
from drittort.core.paging import cursor, number, older
from drittort.inform.knowledge import queries as knowledge
from drittort.inform.posts import actions, queries, rules
from drittort.inform.posts.forms import ChangeForm, MergeForm, MoveForm, PostForm
from drittort.inform.posts.models import Post
from drittort.members.notices.actions import see_thread
from drittort.talk.comments.actions import see_comments
from drittort.talk.conversations.forms import MessageForm
from drittort.talk.groups import queries as groups
from drittort.talk.groups.forms import AskForm
from drittort.talk.groups.home import path_of
from drittort.talk.groups.rules import may_read

TABS = (
    ("inform:news", "new"),
    ("inform:posts", "all"),
    ("inform:questions", "questions"),
    ("inform:knowledge", "knowledge"),
    ("inform:trades", "trades"),
    ("talk:groups", "groups"),
    ("inform:announcements", "announcements"),
)


def tabs(space: str, current: str) -> list[dict[str, Any]]:
    """The places of what is told."""
    labels = {
        "new": pgettext("posts", "New"),
        "all": pgettext("posts", "Everything"),
        "questions": _("Questions"),
        "knowledge": _("Knowledge"),
        "trades": _("Trades"),
        "groups": _("Groups"),
        "announcements": _("Announcements"),
    }
    return [{"url": reverse(name, args=[space]), "label": labels[key], "current": key == current} for name, key in TABS]


def way(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back to what is told."""
    return [(reverse("inform:posts", args=[space]), _("Posts")), *more]


@require_safe
def news(request: Any, space: str) -> HttpResponse:
    """What came since I was here. It ends."""
    after = cursor(request.GET.get("after", ""), moment=True)
    # Whoever turns the page goes on with the same visit, however long they read.
    line = actions.visit(actor=request.member, at=request.now) if after is None else queries.read_up_to(request.member, request.now)
    shown = queries.news(request.member, line, request.now, after=after)
    context = {
        "stream": shown, "older": older(shown.more), "tabs": tabs(space, "new"),
        "since": date_format(line.astimezone(request.space.zone), "SHORT_DATETIME_FORMAT"), "first_page": after is None,
    }  # fmt: skip
    return render(request, part(request, "inform/posts/_stream.html", "inform/posts/news.html"), context)


@require_safe
def posts(request: Any, space: str) -> HttpResponse:
    """Everything that was told, newest first; or what answers some words."""
    return listed(request, space, "all")


@require_safe
def questions(request: Any, space: str) -> HttpResponse:
    """What was asked: first what nobody has answered."""
    return listed(request, space, "questions")


def listed(request: Any, space: str, place: str) -> HttpResponse:
    """A page of posts, of questions only, or of what was looked for."""
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:200]
    show = request.GET.get("show", "") if place == "questions" else ""
    shown = queries.stream(
        request.member, request.now, verb=Post.Verb.ASK if place == "questions" else "", query=query, show=show,
        after=cursor(request.GET.get("after", ""), moment=True),
    )  # fmt: skip
    context = {
        "stream": shown, "older": older(shown.more, q=query, show=show), "tabs": tabs(space, place), "query": query, "place": place, "show": show, "removed": number(request.GET.get("removed", "")),
        "searched": reverse(f"inform:{'questions' if place == 'questions' else 'posts'}", args=[space]), "shows": shows(space, show) if place == "questions" else [],
    }  # fmt: skip
    return render(request, part(request, "inform/posts/_stream.html", "inform/posts/list.html"), context)


def shows(space: str, show: str) -> list[dict[str, Any]]:
    """The views of the questions."""
    path = reverse("inform:questions", args=[space])
    names = (
        ("", _("All")),
        ("open", _("Nobody has answered")),
        ("solved", _("With an answer")),
        ("mine", _("Mine")),
        ("wanted", _("You may know")),
    )
    return [{"url": f"{path}?show={name}" if name else path, "label": label, "current": name == show} for name, label in names]


@require_safe
def group(request: Any, space: str, pk: int) -> HttpResponse:
    """A group: what it is, and what is told in it to whoever may read it."""
    found = groups.find(request.member, pk, request.now)
    head = groups.head(request.member, found, request.now)
    see_thread(member=request.member, thread=f"group:{pk}", at=request.now)
    shown = (
        queries.stream(request.member, request.now, group=found, after=cursor(request.GET.get("after", ""), moment=True))
        if head.reads
        else None
    )
    context = {
        "head": head, "stream": shown, "older": older(shown.more) if shown else "", "ask": AskForm(), "way": [(reverse("talk:groups", args=[space]), _("Groups"))],
        "in_group": True, "removed": number(request.GET.get("removed", "")),
    }  # fmt: skip
    return render(request, part(request, "inform/posts/_stream.html", "inform/posts/group.html"), context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_post(request: Any, space: str) -> HttpResponse:
    """Write something: send it out, later, or keep it as a draft."""
    verb, place = request.GET.get("verb", ""), request.GET.get("group", "")
    initial = {
        "language": request.member.language,
        "verb": verb if verb in Post.Verb.values else Post.Verb.SHARE,
        "group": place,
        "title": request.GET.get("title", "")[:120],
        "trade": request.GET.get("trade", ""),
        "text": composer.carried(request),
    }
    sent = request.method == "POST"
    form = PostForm(
        *((request.POST, request.FILES) if sent else ()), initial=initial, places=queries.places(request.member), trades=queries.trades(request.member), today=request.space.day(request.now)
    )  # fmt: skip
    status = 422 if sent else 200
    context = {"form": form, "way": way(space), "draft": None}
    if sent and form.is_valid():
        # Whoever wrote without a script hears only now what the house knows already.
        asks = form.cleaned_data["verb"] == Post.Verb.ASK and not {"draft", "seen"} & request.POST.keys()
        known = known_already(request, f"{form.cleaned_data['title']} {form.cleaned_data['text']}"[:500]) if asks else {}
        if any(known.values()):
            context, status = {**context, **known, "seen": True}, 200
        elif made := written(request, form):
            composer.done(request)
            return made
    return render(request, "inform/posts/write.html", context, status=status)


def written(request: Any, form: PostForm, post_id: int | None = None) -> HttpResponse | None:
    """Do what the form says; the answer, or None where it came back with a sentence."""
    told, space = form.cleaned_data, request.space.slug
    later: datetime | None = told["due_at"].replace(tzinfo=request.space.zone) if told["due_at"] else None
    try:
        made = actions.write_post(
            actor=request.member, words=form.words(), at=request.now, files=told["along"], key=told["key"], post_id=post_id, goes_out="draft" not in request.POST,
            due_at=later if "draft" not in request.POST else None, poll=form.poll(request.space.zone),
        )  # fmt: skip
    except (Invalid, NotAllowed) as error:
        form.add_error("due_at" if later is not None and isinstance(error, Invalid) and later <= request.now else None, str(error.reason))
        return None
    if made.posted_at is not None:
        messages.success(request, said(made))
        return redirect("inform:post", space=space, pk=made.pk)
    messages.success(request, _("It goes out by itself.") if made.due_at else _("Kept as a draft. Only you see it."))
    return redirect("inform:drafts", space=space)


def said(post: Post) -> str:
    """What happens next."""
    if post.verb == Post.Verb.ASK:
        return _("Your question is out. You hear as soon as somebody answers.")
    return _("It is out.")


@require_safe
def drafts(request: Any, space: str) -> HttpResponse:
    """What I have not sent out yet."""
    return render(request, "inform/posts/drafts.html", {"drafts": queries.drafts(request.member), "way": way(space)})


def show(request: Any, pk: int, *, status: int = 200) -> HttpResponse:
    """The page of a post; what it shows counts as seen."""
    page = queries.one(
        request.member, pk, request.now, before=number(request.GET.get("before", "")), quoted=number(request.GET.get("quote", "")),
        deleted=number(request.GET.get("deleted", "")),
    )  # fmt: skip
    if page.comments.unseen:
        see_comments(actor=request.member, about=rules.about(pk), up_to=page.comments.newest)
    see_thread(member=request.member, thread=rules.about(pk), at=request.now)
    form = MessageForm(initial={"quote": page.comments.quote.id} if page.comments.quote else None)
    here = way(request.space.slug, *([(page.card.group_path, page.card.group)] if page.card.group else []))
    context = {
        "page": page, "comments": page.comments, "way": here, "form": form, "last": bool(request.GET.get("before")),
        # Only what is answered becomes an article, and only what is not is brought to somebody: one of the two is asked for.
        "article": knowledge.made_of(request.member, pk) if page.can_become else None,
        "wanted": asking.wanted(request.member, pk) if page.waits and not any(one.mine for one in page.comments.letters) else None,
    }  # fmt: skip
    return render(request, "inform/posts/page.html", context, status=status)


@require_safe
def post(request: Any, space: str, pk: int) -> HttpResponse:
    """One post with what is said under it. A draft leads to where one goes on with it."""
    try:
        return show(request, pk)
    except NotFound:
        queries.find(request.member, pk)
        return redirect("inform:edit_post", space=space, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_post(request: Any, space: str, pk: int) -> HttpResponse:
    """Go on with a draft, or change what is out."""
    found = queries.find(request.member, pk)
    require(rules.may_change(request.member, found))
    return change(request, space, found) if found.posted_at is not None else go_on(request, space, found)


def go_on(request: Any, space: str, found: Post) -> HttpResponse:
    """A draft."""
    sent = request.method == "POST"
    due = found.due_at.astimezone(request.space.zone).replace(tzinfo=None) if found.due_at else None
    initial = (
        {name: getattr(found, name) for name in ("verb", "title", "text", "language", "trade")}
        | {
            "group": str(found.group_id or ""),
            "due_at": due,
        }
        | queries.laid_out(found)
    )
    form = PostForm(
        *((request.POST, request.FILES) if sent else ()), initial=initial, places=queries.places(request.member), trades=queries.trades(request.member), today=request.space.day(request.now)
    )  # fmt: skip
    if sent and form.is_valid() and (made := written(request, form, found.pk)):
        return made
    context = {"form": form, "way": way(space, (reverse("inform:drafts", args=[space]), _("Drafts"))), "draft": found}
    return render(request, "inform/posts/write.html", context, status=422 if sent else 200)


def change(request: Any, space: str, found: Post) -> HttpResponse:
    """What is out, in other words."""
    sent = request.method == "POST"
    files = list(found.files.values_list("file_id", "file__name"))
    initial = {name: getattr(found, name) for name in ("title", "text", "language")}
    form = ChangeForm(*((request.POST, request.FILES) if sent else ()), initial=initial, files=files)
    if sent and form.is_valid():
        told = form.cleaned_data
        words = actions.Words(found.verb, told["title"], told["text"], told["language"], found.group_id, found.trade)
        try:
            actions.edit_post(
                actor=request.member, post_id=found.pk, words=words, at=request.now, files=told["along"], drop=told.get("drop", ())
            )
        except (Invalid, NotAllowed) as error:
            form.add_error(None, str(error.reason))
        else:
            return redirect("inform:post", space=space, pk=found.pk)
    here = way(space, (queries.page_of(space, found.pk), str(found)))
    return render(request, "inform/posts/edit.html", {"form": form, "way": here, "post": found}, status=422 if sent else 200)


@require_safe
def post_history(request: Any, space: str, pk: int) -> HttpResponse:
    """What a post was before."""
    found = queries.find(request.member, pk)
    here = way(space, (queries.page_of(space, found.pk), str(found)))
    return render(request, "inform/posts/history.html", {"post": found, "versions": queries.history(request.member, found), "way": here})


@require_POST
def react(request: Any, space: str, pk: int) -> HttpResponse:
    """Say a word with one tap, or take it back."""
    actions.react(
        actor=request.member, post_id=pk, kind=request.POST.get("kind", ""), wanted=request.POST.get("wanted") == "yes", at=request.now
    )
    if part(request, "part", "page") == "part":
        return render(request, "inform/posts/_felt.html", {"page": queries.one(request.member, pk, request.now)})
    return redirect(f"{queries.page_of(space, pk)}#felt")


MARKS: dict[str, Any] = {
    "pin": lambda told: actions.pin_post(**told, pinned=True),
    "unpin": lambda told: actions.pin_post(**told, pinned=False),
    "archive": lambda told: actions.archive_post(**told, archived=True),
    "unarchive": lambda told: actions.archive_post(**told, archived=False),
}


@require_POST
def mark_post(request: Any, space: str, pk: int) -> HttpResponse:
    """Pin it, put it away, and undo each; take it back: the page that follows offers to undo that."""
    does, told = request.POST.get("does", ""), {"actor": request.member, "post_id": pk, "at": request.now}
    if does == "remove":
        gone = actions.remove_post(**told)
        there = (
            path_of(space, gone.group.pk)
            if gone.group is not None and may_read(request.member, gone.group)
            else reverse("inform:posts", args=[space])
        )
        return redirect(f"{there}?removed={pk}")
    if does not in MARKS:
        raise Invalid
    done = MARKS[does](told)
    return redirect("inform:post" if done.posted_at else "inform:edit_post", space=space, pk=pk)


@require_POST
def restore_post(request: Any, space: str, pk: int) -> HttpResponse:
    """Undo taking it back."""
    done = actions.restore_post(actor=request.member, post_id=pk, at=request.now)
    return redirect("inform:post" if done.posted_at else "inform:edit_post", space=space, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def move_post(request: Any, space: str, pk: int) -> HttpResponse:
    """Another place, or together with another post: for those who keep it."""
    found = queries.find(request.member, pk)
    if found.posted_at is None:
        raise NotFound
    require(rules.may_keep(request.member, found))
    merging = request.method == "POST" and request.POST.get("does") == "merge"
    moving = request.method == "POST" and not merging
    move = MoveForm(request.POST if moving else None, initial={"group": str(found.group_id or "")}, places=queries.places(request.member))
    merge = MergeForm(request.POST if merging else None, others=queries.mergeable(request.member, found))
    form: Any = merge if merging else move
    if form.is_bound and form.is_valid():
        told = {"actor": request.member, "post_id": pk, "at": request.now}
        try:
            if merging:
                into = actions.merge_posts(**told, into_id=form.cleaned_data["into"])
                messages.success(request, _("What is said goes on here."))
                return redirect("inform:post", space=space, pk=into.pk)
            actions.move_post(**told, group_id=form.cleaned_data["group"])
            messages.success(request, _("Moved."))
            return redirect("inform:post", space=space, pk=pk)
        except HouseError as error:
            form.add_error(None, str(error.reason))
    here = way(space, (queries.page_of(space, found.pk), str(found)))
    return render(
        request, "inform/posts/move.html", {"move": move, "merge": merge, "post": found, "way": here}, status=422 if form.is_bound else 200
    )


@require_POST
def accept_answer(request: Any, space: str, pk: int) -> HttpResponse:
    """This one answered my question; or none did."""
    actions.accept_answer(actor=request.member, post_id=pk, message_id=number(request.POST.get("answer", "")), at=request.now)
    return redirect("inform:post", space=space, pk=pk)


@require_safe
def alike(request: Any, space: str) -> HttpResponse:
    """While somebody writes a question: what was asked before, and what the house knows."""
    return render(request, "inform/posts/_alike.html", known_already(request, request.GET.get("text", "")[:500]))


def known_already(request: Any, text: str) -> dict[str, Any]:
    """What answers a question perhaps before it is asked: questions like it, and articles."""
    return {"found": queries.alike(request.member, text, request.now), "known": knowledge.alike(request.member, text)}
