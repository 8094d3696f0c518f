"""The calendar: months over the changes of the clock, files that stay one event, letters that calendars take up, addresses that can be taken back."""

from __future__ import annotations

import base64
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from icalendar import Calendar

from drittort.core.errors import Invalid
from drittort.core.jobs.runner import run_due
from drittort.core.models import Mail
from drittort.inspire.calendar import actions, queries, tokens
from drittort.inspire.calendar.models import CalendarFeed
from drittort.inspire.events import actions as events
from drittort.inspire.events.models import Event, EventSeries
from drittort.inspire.events.tests.test_events import announced, come, words
from drittort.members.membership.actions import end_membership
from drittort.members.models import Member
from tests.cast import Cast

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LINK = "https://treff.example/suppe"


def files(to: Member) -> list[tuple[str, Any]]:
    """The calendar files that went to somebody, in order: the method and the one event."""
    found = []
    for mail in Mail.objects.filter(to_member_id=to.pk).order_by("pk"):
        for item in mail.attachments:
            if item["mimetype"].startswith("text/calendar"):
                read = Calendar.from_ical(base64.b64decode(item["content"]))
                assert f"method={read['method']};" in item["mimetype"]
                (event,) = read.walk("VEVENT")
                found.append((str(read["method"]), event))
    return found


def test_a_letter_puts_it_into_the_calendar_moves_it_there_and_takes_it_out(cast: Cast):
    event = announced(cast, way="hybrid", link=LINK)
    come(event, cast.jonas, cast.now)
    run_due(clock=lambda: cast.now)
    later = cast.now + HOUR
    events.change_event(actor=cast.mara, event_id=event.pk, words=words(cast, way="hybrid", link=LINK, begins=cast.now + 6 * DAY), at=later)
    run_due(clock=lambda: later)
    events.cancel_event(actor=cast.mara, event_id=event.pk, text="Kein Gas.", at=later + HOUR)
    run_due(clock=lambda: later + HOUR)
    told = files(cast.jonas)
    assert [(method, int(e["sequence"]), str(e["status"])) for method, e in told] == [
        ("REQUEST", 0, "CONFIRMED"),
        ("REQUEST", 1, "CONFIRMED"),
        ("CANCEL", 2, "CANCELLED"),
    ]
    assert len({str(e["uid"]) for _m, e in told}) == 1
    first, moved, _off = (e for _m, e in told)
    assert moved["dtstart"].dt - first["dtstart"].dt == 2 * DAY
    assert str(first["attendee"]) == f"mailto:{cast.jonas.account.email}"
    assert (first["attendee"].params["PARTSTAT"], first["attendee"].params["RSVP"]) == ("ACCEPTED", "FALSE")
    assert LINK in str(first["description"])


def test_who_steps_back_gets_it_out_of_the_calendar_and_who_never_had_a_seat_gets_no_file(cast: Cast):
    event = announced(cast, capacity=1)
    come(event, cast.jonas, cast.now)
    come(event, cast.neo, cast.now)
    run_due(clock=lambda: cast.now)
    events.withdraw(actor=cast.jonas, event_id=event.pk, at=cast.now + HOUR)
    run_due(clock=lambda: cast.now + HOUR)
    assert [method for method, _e in files(cast.jonas)] == ["REQUEST", "CANCEL"]
    assert files(cast.neo) == [], "an offer is no seat"
    come(event, cast.neo, cast.now + 2 * HOUR)
    run_due(clock=lambda: cast.now + 2 * HOUR)
    ((method, entry),) = files(cast.neo)
    assert method == "REQUEST"
    # Of two letters with the same number the later one holds.
    (_m, put), (_c, out) = files(cast.jonas)
    assert out["dtstamp"].dt > put["dtstamp"].dt
    assert str(entry["uid"]) == str(put["uid"])


@pytest.mark.parametrize(
    ("begins", "utc"), [("2026-10-24T18:00", 16), ("2026-10-26T18:00", 17), ("2027-03-27T18:00", 17), ("2027-03-29T18:00", 16)]
)
def test_hours_in_files_are_the_houses_with_the_rules_of_its_zone(cast: Cast, begins: str, utc: int):
    at = datetime.fromisoformat(begins).replace(tzinfo=cast.house.zone)
    event = announced(cast, begins=at.astimezone(UTC))
    answer = cast.client(cast.jonas).get(reverse("inspire:event_file", args=[cast.house.slug, event.pk]))
    assert answer["Content-Type"].startswith("text/calendar")
    read = Calendar.from_ical(answer.content)
    (entry,) = read.walk("VEVENT")
    assert entry["dtstart"].params["TZID"] == "Europe/Berlin"
    assert entry["dtstart"].dt.astimezone(UTC).hour == utc
    assert [str(zone["tzid"]) for zone in read.walk("VTIMEZONE")] == ["Europe/Berlin"]


def fetched(cast: Cast, link: str, **headers: str) -> Any:
    path = re.sub(r"^https?://[^/]+", "", link)
    return cast.client(None).get(path, headers=headers)


def test_a_subscribed_calendar_shows_what_its_owner_may_read_and_nothing_new_costs_nothing(cast: Cast):
    here = datetime.now(UTC)
    event = announced(cast, capacity=1, way="hybrid", link=LINK, begins=here + 9 * DAY)
    other = announced(cast, title="Chor", begins=here + 10 * DAY)
    come(event, cast.jonas, cast.now)
    come(event, cast.neo, cast.now)
    links = {
        (m.pk, kind): tokens.link(actions.make_feed(actor=m, kind=kind, at=cast.now), cast.house.slug)
        for m in (cast.jonas, cast.neo)
        for kind in ("mine", "house")
    }
    mine = fetched(cast, links[cast.jonas.pk, "mine"])
    assert [str(e["summary"]) for e in Calendar.from_ical(mine.content).walk("VEVENT")] == ["Suppe im Hof"]
    assert LINK.encode() in mine.content.replace(b"\r\n ", b"")
    waits = fetched(cast, links[cast.neo.pk, "mine"])
    (entry,) = Calendar.from_ical(waits.content).walk("VEVENT")
    assert str(entry["status"]) == "TENTATIVE"
    assert LINK.encode() not in waits.content.replace(b"\r\n ", b"")
    whole = fetched(cast, links[cast.jonas.pk, "house"])
    assert [str(e["summary"]) for e in Calendar.from_ical(whole.content).walk("VEVENT")] == ["Suppe im Hof", "Chor"]
    assert not whole.cookies
    same = fetched(cast, links[cast.jonas.pk, "house"], **{"If-None-Match": whole["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    since = fetched(cast, links[cast.jonas.pk, "house"], **{"If-Modified-Since": whole["Last-Modified"]})
    assert since.status_code == 304
    # Called off, it stays as called off; stepping back takes it out of one's own.
    events.cancel_event(actor=cast.mara, event_id=other.pk, text="Heiser.", at=here)
    again = fetched(cast, links[cast.jonas.pk, "house"], **{"If-None-Match": whole["ETag"]})
    assert str(Calendar.from_ical(again.content).walk("VEVENT")[1]["status"]) == "CANCELLED"
    events.withdraw(actor=cast.jonas, event_id=event.pk, at=here)
    left = fetched(cast, links[cast.jonas.pk, "mine"], **{"If-None-Match": mine["ETag"], "If-Modified-Since": mine["Last-Modified"]})
    assert left.status_code == 200
    assert Calendar.from_ical(left.content).walk("VEVENT") == []


def test_an_address_leads_nowhere_once_it_was_taken_back_or_its_owner_has_left(cast: Cast):
    slug = cast.house.slug
    first = tokens.link(actions.make_feed(actor=cast.jonas, kind="mine", at=cast.now), slug)
    assert first == tokens.link(actions.make_feed(actor=cast.jonas, kind="mine", at=cast.now), slug), "it stays the same"
    assert fetched(cast, first).status_code == 200
    assert fetched(cast, first.replace(".ics", "x.ics")).status_code == 404
    assert fetched(cast, first.replace(f"/{slug}/", f"/{cast.elsewhere.slug}/")).status_code == 404
    actions.end_feed(actor=cast.jonas, kind="mine")
    assert fetched(cast, first).status_code == 404
    second = tokens.link(actions.make_feed(actor=cast.jonas, kind="mine", at=cast.now), slug)
    assert second != first
    assert fetched(cast, first).status_code == 404
    end_membership(actor=None, member_id=cast.jonas.pk, last_on=cast.house.day(cast.now), at=cast.now)
    assert fetched(cast, second).status_code == 404
    with pytest.raises(Invalid):
        actions.make_feed(actor=cast.mara, kind="everything", at=cast.now)


def test_months_have_all_their_days_over_both_changes_of_the_clock(cast: Cast):
    for first, weeks in ((date(2026, 3, 1), 6), (date(2026, 10, 1), 5), (date(2027, 2, 1), 4)):
        found = queries.month(cast.mara, first, cast.now)
        assert len(found.weeks) == weeks
        days = [date.fromisoformat(cell.iso) for week in found.weeks for cell in week]
        assert days == [days[0] + n * DAY for n in range(7 * weeks)]
        inside = [cell for week in found.weeks for cell in week if not cell.is_outside]
        assert (inside[0].number, len(inside)) == ("1", (31, 31, 28)[(3, 10, 2).index(first.month)])
    assert (queries.month(cast.mara, date(2026, 12, 1), cast.now).before, queries.month(cast.mara, date(2026, 12, 1), cast.now).after) == (
        "2026-11",
        "2027-01",
    )


def test_an_event_stands_on_its_day_in_the_house(cast: Cast):
    # Half past midnight in the house is the evening before elsewhere.
    event = announced(cast, begins=datetime(2026, 5, 31, 22, 30, tzinfo=UTC))
    june = queries.month(cast.jonas, date(2026, 6, 1), cast.now)
    assert [cell.iso for week in june.weeks for cell in week if cell.cards] == ["2026-06-01"]
    assert [cell.iso for cell in queries.week(cast.jonas, date(2026, 6, 3), cast.now).days if cell.cards] == ["2026-06-01"]
    browser = cast.client(cast.jonas)
    for name, asked in (("calendar", "?month=2026-06"), ("calendar_week", "?day=2026-06-03"), ("print_calendar", "?day=2026-06-03")):
        there = reverse(f"inspire:{name}", args=[cast.house.slug])
        assert "Suppe im Hof" in browser.get(there + asked).content.decode(), name
        assert browser.get(there + asked.replace("2026", "soon")).status_code == 422
    assert Event.objects.get() == event


def test_addresses_are_made_and_taken_back_on_a_page(cast: Cast):
    browser, there = cast.client(cast.mara), reverse("inspire:subscribe_calendar", args=[cast.house.slug])
    assert browser.post(there, {"says": "make", "kind": "house"}).status_code == 302
    feed = CalendarFeed.objects.get()
    assert tokens.link(feed, cast.house.slug) in browser.get(there).content.decode()
    assert browser.post(there, {"says": "shout", "kind": "house"}).status_code == 422
    browser.post(there, {"says": "end", "kind": "house"})
    assert not CalendarFeed.objects.exists()


def test_a_subscribed_calendar_knows_no_role_and_notices_what_was_taken_away(cast: Cast):
    here = datetime.now(UTC)
    announced(cast, way="hybrid", link=LINK, begins=here + 9 * DAY)
    link = tokens.link(actions.make_feed(actor=cast.hanna, kind="house", at=cast.now), cast.house.slug)
    first = fetched(cast, link)
    assert LINK.encode() not in first.content.replace(b"\r\n ", b""), (
        "whoever may change all events reads this one's link signed in, or with a seat"
    )
    EventSeries.objects.create(
        space=cast.house, title="Chor", rule="FREQ=WEEKLY;BYDAY=MO", begins_on=here.date(), begins_at=here.time(), minutes=60, made_at=here, ended_at=here,
        changed_at=here + HOUR,
    )  # fmt: skip
    since = fetched(cast, link, **{"If-Modified-Since": first["Last-Modified"]})
    assert since.status_code == 200, "a series ended: what it took away is gone from here, too"
