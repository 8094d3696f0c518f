"""Pages of year books."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drittort.core.errors import NotFound, OutOfDate, require
from drittort.core.files import storage
from drittort.core.files.views import guarded
from drittort.core.fragments import part
from drittort.inspire.memory import tabs
from drittort.inspire.stories.rules import CARE
from drittort.inspire.year_book import actions, queries, rules
from drittort.inspire.year_book.forms import BookForm
from drittort.inspire.year_book.gathering import signs_now
from drittort.members.notices.actions import see_thread
from drittort.spaces.roles import holds

BACK = 8
"""So many years back a book can be asked for."""


def shown(request: Any, form: BookForm | None = None) -> dict[str, Any]:
    """The shelf, and for those who make books the form."""
    this = request.space.day(request.now).year
    years = range(this, this - BACK, -1)
    makes = holds(request.member, CARE)
    if form is None and makes:
        form = BookForm(years=years, initial={"year": this, "language": request.member.language})
    return {"shelf": queries.shelf(request.member), "form": form, "makes": makes}


@require_safe
def year_books(request: Any, space: str) -> HttpResponse:
    """The books of the house."""
    see_thread(member=request.member, thread="year_book", at=request.now)
    return render(request, "inspire/year_book/list.html", {**shown(request), "tabs": tabs(space, "inspire:year_books")})


@require_safe
def year_book_progress(request: Any, space: str) -> HttpResponse:
    """How far a book is: the part of the page that looks again while it is being made."""
    if part(request, "part", "page") == "page":
        return redirect("inspire:year_books", space=space)
    return render(request, "inspire/year_book/_shelf.html", {"shelf": queries.shelf(request.member), "makes": holds(request.member, CARE)})


@require_POST
def ask_year_book(request: Any, space: str) -> HttpResponse:
    """Have a book made."""
    require(rules.may_make(request.member))
    this = request.space.day(request.now).year
    form = BookForm(request.POST, years=range(this, rules.FIRST_YEAR, -1))
    if not form.is_valid():
        return render(
            request, "inspire/year_book/list.html", {**shown(request, form), "tabs": tabs(space, "inspire:year_books")}, status=422
        )
    actions.ask_book(actor=request.member, year=form.cleaned_data["year"], language=form.cleaned_data["language"], at=request.now)
    messages.success(request, _("The book is being made. You can go on; you will be told when it is ready."))
    return redirect("inspire:year_books", space=space)


@require_safe
def year_book(request: Any, space: str, pk: int) -> HttpResponseBase:
    """The book itself, as long as everything in it may still be told."""
    book, true = queries.to_hand_out(request.member, pk)
    if not true or book.file is None:
        actions.drop_untrue(book_id=book.pk, told=signs_now(book.space, book.year, book.language), at=request.now)
        raise OutOfDate(_("Somebody took something back that stands in it. The book is being made anew."))
    try:
        content = storage.path_of(book.file, "file").open("rb")
    except FileNotFoundError as error:
        raise NotFound from error
    response = FileResponse(content, content_type=book.file.mimetype)
    response["Content-Disposition"] = content_disposition_header(True, book.file.name) or "attachment"
    answer = guarded(response)
    answer["Cache-Control"] = "no-store"
    return answer
