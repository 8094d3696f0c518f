"""Writing the plan in a browser: a reload loses nothing, and neither does somebody else who writes meanwhile."""

from __future__ import annotations

from django.utils import timezone

from drittort.plan.writing.actions import Words, write_part
from drittort.plan.writing.models import PlanVersion
from tests.cast import Cast
from tests.journeys.conftest import Arrive

DESK = "/lagerhaus/plan/writing/purpose/write/"
WROTE = "() => document.querySelector('#id_text').value === 'Meine Worte.'"
DRAFTS = "Object.keys(localStorage).filter(name => name.startsWith('draft:'))"


def test_words_survive_a_reload_and_somebody_else(cast: Cast, arrive: Arrive):
    def other(text: str, base: int) -> None:
        write_part(actor=cast.olga, key="purpose", words=Words("de", text), base=base, stands=True, at=timezone.now())

    other("Wie es war.", 0)
    visitor = arrive(cast.olga)
    page = visitor.page
    visitor.open(DESK)
    page.fill("#id_text", "Meine Worte.")
    page.reload()
    page.wait_for_function(WROTE)
    assert "wieder hier" in page.inner_text("kept-draft [data-said]")
    other("Was jemand anders schrieb.", 1)
    visitor.open(DESK)
    page.wait_for_function(WROTE)
    page.click("button[name=stands]")
    assert "hat jemand anderes etwas geändert" in page.inner_text(".notice-error")
    assert page.input_value("#id_text") == "Meine Worte."
    page.click("button[name=stands]")
    page.wait_for_url("**saved=3")
    assert [one.text for one in PlanVersion.objects.order_by("number")] == ["Wie es war.", "Was jemand anders schrieb.", "Meine Worte."]
    visitor.open(DESK)
    assert page.evaluate(DRAFTS) == []
    page.fill("#id_text", "Doch nicht.")
    page.reload()
    page.click("kept-draft [data-said] button")
    page.wait_for_function(WROTE)
    assert page.evaluate(DRAFTS) == []
