"""Pages on which the plan is written, read as a whole, and had set on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate, require
from drittort.core.files import storage
from drittort.core.files.views import guarded
from drittort.core.fragments import part as fragment
from drittort.core.paging import number
from drittort.members.notices.actions import see_thread
from drittort.plan.rules import may_read, may_write
from drittort.plan.ways import to_plan
from drittort.plan.writing import actions, queries, rules, sheets, telling
from drittort.plan.writing.forms import CareForm, PaperForm, PartForm
from drittort.plan.writing.guide import SUMMARY
from drittort.talk.comments.actions import see_comments
from drittort.talk.conversations.forms import MessageForm

HALF = "promise"
"""After this part half of the afternoon is over."""


def way(space: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back to the writing of the plan."""
    return [
        to_plan(space),
        (reverse("plan:writing", args=[space]), _("Writing the plan")),
        *more,
    ]


@require_safe
def writing(request: Any, space: str) -> HttpResponse:
    """The afternoon: all parts in their order."""
    require(may_read(request.member))
    shown = queries.way(request.member, request.now)
    return render(request, "plan/writing/way.html", {"shown": shown, "half": HALF, "summary": SUMMARY, "way": way(space)[:1]})


# ------------------------------------------------------------------ one part


@require_safe
def plan_part(request: Any, space: str, key: str) -> HttpResponse:
    """One part; what is said under it counts as seen."""
    require(may_read(request.member))
    page = queries.one(
        request.member, key, request.now, language=request.GET.get("language", "")[:10], before=number(request.GET.get("before", "")),
        quoted=number(request.GET.get("quote", "")), deleted=number(request.GET.get("deleted", "")),
    )  # fmt: skip
    if page.comments is not None:
        see_thread(member=request.member, thread=page.comments.about, at=request.now)
        if page.comments.unseen:
            see_comments(actor=request.member, about=page.comments.about, up_to=page.comments.newest)
    context = {
        "page": page, "comments": page.comments, "way": way(space), "last": bool(request.GET.get("before")),
        "saved": page.can_write and page.previous_version and number(request.GET.get("saved", "")) == page.number, "usual_review": rules.USUAL_REVIEW,
        "form": MessageForm(initial={"quote": page.comments.quote.id} if page.comments and page.comments.quote else None),
    }  # fmt: skip
    return render(request, "plan/writing/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write_plan_part(request: Any, space: str, key: str) -> HttpResponse:
    """Write a part in one language, or in the other; `?example` begins with the words of another house."""
    require(may_write(request.member))
    part, member = queries.known(key), request.member
    language = (request.POST.get("language") or request.GET.get("language", ""))[:10]
    language = language if language in rules.LANGUAGES else queries.own_language()
    words = queries.words_of(rules.visible_to(member).filter(key=key).first())
    before = words.get(language)
    text, rows = (before.text, before.rows) if before else queries.example(key, language, request.GET.get("example", "")[:20])
    initial = {"text": text, "language": language, "base": before.number if before else 0}
    form = PartForm(
        request.POST if request.method == "POST" else None, initial=initial, part=part, rows=rows or sheets.beginning(part, language),
        house=request.space.name,
    )  # fmt: skip
    status, theirs = 422 if form.is_bound else 200, ""
    if form.is_bound and form.is_valid():
        try:
            said = actions.write_part(
                actor=member, key=key, words=form.words(), base=form.cleaned_data["base"], stands="stands" in request.POST, at=request.now
            )
        except OutOfDate as error:
            form.add_error(None, str(error.reason))
            # Whoever saves now has been told what stands there.
            form.data = {**request.POST.dict(), "base": str(initial["base"])}
            theirs, status = f"{reverse('plan:plan_part_history', args=[space, key])}?language={language}", error.status
        except (Invalid, NotAllowed) as error:
            form.add_error(None, str(error.reason))
        else:
            return redirect(f"{queries.path_of(space, key)}?language={language}&saved={said.number}")
    told = part.told(language)
    context = {
        "form": form, "part": told, "key": key, "language": language, "language_name": queries.language_name(language), "theirs": theirs,
        "samples": queries.samples(part, language), "is_new": before is None, "other": next((one for one in words.values() if one.language != language), None),
        "way": way(space, (queries.path_of(space, key), part.told(queries.own_language()).title)), "draft": f"plan-{key}-{language}",
    }  # fmt: skip
    return render(request, "plan/writing/write.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def care_for_plan_part(request: Any, space: str, key: str) -> HttpResponse:
    """Who looks after a part, and when it is looked at again."""
    require(may_write(request.member))
    part = queries.known(key)
    row = rules.visible_to(request.member).filter(key=key).first()
    people = [(one.pk, one.name) for one in rules.writers(request.space)]
    initial = {"owner": row.owner_id, "review_on": row.review_on} if row else {}
    form = CareForm(request.POST if request.method == "POST" else None, initial=initial, people=people)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            actions.care_for_part(actor=request.member, key=key, owner_id=told["owner"], review_on=told["review_on"], at=request.now)
        except Invalid as error:
            form.add_error("review_on", str(error.reason))
        else:
            return redirect(queries.path_of(space, key))
    title = part.told(queries.own_language()).title
    context = {"form": form, "title": title, "way": way(space, (queries.path_of(space, key), title))}
    return render(request, "plan/writing/care.html", context, status=422 if form.is_bound else 200)


@require_POST
def review_plan_part(request: Any, space: str, key: str) -> HttpResponse:
    """It is still right."""
    months = number(request.POST.get("months", "")) or rules.USUAL_REVIEW
    actions.review_part(actor=request.member, key=key, months=months, at=request.now)
    messages.success(request, _("Thank you for looking."))
    return redirect(queries.path_of(space, key))


@require_safe
def plan_part_history(request: Any, space: str, key: str) -> HttpResponse:
    """What a part was before, and what was changed."""
    require(may_read(request.member))
    shown = queries.history(
        request.member, key, language=request.GET.get("language", "")[:10], before=number(request.GET.get("before", "")), after=number(request.GET.get("after", ""))
    )  # fmt: skip
    title = queries.titles([key])[0]
    context = {
        "shown": shown, "key": key, "title": title, "way": way(space, (queries.path_of(space, key), title)), "can_write": bool(may_write(request.member)),
    }  # fmt: skip
    return render(request, "plan/writing/history.html", context)


@require_POST
def restore_plan_version(request: Any, space: str, key: str) -> HttpResponse:
    """Let an earlier state stand again."""
    said = actions.restore_version(actor=request.member, key=key, version_id=number(request.POST.get("version", "")) or 0, at=request.now)
    messages.success(request, _("It stands again. What was there in between is kept, too."))
    return redirect(f"{queries.path_of(space, key)}?language={said.language}")


# ------------------------------------------------------------------ the whole


@require_safe
def whole_plan(request: Any, space: str) -> HttpResponse:
    """The plan from its first chapter to its last; this page prints well."""
    require(may_read(request.member))
    book = queries.book(request.member, request.GET.get("language", "")[:10])
    return render(request, "plan/writing/whole.html", {"book": book, "way": way(space)})


@require_safe
def plan_text(request: Any, space: str) -> HttpResponse:
    """The same as one text in Markdown."""
    require(may_read(request.member))
    language = request.GET.get("language", "")
    language = language if language in rules.LANGUAGES else queries.own_language()
    content = telling.markdown(request.space, telling.whole(request.space, language))
    answer = HttpResponse(content, content_type="text/markdown; charset=utf-8")
    name = f"{slugify(request.space.name)}-plan-{language}.md"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "no-store"
    return answer


# ------------------------------------------------------------------ on paper


def papers_page(request: Any, space: str, form: PaperForm, status: int = 200) -> HttpResponse:
    """The papers, and the form to ask for another."""
    context = {
        "shelf": queries.shelf(request.member), "form": form, "way": way(space), "can_write": bool(may_write(request.member)),
    }  # fmt: skip
    return render(request, "plan/writing/papers.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_papers(request: Any, space: str) -> HttpResponse:
    """The plan on paper: what there is, and asking for it."""
    require(may_read(request.member))
    see_thread(member=request.member, thread="plan_paper", at=request.now)
    language = queries.own_language()
    form = PaperForm(request.POST if request.method == "POST" else None, initial={"language": language}, language=language)
    if not form.is_bound:
        return papers_page(request, space, form)
    if form.is_valid():
        try:
            actions.ask_paper(actor=request.member, order=form.order(), at=request.now)
        except (Invalid, OutOfDate) as error:
            form.add_error(None, str(error.reason))
        else:
            messages.success(request, _("It is being made and will stand here in a moment. You can go on; you will be told."))
            return redirect("plan:plan_papers", space=space)
    return papers_page(request, space, form, 422)


@require_safe
def plan_paper_progress(request: Any, space: str) -> HttpResponse:
    """Whether a paper is done: the part of the page that looks again while one is being made."""
    require(may_read(request.member))
    if fragment(request, "part", "page") == "page":
        return redirect("plan:plan_papers", space=space)
    context = {"shelf": queries.shelf(request.member), "can_write": bool(may_write(request.member))}
    return render(request, "plan/writing/_papers.html", context)


@require_safe
def plan_paper(request: Any, space: str, pk: int) -> HttpResponseBase:
    """The file itself, as long as everything that members say in it may still be told."""
    require(may_read(request.member))
    paper, true = queries.to_hand_out(request.member, pk)
    if not true or paper.file is None:
        actions.drop_untrue(paper_id=paper.pk, told=telling.signs(telling.voices(paper.space)), at=request.now)
        raise OutOfDate(_("Somebody took a sentence back that stands in it. It is being made anew."))
    try:
        content = storage.path_of(paper.file, "file").open("rb")
    except FileNotFoundError as error:
        raise NotFound from error
    response = FileResponse(content, content_type=paper.file.mimetype)
    response["Content-Disposition"] = content_disposition_header(True, paper.file.name) or "attachment"
    answer = guarded(response)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def throw_plan_paper_away(request: Any, space: str, pk: int) -> HttpResponse:
    """A paper that is not needed any more."""
    actions.throw_away(actor=request.member, paper_id=pk, at=request.now)
    return redirect("plan:plan_papers", space=space)
