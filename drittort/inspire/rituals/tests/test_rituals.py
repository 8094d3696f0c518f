"""Rituals: complete in both languages, and one click makes a series of them with roles and lists."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from drittort.core.jobs.runner import run_due
from drittort.inspire.events.models import Event, EventSeries
from drittort.inspire.events.repeating import Rhythm
from drittort.inspire.rituals.catalogue import Ritual, rituals
from tests.cast import Cast


@pytest.mark.parametrize("one", rituals(), ids=lambda one: one.key)
def test_both_languages_say_the_same_things(one: Ritual):
    german, english = one.said["de"], one.said["en"]
    assert len(german.roles) == len(english.roles) > 0
    assert len(german.checklist) == len(english.checklist) > 0
    assert bool(german.question) == bool(english.question)
    assert all((german.title, english.title, german.line, english.line, german.text, english.text))
    assert one.rhythm in Rhythm.values
    assert one.first_on(date(2026, 5, 12)).weekday() == one.weekday


def test_one_click_makes_a_series_with_everything_written(cast: Cast):
    slug, hanna = cast.house.slug, cast.client(cast.hanna)
    assert reverse("inspire:ritual", args=[slug, "lunch"]) in hanna.get(reverse("inspire:rituals", args=[slug])).content.decode()
    there = reverse("inspire:ritual", args=[slug, "lunch"])
    page = hanna.get(there)
    sent = {**page.context["form"].initial, "location_id": cast.upstairs.pk, "place": "", "says": "publish"}
    assert hanna.post(there, {**sent, "on": "2020-01-01"}).status_code == 422
    hanna.post(there, sent)
    run_due(clock=lambda: datetime.now(UTC))
    rows = list(Event.objects.order_by("starts_at"))
    assert (len(rows) >= 7, {row.title for row in rows}, {row.capacity for row in rows}) == (True, {"Mittagstisch"}, {12})
    assert all(row.roles and row.checklist and row.question for row in rows), "those made ahead bring everything along"
    assert EventSeries.objects.get().rule == "FREQ=WEEKLY;BYDAY=WE"
    # Who may not announce hands it in.
    cast.client(cast.mara).post(reverse("inspire:ritual", args=[slug, "show"]), {**sent, "on": rows[1].starts_at.date().isoformat()})
    assert Event.objects.get(title="Zeig her").proposed_at is not None
    assert hanna.get(reverse("inspire:ritual", args=[slug, "nothing"])).status_code == 404
