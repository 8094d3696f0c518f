"""The book of a year holds what may be told, and is handed out only while it still may."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from drittort.core.errors import NotAllowed, OutOfDate
from drittort.core.files import storage
from drittort.core.files.models import StoredFile
from drittort.core.jobs.runner import run_due
from drittort.core.year_book import FIGURES
from drittort.inspire.milestones.actions import choose_celebration
from drittort.inspire.stories import actions as stories
from drittort.inspire.stories.tests.world import memory
from drittort.inspire.thanks import actions as thanks
from drittort.inspire.thanks.models import Thanks
from drittort.inspire.year_book import actions
from drittort.inspire.year_book.gathering import chapters_of, figures_of
from drittort.inspire.year_book.models import YearBook
from drittort.members.models import Notice
from tests.cast import Cast


def told(cast: Cast) -> dict[str, list[str]]:
    return {one.chapter.name: [entry.title or entry.text for entry in one.entries] for one in chapters_of(cast.house, cast.now.year)}


def test_it_is_made_by_the_worker_in_both_languages_tagged_and_light(cast: Cast):
    memory(cast, cast.now)
    choose_celebration(actor=cast.neo, day=None, month=None, quiet=False, book=True, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.ask_book(actor=cast.mara, year=2026, language="de", at=cast.now)
    for wrong in ({"year": 2027, "language": "de"}, {"year": 2026, "language": "fr"}):
        with pytest.raises(OutOfDate):
            actions.ask_book(actor=cast.hanna, at=cast.now, **wrong)
    for language in ("de", "en"):
        actions.ask_book(actor=cast.hanna, year=2026, language=language, at=cast.now)
        with pytest.raises(OutOfDate):
            actions.ask_book(actor=cast.hanna, year=2026, language=language, at=cast.now)
    run_due(clock=lambda: cast.now)
    for book in YearBook.objects.all():
        content = storage.path_of(book.file, "file").read_bytes()
        assert content.startswith(b"%PDF-1.7")
        assert (b"/MarkInfo" in content, b"pdfuaid" in content, f"/Lang({book.language}".encode() in content.replace(b" ", b"")) == (
            True,
            True,
            True,
        )
        assert len(content) < 3 * 1024 * 1024
        assert book.steps_done == book.steps > 2
        assert book.pages > 3
    assert Notice.objects.filter(member=cast.hanna, code="year_book.made").count() == 2
    assert told(cast) == {
        "faces": ["Neo Kaya"],
        "stories": ["Mara und Jonas"],
        "thanks": ["Danke für den Tee."],
    }


def test_figures_are_sums_and_none_of_fewer_than_five(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(FIGURES, "few", (1, lambda space, first, last: [("nobody's business", 4), ("enough", 5)]))
    found = dict(figures_of(cast.house, cast.now.year))
    assert ("nobody's business" in found, found["enough"]) == (False, 5)
    assert all(number >= 5 for number in found.values())


def test_what_is_taken_back_is_handed_out_no_more_and_the_next_copy_is_without_it(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    pk, slug = memory(cast, cast.now), cast.house.slug
    actions.ask_book(actor=cast.hanna, year=2026, language="de", at=cast.now)
    run_due(clock=lambda: cast.now)
    book = YearBook.objects.get()
    there, browser = reverse("inspire:year_book", args=[slug, book.pk]), cast.client(cast.ada)
    answer = browser.get(there)
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "application/pdf", "no-store")
    first = book.file_id
    assert browser.get(reverse("core:file", args=[slug, book.file.token, book.file.name])).status_code == 404, (
        "only its own page hands it out"
    )
    # At once, before the worker has looked.
    later = cast.now + timedelta(minutes=5)
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: later)
    stories.withdraw(actor=cast.jonas, story_id=pk["story"], audience=stories.HOUSE, at=later)
    assert browser.get(there).status_code == 409
    run_due(clock=lambda: later)
    assert not StoredFile.objects.filter(pk=first).exists()
    assert told(cast) == {"thanks": ["Danke für den Tee."]}
    # And by the worker, without anybody looking.
    assert browser.get(there).status_code == 200
    second = YearBook.objects.get().file_id
    later += timedelta(minutes=5)
    thanks.take_back(actor=cast.jonas, thanks_id=Thanks.objects.get().pk, at=later)
    run_due(clock=lambda: later)
    assert not StoredFile.objects.filter(pk=second).exists()


def test_the_pages(cast: Cast, django_assert_max_num_queries):
    slug, hanna, ada = cast.house.slug, cast.client(cast.hanna), cast.client(cast.ada)
    there, ask = reverse("inspire:year_books", args=[slug]), reverse("inspire:ask_year_book", args=[slug])
    assert hanna.post(ask, {"year": "1800", "language": "de"}).status_code == 422
    year = re.search(r'<option value="(\d+)" selected', hanna.get(there).content.decode())
    assert year is not None
    assert hanna.post(ask, {"year": year[1], "language": "en"}).status_code == 302
    assert "0 von 1 Teilen" in hanna.get(there).content.decode()
    assert "Noch kein Buch" in ada.get(there).content.decode(), "what is being made is seen by those who make it"
    part = reverse("inspire:year_book_progress", args=[slug])
    assert hanna.get(part).status_code == 302
    with django_assert_max_num_queries(15):
        assert 'id="shelf"' in hanna.get(part, headers={"HX-Request": "true"}).content.decode()
    assert ada.get(reverse("inspire:year_book", args=[slug, YearBook.objects.get().pk])).status_code == 404
