"""From the public page into the house: confirmed before a human is bothered, decided with ten minutes to think again, erased when nothing came of it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from drittort.core import care, privacy
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.core.strangers import opened
from drittort.joining.applications import actions, queries, rules, shaping, tokens, tours
from drittort.joining.applications.models import (
    Application,
    ApplicationAnswer,
    ApplicationMessage,
    ApplicationQuestion,
    Decision,
    Tour,
    TourSlot,
)
from drittort.joining.invitations import actions as invitations
from drittort.joining.invitations.models import Invitation
from drittort.joining.invitations.tokens import Held
from drittort.members.models import Member
from drittort.members.notices.models import Notice
from tests.cast import Cast, build
from tests.races import at_once

LINK = re.compile(r"http://localhost:8000(/lagerhaus/join/\S+)")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> list[datetime]:
    """The moment that the pages see; a test may turn it."""
    hand = [cast.now]
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: hand[0])
    return hand


def form(cast: Cast, **more: str) -> dict[str, str]:
    return {
        "name": "Ilse Blum", "email": "ilse@example.org", "language": "de", "opened": opened(cast.now - timedelta(seconds=30)), "website": "", **more,
    }  # fmt: skip


def slot(cast: Cast, *, capacity: int = 3, weekday: int = 3, starts: time = time(17)) -> TourSlot:
    return shaping.add_slot(
        actor=cast.hanna, location=cast.upstairs, weekday=weekday, starts=starts, minutes=30, capacity=capacity, at=cast.now
    )


def received(cast: Cast, email: str = "ilse@example.org", **more: Any) -> Application:
    """Somebody wrote, and opened the link."""
    told = actions.Told(**{"name": "Ilse Blum", "email": email, "language": "de", "text": "Ist bei euch Platz?", **more})
    made = actions.receive(space=cast.house, told=told, at=cast.now)
    assert made is not None
    return actions.confirm(space=cast.house, application_id=made.pk, email=made.email, at=cast.now)


def mails(to: str = "ilse@example.org") -> list[Mail]:
    return list(Mail.objects.filter(to_address=to).order_by("pk"))


def decided(cast: Cast, made: Application, kind: str, *, text: str = "Komm gern.", **more: Any) -> Decision:
    """A decision that has taken effect."""
    decision = actions.decide(actor=cast.hanna, application_id=made.pk, kind=kind, text=text, at=cast.now, **more)
    actions.carry_out(decision_id=decision.pk, at=cast.now + rules.UNDO)
    made.refresh_from_db()
    return decision


def come_in(cast: Cast, made: Application) -> Member:
    made.refresh_from_db()
    assert made.invitation is not None
    member = invitations.accept_invitation(held=Held(made.invitation.pk, made.invitation.turn), at=cast.now + timedelta(hours=1))
    run_due(clock=lambda: cast.now + timedelta(hours=1))
    made.refresh_from_db()
    return member


@pytest.mark.usefixtures("clock")
def test_from_a_question_to_a_member_without_an_account(cast: Cast, clock: list[datetime]) -> None:
    stranger = cast.client(None)
    page = stranger.get("/lagerhaus/join/")
    assert page.status_code == 200
    assert not page.cookies
    answer = stranger.post("/lagerhaus/join/ask/", form(cast, text="Darf mein Hund mit?"))
    assert answer.url.startswith("/lagerhaus/join/sent/")
    assert not answer.cookies
    run_due(clock=lambda: cast.now)
    # Nobody is bothered before the address is confirmed.
    assert not Notice.objects.filter(category="application").exists()
    assert "Ilse" not in cast.client(cast.hanna).get("/lagerhaus/applications/").content.decode()
    (first,) = mails()
    assert "Hund" not in first.text
    link = LINK.search(first.text)[1]
    assert stranger.get(link).status_code == 200
    assert Application.objects.get().confirmed_at is None
    talk = stranger.post(link).url
    run_due(clock=lambda: cast.now)
    assert {n.member_id for n in Notice.objects.filter(code="application.asked")} == {cast.hanna.pk, cast.olga.pk}
    assert "Darf mein Hund mit?" in stranger.get(talk).content.decode()

    hanna = cast.client(cast.hanna)
    made = Application.objects.get()
    assert hanna.post(f"/lagerhaus/applications/{made.pk}/", {"text": "Er darf, wenn er Kaffee holt."}).status_code == 302
    run_due(clock=lambda: cast.now)
    assert "wenn er Kaffee holt" in mails()[-1].text
    assert "Hanna Brandt" in stranger.get(talk).content.decode()
    assert stranger.post(talk, {"text": "Dann komme ich."}).status_code == 302
    run_due(clock=lambda: cast.now)
    assert Notice.objects.filter(code="application.wrote", member=cast.hanna).exists()

    assert hanna.post(f"/lagerhaus/applications/{made.pk}/decide/", {"kind": "accepted", "text": "Willkommen, Ilse."}).status_code == 302
    run_due(clock=lambda: cast.now + timedelta(minutes=9))
    assert not Invitation.objects.exists()
    run_due(clock=lambda: cast.now + timedelta(minutes=10))
    run_due(clock=lambda: cast.now + timedelta(minutes=10))
    invited = mails()[-1]
    assert "Willkommen, Ilse." in invited.text
    assert "Hanna Brandt" in invited.subject
    member = come_in(cast, made)
    assert (made.member_id, member.name) == (member.pk, "Ilse Blum")
    assert queries.detail(cast.hanna, made.pk, cast.now).stage == "Mitglied"


def test_an_undone_decision_never_reaches_the_applicant(cast: Cast) -> None:
    made = received(cast)
    run_due(clock=lambda: cast.now)
    before = len(mails())
    decision = actions.decide(actor=cast.hanna, application_id=made.pk, kind="declined", text="Leider nein.", at=cast.now)
    assert "Leider" not in str(queries.conversation(made, cast.now))
    with pytest.raises(NotAllowed):
        actions.decide(actor=cast.olga, application_id=made.pk, kind="accepted", text="", at=cast.now)
    actions.undo_decision(actor=cast.olga, decision_id=decision.pk, at=cast.now + timedelta(minutes=9))
    with pytest.raises(NotAllowed):
        actions.undo_decision(actor=cast.olga, decision_id=decision.pk, at=cast.now + timedelta(minutes=9))
    run_due(clock=lambda: cast.now + timedelta(hours=1))
    made.refresh_from_db()
    assert made.declined_at is None
    assert len(mails()) == before
    (step,) = queries.detail(cast.hanna, made.pk, cast.now).history
    assert "Olga Sommer" in step.undone


def test_a_refusal_has_a_reason_and_can_be_taken_up_again(cast: Cast) -> None:
    made = received(cast)
    browser = cast.client(cast.hanna)
    answer = browser.post(f"/lagerhaus/applications/{made.pk}/decide/", {"kind": "declined", "text": " "})
    assert answer.status_code == 422
    decision = decided(cast, made, "declined", text="Wir haben keine Werkstatt.")
    run_due(clock=lambda: cast.now + rules.UNDO)
    assert "keine Werkstatt" in mails()[-1].text
    assert not actions.carry_out(decision_id=decision.pk, at=cast.now + timedelta(hours=1))
    with pytest.raises(NotAllowed):
        actions.undo_decision(actor=cast.hanna, decision_id=decision.pk, at=cast.now + rules.UNDO)
    with pytest.raises(NotAllowed):
        actions.decide(actor=cast.hanna, application_id=made.pk, kind="accepted", text="", at=cast.now)
    actions.decide(actor=cast.hanna, application_id=made.pk, kind="reopened", text="", at=cast.now)
    made.refresh_from_db()
    assert made.is_open


def test_a_tour_is_booked_confirmed_and_cancelled(cast: Cast, clock: list[datetime]) -> None:
    slot(cast)
    first, second = tours.openings(cast.house, cast.now)
    assert [o.starts_at.astimezone(ZoneInfo("Europe/Berlin")).hour for o in (first, second)] == [17, 17]
    stranger = cast.client(None)
    page = stranger.get("/lagerhaus/join/tour/").content.decode()
    assert first.value.replace("+", "&#x2B;") in page or first.value in page
    assert stranger.post("/lagerhaus/join/tour/", form(cast, slot=first.value)).status_code == 302
    run_due(clock=lambda: cast.now)
    talk = stranger.post(LINK.search(mails()[0].text)[1]).url
    run_due(clock=lambda: cast.now)
    told = mails()[-1]
    (file,) = told.attachments
    event = Calendar.from_ical(__import__("base64").b64decode(file["content"])).walk("VEVENT")[0]
    assert event["dtstart"].dt == first.starts_at
    assert "Speicherstraße 1" in str(event["location"])
    made = Application.objects.get()
    assert made.waits_since is None
    tour = made.tours.get()
    stranger.post(talk.replace("?", f"tour/{tour.pk}/cancel/?"))
    stranger.post(talk.replace("?", f"tour/{tour.pk}/cancel/?"))
    run_due(clock=lambda: cast.now)
    assert Notice.objects.filter(code="application.tour_cancelled", member=cast.hanna).count() == 1
    assert stranger.post(talk.replace("?", "tour/?"), {"slot": second.value}).status_code == 302
    assert made.tours.filter(cancelled_at=None).get().starts_at == second.starts_at


def test_no_more_people_than_a_tour_has_room_for(cast: Cast) -> None:
    one = slot(cast, capacity=1)
    first = tours.openings(cast.house, cast.now)[0]
    actions.receive(space=cast.house, told=actions.Told("Eva", "eva@example.org", "de", slot=first.value), at=cast.now)
    assert first.value not in [o.value for o in tours.openings(cast.house, cast.now)]
    with pytest.raises(Invalid):
        actions.receive(space=cast.house, told=actions.Told("Ida", "ida@example.org", "de", slot=first.value), at=cast.now)
    # What nobody confirms is free again after two hours; whoever comes late to the link is told so.
    later = cast.now + rules.HOLD
    ida = actions.receive(space=cast.house, told=actions.Told("Ida", "ida@example.org", "de", slot=first.value), at=later)
    assert ida is not None
    actions.confirm(space=cast.house, application_id=ida.pk, email=ida.email, at=later)
    eva = Application.objects.get(email="eva@example.org")
    actions.confirm(space=cast.house, application_id=eva.pk, email=eva.email, at=later)
    assert eva.tours.get().cancelled_at is not None
    assert Tour.objects.filter(slot=one, cancelled_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_share_the_last_place() -> None:
    cast = build()
    slot(cast, capacity=1)
    value = tours.openings(cast.house, cast.now)[0].value

    def book(email: str) -> Application | None:
        return actions.receive(space=cast.house, told=actions.Told("X", email, "de", slot=value), at=cast.now)

    came = at_once(lambda: book("0@example.org"), lambda: book("1@example.org"))
    assert sorted(type(c).__name__ for c in came) == ["Application", "Invalid"]
    assert Tour.objects.count() == 1


def test_hours_keep_their_hour_when_the_clock_changes(cast: Cast) -> None:
    slot(cast, weekday=6, starts=time(2, 30))
    before = datetime(2026, 3, 20, 9, tzinfo=ZoneInfo("UTC"))
    assert [o.starts_at.astimezone(cast.house.zone).date() for o in tours.openings(cast.house, before)] == [date(2026, 3, 22)]
    slot(cast, weekday=0, starts=time(10))
    assert {
        o.starts_at.astimezone(cast.house.zone).hour
        for o in tours.openings(cast.house, before)
        if o.slot_id != 1 and o.starts_at.weekday() == 0
    } == {10}


def test_old_answers_keep_their_question(cast: Cast) -> None:
    asked = shaping.add_question(
        actor=cast.hanna, text="Womit arbeitest du?", kind="text", choices=[], required=True, position=1, at=cast.now
    )
    made = received(cast, applies=True, answers={asked.pk: "Mit Holz"})
    new = shaping.change_question(
        actor=cast.hanna,
        question_id=asked.pk,
        text="Wie laut arbeitest du?",
        kind="text",
        choices=[],
        required=True,
        position=1,
        at=cast.now,
    )
    assert new.pk != asked.pk
    assert [(a.question, a.text) for a in queries.detail(cast.hanna, made.pk, cast.now).answers] == [("Womit arbeitest du?", "Mit Holz")]
    assert [q.text for q in queries.questions(cast.house)] == ["Wie laut arbeitest du?"]
    same = shaping.change_question(
        actor=cast.hanna, question_id=new.pk, text=new.text, kind="text", choices=[], required=False, position=4, at=cast.now
    )
    assert same.pk == new.pk


@pytest.mark.usefixtures("clock")
def test_the_form_asks_the_questions_of_the_house_and_loses_nothing(cast: Cast) -> None:
    said = {"required": True, "position": 1, "at": cast.now, "actor": cast.hanna}
    held = [
        shaping.add_question(text="Tag?", kind="choice", choices=["Montag", "Freitag"], **said),
        shaping.add_question(text="Hund?", kind="yes_no", choices=[], **said),
        shaping.add_question(text="Und sonst?", kind="long", choices=[], **{**said, "required": False}),
    ]
    wrong = cast.client(None).post("/lagerhaus/join/apply/", form(cast, text="Ich suche Ruhe.", **{f"question_{held[0].pk}": "Sonntag"}))
    assert wrong.status_code == 422
    assert "Ich suche Ruhe." in wrong.content.decode()
    right = form(
        cast,
        text="Ich suche Ruhe.",
        source="member",
        referrer_text="mara  wendt",
        **{f"question_{held[0].pk}": "Freitag", f"question_{held[1].pk}": "no"},
    )
    assert cast.client(None).post("/lagerhaus/join/apply/", right).status_code == 302
    made = Application.objects.get()
    assert made.referrer == cast.mara
    assert sorted(ApplicationAnswer.objects.values_list("text", flat=True)) == ["Freitag", "no"]


@pytest.mark.usefixtures("clock")
def test_machines_are_slowed_down_without_a_cookie(cast: Cast) -> None:
    stranger = cast.client(None)
    trap = stranger.post("/lagerhaus/join/ask/", form(cast, text="Buy!", website="https://spam.example"))
    real = stranger.post("/lagerhaus/join/ask/", form(cast, text="Echt."))
    assert trap.url == real.url
    assert Application.objects.count() == 1
    quick = stranger.post("/lagerhaus/join/ask/", form(cast, text="Schnell", opened=opened(cast.now)))
    assert (quick.status_code, "Schnell" in quick.content.decode()) == (422, True)
    assert stranger.post("/lagerhaus/join/ask/", form(cast, text="x", opened="gelogen")).status_code == 422
    # One address gets three such mails an hour, and the answer does not say so.
    for _k in range(4):
        assert stranger.post("/lagerhaus/join/ask/", form(cast, text="Noch einmal")).status_code == 302
    assert Application.objects.count() == 3
    # One connection sends eight forms an hour, whatever address it writes.
    answers = [stranger.post("/lagerhaus/join/ask/", form(cast, text="x", email=f"{k}@example.org")).status_code for k in range(5)]
    assert answers == [302, 302, 302, 422, 422]
    assert stranger.post("/lagerhaus/join/ask/", form(cast, text="x", email="z@example.org"), REMOTE_ADDR="203.0.113.9").status_code == 302


def test_the_same_address_goes_on_with_its_conversation(cast: Cast) -> None:
    slot(cast)
    made = received(cast)
    again = received(cast, text="Und ein Parkplatz?", applies=True, slot=tours.openings(cast.house, cast.now)[0].value)
    assert again.pk == made.pk
    assert Application.objects.count() == 1
    assert [m.text for m in ApplicationMessage.objects.all()] == ["Ist bei euch Platz?", "Und ein Parkplatz?"]
    assert again.applied_at is not None
    assert again.tours.count() == 1


@pytest.mark.usefixtures("clock")
def test_letters_of_the_house_do_not_brake_an_application(cast: Cast) -> None:
    made = received(cast)
    run_due(clock=lambda: cast.now)
    actions.answer(actor=cast.hanna, application_id=made.pk, text="Bewirb dich gern.", at=cast.now)
    run_due(clock=lambda: cast.now)
    assert len(mails()) == 2  # the question is there, and its answer
    later = cast.now + timedelta(minutes=20)
    told = actions.Told(name="Ilse Blum", email="ilse@example.org", language="de", text="Ich bewerbe mich.", applies=True)
    for _time in range(rules.CONFIRMATIONS):
        assert actions.receive(space=cast.house, told=told, at=later) is not None
        run_due(clock=lambda: later)
    assert actions.receive(space=cast.house, told=told, at=later) is None
    assert Mail.objects.filter(to_address="ilse@example.org", category=actions.CONFIRMING).count() == rules.CONFIRMATIONS


def test_who_decides_a_moment_too_late_keeps_the_words(cast: Cast) -> None:
    made = received(cast)
    actions.decide(actor=cast.hanna, application_id=made.pk, kind=Decision.Kind.ACCEPTED, text="Komm gern.", at=cast.now)
    answer = cast.client(cast.olga).post(
        f"/lagerhaus/applications/{made.pk}/decide/", {"kind": "declined", "text": "Lange und freundlich abgelehnt."}
    )
    page = answer.content.decode()
    assert (answer.status_code, "Lange und freundlich abgelehnt.</textarea>" in page) == (409, True)
    assert "Eine Entscheidung ist schon unterwegs" in page
    assert made.decisions.count() == 1


def test_the_link_of_a_conversation_ends_a_month_after_somebody_belongs(cast: Cast) -> None:
    made = received(cast)
    told = made.pk, made.email, "lagerhaus"
    Application.objects.filter(pk=made.pk).update(joined_at=cast.now)
    assert actions.of_applicant(*told, at=cast.now + timedelta(days=29)) == made
    with pytest.raises(Invalid):
        actions.of_applicant(*told, at=cast.now + timedelta(days=31))


def test_links_open_only_what_they_name(cast: Cast) -> None:
    mine, other = received(cast), received(cast, email="eva@example.org")
    stranger = cast.client(None)
    assert stranger.get(f"/lagerhaus/join/with/{tokens.token(mine)}x/").status_code == 422
    assert stranger.get(f"/lagerhaus/join/with/{tokens.confirm_token(mine)}/").status_code == 422
    assert stranger.get(f"/anderswo/join/with/{tokens.token(mine)}/").status_code == 404
    slot(cast)
    tour = actions.book_tour(application=other, value=tours.openings(cast.house, cast.now)[0].value, at=cast.now)
    assert stranger.post(f"/lagerhaus/join/with/{tokens.token(mine)}/tour/{tour.pk}/cancel/").status_code == 404
    page = stranger.get(f"/lagerhaus/join/with/{tokens.token(mine)}/")
    assert page["Referrer-Policy"] == "no-referrer"
    assert not page.cookies


@pytest.mark.usefixtures("clock")
def test_only_those_who_answer_see_them(cast: Cast) -> None:
    made = received(cast)
    for person, status in ((cast.mara, 403), (cast.sten, 404)):
        browser = cast.client(person)
        assert browser.get(f"/lagerhaus/applications/{made.pk}/").status_code == status
        assert browser.post(f"/lagerhaus/applications/{made.pk}/decide/", {"kind": "declined", "text": "x"}).status_code == status
    with pytest.raises(NotAllowed):
        actions.answer(actor=cast.mara, application_id=made.pk, text="x", at=cast.now)
    with pytest.raises(NotAllowed):
        actions.decide(actor=cast.sten, application_id=made.pk, kind="declined", text="x", at=cast.now)
    assert rules.visible_to(cast.sten).count() == 0
    assert queries.waiting(cast.mara, cast.now) == []


def test_a_house_that_is_closed_to_strangers_has_no_such_page(cast: Cast) -> None:
    made = received(cast)
    cast.house.settings["applications_open"] = False
    cast.house.save()
    stranger = cast.client(None)
    for path in ("", "ask/", "tour/", "apply/"):
        assert stranger.get(f"/lagerhaus/join/{path}").status_code == 404
    # Who talks with the house already goes on talking.
    assert stranger.get(f"/lagerhaus/join/with/{tokens.token(made)}/").status_code == 200


def test_a_trial_ends_kindly_or_becomes_a_membership(cast: Cast) -> None:
    made = received(cast)
    last = (cast.now + timedelta(days=10)).date()
    for wrong in (cast.now.date(), cast.now.date() + timedelta(days=300)):
        with pytest.raises(Invalid):
            actions.decide(actor=cast.hanna, application_id=made.pk, kind="trial", text="", until=wrong, at=cast.now)
    decided(cast, made, "trial", until=last)
    assert "22.\N{NO-BREAK SPACE}Mai" in Invitation.objects.get().sentence
    member = come_in(cast, made)
    assert actions.remind_of_trials(at=cast.now + timedelta(days=6)) == 0
    soon = cast.now + timedelta(days=7)
    assert actions.remind_of_trials(at=soon) == 1
    assert actions.remind_of_trials(at=soon) == 0
    run_due(clock=lambda: soon)
    assert Notice.objects.filter(code="application.trial_ends").count() == 2
    assert Notice.objects.filter(code="application.my_trial_ends", member=member).count() == 1
    assert any("Ilse" in item.title for item in care.items(cast.hanna, soon))
    ending = actions.decide(actor=cast.hanna, application_id=made.pk, kind="ended", text="Danke.", at=soon)
    actions.carry_out(decision_id=ending.pk, at=soon + rules.UNDO)
    actions.end_trials(at=soon + timedelta(days=3))
    assert Member.objects.here().filter(pk=member.pk).exists()
    assert actions.end_trials(at=soon + timedelta(days=4)) == 1
    assert actions.end_trials(at=soon + timedelta(days=4)) == 0
    assert not Member.objects.here().filter(pk=member.pk).exists()


def test_a_trial_member_who_stays(cast: Cast) -> None:
    made = received(cast)
    decided(cast, made, "trial", until=(cast.now + timedelta(days=10)).date())
    member = come_in(cast, made)
    decided(cast, made, "accepted")
    run_due(clock=lambda: cast.now + timedelta(hours=2))
    assert Invitation.objects.count() == 1
    assert Notice.objects.filter(code="application.stays", member=member).exists()
    actions.end_trials(at=cast.now + timedelta(days=40))
    assert Member.objects.here().filter(pk=member.pk).exists()


def test_who_recommended_is_thanked_once_somebody_is_in(cast: Cast) -> None:
    made = received(cast, referrer_id=cast.mara.pk)
    decided(cast, made, "accepted")
    run_due(clock=lambda: cast.now + rules.UNDO)
    assert not Notice.objects.filter(code="application.thanks").exists()
    come_in(cast, made)
    thanks = Notice.objects.get(code="application.thanks")
    assert thanks.member == cast.mara
    assert LedgerRow.objects.get(kind="application.joined").facts["referrer"] == cast.mara.pk
    with pytest.raises(Invalid):
        actions.name_referrer(actor=cast.hanna, application_id=made.pk, member_id=cast.sten.pk, at=cast.now)
    # A link that names somebody of another house names nobody.
    assert received(cast, email="eva@example.org", referrer_id=cast.sten.pk).referrer is None


def test_what_came_to_nothing_is_erased(cast: Cast) -> None:
    came = received(cast, email="eva@example.org")
    decided(cast, came, "accepted")
    come_in(cast, came)
    asked = shaping.add_question(actor=cast.hanna, text="Womit?", kind="text", choices=[], required=True, position=1, at=cast.now)
    lost = received(cast, applies=True, answers={asked.pk: "Holz"})
    actions.receive(space=cast.house, told=actions.Told("Ida", "ida@example.org", "de", text="?"), at=cast.now)
    actions.forget_old(at=cast.now + timedelta(days=2))
    assert Application.objects.count() == 3
    actions.forget_old(at=cast.now + timedelta(days=4))
    assert not Application.objects.filter(email="ida@example.org").exists()
    actions.forget_old(at=cast.now + timedelta(days=182))
    assert Application.objects.filter(pk=lost.pk).exists()
    actions.forget_old(at=cast.now + timedelta(days=184))
    assert list(Application.objects.values_list("email", flat=True)) == ["eva@example.org"]
    assert not ApplicationAnswer.objects.exists()


def test_withdrawing_takes_the_way_in_back(cast: Cast, clock: list[datetime]) -> None:
    made = received(cast)
    decided(cast, made, "accepted")
    stranger = cast.client(None)
    path = f"/lagerhaus/join/with/{tokens.token(made)}/withdraw/"
    assert stranger.get(path).status_code == 200
    made.refresh_from_db()
    assert made.withdrawn_at is None
    stranger.post(path)
    stranger.post(path)
    assert Invitation.objects.get().withdrawn_at is not None
    assert LedgerRow.objects.filter(kind="application.withdrawn").count() == 1
    with pytest.raises(NotAllowed):
        actions.answer(actor=cast.hanna, application_id=made.pk, text="x", at=cast.now)


def test_tours_are_told_as_they_were(cast: Cast) -> None:
    slot(cast)
    made = received(cast)
    tour = actions.book_tour(application=made, value=tours.openings(cast.house, cast.now)[0].value, at=cast.now)
    with pytest.raises(OutOfDate):
        actions.mark_tour(actor=cast.hanna, tour_id=tour.pk, came=True, at=cast.now)
    actions.mark_tour(actor=cast.hanna, tour_id=tour.pk, came=True, at=tour.starts_at + timedelta(hours=1))
    with pytest.raises(NotAllowed):
        actions.mark_tour(actor=cast.mara, tour_id=tour.pk, came=True, at=tour.starts_at + timedelta(hours=1))
    with pytest.raises(OutOfDate):
        actions.call_off_tour(actor=cast.hanna, tour_id=tour.pk, at=tour.starts_at + timedelta(hours=1))
    actions.answer(actor=cast.hanna, application_id=made.pk, text="Schön war es.", at=cast.now)
    (card,) = queries.pipeline(cast.hanna, tour.starts_at + timedelta(hours=2)).cards
    assert card.url.endswith("?offer=apply#write")
    # What was said already is not asked once more.
    (shown,) = queries.detail(cast.hanna, made.pk, tour.starts_at + timedelta(hours=2)).tours
    assert (shown.can_mark, shown.came, shown.missed) == (True, True, False)


def test_called_off_tours_leave_the_calendar(cast: Cast) -> None:
    slot(cast)
    made = received(cast)
    tour = actions.book_tour(application=made, value=tours.openings(cast.house, cast.now)[0].value, at=cast.now)
    actions.call_off_tour(actor=cast.hanna, tour_id=tour.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    file = mails()[-1].attachments[0]
    assert "CANCEL" in file["mimetype"]


def test_stages_are_the_same_in_the_list_and_on_the_card(cast: Cast) -> None:
    slot(cast)
    plain = received(cast, email="a@example.org")
    toured = received(cast, email="b@example.org", slot=tours.openings(cast.house, cast.now)[0].value)
    trial = received(cast, email="c@example.org")
    decided(cast, trial, "trial", until=(cast.now + timedelta(days=20)).date())
    member = received(cast, email="d@example.org")
    decided(cast, member, "accepted")
    lost = received(cast, email="e@example.org")
    decided(cast, lost, "closed")
    stages = dict(rules.visible_to(cast.hanna).staged().values_list("pk", "at_stage"))
    assert stages == {plain.pk: "enquiry", toured.pk: "tour", trial.pk: "trial", member.pk: "member", lost.pk: "lost"}
    for one in Application.objects.all():
        assert one.stage(toured=one.tours.filter(cancelled_at=None).exists()) == stages[one.pk]
    page = queries.pipeline(cast.hanna, cast.now)
    assert [tab["number"] for tab in page.tabs] == [5, 1, 1, 1, 1, 1]
    assert [c.id for c in queries.pipeline(cast.hanna, cast.now, stage="trial").cards] == [trial.pk]


@pytest.mark.usefixtures("clock")
def test_pages_cost_the_same_with_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    slot(cast)
    value = tours.openings(cast.house, cast.now)[0].value
    for k in range(12):
        made = received(cast, email=f"{k}@example.org", slot=value if k < 3 else "", referrer_id=cast.mara.pk)
        actions.answer(actor=cast.hanna, application_id=made.pk, text="Gern.", at=cast.now)
    browser = cast.client(cast.hanna)
    with django_assert_max_num_queries(15):
        assert browser.get("/lagerhaus/applications/").status_code == 200
    with django_assert_max_num_queries(19):
        assert browser.get(f"/lagerhaus/applications/{made.pk}/").status_code == 200
    with django_assert_max_num_queries(5):
        assert cast.client(None).get("/lagerhaus/join/").status_code == 200
    with django_assert_max_num_queries(1):
        assert care.read(queries.waiting(cast.hanna, cast.now)) == []


@pytest.mark.usefixtures("clock")
def test_the_way_in_is_shaped_by_those_who_may(cast: Cast) -> None:
    browser = cast.client(cast.hanna)
    path = "/lagerhaus/applications/way-in/"
    assert browser.post(path, {"what": "welcome", "de": "Dienstags gibt es Suppe.", "en": ""}).status_code == 302
    assert "Dienstags gibt es Suppe." in cast.client(None).get("/lagerhaus/join/").content.decode()
    assert (
        browser.post(path, {"what": "question", "text": "Tag?", "kind": "choice", "choices": "Montag", "position": "1"}).status_code == 422
    )
    assert (
        browser.post(
            path, {"what": "question", "text": "Tag?", "kind": "choice", "choices": "Montag\nFreitag", "position": "1"}
        ).status_code
        == 302
    )
    hour = {"what": "slot", "location": str(cast.upstairs.pk), "weekday": "3", "starts": "17:00", "minutes": "30", "capacity": "2"}
    assert browser.post(path, hour).status_code == 302
    assert browser.post(path, {**hour, "starts": "nie"}).status_code == 422
    made = TourSlot.objects.get()
    for _k in range(2):
        browser.post(f"/lagerhaus/applications/hours/{made.pk}/close/")
    assert tours.openings(cast.house, cast.now) == []
    browser.post(f"/lagerhaus/applications/questions/{ApplicationQuestion.objects.get().pk}/retire/")
    assert queries.questions(cast.house) == []


def test_what_a_member_is_given_of_themselves(cast: Cast) -> None:
    made = received(cast)
    decided(cast, made, "accepted")
    member = come_in(cast, made)
    held = privacy.held_on(member.pk)
    assert held["joining.ApplicationMessage"][0]["text"] == "Ist bei euch Platz?"
    assert held["joining.Application"][0]["email"] == "ilse@example.org"
    assert not any("referrer_id" in row for row in held["joining.Application"])


def test_gone_is_gone(cast: Cast, client: Client) -> None:
    made = received(cast)
    token = tokens.token(made)
    Application.objects.all().delete()
    assert client.get(f"/lagerhaus/join/with/{token}/").status_code == 404
    with pytest.raises(NotFound):
        actions.of_applicant(made.pk, made.email, "lagerhaus", at=cast.now)


@pytest.mark.usefixtures("clock")
def test_a_member_recommends_by_their_own_address(cast: Cast) -> None:
    page = cast.client(cast.mara).get("/lagerhaus/invitations/").content.decode()
    link = re.search(r"http://localhost:8000(/lagerhaus/join/\?by=[^\"]+)", page)
    assert link
    stranger = cast.client(None)
    onward = re.search(r'href="(/lagerhaus/join/apply/\?by=[^"]+)"', stranger.get(link[1]).content.decode())
    assert onward
    shown = stranger.get(onward[1]).content.decode()
    assert "referrer_text" not in shown
    by = onward[1].partition("by=")[2]
    assert stranger.post("/lagerhaus/join/apply/", form(cast, text="Hallo", by=by)).status_code == 302
    assert Application.objects.get().referrer == cast.mara
    assert "apply/?by=" not in stranger.get("/lagerhaus/join/?by=gelogen").content.decode()


def test_off_duty_the_name_waits_on_the_page_of_care_and_the_words_stay_closed(cast: Cast, clock: list[datetime]) -> None:
    made = received(cast)
    resting = cast.client(cast.hanna, duty=False)
    assert "Ilse Blum wartet auf Antwort." in resting.get("/lagerhaus/care/house/").content.decode()
    for path in ("/lagerhaus/applications/", f"/lagerhaus/applications/{made.pk}/"):
        answer = resting.get(path)
        assert answer.status_code == 403
        assert "Ist bei euch Platz?" not in answer.content.decode()
    assert "Ist bei euch Platz?" in cast.client(cast.hanna).get(f"/lagerhaus/applications/{made.pk}/").content.decode()
    assert "Ilse Blum" not in cast.client(cast.mara).get("/lagerhaus/").content.decode()
