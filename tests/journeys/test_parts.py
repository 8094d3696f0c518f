"""With scripts only the changed part of a page is fetched, and what happened is said aloud; without, the same address gives the page."""

from __future__ import annotations

from drittort.connect.introductions.models import Draft, Introduction, Round
from tests.cast import Cast


def drafts(cast: Cast) -> list[Draft]:
    made = Round.objects.create(space=cast.house, made_at=cast.now, seed=1, value=1, bound=1, engine="test")
    pairs = [sorted(pair, key=lambda m: m.pk) for pair in ((cast.mara, cast.jonas), (cast.ada, cast.neo))]
    return [
        Draft.objects.create(round=made, first=a, second=b, position=k, value=1, parts={}, reasons=[], spare=k > 0)
        for k, (a, b) in enumerate(pairs)
    ]


def test_the_care_page_changes_in_place(cast, arrive):
    first, second = drafts(cast)
    visitor = arrive(cast.hanna)
    page = visitor.page
    page.goto(f"{visitor.house.address}/lagerhaus/care/")
    page.evaluate("window.stayed = true")
    page.click(f"#draft-{first.pk} button:has-text('Jemand anderes')")
    page.wait_for_selector(f"#draft-{second.pk}")
    assert page.locator(f"#draft-{first.pk}").count() == 0
    page.click(f"#draft-{second.pk} button:has-text('Senden')")
    page.wait_for_selector("#notices .notice")
    assert "Verschickt" in page.inner_text("#notices")
    assert page.evaluate("window.stayed")
    assert page.locator("#care").count() == 1
    assert page.locator("#notices").count() == 1
    assert Introduction.objects.count() == 1


def test_somebody_faster_is_said_above_and_the_page_stays(cast, arrive):
    first, _second = drafts(cast)
    visitor = arrive(cast.hanna)
    page = visitor.page
    page.goto(f"{visitor.house.address}/lagerhaus/care/")
    Draft.objects.filter(pk=first.pk).update(sent_at=cast.now)
    page.click(f"#draft-{first.pk} button:has-text('Senden')")
    page.wait_for_selector("#notices .notice")
    assert "schneller" in page.inner_text("#notices")
    assert page.locator(f"#draft-{first.pk}").count() == 1
