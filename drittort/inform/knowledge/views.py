"""Pages of the knowledge of a house."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate, require
from drittort.core.files import storage
from drittort.core.files.views import guarded
from drittort.core.fragments import part
from drittort.core.paging import cursor, number, older
from drittort.inform.knowledge import actions, queries, rules
from drittort.inform.knowledge.forms import ArticleForm, ChangeForm, HandbookForm, HandOverForm, PlaceForm
from drittort.inform.knowledge.models import Article
from drittort.inform.posts.queries import trades as trades_of
from drittort.inform.posts.views import tabs
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread
from drittort.members.scope import is_open
from drittort.spaces.industries import section_name
from drittort.spaces.models import Space

FIVE_MINUTES = "public, max-age=300"
"""What is open may be shut again; then it is gone from everywhere five minutes later."""


def way(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back to the knowledge of the house."""
    return [(reverse("inform:knowledge", args=[space]), _("Knowledge")), *more]


# ------------------------------------------------------------------ lists


@require_safe
def knowledge(request: Any, space: str) -> HttpResponse:
    """What the house knows: its handbook, what members wrote, or what answers some words."""
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:200]
    tag = request.GET.get("tag", "").replace("\0", "")[:40]
    after = cursor(request.GET.get("after", ""), moment=True)
    shown = queries.shelf(request.member, query=query, tag=tag, after=after)
    context = {
        "shelf": shown, "query": query, "tag": dict(shown.tags).get(tag, tag), "older": older(shown.more, tag=tag), "tabs": tabs(space, "knowledge"),
        "keeps": rules.keeps(request.member), "first_page": after is None, "tags": [(word, f"?tag={key}", key == tag) for key, word in shown.tags],
    }  # fmt: skip
    return render(request, part(request, "inform/knowledge/_cards.html", "inform/knowledge/list.html"), context)


@require_safe
def my_articles(request: Any, space: str) -> HttpResponse:
    """What I look after."""
    context = {"mine": queries.mine(request.member, request.now), "way": way(space)}
    return render(request, "inform/knowledge/mine.html", context)


@require_safe
def trash(request: Any, space: str) -> HttpResponse:
    """What can still be brought back."""
    context = {"gone": queries.trash(request.member, request.now), "way": way(space)}
    return render(request, "inform/knowledge/trash.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def handbook(request: Any, space: str) -> HttpResponse:
    """The prepared pages of a handbook, to be put in and filled in."""
    require(rules.may_keep(request.member))
    prepared = queries.prepared(request.member)
    missing = [(one.key, one.title) for one in prepared if not one.path]
    form = HandbookForm(request.POST if request.method == "POST" else None, pages=missing)
    if form.is_bound and form.is_valid():
        made = actions.lay_handbook(actor=request.member, chosen=form.cleaned_data["pages"], at=request.now)
        messages.success(
            request, ngettext("One page is there, as a draft. Fill in its gaps.", "%(n)s pages are there, as drafts. Fill in their gaps.", made) % {"n": made}
        )  # fmt: skip
        return redirect("inform:my_articles", space=space)
    context = {"prepared": prepared, "form": form, "missing": missing, "way": way(space)}
    return render(request, "inform/knowledge/handbook.html", context, status=422 if form.is_bound else 200)


# ------------------------------------------------------------------ one article


@require_safe
def article(request: Any, space: str, pk: int) -> HttpResponse:
    """One article; what the reader was told of it is read with that."""
    page = queries.one(request.member, pk, request.now, language=request.GET.get("language", "")[:10])
    see_thread(member=request.member, thread=f"article:{pk}", at=request.now)
    here = way(space, *page.way)
    context = {"page": page, "way": here, "said": request.GET.get("said", "") == "outdated"}
    return render(request, "inform/knowledge/page.html", context)


def parents(member: Member, found: Article | None, of_house: bool) -> list[tuple[int, str]]:
    """Under what an article may stand."""
    rows = rules.parents_for(member, found).filter(of_house=of_house).values_list("pk", flat=True)
    return sorted(queries.titles(rows).items(), key=lambda one: one[1].casefold())


def trades(member: Member, letter: str = "") -> list[tuple[str, str]]:
    """For which trades of the house an article may be meant, and the one for which it is."""
    there = trades_of(member)
    return there if letter in ("", *(key for key, _name in there)) else [*there, (letter, section_name(letter))]


@require_http_methods(["GET", "HEAD", "POST"])
def new_article(request: Any, space: str) -> HttpResponse:
    """Write an article; `?handbook` one of the house."""
    of_house = "handbook" in request.GET and rules.keeps(request.member)
    sent = request.method == "POST"
    initial = {"language": request.member.language, "shared": not of_house, "trade": request.GET.get("trade", "")}
    form = ArticleForm(
        *((request.POST, request.FILES) if sent else ()), initial=initial, parents=parents(request.member, None, of_house), trades=trades(request.member)
    )  # fmt: skip
    if sent and form.is_valid():
        try:
            made = actions.write_article(
                actor=request.member, words=form.words(), place=form.place(), of_house=of_house, files=form.cleaned_data["along"],
                goes_out="draft" not in request.POST, at=request.now,
            )  # fmt: skip
        except (Invalid, NotAllowed) as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("It is out. You look after it.") if made.published_at else _("Kept as a draft. Only you see it."))
            return redirect("inform:article", space=space, pk=made.pk)
    context = {"form": form, "way": way(space), "of_house": of_house}
    return render(request, "inform/knowledge/write.html", context, status=422 if sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_article(request: Any, space: str, pk: int) -> HttpResponse:
    """Change an article in one language, or write it in another."""
    found = queries.find(request.member, pk)
    require(rules.may_change(request.member, found))
    status, theirs = 200, False
    language = (request.POST.get("language") or request.GET.get("language", ""))[:10]
    words = queries.standing([pk])[pk]
    said = queries.chosen(words, language)
    language = language if language in queries.KEPT_LANGUAGES else said.language
    before = next((one for one in words if one.language == language), None)
    initial = {
        "title": before.title if before else "",
        "text": before.text if before else "",
        "language": language,
        "base": before.number if before else 0,
    }
    files = list(found.files.values_list("file_id", "file__name"))
    form = ChangeForm(*((request.POST, request.FILES) if request.method == "POST" else ()), initial=initial, files=files)
    if form.is_bound:
        status = 422
        if form.is_valid():
            told = form.cleaned_data
            try:
                actions.change_article(
                    actor=request.member, article_id=pk, words=form.words(), base=told["base"], at=request.now, files=told["along"], drop=told.get("drop", ())
                )  # fmt: skip
            except OutOfDate as error:
                form.add_error(None, str(error.reason))
                # Whoever saves now has been told what stands there.
                form.data = {**request.POST.dict(), "base": str(initial["base"])}
                theirs, status = True, error.status
            except (Invalid, NotAllowed) as error:
                form.add_error(None, str(error.reason))
            else:
                return redirect(f"{queries.path_of(space, pk)}?language={language}")
    context = {
        "form": form, "way": way(space, (queries.path_of(space, pk), said.title)), "language": queries.language_name(language), "is_new": before is None, "which": f"article-{pk}-{language}",
        "other": said if before is None else None, "theirs": f"{reverse('inform:article_history', args=[space, pk])}?language={language}" if theirs else "",
    }  # fmt: skip
    return render(request, "inform/knowledge/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def arrange_article(request: Any, space: str, pk: int) -> HttpResponse:
    """Where it stands, how it is found, when it is looked at again; and who looks after it."""
    found = queries.find(request.member, pk)
    require(rules.may_arrange(request.member, found))
    handing = request.method == "POST" and "person" in request.POST
    arranging = request.method == "POST" and not handing
    initial = {
        "parent": found.parent_id, "tags": ", ".join(found.tags.order_by("key").values_list("word", flat=True)), "trade": found.trade, "shared": found.shared,
    }  # fmt: skip
    form = PlaceForm(
        request.POST if arranging else None,
        initial=initial,
        parents=parents(request.member, found, found.of_house),
        trades=trades(request.member, found.trade),
    )
    people = (
        Member.objects.here().filter(space=request.space).exclude(pk=found.owner_id or 0).order_by("name", "pk").values_list("pk", "name")
    )
    hand = HandOverForm(request.POST if handing else None, people=list(people))
    bound: Any = hand if handing else form
    if bound.is_bound and bound.is_valid():
        told: dict[str, Any] = {"actor": request.member, "article_id": pk, "at": request.now}
        try:
            if handing:
                actions.hand_over(**told, member_id=hand.cleaned_data["person"])
            else:
                actions.arrange_article(**told, place=form.place())
        except (Invalid, NotAllowed) as error:
            bound.add_error(None, str(error.reason))
        else:
            return redirect("inform:article", space=space, pk=pk)
    title = queries.titles([pk])[pk]
    context = {"form": form, "hand": hand, "way": way(space, (queries.path_of(space, pk), title)), "title": title}
    return render(request, "inform/knowledge/arrange.html", context, status=422 if bound.is_bound else 200)


@require_safe
def article_history(request: Any, space: str, pk: int) -> HttpResponse:
    """What an article was before, and what was changed."""
    found = queries.find(request.member, pk)
    shown = queries.history(
        request.member, found, language=request.GET.get("language", "")[:10], before=number(request.GET.get("before", "")), after=number(request.GET.get("after", ""))
    )  # fmt: skip
    title = queries.titles([pk])[pk]
    context = {
        "shown": shown, "article": found, "title": title, "way": way(space, (queries.path_of(space, pk), title)),
        "can_change": bool(rules.may_change(request.member, found)),
    }  # fmt: skip
    return render(request, "inform/knowledge/history.html", context)


@require_POST
def restore_version(request: Any, space: str, pk: int) -> HttpResponse:
    """Let an earlier version stand again."""
    actions.restore_version(actor=request.member, article_id=pk, version_id=number(request.POST.get("version", "")) or 0, at=request.now)
    messages.success(request, _("It stands again. What was there in between is kept, too."))
    return redirect("inform:article", space=space, pk=pk)


@require_POST
def say_of_article(request: Any, space: str, pk: int) -> HttpResponse:
    """It helped, or something is out of date; or neither after all."""
    says, told = request.POST.get("says", ""), {"actor": request.member, "article_id": pk, "at": request.now}
    if says in ("helped", "not_helped"):
        actions.tell_helped(**told, wanted=says == "helped")
    elif says == "outdated":
        actions.tell_outdated(**told, text=request.POST.get("text", ""))
    elif says == "right":
        actions.take_outdated_back(**told)
    else:
        raise Invalid
    if part(request, "part", "page") == "part":
        return render(request, "inform/knowledge/_feedback.html", {"page": queries.one(request.member, pk, request.now)})
    return redirect(f"{queries.path_of(space, pk)}#feedback")


MARKS: dict[str, Any] = {
    "publish": (actions.publish_article, _("It is out. The house reads it now.")),
    "settle": (actions.settle_article, _("Settled. Thank you for looking.")),
    "take_over": (actions.take_over, _("Thank you. You look after it from now on.")),
    "open": (lambda **told: actions.open_article(**told, wanted=True), _("Anybody may read it now, without signing in.")),
    "shut": (lambda **told: actions.open_article(**told, wanted=False), _("Only the house reads it now.")),
}


@require_POST
def mark_article(request: Any, space: str, pk: int) -> HttpResponse:
    """Publish it, open it, look after it, throw it away."""
    does, told = request.POST.get("does", ""), {"actor": request.member, "article_id": pk, "at": request.now}
    if does == "remove":
        actions.remove_article(**told)
        messages.success(request, _("It lies in the trash for thirty days."))
        return redirect("inform:article_trash", space=space)
    if does == "review":
        actions.review_article(**told, months=number(request.POST.get("months", "")) or rules.USUAL_REVIEW)
        messages.success(request, _("Thank you for looking."))
    elif does in MARKS:
        act, said = MARKS[does]
        act(**told)
        messages.success(request, _(said))
    else:
        raise Invalid
    return redirect("inform:article", space=space, pk=pk)


@require_POST
def restore_article(request: Any, space: str, pk: int) -> HttpResponse:
    """Bring it back from the trash."""
    actions.restore_article(actor=request.member, article_id=pk, at=request.now)
    return redirect("inform:article", space=space, pk=pk)


@require_POST
def article_of_question(request: Any, space: str, pk: int) -> HttpResponse:
    """Make an article of a question and its answer, to be read over before it goes out."""
    made = actions.article_of_question(actor=request.member, post_id=pk, at=request.now)
    if made.published_at is not None:
        return redirect("inform:article", space=space, pk=made.pk)
    messages.info(
        request, _("This is a draft of question and answer. Read it over, so that the next one understands it at once, and let it out.")
    )
    return redirect("inform:edit_article", space=space, pk=made.pk)


# ------------------------------------------------------------------ on paper


@require_safe
def print_article(request: Any, space: str, pk: int) -> HttpResponse:
    """One article for paper."""
    pages = queries.printed(request.member, pk, language=request.GET.get("language", "")[:10])
    return render(
        request,
        "inform/knowledge/print.html",
        {"pages": pages, "title": pages[0].title, "way": way(space, (queries.path_of(space, pk), pages[0].title))},
    )


@require_safe
def print_handbook(request: Any, space: str) -> HttpResponse:
    """The whole handbook for paper."""
    return render(
        request, "inform/knowledge/print.html", {"pages": queries.printed(request.member), "title": _("The handbook"), "way": way(space)}
    )


# ------------------------------------------------------------------ for strangers


def house(request: Any, space: str) -> Space:
    """The house whose open pages are asked for; it stands above them. Raises NotFound."""
    found = Space.objects.filter(slug=space).first()
    if found is None:
        raise NotFound
    request.visited = found
    return found


@is_open
@require_safe
def open_knowledge(request: Any, space: str) -> HttpResponse:
    """What a house lets everybody read. Without a name, and without a cookie."""
    found = house(request, space)
    return render(request, "inform/knowledge/open_list.html", {"articles": queries.all_opened(found), "house": found})


@is_open
@require_safe
def open_article(request: Any, space: str, pk: int) -> HttpResponse:
    """One article that anybody may read."""
    found = house(request, space)
    page = queries.opened(found, pk, language=request.GET.get("language", "")[:10])
    context = {"page": page, "house": found, "way": [(reverse("inform:open_knowledge", args=[space]), found.name)]}
    return render(request, "inform/knowledge/open_page.html", context)


@is_open
@require_safe
def open_article_file(request: Any, space: str, pk: int, token: str, name: str) -> HttpResponseBase:
    """A file of an article that anybody may read."""
    file = queries.open_file(house(request, space), pk, token)
    size = name.removesuffix(".webp") if file.is_picture else "file"
    if name != (f"{size}.webp" if file.is_picture else file.name) or (file.is_picture and size not in ("m", "l")):
        raise NotFound
    try:
        content = storage.path_of(file, size).open("rb")
    except FileNotFoundError as error:
        raise NotFound from error
    answer = guarded(FileResponse(content, content_type=file.mimetype))
    answer["Content-Disposition"] = content_disposition_header(not file.is_picture, file.name) or "attachment"
    answer["Cache-Control"] = FIVE_MINUTES
    return answer
