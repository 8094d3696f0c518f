"""Offering an hour, booking it, moving it, letting it go, and what came of it; by page and by mail alone."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from drittort.connect.office_hours import actions, jobs, queries, reactions, words
from drittort.connect.office_hours.models import Booking, OfficeHour
from drittort.connect.office_hours.stories import bookings as stories
from drittort.connect.office_hours.tests.making import DAY, WORDS, booked, hold, slots
from drittort.connect.office_hours.times import Times
from drittort.core.calendars import NAME
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.core.notices import Told
from drittort.core.privacy import held_on
from drittort.members.membership.actions import end_membership
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread
from drittort.members.notices.models import Notice
from drittort.network.models import Contact
from tests.cast import Cast


def book(cast: Cast, who: Member, slot: int, **more: object) -> Booking:
    return actions.book_slot(actor=who, slot_id=slot, text="Brauche ich eine Nummer?", at=more.get("at", cast.now))


def calendar_of(mail: Mail) -> Calendar:
    """The calendar file that came along."""
    return Calendar.from_ical(b64decode(next(file["content"] for file in mail.attachments if file["name"] == NAME)))


def test_the_whole_way_with_mails_calendar_and_contact(cast: Cast):
    hour = hold(cast, cast.mara)
    first, second, *_rest = slots(hour)
    booking = book(cast, cast.jonas, first.pk)
    assert book(cast, cast.jonas, first.pk) == booking, "the same time is one booking"
    run_due(clock=lambda: cast.now)
    to_guest, to_host = (Mail.objects.get(to_member_id=who.pk, category="office_hour") for who in (cast.jonas, cast.mara))
    assert "Küche, zweiter Stock" in to_guest.text
    assert "https://meet.example/mara" in to_guest.text
    assert "„Brauche ich eine Nummer?“" in to_host.text
    files = [calendar_of(mail) for mail in (to_guest, to_host)]
    entries = [file.walk("VEVENT")[0] for file in files]
    assert {str(file["method"]) for file in files} == {"REQUEST"}
    assert len({str(entry["uid"]) for entry in entries}) == 1
    assert entries[0]["dtstart"].dt == first.starts_at
    assert "mara@" not in str(entries[0]["attendee"]) + str(entries[0]["organizer"]), "no address of the other"
    actions.move_booking(actor=cast.jonas, booking_id=booking.pk, slot_id=second.pk, at=cast.now + timedelta(hours=1))
    run_due(clock=lambda: cast.now + timedelta(hours=1))
    moved = calendar_of(Mail.objects.filter(to_member_id=cast.mara.pk).latest("pk")).walk("VEVENT")[0]
    assert (moved["uid"], moved["sequence"], moved["dtstart"].dt) == (entries[0]["uid"], 1, second.starts_at)
    over = second.ends_at + timedelta(hours=3)
    jobs.ask({}, over)
    actions.tell_met(actor=cast.jonas, booking_id=booking.pk, met=True, helped=True, at=over)
    actions.tell_met(actor=cast.mara, booking_id=booking.pk, met=True, at=over)
    actions.say_thanks(actor=cast.jonas, booking_id=booking.pk, text="Das war eine Woche wert.", at=over)
    run_due(clock=lambda: over)
    assert sorted(Contact.objects.values_list("kind", "on")) == [("meeting", second.starts_at.date()), ("thanks", over.date())]
    codes = [list(Notice.objects.filter(member=who).order_by("pk").values_list("code", flat=True)) for who in (cast.jonas, cast.mara)]
    assert codes == [
        ["booking.0.guest", "booking.1.guest", "booking.5.guest"],
        ["booking.0.host", "booking.1.host", "booking.5.host", "booking.6.host"],
    ]
    today = cast.house.day(cast.now)
    assert [story.outcome for story in stories(cast.house.pk, today, today)] == ["help"]
    assert set(LedgerRow.objects.filter(kind__startswith="booking.").values_list("audience", flat=True)) == {"nobody"}


def test_each_change_of_a_date_is_mailed_also_to_who_has_not_looked(cast: Cast):
    first, second, third, *_rest = slots(hold(cast, cast.mara))
    booking = book(cast, cast.jonas, first.pk)
    for hours, slot in ((1, second), (2, third)):
        at = cast.now + timedelta(hours=hours)
        actions.move_booking(actor=cast.jonas, booking_id=booking.pk, slot_id=slot.pk, at=at)
        run_due(clock=lambda at=at: at)
    mails = Mail.objects.filter(to_member_id=cast.mara.pk, category="office_hour").order_by("pk")
    assert [calendar_of(mail).walk("VEVENT")[0]["dtstart"].dt for mail in mails][-2:] == [second.starts_at, third.starts_at]


def test_who_looks_or_acts_has_seen_what_was_told(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    booking = book(cast, cast.jonas, slots(hold(cast, cast.mara))[0].pk)
    run_due(clock=lambda: cast.now)
    cast.client(cast.mara).get(reverse("connect:booking", args=[cast.house.slug, booking.pk]))
    assert Notice.objects.get(member=cast.mara).seen_at == cast.now
    actions.cancel_booking(actor=cast.jonas, booking_id=booking.pk, at=cast.now)
    assert Notice.objects.get(member=cast.jonas).seen_at == cast.now


def test_a_file_for_the_calendar_comes_also_to_who_has_looked_meanwhile(cast: Cast):
    saturday = cast.now + 4 * DAY
    booking = book(cast, cast.jonas, slots(hold(cast, cast.mara, days=9))[0].pk, at=saturday)
    run_due(clock=lambda: saturday)
    see_thread(member=cast.jonas, thread=actions.thread(booking.pk), at=saturday)
    see_thread(member=cast.mara, thread=actions.thread(booking.pk), at=saturday)
    assert not Mail.objects.filter(category="office_hour").exists(), "the weekend is quiet"
    run_due(clock=lambda: saturday + 2 * DAY)
    mails = Mail.objects.filter(category="office_hour")
    assert {mail.to_member_id for mail in mails} == {cast.jonas.pk, cast.mara.pk}
    assert {str(calendar_of(mail)["method"]) for mail in mails} == {"REQUEST"}


def test_what_was_let_go_before_the_first_letter_left_stands_in_no_calendar(cast: Cast):
    saturday = cast.now + 4 * DAY
    booking = book(cast, cast.jonas, slots(hold(cast, cast.mara, days=9))[0].pk, at=saturday)
    run_due(clock=lambda: saturday)
    actions.cancel_booking(actor=cast.jonas, booking_id=booking.pk, at=saturday)
    run_due(clock=lambda: saturday)
    run_due(clock=lambda: saturday + 2 * DAY)
    assert not Mail.objects.filter(to_member_id=cast.jonas.pk).exists()


def test_steps_that_come_together_bring_their_file_for_the_calendar(cast: Cast):
    booking = book(cast, cast.jonas, slots(hold(cast, cast.mara))[0].pk)
    facts = tuple({"booking": booking.pk, "who": cast.mara.pk, "step": step} for step in (words.MOVED, words.TOMORROW))
    together, alone = (reactions.letter(Told(cast.jonas.pk, told, cast.now)) for told in (facts, facts[1:]))
    assert together is not None
    assert alone is not None
    assert (len(together.attachments), len(alone.attachments)) == (1, 0)


def test_place_and_link_are_read_by_those_alone_who_come(cast: Cast):
    hour = hold(cast, cast.mara)
    book(cast, cast.jonas, slots(hour)[0].pk)
    booking = booked(hour)
    for place in (
        queries.one(cast.mara, hour.pk, cast.now),
        queries.booking(cast.jonas, booking.pk, cast.now),
        queries.booking(cast.mara, booking.pk, cast.now),
    ):
        assert (place.place, place.link) == ("Küche, zweiter Stock", "https://meet.example/mara")
    for reader in (cast.neo, cast.jonas):
        assert (queries.one(reader, hour.pk, cast.now).place, queries.one(reader, hour.pk, cast.now).link) == ("", "")


def test_a_booking_is_read_by_the_two_only(cast: Cast):
    booking = book(cast, cast.jonas, slots(hold(cast, cast.mara))[0].pk)
    for other in (cast.neo, cast.hanna, cast.sten):
        with pytest.raises(NotFound):
            queries.booking(other, booking.pk, cast.now)
    assert [time.hour for day in queries.one(cast.neo, booking.slot.office_hour_id, cast.now).days for time in day.times] == [
        "14:30",
        "15:00",
        "15:30",
    ]


def test_who_is_too_late_or_has_enough_or_holds_it_is_refused(cast: Cast):
    hour = hold(cast, cast.mara)
    first, second, *_rest = slots(hour)
    with pytest.raises(NotAllowed):
        book(cast, cast.mara, first.pk)
    with pytest.raises(OutOfDate):
        book(cast, cast.jonas, first.pk, at=first.starts_at - timedelta(hours=24))
    book(cast, cast.jonas, first.pk, at=first.starts_at - timedelta(hours=24, seconds=1))
    with pytest.raises(OutOfDate):
        book(cast, cast.neo, first.pk)
    with pytest.raises(NotAllowed):
        book(cast, cast.jonas, second.pk)
    with pytest.raises(NotFound):
        book(cast, cast.sten, second.pk)
    with pytest.raises(Invalid):
        actions.book_slot(actor=cast.neo, slot_id=second.pk, text=" ", at=cast.now)


def test_nobody_is_at_two_places_at_once(cast: Cast):
    hour = hold(cast, cast.mara)
    other = hold(cast, cast.ada, first=time(14, 15), last=time(15, 15))
    book(cast, cast.jonas, slots(hour)[0].pk)
    with pytest.raises(Invalid):
        book(cast, cast.jonas, slots(other)[0].pk)
    with pytest.raises(Invalid):
        hold(cast, cast.mara, first=time(15, 30), last=time(16, 30))
    hold(cast, cast.mara, first=time(16), last=time(17))


def test_letting_go_opens_the_time_and_tells_the_other_kindly(cast: Cast):
    hour = hold(cast, cast.mara)
    slot = slots(hour)[0]
    for who, told in ((cast.jonas, cast.mara), (cast.mara, cast.jonas)):
        booking = book(cast, cast.jonas, slot.pk)
        run_due(clock=lambda: cast.now)
        for _twice in range(2):
            actions.cancel_booking(actor=who, booking_id=booking.pk, at=cast.now)
        run_due(clock=lambda: cast.now)
        mail = Mail.objects.filter(to_member_id=told.pk).latest("pk")
        assert str(calendar_of(mail)["method"]) == "CANCEL"
        assert calendar_of(mail).walk("VEVENT")[0]["sequence"] == 1
        assert Notice.objects.filter(member=told, key=f"booking:{booking.pk}:off").count() == 1
        assert not Notice.objects.filter(member=who, key=f"booking:{booking.pk}:off").exists()
        # Who let it go gets it out of their own calendar, too, and no news of what they did themself.
        own = Mail.objects.filter(to_member_id=who.pk).latest("pk")
        assert (str(calendar_of(own)["method"]), calendar_of(own).walk("VEVENT")[0]["sequence"]) == ("CANCEL", 1)
        assert Notice.objects.get(member=who, key=f"booking:{booking.pk}:let_go").seen_at == cast.now
    assert book(cast, cast.neo, slot.pk)
    with pytest.raises(OutOfDate):
        actions.cancel_booking(actor=cast.neo, booking_id=Booking.objects.live().get(slot=slot).pk, at=slot.starts_at)


def test_another_place_is_told_and_numbers_the_entry(cast: Cast):
    hour = hold(cast, cast.mara)
    booking = book(cast, cast.jonas, slots(hour)[0].pk)
    run_due(clock=lambda: cast.now)
    actions.edit_office_hour(actor=cast.mara, office_hour_id=hour.pk, words=WORDS, at=cast.now)
    actions.edit_office_hour(
        actor=cast.mara, office_hour_id=hour.pk, words=replace(WORDS, place="Dachgarten", notice_hours=48), at=cast.now
    )
    run_due(clock=lambda: cast.now)
    booking.refresh_from_db()
    assert booking.sequence == 1
    mail = Mail.objects.filter(to_member_id=cast.jonas.pk).latest("pk")
    assert "Dachgarten" in mail.text
    assert slots(hour)[1].book_until == slots(hour)[1].starts_at - timedelta(hours=48)


def test_the_day_before_is_reminded_of_once_and_not_on_the_day_of_booking(cast: Cast):
    hour = hold(cast, cast.mara, notice_hours=2)
    first, second, *_rest = slots(hour)
    book(cast, cast.jonas, first.pk)
    book(cast, cast.neo, second.pk, at=cast.now + 2 * DAY)
    for hours in range(24, 72, 3):
        jobs.remind({}, cast.now.replace(hour=0, minute=0) + timedelta(hours=hours))
    tomorrow = Notice.objects.filter(code__startswith="booking.4")
    assert sorted(tomorrow.values_list("member__name", flat=True)) == ["Jonas Falk", "Mara Wendt"]
    assert {cast.house.day(at) for at in tomorrow.values_list("at", flat=True)} == {cast.house.day(cast.now) + 2 * DAY}


def test_times_are_taken_back_and_an_office_hour_ends(cast: Cast):
    hour = hold(cast, cast.mara)
    first, second, *_rest = slots(hour)
    booking = book(cast, cast.jonas, first.pk)
    with pytest.raises(OutOfDate):
        actions.drop_slot(actor=cast.mara, slot_id=first.pk, at=cast.now)
    with pytest.raises(NotFound):
        actions.drop_slot(actor=cast.jonas, slot_id=second.pk, at=cast.now)
    actions.drop_slot(actor=cast.mara, slot_id=second.pk, at=cast.now)
    with pytest.raises(OutOfDate):
        book(cast, cast.neo, second.pk)
    on = cast.house.day(second.starts_at)
    assert (
        actions.add_times(actor=cast.mara, office_hour_id=hour.pk, times=Times(on, on, frozenset(), time(14, 30), time(15)), at=cast.now)
        == 1
    )
    actions.close_office_hour(actor=cast.mara, office_hour_id=hour.pk, at=cast.now)
    assert queries.office_hours(cast.jonas, cast.now) == ()
    assert queries.booking(cast.jonas, booking.pk, cast.now).ahead, "what is booked still takes place"
    with pytest.raises(NotFound):
        queries.one(cast.neo, hour.pk, cast.now)
    with pytest.raises(NotAllowed):
        actions.close_office_hour(actor=cast.neo, office_hour_id=hold(cast, cast.mara, first=time(9), last=time(10)).pk, at=cast.now)


def test_times_that_make_no_sense_are_refused(cast: Cast):
    today = cast.house.day(cast.now)
    for times in (
        Times(today - DAY, today - DAY, frozenset(), time(9), time(10)),
        Times(today, today + 400 * DAY, frozenset({1}), time(9), time(10)),
        Times(date.max, date.max, frozenset(), time(9), time(10)),
        Times(today + DAY, today + DAY, frozenset(), time(9), time(9, 10)),
        Times(today, today + 180 * DAY, frozenset(range(7)), time(9), time(18)),
    ):
        with pytest.raises(Invalid):
            actions.open_office_hour(actor=cast.mara, words=WORDS, times=times, at=cast.now)
    assert not OfficeHour.objects.exists(), "nothing stays of what was refused"


def test_five_at_once_and_found_by_theme(cast: Cast):
    for k in range(5):
        hold(cast, cast.mara, days=k + 2, theme="law" if k else "money")
    with pytest.raises(NotAllowed):
        hold(cast, cast.mara, days=9)
    assert len(queries.office_hours(cast.jonas, cast.now, theme="law")) == 4
    assert len(queries.office_hours(cast.jonas, cast.now, host=cast.mara.pk)) == 5
    assert queries.office_hours(cast.sten, cast.now) == ()


def test_what_has_no_time_left_comes_last_and_falls_off_first(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    gone, open_now = hold(cast, cast.mara), hold(cast, cast.mara, days=4)
    gone.slots.all().delete()
    assert [card.id for card in queries.office_hours(cast.jonas, cast.now)] == [open_now.pk, gone.pk]
    monkeypatch.setattr(queries, "SHOWN", 1)
    assert [card.id for card in queries.office_hours(cast.jonas, cast.now)] == [open_now.pk]


def test_by_mail_alone_from_another_time_to_the_thanks(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    hour = hold(cast, cast.mara)
    booking = book(cast, cast.jonas, slots(hour)[0].pk)
    browser = cast.client(None)

    def tap(at: object, to: Member, says: str, **more: object) -> None:
        run_due(clock=lambda: at)
        monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: at)
        mail = Mail.objects.filter(to_member_id=to.pk, category="office_hour").latest("pk")
        link = re.search(rf"(/answer/office-hour/[^?\s]+/)(?:\?says={says})?", mail.text)
        assert link, mail.text
        before = Booking.objects.values().get(pk=booking.pk)
        assert browser.get(f"{link[1]}?says={says}").status_code == 200
        assert Booking.objects.values().get(pk=booking.pk) == before, "opening changes nothing"
        assert browser.post(link[1], {"says": says, **more}).status_code == 200
        run_due(clock=lambda: at)

    tap(cast.now, cast.jonas, "move", slot=slots(hour)[2].pk)
    booking.refresh_from_db()
    assert booking.slot == slots(hour)[2]
    over = booking.slot.ends_at + timedelta(hours=17)
    jobs.ask({}, over)
    tap(over, cast.jonas, "helped")
    tap(over, cast.mara, "met")
    tap(over, cast.jonas, "thank", text="Danke!")
    booking.refresh_from_db()
    assert (booking.guest_met, booking.host_met, booking.helped, booking.thanks) == (True, True, True, "Danke!")
    assert browser.post(reverse("connect:answer_booking", args=["nonsense"]), {"says": "cancel"}).status_code == 422


def test_pages_refuse_what_they_do_not_know_and_keep_what_was_written(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    hour = hold(cast, cast.mara)
    slug, browser = cast.house.slug, cast.client(cast.jonas)
    answer = browser.post(reverse("connect:book_slot", args=[slug, hour.pk]), {"text": "Meine Frage"})
    assert answer.status_code == 422
    assert "Meine Frage" in answer.content.decode()
    assert (
        browser.post(reverse("connect:book_slot", args=[slug, hour.pk]), {"slot": slots(hour)[0].pk, "text": "Meine Frage"}).status_code
        == 302
    )
    there = reverse("connect:booking", args=[slug, booked(hour).pk])
    assert browser.post(there, {"says": "burn"}).status_code == 422
    assert browser.post(there, {"says": "move"}).status_code == 422
    assert cast.client(cast.neo).get(there).status_code == 404
    assert browser.post(reverse("connect:edit_office_hour", args=[slug, hour.pk]), {}).status_code == 403
    assert browser.post(reverse("connect:new_office_hour", args=[slug]), {"title": "x"}).status_code == 422
    assert browser.post(there, {"says": "cancel"}).status_code == 302
    data = {
        "title": "Preise", "theme": "sales", "language": "de", "place": "Küche", "minutes": "30", "notice_hours": "24", "most": "1",
        "from_on": "2026-05-18", "until_on": "2026-06-18", "weekdays": ["0"], "first": "10:00", "last": "11:00",
    }  # fmt: skip
    assert browser.post(reverse("connect:new_office_hour", args=[slug]), data).status_code == 302
    assert OfficeHour.objects.get(title="Preise").slots.count() == 10


def test_who_leaves_holds_and_books_nothing_more(cast: Cast):
    hers, his = hold(cast, cast.mara), hold(cast, cast.jonas)
    to_her, to_him = book(cast, cast.neo, slots(hers)[0].pk), book(cast, cast.mara, slots(his)[1].pk)
    end_membership(actor=None, member_id=cast.mara.pk, last_on=cast.house.day(cast.now), at=cast.now)
    run_due(clock=lambda: cast.now)
    to_her.refresh_from_db(), to_him.refresh_from_db()
    assert (to_her.cancelled_at, to_her.by_guest) == (cast.now, False)
    assert (to_him.cancelled_at, to_him.by_guest) == (cast.now, True)
    assert Notice.objects.filter(member=cast.neo, code="booking.3.guest").exists()
    assert Notice.objects.filter(member=cast.jonas, code="booking.3.host").exists()
    assert queries.office_hours(cast.neo, cast.now, host=cast.mara.pk) == ()


def test_the_copy_of_the_guest_says_nothing_of_what_the_host_said(cast: Cast):
    hour = hold(cast, cast.mara)
    booking = book(cast, cast.jonas, slots(hour)[0].pk)
    actions.tell_met(actor=cast.mara, booking_id=booking.pk, met=False, at=booking.slot.ends_at)
    [row] = held_on(cast.jonas.pk)["connect.Booking"]
    assert not row.keys() & {"host_met", "withheld"}
    assert "connect.Booking" not in held_on(cast.mara.pk)


def test_who_came_and_has_met_is_asked_whether_it_helped(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    hour = hold(cast, cast.mara)
    booking = book(cast, cast.jonas, slots(hour)[0].pk)
    over = booking.slot.ends_at
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: over)

    def page(who: Member) -> str:
        return cast.client(who).get(reverse("connect:booking", args=[cast.house.slug, booking.pk])).content.decode()

    assert "Habt ihr euch getroffen?" in page(cast.jonas)
    for who in (cast.jonas, cast.mara):
        actions.tell_met(actor=who, booking_id=booking.pk, met=True, at=over)
    assert "Hat es geholfen?" in page(cast.jonas)
    assert "Ja, es hat geholfen" in page(cast.jonas)
    assert "Hat nicht geklappt" not in page(cast.jonas), "below that question it would say something else"
    assert "Hat es geholfen?" not in page(cast.mara)
    actions.tell_met(actor=cast.jonas, booking_id=booking.pk, met=True, helped=True, at=over)
    assert "Hat es geholfen?" not in page(cast.jonas)
