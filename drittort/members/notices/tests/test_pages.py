"""The inbox and the page of wishes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from drittort.members.mail_refusals.actions import refuse_mail, wants_mail
from drittort.members.notices import actions, queries, rules
from drittort.members.notices.models import Notice, NoticeChoice
from drittort.members.notices.tests.test_telling import said


def address(cast, name, *parts):
    return reverse(f"members:{name}", args=[cast.house.slug, *parts])


def test_the_inbox_shows_new_things_first_and_says_where_it_ends(cast):
    read = said(cast, 1, thread="talk:1", at=cast.now + timedelta(hours=1))
    actions.see_thread(member=cast.mara, thread="talk:1", at=cast.now + timedelta(hours=1))
    fresh = said(cast, 2, who=cast.neo, thread="talk:2")
    page = cast.client(cast.mara).get(address(cast, "notices")).content.decode()
    assert page.index(address(cast, "open_notice", fresh.pk)) < page.index(address(cast, "open_notice", read.pk))
    assert "Das war alles. Alles gelesen." not in page
    actions.see_all(actor=cast.mara, at=cast.now + timedelta(hours=1))
    assert "Das war alles. Alles gelesen." in cast.client(cast.mara).get(address(cast, "notices")).content.decode()
    assert page.count("Eingang: 1 neuer Hinweis") == 1
    assert "Eingang: " not in cast.client(cast.jonas).get(address(cast, "notices")).content.decode()


def test_opening_reads_the_thread_and_goes_on(cast):
    notice = said(cast)
    answer = cast.client(cast.mara).get(address(cast, "open_notice", notice.pk))
    assert (answer.status_code, answer["Location"]) == (302, notice.path)
    assert queries.unseen(cast.mara) == 0
    assert cast.client(cast.jonas).get(address(cast, "open_notice", notice.pk)).status_code == 404


def test_all_read_by_one_button(cast):
    for k in range(3):
        said(cast, k, thread=f"talk:{k}")
    browser = cast.client(cast.mara)
    assert browser.post(address(cast, "see_all_notices")).status_code == 302
    assert queries.unseen(cast.mara) == 0
    assert "Nichts Neues" in browser.get(address(cast, "notices")).content.decode()


def test_every_line_is_seen_once_over_all_pages(cast):
    for k in range(75):
        said(cast, k, thread=f"talk:{k}", at=cast.now + timedelta(minutes=k // 2))
    for k in range(0, 75, 2):
        actions.see_thread(member=cast.mara, thread=f"talk:{k}", at=cast.now + timedelta(hours=1))
    seen, after, order = [], "", []
    for _ in range(9):
        page = queries.inbox(cast.mara, cast.now + timedelta(hours=2), after=after)
        seen += [line.id for line in (*page.new, *page.earlier)]
        order += ["new"] * len(page.new) + ["earlier"] * len(page.earlier)
        after = page.older
        if not after:
            break
    assert len(seen) == len(set(seen)) == 75
    assert order == ["new"] * 37 + ["earlier"] * 38


@pytest.mark.parametrize("after", ["x", "new:x", "earlier:2026|1", "new:2026-05-12T00:00:00+00:00|x", "older:2026-05-12T00:00:00+00:00|1"])
def test_a_cursor_that_is_none_is_refused(cast, after):
    assert cast.client(cast.mara).get(address(cast, "notices"), {"after": after}).status_code == 422


def test_the_inbox_costs_the_same_with_one_line_and_with_thirty(cast):
    def cost():
        browser = cast.client(cast.mara)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address(cast, "notices")).status_code == 200
        return len(seen)

    said(cast, 0)
    one = cost()
    for k in range(1, 40):
        said(cast, k, thread=f"talk:{k}", who=[cast.jonas, cast.neo, cast.ada][k % 3])
    assert cost() <= one <= 12


def test_a_preset_and_own_changes(cast):
    browser = cast.client(cast.mara)
    browser.post(address(cast, "notice_wishes"), {"preset": "quiet"})
    assert rules.wishes_of(cast.mara).preset == "quiet"
    on = {(w.name, w.channel) for row in queries.wishes(cast.mara)[1] for w in row.wishes if w.on}
    assert ("t.message", "mail") not in on
    assert {("security", "mail"), ("t.event", "mail"), ("t.message", "web")} <= on
    sent = [f"{name}:{channel}" for name, channel in (on | {("t.message", "mail")}) - {("t.weekly", "web")}]
    assert browser.post(address(cast, "notice_wishes"), {"table": "1", "wanted": sent}).status_code == 302
    assert set(NoticeChoice.objects.values_list("category", "channel", "wanted")) == {
        ("t.message", "mail", True),
        ("t.weekly", "web", False),
    }
    page = browser.get(address(cast, "notice_wishes")).content.decode()
    assert 'value="t.message:mail" checked' in page
    assert 'value="security:mail" checked disabled' in page
    browser.post(address(cast, "notice_wishes"), {"preset": "normal"})
    assert not NoticeChoice.objects.exists()


@pytest.mark.parametrize(
    "sent", [{}, {"preset": "loud"}, {"table": "1", "wanted": ["t.message:pigeon"]}, {"table": "1", "wanted": ["x:mail"]}]
)
def test_nonsense_changes_nothing(cast, sent):
    refuse_mail(member=cast.mara, category="t.message", at=cast.now)
    assert cast.client(cast.mara).post(address(cast, "notice_wishes"), sent).status_code == 422
    assert not wants_mail(cast.mara, "t.message")
    assert NoticeChoice.objects.count() == 1


def test_what_is_not_wanted_here_is_not_in_the_inbox(cast):
    actions.want(actor=cast.mara, category="t.message", channel="web", wanted=False, at=cast.now)
    notice = said(cast)
    assert queries.unseen(cast.mara) == 0
    assert queries.inbox(cast.mara, cast.now).new == ()
    assert notice.due_at is not None


def test_muting_from_the_page(cast):
    notice = said(cast)
    browser = cast.client(cast.mara)
    assert "Still stellen" in browser.get(address(cast, "notices")).content.decode()
    browser.post(address(cast, "mute_notice", notice.pk))
    assert "Wieder davon hören" in browser.get(address(cast, "notices")).content.decode()
    browser.post(address(cast, "mute_notice", notice.pk), {"again": "1"})
    assert "Still stellen" in browser.get(address(cast, "notices")).content.decode()


def test_old_notices_are_forgotten(cast):
    said(cast, 1, at=cast.now - timedelta(days=181))
    kept = said(cast, 2, at=cast.now - timedelta(days=179))
    assert actions.forget_old(at=cast.now) == 1
    assert list(Notice.objects.all()) == [kept]
