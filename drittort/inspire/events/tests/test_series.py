"""Events that come again: on the clock of the house over both its changes, made ahead once, changed with everybody's seats kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from django.urls import reverse
from icalendar import Calendar

from benchmarks.recurrence import compare
from drittort.core.errors import Invalid, NotFound
from drittort.core.jobs.runner import run_due
from drittort.core.models import Mail
from drittort.inspire.calendar.queries import series_of
from drittort.inspire.events import actions, ics, jobs, repeating, series
from drittort.inspire.events.models import Event, EventSeries, Registration
from drittort.inspire.events.repeating import Rhythm
from drittort.inspire.events.tests.test_events import come, words
from drittort.members.notices.models import Notice
from tests.cast import Cast

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
BERLIN = ZoneInfo("Europe/Berlin")


def begun(cast: Cast, rhythm: str = Rhythm.WEEKLY, until_on: date | None = None, **more: Any) -> Event:
    """A series that was announced with its first event, and made ahead."""
    event = series.draft_series(actor=cast.mara, words=words(cast, **more), rhythm=rhythm, until_on=until_on, at=cast.now)
    actions.propose_event(actor=cast.mara, event_id=event.pk, at=cast.now)
    actions.publish_event(actor=cast.hanna, event_id=event.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    event.refresh_from_db()
    return event


def dates() -> list[date]:
    return list(Event.objects.order_by("series_on").values_list("series_on", flat=True))


def by_hand(rhythm: str, first: date, most: int) -> list[date]:
    """The days of a rhythm, found by walking over all days and asking each."""
    found = []
    for n in range(400):
        day = first + n * DAY
        week, last = (day.day - 1) // 7, (day + WEEK).month != day.month
        fits = {
            Rhythm.WEEKLY: True,
            Rhythm.FORTNIGHTLY: n % 14 == 0,
            Rhythm.MONTHLY: last if first.day > 28 else week == (first.day - 1) // 7,
            Rhythm.LAST: last,
        }[Rhythm(rhythm)]
        if day.weekday() == first.weekday() and fits:
            found.append(day)
    return found[:most]


@pytest.mark.parametrize("rhythm", Rhythm.values)
def test_each_rhythm_gives_the_days_that_one_finds_on_a_calendar(rhythm: str):
    for n in range(0, 370, 11):
        first = date(2026, 1, 1) + n * DAY
        wanted = by_hand(rhythm, first, 8)
        assert list(islice(repeating.days(repeating.rule_of(rhythm, first), first), len(wanted))) == wanted, first


def test_generated_rules_agree_with_a_walk_over_all_days_and_with_dateutil_over_both_changes_of_the_clock():
    came, changed, wrong = compare(200, seed=6)
    assert (came > 5000, changed > 100, wrong) == (True, True, 0)


def test_an_hour_that_is_leapt_over_comes_an_hour_later_and_lasts_as_long():
    assert repeating.begins(date(2026, 3, 29), time(2, 30), BERLIN) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert repeating.ends(date(2026, 3, 29), time(1, 30), 30, BERLIN) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert repeating.ends(date(2026, 3, 28), time(22), 600, BERLIN) == datetime(2026, 3, 29, 6, 0, tzinfo=UTC)


def test_events_stand_eight_weeks_ahead_and_are_made_once(cast: Cast):
    begun(cast)
    first = cast.house.day(cast.now + 4 * DAY)
    assert dates() == [first + n * WEEK for n in range(8)]
    for _twice in range(2):
        jobs.make_ahead({}, cast.now + 8 * DAY)
    assert dates() == [first + n * WEEK for n in range(9)]
    assert set(Event.objects.values_list("starts_at__hour", flat=True)) == {11}, "on the clock of the house"
    Event.objects.filter(series_on=first + 3 * WEEK).delete()
    jobs.make_ahead({}, cast.now + 15 * DAY)
    assert first + 3 * WEEK not in dates(), "what was taken away stays away"
    assert len(dates()) == 9


def test_a_series_keeps_its_hour_when_the_clocks_change(cast: Cast):
    begins = datetime(2026, 10, 20, 16, 0, tzinfo=UTC)
    event = series.draft_series(actor=cast.mara, words=words(cast, begins=begins), rhythm=Rhythm.WEEKLY, until_on=None, at=cast.now)
    actions.propose_event(actor=cast.mara, event_id=event.pk, at=cast.now)
    actions.publish_event(actor=cast.hanna, event_id=event.pk, at=cast.now)
    series.begin(event=Event.objects.get(), at=begins - DAY)
    moments = list(Event.objects.order_by("starts_at").values_list("starts_at", "ends_at")[:2])
    assert [first for first, _last in moments] == [begins, datetime(2026, 10, 27, 17, 0, tzinfo=UTC)]
    assert {last - first for first, last in moments} == {2 * HOUR}


def test_a_last_day_ends_it(cast: Cast):
    last = cast.house.day(cast.now + 18 * DAY)
    begun(cast, until_on=last)
    assert dates()[-1] == last
    assert EventSeries.objects.get().ended_at is not None
    with pytest.raises(Invalid):
        begun(cast, until_on=cast.house.day(cast.now))


def test_what_a_killed_worker_left_undone_is_made_by_the_clock(cast: Cast):
    event = series.draft_series(actor=cast.mara, words=words(cast), rhythm=Rhythm.WEEKLY, until_on=None, at=cast.now)
    EventSeries.objects.filter(pk=event.series_id).update(published_at=cast.now)
    Event.objects.filter(pk=event.pk).update(published_at=cast.now)
    jobs.make_ahead({}, cast.now)
    assert len(dates()) == 8


def test_the_last_such_weekday_begins_on_one(cast: Cast):
    second, last = datetime(2026, 6, 9, 16, 0, tzinfo=UTC), datetime(2026, 6, 30, 16, 0, tzinfo=UTC)
    with pytest.raises(Invalid):
        series.draft_series(actor=cast.mara, words=words(cast, begins=second), rhythm=Rhythm.LAST, until_on=None, at=cast.now)
    assert not Event.objects.exists()
    event = series.draft_series(actor=cast.mara, words=words(cast, begins=last), rhythm=Rhythm.LAST, until_on=None, at=cast.now)
    # Moved while it is a draft, it comes in the same week of the next months.
    actions.change_event(actor=cast.mara, event_id=event.pk, words=words(cast, begins=second), at=cast.now)
    actions.propose_event(actor=cast.mara, event_id=event.pk, at=cast.now)
    actions.publish_event(actor=cast.hanna, event_id=event.pk, at=cast.now)
    series.begin(event=Event.objects.get(), at=second - DAY)
    assert dates() == [date(2026, 6, 9), date(2026, 7, 14)]


def test_nothing_is_made_before_it_is_announced_and_a_draft_takes_its_series_along(cast: Cast):
    event = series.draft_series(actor=cast.mara, words=words(cast), rhythm=Rhythm.WEEKLY, until_on=None, at=cast.now)
    jobs.make_ahead({}, cast.now)
    assert Event.objects.count() == 1
    # What is changed while it is a draft counts for all.
    actions.change_event(actor=cast.mara, event_id=event.pk, words=words(cast, title="Eintopf", begins=cast.now + 5 * DAY), at=cast.now)
    actions.propose_event(actor=cast.mara, event_id=event.pk, at=cast.now)
    actions.publish_event(actor=cast.hanna, event_id=event.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert set(Event.objects.values_list("title", flat=True)) == {"Eintopf"}
    assert {day.weekday() for day in dates()} == {cast.house.day(cast.now + 5 * DAY).weekday()}
    other = series.draft_series(actor=cast.mara, words=words(cast), rhythm=Rhythm.WEEKLY, until_on=None, at=cast.now)
    actions.discard_event(actor=cast.mara, event_id=other.pk, at=cast.now)
    assert EventSeries.objects.count() == 1


def test_one_goes_its_own_way_and_the_others_stay(cast: Cast):
    event = begun(cast)
    third = Event.objects.order_by("series_on")[2]
    actions.change_event(actor=cast.mara, event_id=third.pk, words=words(cast, title="Eis", begins=third.starts_at + DAY), at=cast.now)
    assert Event.objects.filter(title="Eis").count() == 1
    # What follows later leaves it alone: it keeps its name and its hour.
    series.change_following(
        actor=cast.mara, event_id=event.pk, words=words(cast, title="Grütze"), rhythm=Rhythm.WEEKLY, until_on=None, at=cast.now + HOUR
    )
    assert list(Event.objects.order_by("series_on").values_list("title", flat=True)) == ["Grütze", "Grütze", "Eis", *["Grütze"] * 5]
    third.refresh_from_db()
    assert third.title == "Eis"


def test_all_that_follow_move_and_everybody_keeps_their_seat(cast: Cast):
    begun(cast)
    rows = list(Event.objects.order_by("series_on"))
    come(rows[0], cast.neo, cast.now)
    for row in rows[2:4]:
        come(row, cast.jonas, cast.now)
    seats = dict(Registration.objects.values_list("event_id", "member_id"))
    moved = words(cast, begins=rows[2].starts_at + DAY + 3 * HOUR, capacity=9)
    series.change_following(actor=cast.mara, event_id=rows[2].pk, words=moved, rhythm=Rhythm.FORTNIGHTLY, until_on=None, at=cast.now)
    assert dict(Registration.objects.values_list("event_id", "member_id")) == seats
    after = {row.pk: row for row in Event.objects.all()}
    assert [after[row.pk].starts_at for row in rows[:2]] == [row.starts_at for row in rows[:2]], "what came before stays"
    first = rows[2].starts_at + DAY + 3 * HOUR
    assert [after[row.pk].starts_at for row in rows[2:]] == [first + n * 2 * WEEK for n in range(6)]
    assert {after[row.pk].capacity for row in rows[2:]} == {9}
    run_due(clock=lambda: cast.now)
    assert Notice.objects.filter(member=cast.jonas, code="event.3").count() == 2
    assert not Notice.objects.filter(member=cast.neo, code="event.3").exists()
    # Nothing is made twice on the way there.
    jobs.make_ahead({}, cast.now + 40 * DAY)
    assert len(dates()) == len(set(dates()))
    early = words(cast, begins=rows[1].starts_at)
    with pytest.raises(Invalid):
        series.change_following(actor=cast.mara, event_id=rows[2].pk, words=early, rhythm=Rhythm.WEEKLY, until_on=None, at=cast.now)


def test_what_has_no_day_any_more_is_called_off_where_somebody_comes(cast: Cast):
    event = begun(cast)
    rows = list(Event.objects.order_by("series_on"))
    come(rows[5], cast.jonas, cast.now)
    last = rows[2].series_on
    series.change_following(actor=cast.mara, event_id=event.pk, words=words(cast), rhythm=Rhythm.WEEKLY, until_on=last, at=cast.now)
    left = list(Event.objects.order_by("starts_at"))
    assert [row.pk for row in left] == [row.pk for row in (*rows[:3], rows[5])]
    assert left[3].cancelled_at is not None
    run_due(clock=lambda: cast.now)
    assert Notice.objects.get(member=cast.jonas, code="event.4")


def test_a_series_ends_from_one_on(cast: Cast):
    begun(cast)
    rows = list(Event.objects.order_by("series_on"))
    come(rows[4], cast.jonas, cast.now)
    with pytest.raises(NotFound):
        series.end_series(actor=cast.sten, event_id=rows[3].pk, text="", at=cast.now)
    series.end_series(actor=cast.mara, event_id=rows[3].pk, text="Der Topf zieht aus.", at=cast.now)
    assert list(Event.objects.standing().order_by("starts_at").values_list("pk", flat=True)) == [row.pk for row in rows[:3]]
    assert set(Event.objects.exclude(cancelled_at=None).values_list("pk", flat=True)) == {rows[3].pk, rows[4].pk}
    jobs.make_ahead({}, cast.now + 30 * DAY)
    assert Event.objects.count() == 5


def test_the_host_is_asked_once_whether_it_takes_place(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    begun(cast)
    asked = []
    for hours in range(0, 60, 6):
        jobs.ask_hosts({}, cast.now + hours * HOUR)
        asked.append(Notice.objects.filter(member=cast.mara, code="event.11").count())
    assert asked == [0, 0, 0, 0, 1, 1, 1, 1, 1, 1], "three days before, in the morning"
    at = cast.now + 24 * HOUR
    run_due(clock=lambda: at)
    mail = Mail.objects.filter(to_member_id=cast.mara.pk, category="event").latest("pk")
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: at)
    link = mail.text.split("/answer/event/")[1].split("/")[0]
    browser, there = cast.client(None), reverse("inspire:answer_event", args=[link])
    assert browser.get(f"{there}?says=off").status_code == 200
    assert not Event.objects.exclude(confirmed_at=None).exists()
    browser.post(there, {"says": "happens"})
    first, second = Event.objects.order_by("series_on")[:2]
    assert (first.confirmed_at, second.confirmed_at) == (at, None)
    browser.post(there, {"says": "off", "text": "Doch nicht."})
    first.refresh_from_db()
    assert first.cancelled_with == "Doch nicht."


def read(body: bytes) -> set[tuple[datetime, str]]:
    """What a calendar program makes of a file: the rule, without what is left out, with what goes its own way."""
    file = Calendar.from_ical(body)
    master, *own = file.walk("VEVENT")
    rule, start = master["rrule"].to_ical().decode(), master["dtstart"].dt
    left_out = master.get("exdate", [])
    gone = {d.dt.astimezone(UTC) for each in (left_out if isinstance(left_out, list) else [left_out]) for d in each.dts}
    found = {m.astimezone(UTC): str(master["summary"]) for m in rrulestr(rule, dtstart=start).between(start - DAY, start + 60 * DAY)}
    found = {moment: title for moment, title in found.items() if moment not in gone}
    for one in own:
        assert one["uid"] == master["uid"]
        del found[one["recurrence-id"].dt.astimezone(UTC)]
        if str(one["status"]) != "CANCELLED":
            found[one["dtstart"].dt.astimezone(UTC)] = str(one["summary"])
    return set(found.items())


def test_the_file_of_a_series_says_what_stands_in_the_house(cast: Cast):
    event = begun(cast, until_on=cast.house.day(cast.now + 50 * DAY))
    rows = list(Event.objects.order_by("series_on"))
    actions.change_event(actor=cast.mara, event_id=rows[2].pk, words=words(cast, title="Eis", begins=rows[2].starts_at + DAY), at=cast.now)
    actions.cancel_event(actor=cast.mara, event_id=rows[3].pk, text="", at=cast.now)
    rows[4].delete()
    body = ics.series_file(*series_of(cast.jonas, event.pk))
    assert read(body) == set(Event.objects.standing().values_list("starts_at", "title"))
    assert body.count(b"RECURRENCE-ID") == 2
    assert b"UNTIL=" in body
    there = reverse("inspire:series_file", args=[cast.house.slug, event.pk])
    assert cast.client(cast.jonas).get(there).status_code == 200
    assert cast.client(cast.sten).get(there).status_code == 404


def test_pages_change_one_or_all(cast: Cast):
    browser, slug = cast.client(cast.hanna), cast.house.slug
    day = (datetime.now(UTC) + 20 * DAY).astimezone(BERLIN).date()
    sent = {
        "title": "Frühstück", "on": day.isoformat(), "begins": "09:00", "ends": "10:00", "way": "here", "location_id": cast.upstairs.pk, "language": "de",
        "repeats": "weekly", "says": "publish",
    }  # fmt: skip
    assert browser.post(reverse("inspire:new_event", args=[slug]), {**sent, "until_on": "2020-01-01"}).status_code == 422
    browser.post(reverse("inspire:new_event", args=[slug]), sent)
    run_due(clock=lambda: datetime.now(UTC))
    first, second, *_more = Event.objects.order_by("series_on")
    edit = reverse("inspire:edit_event", args=[slug, second.pk])
    assert 'value="following"' in browser.get(edit).content.decode()
    later = {**sent, "on": second.series_on.isoformat()}
    assert browser.post(edit, later).status_code == 422, "only this one, or all?"
    browser.post(edit, {**later, "scope": "following", "title": "Spätes Frühstück", "begins": "09:30"})
    assert Event.objects.filter(title="Spätes Frühstück").count() == Event.objects.count() - 1
    step = reverse("inspire:event_step", args=[slug, second.pk])
    browser.post(step, {"says": "cancel", "scope": "following", "text": ""})
    assert list(Event.objects.standing()) == [first]
