"""Event advice: what speaks for a topic is said in sums, an hour is looked at before it is chosen, a forecast stands and is laid beside what came."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from drittort.connect.needs.actions import edit_need, open_need
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.models import LedgerRow
from drittort.inspire.event_advice import actions, dates, free_days, giving, interest, queries, rules
from drittort.inspire.event_advice.jobs import advise
from drittort.inspire.event_advice.models import AdvisedHost, EventAdvice, EventTurnout, TurnoutStrengths
from drittort.inspire.event_advice.past import past_of
from drittort.inspire.events.models import Event, EventSeries, Registration
from drittort.members.models import Block, Member, StandingLine
from tests.cast import Cast, person

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TUNE = "Ich suche jemanden mit einer Geige."


def people(cast: Cast, n: int = 8) -> list[Member]:
    """Further members of the house, with the days on which they are usually here."""
    first = Member.objects.count()
    return [person(cast.house, f"M{first + k} Mensch") for k in range(n)]


def line(member: Member, text: str, side: str = StandingLine.Side.SEEK) -> None:
    StandingLine.objects.create(member=member, side=side, text=text, language="de")


def held(cast: Cast, days_ago: int, *came: Member, hour: int = 18, **more: Any) -> Event:
    """An event that took place, with who had a seat."""
    begins = (cast.now - days_ago * DAY).astimezone(cast.house.zone).replace(hour=hour, minute=0)
    event = Event.objects.create(
        space=cast.house, host=cast.mara, title=more.pop("title", "Suppe"), starts_at=begins, ends_at=begins + 2 * HOUR, made_at=begins - 9 * DAY, published_at=begins - 9 * DAY,
        changed_at=begins - 9 * DAY, location=cast.upstairs, **more,
    )  # fmt: skip
    Registration.objects.bulk_create(
        Registration(event=event, member=one, asked_at=begins - DAY, approved_at=begins - DAY, seated_at=begins - DAY) for one in came
    )
    return event


def year(cast: Cast) -> list[Event]:
    """Twenty weekly suppers to which six came, and five talks to which two came."""
    crowd = people(cast)
    return [held(cast, 7 * k + 7, *crowd[:6]) for k in range(20)] + [
        held(cast, 21 * k + 10, *crowd[:2], title="Vortrag", hour=12) for k in range(5)
    ]


def test_what_needs_are_about_stands_in_the_ledger_without_words_and_the_newest_counts(cast: Cast):
    need = open_need(actor=cast.mara, text=TUNE, language="de", at=cast.now)
    row = LedgerRow.objects.get(kind="need.opened")
    assert row.facts["seeks"] == ["violin"]
    assert interest.interest_in(cast.house, cast.now)["music"].seeks == {cast.mara.pk}
    edit_need(actor=cast.mara, need_id=need.pk, text="Ich suche ein Lastenrad zum Leihen.", language="de", at=cast.now + HOUR)
    found = interest.interest_in(cast.house, cast.now + HOUR)
    assert "music" not in found
    assert found["trade"].seeks == {cast.mara.pk}


def test_no_topic_is_advised_for_fewer_people_than_may_be_told(cast: Cast):
    crowd = people(cast)
    for one in crowd[:5]:
        line(one, TUNE)
    line(cast.jonas, "Ich spiele Geige auf Festen.", StandingLine.Side.OFFER)
    advise(space=cast.house, at=cast.now)
    assert not EventAdvice.objects.filter(kind="topic").exists(), "five can be found out by whoever is one of them"
    line(crowd[5], TUNE)
    advise(space=cast.house, at=cast.now)
    told = EventAdvice.objects.get(kind="topic")
    assert (told.key, told.evidence["seeks"], told.evidence["offers"], told.evidence["some_offer"]) == ("music", 6, None, True)
    assert told.expected is None, "nothing is foretold in a house without a past"
    assert told.weekday in (0, 1, 2), "those who look for it are here on these days"
    assert {one.member_id for one in AdvisedHost.objects.all()} == {cast.jonas.pk}


def test_a_possible_host_is_named_by_what_stands_on_their_page_now_and_never_beside_a_block(cast: Cast):
    for one in people(cast):
        line(one, TUNE)
    line(cast.jonas, "Ich spiele Geige auf Festen.", StandingLine.Side.OFFER)
    advise(space=cast.house, at=cast.now)

    def named(reader: Member) -> list[str]:
        return [one.face.name for card in queries.page(reader, cast.now).topics for one in card.hosts]

    assert named(cast.mara) == [cast.jonas.name]
    assert named(cast.jonas) == [], "nobody is proposed to themselves"
    block = Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)
    assert named(cast.mara) == []
    block.delete()
    StandingLine.objects.filter(member=cast.jonas).delete()
    assert named(cast.mara) == [], "what was taken off the page is not read from last night"
    advise(space=cast.house, at=cast.now + DAY)
    assert not AdvisedHost.objects.filter(member=cast.jonas).exists(), "and forgotten in the next one"


def test_a_draft_is_written_in_full_once_and_its_advice_is_taken(cast: Cast):
    for one in people(cast):
        line(one, TUNE)
    advise(space=cast.house, at=cast.now)
    told = EventAdvice.objects.get(kind="topic")
    event = actions.draft_from_advice(actor=cast.mara, advice_id=told.pk, at=cast.now)
    begins = event.starts_at.astimezone(cast.house.zone)
    assert (begins.weekday(), begins.hour) == (told.weekday, told.hour)
    assert event.starts_at >= cast.now + 13 * DAY
    assert "Musik" in event.title, "in the language of the house"
    assert (event.host_id, event.proposed_at, event.location_id) == (cast.mara.pk, None, cast.upstairs.pk)
    with pytest.raises(OutOfDate):
        actions.draft_from_advice(actor=cast.jonas, advice_id=told.pk, at=cast.now)
    with pytest.raises(NotFound):
        actions.draft_from_advice(actor=cast.sten, advice_id=told.pk, at=cast.now)
    event.delete()
    told.refresh_from_db()
    assert actions.draft_from_advice(actor=cast.jonas, advice_id=told.pk, at=cast.now).host_id == cast.jonas.pk, (
        "a draft thrown away frees it"
    )


def test_advice_rests_with_a_reason_and_stays_the_same_row(cast: Cast):
    for one in people(cast):
        line(one, TUNE)
    advise(space=cast.house, at=cast.now)
    told = EventAdvice.objects.get(kind="topic")
    with pytest.raises(NotAllowed):
        actions.rest(actor=cast.mara, advice_id=told.pk, text="Zu früh.", at=cast.now)
    with pytest.raises(Invalid):
        actions.rest(actor=cast.hanna, advice_id=told.pk, text="  ", at=cast.now)
    actions.rest(actor=cast.hanna, advice_id=told.pk, text="Zu früh.", at=cast.now)
    advise(space=cast.house, at=cast.now + DAY)
    page = queries.page(cast.mara, cast.now + DAY)
    assert (page.topics, [card.rested_with for card in page.resting]) == ((), ["Zu früh."])
    assert len(queries.page(cast.mara, cast.now + 91 * DAY).topics) == 1
    actions.wake(actor=cast.hanna, advice_id=told.pk, at=cast.now + DAY)
    assert len(queries.page(cast.mara, cast.now + DAY).topics) == 1
    StandingLine.objects.all().delete()
    advise(space=cast.house, at=cast.now + 2 * DAY)
    assert queries.page(cast.mara, cast.now + 2 * DAY).topics == ()


def test_a_forecast_stands_two_weeks_before_and_is_laid_beside_what_came(cast: Cast):
    year(cast)
    coming = held(cast, -40)
    advise(space=cast.house, at=cast.now)
    first = EventTurnout.objects.get(event=coming)
    assert 4 < first.expected < 8
    assert first.low < first.expected < first.high
    assert (first.known, first.looked_back, first.came) == (20, False, None)
    advise(space=cast.house, at=cast.now + 25 * DAY)
    assert EventTurnout.objects.get(event=coming).foretold_at == cast.now + 25 * DAY
    advise(space=cast.house, at=cast.now + 27 * DAY)
    assert EventTurnout.objects.get(event=coming).foretold_at == cast.now + 25 * DAY, "so near nobody may know better afterwards"
    for one in Member.objects.filter(name__endswith="Mensch")[:3]:
        Registration.objects.create(
            event=coming, member=one, asked_at=cast.now, approved_at=cast.now, seated_at=cast.now, came_at=coming.starts_at
        )
    Event.objects.filter(pk=coming.pk).update(others_came=2)
    advise(space=cast.house, at=coming.ends_at + DAY)
    assert EventTurnout.objects.get(event=coming).came is None, "the door may still be noted"
    advise(space=cast.house, at=coming.ends_at + 2 * DAY)
    told = EventTurnout.objects.get(event=coming)
    assert (told.came, told.is_noted) == (5, True)


def test_an_event_to_which_nobody_says_that_they_come_teaches_nothing(cast: Cast):
    year(cast)
    held(cast, 5, title="Offen für alle")
    past = past_of(cast.house, cast.now)
    assert (len(past.held), len(past)) == (26, 25)


def test_too_few_events_foretell_nothing_and_the_page_says_so(cast: Cast):
    crowd = people(cast)
    for k in range(11):
        held(cast, 7 * k + 7, *crowd[:3])
    advise(space=cast.house, at=cast.now)
    assert not TurnoutStrengths.objects.exists()
    assert not EventTurnout.objects.exclude(expected=None).exists()
    page = cast.client(cast.mara).get(reverse("inspire:event_advice", args=[cast.house.slug])).content.decode()
    assert "Mit zwölf Veranstaltungen" in page


def test_looking_back_knows_only_what_was_known_then(cast: Cast):
    year(cast)
    before = giving.looked_back(past_of(cast.house, cast.now), cast.now)
    last = Event.objects.filter(title="Suppe").latest("starts_at")
    crowd = people(cast, 30)
    Registration.objects.bulk_create(
        Registration(event=last, member=one, asked_at=cast.now, approved_at=cast.now, seated_at=cast.now) for one in crowd
    )
    after = giving.looked_back(past_of(cast.house, cast.now), cast.now)
    assert before == after, "what came in a month says nothing of that month"
    assert len(before) >= 5


def test_scores_are_said_of_twelve_events_and_count_what_lay_within(cast: Cast):
    events = year(cast)
    for k, event in enumerate(events[:13]):
        EventTurnout.objects.create(
            event=event, foretold_at=cast.now, expected=5, low=3, high=7, usual=9, came=6 if k else 12, counted_at=cast.now
        )
    told = queries.scores(cast.mara, cast.now).before
    assert told is not None
    # Twelve are off by one, one by seven; by the schedule twelve by three and one by three.
    assert (told.events, told.error, told.schedule, told.inside) == (13, "1,5", "3,0", "92 %")
    EventTurnout.objects.filter(event__in=events[:2]).delete()
    assert queries.scores(cast.mara, cast.now).before is None


def test_clashes_name_what_is_on_the_people_the_holiday_and_the_empty_house(cast: Cast):
    crowd = people(cast)
    sunday = datetime(2026, 10, 3, 16, tzinfo=UTC)
    series = EventSeries.objects.create(space=cast.house, host=cast.mara, title="Chor", rule="FREQ=WEEKLY", begins_on=date(2026, 1, 1), begins_at="18:00", minutes=60, made_at=cast.now, changed_at=cast.now)  # fmt: skip
    held(cast, 7, *crowd[:6], title="Chor", series=series)
    other = held(cast, 0, *crowd[:6], title="Brettspiele")
    Event.objects.filter(pk=other.pk).update(starts_at=sunday, ends_at=sunday + 3 * HOUR)
    planned = Event(space=cast.house, title="Chor", series=series, starts_at=sunday + HOUR, ends_at=sunday + 2 * HOUR, way="here")
    said = [one.text for one in dates.clashes(cast.mara, planned)]
    assert len(said) == 4
    assert "Brettspiele" in said[0]
    assert said[1].startswith("6 ")
    assert "Tag der Deutschen Einheit" in said[2]
    assert "Samstag" in said[3]
    planned.way = Event.Way.ONLINE
    assert len(dates.clashes(cast.mara, planned)) == 3, "online the house may be empty"
    Registration.objects.filter(event=other, member=crowd[0]).delete()
    assert not any(one.text.startswith("5 ") for one in dates.clashes(cast.mara, planned)), "five may not be told"


def test_the_next_date_passes_by_what_is_on_and_by_holidays(cast: Cast):
    at = datetime(2026, 12, 1, 9, tzinfo=UTC)
    # The Friday in two weeks is free, then something is held then; the next ones are Christmas Day and New Year's Day.
    free = dates.next_date(cast.house, 4, 18, HOUR, at)
    assert free == datetime(2026, 12, 18, 17, tzinfo=UTC)
    held(cast, 0)
    Event.objects.update(starts_at=free, ends_at=free + HOUR)
    assert dates.next_date(cast.house, 4, 18, HOUR, at) == datetime(2027, 1, 8, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "said"),
    [
        ("Europe/Berlin", date(2026, 4, 3), "Karfreitag"),
        ("Europe/Berlin", date(2026, 5, 14), "Christi Himmelfahrt"),
        ("Europe/Berlin", date(2026, 5, 15), "neben einem Feiertag"),
        ("Europe/Berlin", date(2027, 5, 17), "Pfingstmontag"),
        ("Europe/Berlin", date(2026, 6, 4), "in Teilen des Landes"),
        ("Europe/Berlin", date(2026, 12, 29), "neben einem Feiertag"),
        ("Europe/Berlin", date(2026, 6, 5), ""),
        ("Europe/Vienna", date(2026, 10, 26), "Nationalfeiertag"),
        ("Europe/Zurich", date(2026, 8, 1), "Bundesfeier"),
        ("America/New_York", date(2026, 12, 25), ""),
    ],
)
def test_holidays_and_what_lies_beside_them(zone: str, day: date, said: str):
    found = free_days.words(zone, day)
    assert said in found
    assert bool(said) == bool(found)


def test_advice_of_hours_ways_seats_and_series_speaks_where_the_past_does(cast: Cast):
    crowd = people(cast, 24)
    series = EventSeries.objects.create(space=cast.house, host=cast.mara, title="Mittag", rule="FREQ=WEEKLY", begins_on=date(2026, 1, 1), begins_at="12:00", minutes=60, made_at=cast.now, changed_at=cast.now)  # fmt: skip
    fades = EventSeries.objects.create(space=cast.house, host=cast.mara, title="Satz", rule="FREQ=WEEKLY", begins_on=date(2026, 1, 1), begins_at="12:00", minutes=60, made_at=cast.now, changed_at=cast.now)  # fmt: skip
    for k in range(14):
        held(cast, 7 * k + 8, *crowd[:20], title=f"Abend {k}")
        held(cast, 7 * k + 7, *crowd[: 9 if k > 3 else 2], title="Satz", series=fades, hour=12)
        if k < 6:
            held(cast, 7 * k + 5, *crowd[:5], title="Mittag", series=series, hour=12, capacity=5, taken=5)
    advise(space=cast.house, at=cast.now)
    kinds = {one.kind: one for one in EventAdvice.objects.order_by("-rank")}
    evening = (cast.now - 8 * DAY).weekday()
    assert kinds["hour"].weekday == evening
    assert kinds["hour"].evidence["sure"] >= giving.SURE
    assert (kinds["seats"].series_id, kinds["seats"].evidence) == (series.pk, {"full": 6, "of": 6, "seats": 5})
    assert (kinds["fading"].series_id, kinds["fading"].evidence["now"], kinds["fading"].evidence["before"]) == (fades.pk, 2.0, 9.0)
    assert "way" not in kinds, "the house has held everything in one way"
    busy = {one.starts_at.astimezone(ZoneInfo("Europe/Berlin")).weekday() for one in Event.objects.all()}
    assert {one.weekday for one in EventAdvice.objects.filter(kind="day")} == {0, 1, 2} - busy
    with pytest.raises(OutOfDate):
        actions.draft_from_advice(actor=cast.mara, advice_id=kinds["fading"].pk, at=cast.now)
    again = actions.draft_from_advice(actor=cast.mara, advice_id=kinds["seats"].pk, at=cast.now)
    assert (again.title, again.capacity, again.series_id) == ("Mittag", 5, None)


def test_pages_and_the_form_that_looks_first(cast: Cast):
    for one in people(cast):
        line(one, TUNE)
    year(cast)
    advise(space=cast.house, at=cast.now)
    told = EventAdvice.objects.get(kind="topic")
    mara, hanna, slug = cast.client(cast.mara), cast.client(cast.hanna), cast.house.slug
    page = mara.get(reverse("inspire:event_advice", args=[slug])).content.decode()
    assert "8 Leute suchen etwas davon" in page
    assert reverse("inspire:rest_event_advice", args=[slug, told.pk]) not in page
    assert (
        reverse("inspire:rest_event_advice", args=[slug, told.pk])
        in hanna.get(reverse("inspire:event_advice", args=[slug])).content.decode()
    )
    answer = hanna.post(reverse("inspire:rest_event_advice", args=[slug, told.pk]), {"text": ""})
    assert answer.status_code == 422
    look = {"on": "2026-12-25", "begins": "18:00", "ends": "20:00", "way": "here", "says": "look"}
    answer = mara.post(reverse("inspire:new_event", args=[slug]), look)
    assert answer.status_code == 200
    assert "1. Weihnachtstag" in answer.content.decode()
    assert not Event.objects.filter(starts_at__gt=cast.now).exists(), "looking keeps nothing"
    part = mara.get(reverse("inspire:event_clashes", args=[slug]), look).content.decode()
    assert "1. Weihnachtstag" in part
    assert "<html" not in part
    assert mara.get(reverse("inspire:event_clashes", args=[slug]), {"on": "nie"}).content.decode().strip() == ""
    answer = mara.post(reverse("inspire:draft_event_advice", args=[slug, told.pk]), follow=True)
    assert "Ein Entwurf ist geschrieben" in answer.content.decode()
    assert rules.visible_to(cast.sten).count() == 0
