"""Events: proposed, looked at, announced, changed, called off; coming, waiting in line in order, and one tap that one can't."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from drittort.core import reports
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail, SearchDocument
from drittort.core.search.index import MEMBERS, index_everything
from drittort.inspire.events import actions, jobs, queries, rules, tokens
from drittort.inspire.events.forms import EventForm, on_the_clock
from drittort.inspire.events.models import Event, Registration
from drittort.members.membership.actions import end_membership
from drittort.members.models import Block, Consent, Member, StandingLine
from drittort.members.notices.models import Notice
from drittort.talk.conversations.queries import thread
from tests.cast import Cast

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def words(cast: Cast, **more: Any) -> actions.Words:
    begins = more.pop("begins", cast.now + 4 * DAY)
    given: dict[str, Any] = {
        "title": "Suppe im Hof", "text": "Ein Topf, viele Löffel.", "language": "de", "starts_at": begins, "ends_at": begins + 2 * HOUR,
        "way": "here", "location_id": cast.upstairs.pk, **more,
    }  # fmt: skip
    return actions.Words(**given)


def announced(cast: Cast, host: Member | None = None, **more: Any) -> Event:
    event = actions.draft_event(actor=host or cast.mara, words=words(cast, **more), at=cast.now)
    if host is None or not rules.publishes(host):
        actions.propose_event(actor=host or cast.mara, event_id=event.pk, at=cast.now)
    actions.publish_event(actor=cast.hanna, event_id=event.pk, at=cast.now)
    event.refresh_from_db()
    return event


def come(event: Event, who: Member, at: datetime, **more: Any) -> Registration:
    return actions.register(actor=who, event_id=event.pk, at=at, **more)


def codes(member: Member) -> list[str]:
    return list(Notice.objects.filter(member=member).order_by("pk").values_list("code", flat=True))


def test_a_draft_is_its_hosts_alone_then_the_teams_then_everybodys(cast: Cast):
    event = actions.draft_event(actor=cast.mara, words=words(cast), at=cast.now)
    readers = (cast.mara, cast.hanna, cast.jonas, cast.sten)

    def seen() -> list[bool]:
        return [rules.visible_to(m).filter(pk=event.pk).exists() for m in readers]

    assert seen() == [True, False, False, False]
    with pytest.raises(NotFound):
        actions.publish_event(actor=cast.hanna, event_id=event.pk, at=cast.now)
    actions.propose_event(actor=cast.mara, event_id=event.pk, at=cast.now)
    assert seen() == [True, True, False, False]
    with pytest.raises(NotAllowed):
        actions.publish_event(actor=cast.mara, event_id=event.pk, at=cast.now)
    actions.return_event(actor=cast.hanna, event_id=event.pk, text="Wie viele Löffel?", at=cast.now)
    with pytest.raises(NotAllowed):
        actions.publish_event(actor=cast.hanna, event_id=event.pk, at=cast.now)
    actions.propose_event(actor=cast.mara, event_id=event.pk, at=cast.now + HOUR)
    for _twice in range(2):
        actions.publish_event(actor=cast.hanna, event_id=event.pk, at=cast.now + HOUR)
    assert seen() == [True, True, True, False]
    run_due(clock=lambda: cast.now + HOUR)
    assert codes(cast.mara) == ["event.2"], "the words with which it came back are over by then"
    assert LedgerRow.objects.filter(kind="event.published").count() == 1


def test_only_those_who_publish_hear_of_a_proposal(cast: Cast):
    event = actions.draft_event(actor=cast.mara, words=words(cast), at=cast.now)
    actions.propose_event(actor=cast.mara, event_id=event.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert codes(cast.hanna) == codes(cast.olga) == ["event.0"]
    assert codes(cast.jonas) == codes(cast.neo) == []


def test_seats_go_first_come_first_served_and_on_to_the_next_in_order(cast: Cast):
    event = announced(cast, capacity=2)
    at = cast.now
    for minutes, who in enumerate((cast.jonas, cast.neo, cast.ada, cast.hanna, cast.olga)):
        come(event, who, at + minutes * timedelta(minutes=1))
    assert [r.standing for r in Registration.objects.order_by("pk")] == ["going", "going", "waiting", "waiting", "waiting"]
    actions.withdraw(actor=cast.jonas, event_id=event.pk, at=at + HOUR)
    offered = Registration.objects.get(member=cast.ada)
    assert (offered.standing, offered.offer_until) == ("offered", at + 25 * HOUR)
    with pytest.raises(NotAllowed):
        come(event, cast.mara, at + HOUR)
    late = come(event, cast.jonas, at + 2 * HOUR)
    assert late.standing == "waiting", "whoever comes back stands at the end"
    # Ada says nothing for a day; the job gives the seat to Hanna.
    jobs.lapse({}, at + 25 * HOUR)
    assert [Registration.objects.get(member=m).standing for m in (cast.ada, cast.hanna, cast.olga, cast.jonas)] == [
        "lapsed",
        "offered",
        "waiting",
        "waiting",
    ]
    assert come(event, cast.hanna, at + 26 * HOUR).standing == "going"
    run_due(clock=lambda: at + 26 * HOUR)
    assert codes(cast.hanna)[-1] == "event.5"
    assert come(event, cast.ada, at + 27 * HOUR).standing == "waiting"
    event.refresh_from_db()
    assert event.taken == 2


def test_an_offer_is_never_kept_longer_than_half_of_what_is_left(cast: Cast):
    event = announced(cast, capacity=1)
    come(event, cast.jonas, cast.now)
    come(event, cast.neo, cast.now)
    at = event.starts_at - 2 * HOUR
    actions.withdraw(actor=cast.jonas, event_id=event.pk, at=at)
    assert Registration.objects.get(member=cast.neo).offer_until == at + HOUR
    with pytest.raises(NotAllowed):
        come(event, cast.neo, event.starts_at)


def test_who_brings_somebody_is_not_passed_by_for_a_single_seat(cast: Cast):
    event = announced(cast, capacity=3, guests=2)
    come(event, cast.jonas, cast.now, guests=1)
    assert come(event, cast.neo, cast.now, guests=1).standing == "waiting"
    assert come(event, cast.ada, cast.now + HOUR).standing == "waiting", "one seat is free, but Neo stands before her"
    assert come(event, cast.neo, cast.now + 2 * HOUR, guests=0).standing == "offered", "with fewer people it fits"
    with pytest.raises(Invalid):
        come(event, cast.jonas, cast.now, guests=3)
    with pytest.raises(OutOfDate):
        come(event, cast.jonas, cast.now, guests=2)
    assert come(event, cast.jonas, cast.now + 3 * HOUR, guests=0).seats == 1
    assert Registration.objects.get(member=cast.ada).standing == "offered"


def test_the_database_itself_refuses_one_more_than_there_are(cast: Cast):
    event = announced(cast, capacity=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(taken=3)


def test_fewer_seats_than_are_taken_are_refused_and_more_go_to_the_line(cast: Cast):
    event = announced(cast, capacity=2)
    for who in (cast.jonas, cast.neo, cast.ada):
        come(event, who, cast.now)
    with pytest.raises(Invalid):
        actions.change_event(actor=cast.mara, event_id=event.pk, words=words(cast, capacity=1), at=cast.now)
    actions.change_event(actor=cast.mara, event_id=event.pk, words=words(cast, capacity=3), at=cast.now)
    assert Registration.objects.get(member=cast.ada).standing == "offered"
    event.refresh_from_db()
    assert (event.sequence, LedgerRow.objects.filter(kind="event.changed").count()) == (0, 0), (
        "more seats are no news to those who have one"
    )


def test_another_hour_is_told_to_those_who_come_and_nobody_else(cast: Cast):
    event = announced(cast, capacity=1)
    come(event, cast.jonas, cast.now)
    come(event, cast.neo, cast.now)
    actions.change_event(actor=cast.mara, event_id=event.pk, words=words(cast, capacity=1, begins=cast.now + 5 * DAY), at=cast.now + HOUR)
    run_due(clock=lambda: cast.now + HOUR)
    assert "event.3" in codes(cast.jonas)
    assert codes(cast.neo) == ["event.3"]
    assert "event.3" not in codes(cast.mara)
    assert codes(cast.ada) == []


def test_called_off_with_a_reason(cast: Cast):
    event = announced(cast, capacity=1)
    come(event, cast.jonas, cast.now)
    come(event, cast.neo, cast.now)
    with pytest.raises(NotAllowed):
        actions.cancel_event(actor=cast.ada, event_id=event.pk, text="", at=cast.now)
    for _twice in range(2):
        actions.cancel_event(actor=cast.mara, event_id=event.pk, text="Der Topf ist kaputt.", at=cast.now)
    run_due(clock=lambda: cast.now)
    mails = Mail.objects.filter(category="event", subject__contains="abgesagt")
    assert sorted(mails.values_list("to_member_id", flat=True)) == sorted((cast.jonas.pk, cast.neo.pk))
    assert all("Der Topf ist kaputt." in mail.text for mail in mails)
    with pytest.raises(NotAllowed):
        come(event, cast.ada, cast.now)
    with pytest.raises(NotAllowed):
        actions.withdraw(actor=cast.jonas, event_id=event.pk, at=cast.now)


def test_the_day_before_only_those_with_a_seat_are_reminded_once(cast: Cast):
    event = announced(cast, capacity=1)
    come(event, cast.jonas, cast.now)
    come(event, cast.neo, cast.now)
    told = []
    for hours in range(0, 97, 8):
        for _twice in range(2):
            jobs.remind({}, cast.now + hours * HOUR)
        told.append(Notice.objects.filter(code="event.8").count())
    assert told == [0] * 9 + [1] * 4, "three days later at half past eleven is the day before"
    assert Notice.objects.get(code="event.8").member == cast.jonas
    actions.change_event(
        actor=cast.mara, event_id=event.pk, words=words(cast, capacity=1, begins=cast.now + 9 * DAY), at=cast.now + 3 * DAY
    )
    jobs.remind({}, cast.now + 8 * DAY)
    assert Notice.objects.filter(code="event.8").count() == 2


def test_the_link_is_for_those_with_a_seat(cast: Cast):
    event = announced(cast, capacity=1, way="hybrid", link="https://treff.example/suppe")
    come(event, cast.jonas, cast.now)
    come(event, cast.neo, cast.now)
    shown = {
        m.name: (p.link, p.link_later)
        for m in (cast.jonas, cast.neo, cast.ada, cast.mara)
        for p in [queries.one(m, event.pk, cast.now).facts]
    }
    link = "https://treff.example/suppe"
    assert shown == {"Jonas Falk": (link, False), "Neo Kaya": ("", True), "Ada Lenz": ("", True), "Mara Wendt": (link, False)}
    for who, there in ((cast.jonas, True), (cast.neo, False)):
        page = cast.client(who).get(reverse("inspire:event", args=[cast.house.slug, event.pk])).content.decode()
        assert (link in page) is there


def test_who_comes_is_seen_by_the_others_only_if_they_want(cast: Cast):
    event = announced(cast)
    come(event, cast.jonas, cast.now, shown=True)
    come(event, cast.neo, cast.now)

    def names(reader: Member) -> tuple[list[str], int]:
        page = queries.one(reader, event.pk, cast.now)
        return sorted(one.name for one in page.coming), page.others

    assert names(cast.ada) == (["Jonas Falk"], 1)
    assert names(cast.mara) == (["Jonas Falk", "Neo Kaya"], 0)
    # A block hides nothing: who is blocked reads what everybody reads, and so does who blocked.
    for blocker, blocked in ((cast.jonas, cast.ada), (cast.ada, cast.neo)):
        Block.objects.create(blocker=blocker, blocked=blocked, at=cast.now)
    assert names(cast.ada) == (["Jonas Falk"], 1)


def test_the_conversation_is_among_those_who_come(cast: Cast):
    event = announced(cast, capacity=1)
    come(event, cast.jonas, cast.now)
    come(event, cast.neo, cast.now)
    inside = {m.name for m in cast.everybody() if thread(m, f"event:{event.pk}", cast.now)}
    assert inside == {"Mara Wendt", "Jonas Falk"}


def test_by_mail_alone_from_the_seat_to_a_kind_no(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    event = announced(cast, capacity=1)
    come(event, cast.jonas, cast.now)
    come(event, cast.neo, cast.now)
    browser = cast.client(None)
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now + HOUR)

    def tap(to: Member, says: str) -> None:
        mail = Mail.objects.filter(to_member_id=to.pk, category="event").latest("pk")
        link = re.search(rf"(/answer/event/[^?\s]+/)\?says={says}", mail.text)
        assert link, mail.text
        before = list(Registration.objects.order_by("pk").values())
        assert browser.get(f"{link[1]}?says={says}").status_code == 200
        assert list(Registration.objects.order_by("pk").values()) == before, "opening changes nothing"
        assert browser.post(link[1], {"says": says}).status_code == 200
        run_due(clock=lambda: cast.now + HOUR)

    run_due(clock=lambda: cast.now)
    tap(cast.jonas, "not")
    assert Registration.objects.get(member=cast.neo).standing == "offered"
    tap(cast.neo, "going")
    assert [r.standing for r in Registration.objects.order_by("pk")] == ["withdrawn", "going"]


def test_whoever_leaves_gives_the_seat_on_and_what_they_host_needs_somebody(cast: Cast):
    event = announced(cast, capacity=1)
    come(event, cast.jonas, cast.now)
    come(event, cast.neo, cast.now)
    draft = actions.draft_event(actor=cast.mara, words=words(cast), at=cast.now)
    for who in (cast.jonas, cast.mara):
        end_membership(actor=None, member_id=who.pk, last_on=cast.house.day(cast.now), at=cast.now)
    run_due(clock=lambda: cast.now)
    assert Registration.objects.get(member=cast.neo).standing == "offered"
    event.refresh_from_db()
    assert event.host is None
    assert not Event.objects.filter(pk=draft.pk).exists()
    assert "event.9" in codes(cast.hanna)
    actions.change_event(actor=cast.hanna, event_id=event.pk, words=words(cast, title="Suppe, jetzt erst recht", capacity=1), at=cast.now)


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [
        (date(2026, 3, 29), time(1, 59), datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (date(2026, 3, 29), time(2, 30), None),
        (date(2026, 3, 29), time(3), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(3), datetime(2026, 10, 25, 2, tzinfo=UTC)),
    ],
)
def test_hours_are_those_on_the_clock_of_the_house(day: date, hour: time, utc: datetime | None):
    assert on_the_clock(day, hour, BERLIN) == utc


def filled(**more: str) -> dict[str, str]:
    return {
        "title": "Nacht",
        "on": "2026-06-05",
        "begins": "20:00",
        "ends": "01:30",
        "way": "out",
        "place": "Fulda",
        "language": "de",
        **more,
    }


def test_the_form_goes_past_midnight_and_keeps_a_link_out_of_a_room(cast: Cast):
    form = EventForm(filled(link="https://x.example/"), zone=BERLIN, locations=[])
    assert form.is_valid(), form.errors
    told = form.words()
    assert (told.starts_at, told.ends_at) == (datetime(2026, 6, 5, 18, tzinfo=UTC), datetime(2026, 6, 5, 23, 30, tzinfo=UTC))
    assert told.link == ""
    assert set(EventForm(filled(way="here", place=""), zone=BERLIN, locations=[]).errors) == {"location_id"}
    assert set(EventForm(filled(place=""), zone=BERLIN, locations=[]).errors) == {"place"}
    assert set(EventForm(filled(on="2027-03-28", begins="02:10"), zone=BERLIN, locations=[]).errors) == {"begins"}


def test_pages_lead_from_a_proposal_to_the_list(cast: Cast):
    mara, hanna = cast.client(cast.mara), cast.client(cast.hanna)
    day = (datetime.now(UTC) + 5 * DAY).date().isoformat()
    new = reverse("inspire:new_event", args=[cast.house.slug])
    assert mara.post(new, {"says": "publish"}).status_code == 422
    # Who may not announce hands in, whatever the button says.
    there = mara.post(new, filled(on=day, title="Fehlschläge", says="publish"))["Location"]
    event = Event.objects.get()
    assert queries.stage(event) == "proposed"
    what_is_on = reverse("inspire:events", args=[cast.house.slug])
    assert "Fehlschläge" not in cast.client(cast.jonas).get(what_is_on).content.decode()
    assert "Fehlschläge" in hanna.get(what_is_on).content.decode()
    step = reverse("inspire:event_step", args=[cast.house.slug, event.pk])
    assert hanna.post(step, {"says": "return"}).status_code == 422
    assert hanna.post(step, {"says": "burn"}).status_code == 422
    assert hanna.post(step, {"says": "publish"}).status_code == 302
    jonas = cast.client(cast.jonas)
    assert "Fehlschläge" in jonas.get(what_is_on).content.decode()
    coming = reverse("inspire:register_event", args=[cast.house.slug, event.pk])
    assert jonas.post(coming, {"says": "perhaps"}).status_code == 422
    jonas.post(coming, {"says": "going", "full": "yes", "shown": "on"})
    assert queries.one(cast.jonas, event.pk, datetime.now(UTC)).mine == "going"
    assert "Fehlschläge" in jonas.get(reverse("home:today", args=[cast.house.slug])).content.decode()
    assert cast.client(cast.sten).get(there).status_code == 404
    assert jonas.get(reverse("inspire:edit_event", args=[cast.house.slug, event.pk])).status_code == 403
    again = mara.get(f"{new}?like={event.pk}").content.decode()
    assert 'value="Fehlschläge"' in again
    assert 'value="Fehlschläge"' not in jonas.get(f"{new}?like={event.pk}").content.decode()


def test_an_answer_is_read_by_who_hosts_it_alone_and_stays_when_one_taps_in_a_letter(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    event = announced(cast, question="Was isst du nicht?")
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    there = reverse("inspire:register_event", args=[cast.house.slug, event.pk])
    cast.client(cast.jonas).post(there, {"says": "going", "full": "yes", "answer": "Sellerie", "shown": "on"})
    page = reverse("inspire:event", args=[cast.house.slug, event.pk])
    seen = {who.name: "Sellerie" in cast.client(who).get(page).content.decode() for who in (cast.mara, cast.jonas, cast.ada)}
    assert seen == {"Mara Wendt": True, "Jonas Falk": True, "Ada Lenz": False}
    cast.client(cast.jonas).post(there, {"says": "going"})
    assert Registration.objects.get().answer == "Sellerie"
    # Without a question nothing is kept, whatever is sent.
    other = announced(cast)
    assert come(other, cast.jonas, cast.now, answer="Sellerie").answer == ""


def test_an_event_is_reported_with_its_words_and_a_draft_is_not_there(cast: Cast):
    event, draft = announced(cast), actions.draft_event(actor=cast.mara, words=words(cast), at=cast.now)
    found = reports.find(cast.jonas, f"event:{event.pk}", cast.now)
    assert found is not None
    assert ("Suppe im Hof" in found.text, found.author_id) == (True, cast.mara.pk)
    assert reports.find(cast.jonas, f"event:{draft.pk}", cast.now) is None
    assert (
        f"about=event:{event.pk}"
        in cast.client(cast.jonas).get(reverse("inspire:event", args=[cast.house.slug, event.pk])).content.decode()
    )


def test_where_the_host_decides_a_seat_needs_a_yes(cast: Cast):
    event = announced(cast, capacity=1, by_host=True)
    for minutes, who in enumerate((cast.jonas, cast.neo, cast.ada)):
        assert come(event, who, cast.now + minutes * timedelta(minutes=1)).standing == "asking"
    run_due(clock=lambda: cast.now + HOUR)
    assert codes(cast.mara)[-3:] == ["event.12"] * 3
    event.refresh_from_db()
    assert event.taken == 0

    def row(who: Member) -> Registration:
        return Registration.objects.get(member=who)

    given = {"event_id": event.pk, "at": cast.now + HOUR}
    for stranger in (cast.jonas, cast.hanna):
        with pytest.raises(NotAllowed):
            actions.admit(actor=stranger, registration_id=row(cast.jonas).pk, **given)
    for _twice in range(2):
        actions.admit(actor=cast.mara, registration_id=row(cast.neo).pk, **given)
    actions.admit(actor=cast.mara, registration_id=row(cast.jonas).pk, **given)
    actions.decline(actor=cast.mara, registration_id=row(cast.ada).pk, **given)
    assert [row(who).standing for who in (cast.neo, cast.jonas, cast.ada)] == ["going", "waiting", "declined"]
    with pytest.raises(NotAllowed):
        come(event, cast.ada, cast.now + HOUR)
    actions.withdraw(actor=cast.ada, event_id=event.pk, at=cast.now + HOUR)
    assert row(cast.ada).standing == "declined", "stepping back is no way around a no"
    run_due(clock=lambda: cast.now + HOUR)
    assert [codes(who)[-1] for who in (cast.neo, cast.jonas, cast.ada)] == ["event.5", "event.13", "event.14"]
    # Whoever asked is not asked for when the host stops deciding: they stand in line like everybody.
    late = come(event, cast.olga, cast.now + HOUR)
    actions.change_event(actor=cast.mara, event_id=event.pk, words=words(cast, capacity=3), at=cast.now + 2 * HOUR)
    late.refresh_from_db()
    assert late.standing == "offered"


def test_what_a_role_allows_sleeps_behind_a_link(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    event = announced(cast, way="hybrid", link="https://treff.example/suppe")
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    there = reverse("inspire:answer_event", args=[tokens.token(event.pk, cast.hanna.pk)])
    assert cast.client(None).post(there, {"says": "off"}).status_code == 403
    assert "treff.example" not in cast.client(None).get(there).content.decode()
    event.refresh_from_db()
    assert event.cancelled_at is None
    # Her own seat is hers, and with it the link.
    assert "treff.example" in cast.client(None).post(there, {"says": "going"}).content.decode()


def test_whoever_comes_is_told_whom_they_could_meet_and_never_somebody_beside_a_block(cast: Cast):
    StandingLine.objects.filter(member=cast.mara).update(text="Ich verstehe etwas von Umsatzsteuer für digitale Spiele.")
    index_everything(cast.house.pk, cast.now)
    event = announced(cast, host=cast.hanna)
    come(event, cast.jonas, cast.now)
    come(event, cast.mara, cast.now, shown=True)
    come(event, cast.neo, cast.now)

    def told(reader: Member) -> list[str]:
        return [one.face.name for one in queries.to_meet(reader, event.pk, cast.now).suggested]

    assert told(cast.jonas)[0] == "Mara Wendt", "she knows what he looks for, and lets the others see that she comes"
    assert "Neo Kaya" not in told(cast.jonas)
    assert told(cast.ada) == [], "whoever does not come is told of nobody"
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)
    assert "Mara Wendt" not in told(cast.jonas)
    Block.objects.all().delete()
    Consent.objects.filter(member=cast.mara, kind="introduced").delete()
    assert "Mara Wendt" not in told(cast.jonas)


def test_each_change_and_each_offer_is_mailed_also_to_whoever_did_not_look_meanwhile(cast: Cast):
    event = announced(cast, capacity=1)
    come(event, cast.jonas, cast.now)
    come(event, cast.neo, cast.now)

    def mailed(to: Member, code: str) -> int:
        return Notice.objects.filter(member=to, code=code).exclude(mailed_at=None).count()

    for turn in (1, 2):
        at = cast.now + turn * HOUR
        moved = words(cast, capacity=1, begins=cast.now + (4 + turn) * DAY)
        actions.change_event(actor=cast.mara, event_id=event.pk, words=moved, at=at)
        run_due(clock=lambda at=at: at)
        actions.withdraw(actor=cast.jonas, event_id=event.pk, at=at)
        run_due(clock=lambda at=at: at)
        assert (mailed(cast.jonas, "event.3"), mailed(cast.neo, "event.6")) == (turn, turn)
        # Neo lets it go, and both come again.
        actions.withdraw(actor=cast.neo, event_id=event.pk, at=at)
        come(event, cast.jonas, at)
        come(event, cast.neo, at)
        run_due(clock=lambda at=at: at)


def test_an_event_is_found_by_all_as_soon_as_it_is_announced_and_says_when_it_is_off(cast: Cast):
    def found() -> list[tuple[int, bool]]:
        rows = SearchDocument.objects.filter(kind="event", audience=MEMBERS)
        return [(ref, facts.get("off", False)) for ref, facts in rows.values_list("ref", "facts")]

    actions.draft_event(actor=cast.mara, words=words(cast, title="Geheim"), at=cast.now)
    event = announced(cast)
    run_due(clock=lambda: cast.now)
    assert found() == [(event.pk, False)]
    actions.cancel_event(actor=cast.mara, event_id=event.pk, text="", at=cast.now)
    run_due(clock=lambda: cast.now)
    assert found() == [(event.pk, True)]
