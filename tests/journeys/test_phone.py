"""The house without a net: a real service worker keeps a member's pages, says from when they are, and forgets them with the session."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Error

from drittort.inform.posts.actions import Words, write_post
from tests.cast import Cast
from tests.journeys.conftest import Arrive

NAMES = "async () => (await caches.keys()).filter(name => name.startsWith('kept:'))"
KEPT = "async () => { const found = []; for (const name of await caches.keys()) if (name.startsWith('kept:')) for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname); return found.sort(); }"
WEEK, TODAY, TICKETS = "/lagerhaus/calendar/week/", "/lagerhaus/", "/lagerhaus/tickets/"


def test_the_house_stays_readable_without_a_net_and_leaves_nothing_behind(cast: Cast, arrive: Arrive):
    visitor = arrive(cast.mara)
    page = visitor.page
    visitor.open("/lagerhaus/phone/")
    page.click("keep-along button")
    page.wait_for_function("() => document.querySelector('keep-along [data-said]').textContent && navigator.serviceWorker.controller")
    visitor.open(TODAY)
    page.wait_for_function(f"async () => (await ({KEPT})()).includes('{TICKETS}')")
    visitor.open("/lagerhaus/people/")
    assert [path for path in page.evaluate(KEPT) if path != "/-/ahead"] == [TODAY, WEEK, TICKETS]

    visitor.context.set_offline(True)
    for path in (TODAY, WEEK):
        visitor.open(path)
        assert page.inner_text("[data-offline]").startswith("Stand ")
        assert page.inner_text("[data-offline]").endswith(", offline")
    # Dressed as ever: its sheet is there, too.
    assert page.evaluate("getComputedStyle(document.querySelector('[data-offline]')).borderInlineStartWidth") == "4px"
    visitor.open("/lagerhaus/people/")
    assert "Nur das Netz fehlt" in page.inner_text("h1")
    assert page.locator(f'[data-along] a[href="{TICKETS}"]').count() == 1
    # What is being written stays through a reload, and is not lost by sending it into nothing.
    visitor.context.set_offline(False)
    visitor.open("/lagerhaus/needs/new/")
    page.fill("#id_text", "Wer hat eine Leiter?")
    visitor.context.set_offline(True)
    page.click("kept-draft .actions button")
    page.wait_for_function("() => document.querySelector('kept-draft [data-said]').textContent")
    visitor.context.set_offline(False)
    page.reload()
    page.wait_for_function("() => document.querySelector('#id_text').value === 'Wer hat eine Leiter?'")
    # So is an answer under what somebody wrote, and what one begins on the first page.
    post = write_post(actor=cast.jonas, words=Words("ask", "Leiter?", "Wer hat eine?", "de", None), at=timezone.now())
    for path, field in ((f"/lagerhaus/posts/{post.pk}/", "#comment-text"), (TODAY, "#composed")):
        visitor.open(path)
        page.wait_for_function("() => customElements.get('kept-draft')")
        visitor.context.set_offline(True)
        page.fill(field, "Ich, im Keller.")
        page.click(f"kept-draft:has({field}) .button")
        page.wait_for_function("() => document.querySelector('kept-draft [data-said]').textContent")
        visitor.context.set_offline(False)
        page.reload()
        page.wait_for_function(f"() => document.querySelector('{field}').value === 'Ich, im Keller.'")

    # Somebody else at the same browser: the first one's pages go before the second's come.
    (mine,) = page.evaluate(NAMES)
    visitor.sign_in(cast.jonas)
    visitor.open(TODAY)
    page.wait_for_function(f"async () => {{ const names = await ({NAMES})(); return names.length === 1 && names[0] !== '{mine}'; }}")
    visitor.open("/lagerhaus/me/")
    page.click("form[action='/sign-out/'] button")
    page.wait_for_url("**/")
    assert page.evaluate(KEPT) == []
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('draft:'))") == []
    visitor.context.set_offline(True)
    with pytest.raises(Error):
        visitor.open(TODAY)
    visitor.context.set_offline(False)
    visitor.complaints.clear()


def test_a_picture_and_words_from_the_phone_wait_for_the_sign_in(cast: Cast, arrive: Arrive):
    visitor = arrive(cast.mara)
    page = visitor.page
    visitor.open("/lagerhaus/phone/")
    page.click("keep-along button")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    visitor.context.clear_cookies()
    # As a phone does it: a form with a file, from no page.
    page.evaluate(
        """async () => {
            const form = new FormData();
            form.set("text", "Eine Leiter, wer mag");
            form.set("along", new File([await (await fetch("/-/sign/163/any/192.png")).blob()], "leiter.png", { type: "image/png" }));
            await fetch("/lagerhaus/share/take/", { method: "POST", body: form });
        }"""
    )
    visitor.open("/lagerhaus/share/")
    assert "/sign-in/" in page.url
    visitor.sign_in(cast.mara)
    visitor.open("/lagerhaus/share/")
    page.wait_for_function("() => document.querySelector('#composed')?.value === 'Eine Leiter, wer mag'")
    page.click(".composer-go button")
    page.wait_for_function("() => document.querySelector('input[type=file]')?.files.length === 1")
    assert page.input_value("#id_text") == "Eine Leiter, wer mag"
    page.click("form.write-post button.button-primary")
    page.wait_for_url("**/posts/*/")
    assert page.locator(".leaf-picture img").count() == 1
    assert not page.evaluate("() => caches.has('shared')")
