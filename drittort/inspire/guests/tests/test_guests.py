"""Guests by mail: nothing counts before the link is opened, then seats and the line are everybody's, and after a time nothing of them is left."""

from __future__ import annotations

import re
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from icalendar import Calendar

from drittort.core.errors import NotAllowed, NotFound
from drittort.core.jobs.runner import run_due
from drittort.core.models import Mail
from drittort.inspire.events import actions as events
from drittort.inspire.events import queries as event_pages
from drittort.inspire.events.models import Event, Registration
from drittort.inspire.events.tests.test_events import announced, come, words
from drittort.inspire.guests import actions, jobs
from drittort.inspire.guests.models import EventGuest
from tests.cast import Cast

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LINK = "https://treff.example/suppe"


def asks(cast: Cast, event: Event, name: str, at: datetime, **more: Any) -> EventGuest | None:
    given = {"email": f"{name.lower()}@draussen.example", "language": "de", "seats": 1, "answer": "", **more}
    return actions.ask_seat(space=cast.house, event_id=event.pk, name=name, at=at, **given)


def comes(guest: EventGuest | None, at: datetime) -> Registration:
    assert guest is not None
    return actions.come(guest_id=guest.pk, email=guest.email, at=at)


def mails(to: str) -> list[Mail]:
    return list(Mail.objects.filter(to_address=f"{to}@draussen.example").order_by("pk"))


def test_a_seat_counts_only_when_the_address_is_confirmed_and_the_line_is_everybodys(cast: Cast):
    event = announced(cast, capacity=2, is_public=True, guests=1)
    rosa = asks(cast, event, "Rosa", cast.now)
    assert not Registration.objects.exists()
    come(event, cast.jonas, cast.now + HOUR)
    assert comes(rosa, cast.now + 2 * HOUR).standing == "going"
    assert comes(rosa, cast.now + 3 * HOUR).pk == Registration.objects.get(guest=rosa).pk, "twice is once"
    assert come(event, cast.neo, cast.now + 3 * HOUR).standing == "waiting"
    ben = asks(cast, event, "Ben", cast.now)
    assert comes(ben, cast.now + 4 * HOUR).standing == "waiting"
    assert come(event, cast.ada, cast.now + 5 * HOUR).standing == "waiting"
    # Jonas steps back: Neo was first; when Neo can't either, it is the guest's turn, before Ada.
    events.withdraw(actor=cast.jonas, event_id=event.pk, at=cast.now + 6 * HOUR)
    events.withdraw(actor=cast.neo, event_id=event.pk, at=cast.now + 7 * HOUR)
    assert Registration.objects.get(guest=ben).standing == "offered"
    assert comes(ben, cast.now + 8 * HOUR).standing == "going"
    event.refresh_from_db()
    assert (event.taken, Registration.objects.get(member=cast.ada).standing) == (2, "waiting")


def test_letters_bring_the_link_the_calendar_and_the_way_back(cast: Cast):
    event = announced(cast, capacity=1, is_public=True, way="hybrid", link=LINK)
    rosa = asks(cast, event, "Rosa", cast.now)
    run_due(clock=lambda: cast.now)
    (first,) = mails("rosa")
    assert LINK not in first.text
    assert re.search(r"/answer/guest/[^/]+/\?language=de&says=going", first.text)
    comes(rosa, cast.now + HOUR)
    run_due(clock=lambda: cast.now + HOUR)
    confirmed = mails("rosa")[-1]
    assert LINK in confirmed.text
    assert confirmed.attachments[0]["mimetype"].startswith("text/calendar; method=REQUEST")
    # The hour moves, then it is called off: the same entry in the calendar, and never a page for members.
    for turn, change in enumerate((lambda at: events.change_event(actor=cast.mara, event_id=event.pk, words=words(cast, begins=cast.now + 6 * DAY, capacity=1, is_public=True, way="hybrid", link=LINK), at=at), lambda at: events.cancel_event(actor=cast.mara, event_id=event.pk, text="Heiser.", at=at))):  # fmt: skip
        at = cast.now + (2 + turn) * HOUR
        change(at)
        run_due(clock=lambda at=at: at)
    entries = [Calendar.from_ical(b64decode(m.attachments[0]["content"])).walk("VEVENT")[0] for m in mails("rosa")[1:]]
    assert len({str(e["uid"]) for e in entries}) == 1
    assert [int(e["sequence"]) for e in entries] == [0, 1, 2]
    assert str(entries[-1]["status"]) == "CANCELLED"
    assert all("/whats-on/" in str(e["url"]) for e in entries)


def test_the_host_reads_the_name_and_nobody_else(cast: Cast):
    event = announced(cast, is_public=True, question="Was isst du nicht?")
    comes(asks(cast, event, "Rosa", cast.now, answer="Sellerie"), cast.now)
    seen = {m.name: [(one.name, one.answer) for one in event_pages.one(m, event.pk, cast.now).coming] for m in (cast.mara, cast.jonas)}
    assert seen == {"Mara Wendt": [("Rosa", "Sellerie")], "Jonas Falk": []}
    pages = {
        m: cast.client(m).get(reverse("inspire:event", args=[cast.house.slug, event.pk])).content.decode() for m in (cast.mara, cast.jonas)
    }
    assert ("Rosa" in pages[cast.mara], "Rosa" in pages[cast.jonas]) == (True, False)
    assert not any("draussen.example" in page for page in pages.values()), "the address is nobody's"


def test_only_what_is_meant_for_everybody_is_there(cast: Cast):
    inside, draft = announced(cast), events.draft_event(actor=cast.mara, words=words(cast, is_public=True), at=cast.now)
    for event in (inside, draft):
        with pytest.raises(NotFound):
            asks(cast, event, "Rosa", cast.now)
    event = announced(cast, is_public=True)
    rosa = asks(cast, event, "Rosa", cast.now)
    ben = asks(cast, event, "Ben", cast.now)
    comes(ben, cast.now)
    # Closed again, whoever comes keeps the seat; whoever did not confirm is too late.
    events.change_event(actor=cast.mara, event_id=event.pk, words=words(cast), at=cast.now)
    with pytest.raises(NotAllowed):
        comes(rosa, cast.now)
    assert comes(ben, cast.now).standing == "going"


def test_an_address_is_not_flooded(cast: Cast):
    event = announced(cast, is_public=True)
    for minute in range(6):
        asks(cast, event, "Rosa", cast.now + minute * timedelta(minutes=2))
        run_due(clock=lambda minute=minute: cast.now + minute * timedelta(minutes=2))
    assert len(mails("rosa")) == 3
    assert EventGuest.objects.count() == 1


def test_it_is_forgotten_and_the_seat_goes_on(cast: Cast):
    event = announced(cast, capacity=1, is_public=True)
    rosa, ben = asks(cast, event, "Rosa", cast.now), asks(cast, event, "Ben", cast.now)
    comes(rosa, cast.now)
    come(event, cast.jonas, cast.now)
    jobs.forget({}, cast.now + 47 * HOUR)
    assert EventGuest.objects.filter(pk=ben.pk).exists()
    jobs.forget({}, cast.now + 49 * HOUR)
    assert list(EventGuest.objects.all()) == [rosa], "unconfirmed for two days"
    for _twice in range(2):
        actions.be_forgotten(guest_id=rosa.pk, email=rosa.email, at=cast.now + 50 * HOUR)
    assert not EventGuest.objects.exists()
    assert Registration.objects.get().standing == "offered"
    late = asks(cast, event, "Ida", cast.now)
    comes(late, cast.now)
    jobs.forget({}, event.ends_at + 29 * DAY)
    assert EventGuest.objects.exists()
    jobs.forget({}, event.ends_at + 31 * DAY)
    assert not Registration.objects.filter(guest__isnull=False).exists()


def test_from_the_public_page_to_ones_own_and_away_again_without_a_cookie(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    event = announced(cast, is_public=True, guests=2, begins=datetime.now(UTC) + 9 * DAY)
    inside = announced(cast, title="Nur wir", begins=datetime.now(UTC) + 9 * DAY)
    browser, slug = cast.client(None), cast.house.slug
    listed = browser.get(reverse("inspire:open_events", args=[slug])).content.decode()
    assert ("Suppe im Hof" in listed, "Nur wir" in listed) == (True, False)
    there = reverse("inspire:open_event", args=[slug, event.pk])
    assert browser.get(reverse("inspire:open_event", args=[slug, inside.pk])).status_code == 404
    page = browser.get(there)
    opened = re.search(r'name="opened" value="([^"]+)"', page.content.decode())
    assert opened
    sent = {"name": "Rosa", "email": "Rosa@draussen.example", "seats": "2", "language": "de", "opened": opened[1]}
    assert browser.post(there, sent).status_code == 422, "quicker than a human writes"
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: datetime.now(UTC) + timedelta(seconds=9))
    assert browser.post(there, {**sent, "email": "rosa"}).status_code == 422
    assert browser.post(there, {**sent, "website": "x"}).status_code == 302
    assert not EventGuest.objects.exists(), "machines are answered alike and nothing is kept"
    assert browser.get(browser.post(there, sent)["Location"]).status_code == 200
    run_due(clock=lambda: datetime.now(UTC) + timedelta(seconds=9))
    link = re.search(r"(/answer/guest/[^?\s]+)", mails("rosa")[-1].text)
    assert link
    assert browser.get(link[1]).status_code == 200
    assert not Registration.objects.exists(), "opening changes nothing"
    assert browser.post(link[1], {"says": "perhaps"}).status_code == 422
    assert "bist dabei" in browser.post(link[1], {"says": "going"}).content.decode().lower()
    assert Registration.objects.get().seats == 2
    assert browser.post(link[1], {"says": "not"}).status_code == 200
    assert Registration.objects.get().standing == "withdrawn"
    assert browser.get(link[1].replace("guest/", "guest/x")).status_code == 422
    assert browser.post(link[1], {"says": "forget"}).status_code == 200
    assert browser.get(link[1]).status_code == 404
    assert not browser.cookies
    # A house that shows nothing outside has no such pages.
    cast.house.settings = {"public_events": False}
    cast.house.save(update_fields=["settings"])
    assert browser.get(there).status_code == 404
