"""Agreeing, publishing, proposing, answering, reminding."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from drittort.core.errors import Invalid, NotAllowed, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import Mail
from drittort.joining.agreements import actions, jobs, queries
from drittort.joining.agreements.models import Acceptance, AgreementProposal
from drittort.members.notices.actions import choose_preset
from drittort.members.notices.models import MutedThread, Notice
from drittort.spaces.agreements.actions import Sentence, look_again, propose_the_first, publish_agreements
from drittort.spaces.agreements.models import AgreementVersion
from drittort.spaces.agreements.queries import months_later
from tests.cast import Cast

ONE = [Sentence({"de": ("Wir lüften.", "Frische Luft denkt mit.")})]


def later(cast: Cast, days: int) -> None:
    """The worker runs on two days: what is told on the first is mailed by the second."""
    for passed in (days, days + 1):
        run_due(clock=lambda at=cast.now + timedelta(days=passed): at)


@pytest.fixture
def first(cast: Cast) -> AgreementVersion:
    return propose_the_first(space=cast.house, at=cast.now)


def test_a_new_version_asks_everybody_again_and_blocks_nothing(cast: Cast, first):
    browser = cast.client(cast.mara)
    assert "/lagerhaus/agreements/" in browser.get("/lagerhaus/").content.decode()
    assert browser.post("/lagerhaus/agreements/accept/", {"number": "1"}).status_code == 302
    assert browser.post("/lagerhaus/agreements/accept/", {"number": "1"}).status_code == 302
    assert Acceptance.objects.filter(member=cast.mara).count() == 1
    assert queries.waiting(cast.mara) is None
    publish_agreements(actor=cast.hanna, sentences=ONE, change="Jetzt wird gelüftet.", seen=1, at=cast.now)
    assert queries.waiting(cast.mara) == "Jetzt wird gelüftet."
    assert "Jetzt wird gelüftet." in browser.get("/lagerhaus/").content.decode()
    assert browser.post("/lagerhaus/agreements/accept/", {"number": "1"}).status_code == 409
    assert browser.get("/lagerhaus/me/").status_code == 200
    assert "Wir grüßen" in browser.get("/lagerhaus/agreements/1/").content.decode()
    assert browser.get("/lagerhaus/agreements/7/").status_code == 404


def test_publishing_says_what_changed_and_two_at_once_do_not_overwrite(cast: Cast, first):
    with pytest.raises(Invalid):
        publish_agreements(actor=cast.hanna, sentences=ONE, change=" ", seen=1, at=cast.now)
    with pytest.raises(Invalid):
        publish_agreements(actor=cast.hanna, sentences=[Sentence({"de": ("Ohne.", "")})], change="x", seen=1, at=cast.now)
    with pytest.raises(NotAllowed):
        publish_agreements(actor=cast.mara, sentences=ONE, change="x", seen=1, at=cast.now)
    publish_agreements(actor=cast.hanna, sentences=ONE, change="Neu.", seen=1, at=cast.now)
    with pytest.raises(OutOfDate):
        publish_agreements(actor=cast.olga, sentences=ONE, change="Auch neu.", seen=1, at=cast.now)
    answer = cast.client(cast.olga).post(
        "/lagerhaus/agreements/publish/", {"seen": "1", "change": "Meins", "text-1-de": "Bleibt da", "why-1-de": "Weil"}
    )
    assert answer.status_code == 409
    assert "Bleibt da" in answer.content.decode()
    assert AgreementVersion.objects.count() == 2


def test_readers_get_their_language_and_else_the_house_s(cast: Cast, first):
    first.agreements.filter(position=5, language="en").delete()
    page = cast.client(cast.mara).get("/lagerhaus/agreements/", headers={"Accept-Language": "en"}).content.decode()
    assert "We say hello" in page
    assert 'lang="de"' in page


def test_a_proposal_from_words_to_answer(cast: Cast, first):
    browser = cast.client(cast.mara)
    assert browser.post("/lagerhaus/agreements/", {"text": "Suppe am Freitag", "reason": ""}).status_code == 422
    assert browser.post("/lagerhaus/agreements/", {"text": "Suppe am Freitag", "reason": "Essen hilft."}).status_code == 302
    proposal = AgreementProposal.objects.get()
    assert "Suppe am Freitag" in cast.client(cast.jonas).get("/lagerhaus/agreements/").content.decode()
    assert cast.client(cast.jonas).post(f"/lagerhaus/agreements/proposals/{proposal.pk}/withdraw/").status_code == 403
    answer = f"/lagerhaus/agreements/proposals/{proposal.pk}/answer/"
    assert browser.post(answer, {"says": "adopt"}).status_code == 403
    assert cast.client(cast.hanna).post(answer, {"says": "decline", "answer": ""}).status_code == 422
    assert cast.client(cast.hanna).post(answer, {"says": "decline", "answer": "Die Küche ist zu klein."}).status_code == 302
    assert cast.client(cast.olga).post(answer, {"says": "adopt"}).status_code == 409
    assert browser.post(f"/lagerhaus/agreements/proposals/{proposal.pk}/withdraw/").status_code == 409
    later(cast, 400)
    mail = Mail.objects.get(category="agreements")
    assert mail.to_address == cast.mara.account.email
    assert "Die Küche ist zu klein." in mail.text


def test_what_was_adopted_is_before_the_eyes_of_whoever_writes_the_next_version(cast: Cast, first):
    actions.propose_change(actor=cast.mara, text="Suppe am Freitag", reason="Essen hilft.", language="de", at=cast.now)
    actions.answer_proposal(
        actor=cast.olga, proposal_id=AgreementProposal.objects.get().pk, adopt=True, answer="", at=cast.now + timedelta(hours=1)
    )
    browser, page = cast.client(cast.hanna), "/lagerhaus/agreements/publish/"
    assert "Suppe am Freitag" in browser.get(page).content.decode()
    publish_agreements(actor=cast.hanna, sentences=ONE, change="Suppe.", seen=1, at=cast.now + timedelta(hours=2))
    assert queries.unwritten(cast.hanna) == ()


def test_the_review_is_asked_for_once_by_those_who_publish(cast: Cast, first):
    actions.accept_agreements(actor=cast.mara, at=cast.now)
    jobs.remind({}, cast.now + timedelta(days=360))
    assert not Mail.objects.exists()
    for _time in (1, 2):
        jobs.remind({}, cast.now + timedelta(days=366))
    later(cast, 367)
    assert {m.to_address for m in Mail.objects.all()} == {cast.hanna.account.email, cast.olga.account.email}
    assert Mail.objects.count() == 2


def test_no_reminder_leaves_when_somebody_has_looked_meanwhile(cast: Cast, first):
    jobs.remind({}, cast.now + timedelta(days=366))
    look_again(actor=cast.hanna, at=cast.now + timedelta(days=366))
    later(cast, 367)
    assert not Mail.objects.exists()


def test_answers_keep_to_presets_and_muted_threads(cast: Cast, first):
    choose_preset(actor=cast.mara, preset="quiet", at=cast.now)
    told = []
    for member in (cast.mara, cast.jonas):
        proposal = actions.propose_change(actor=member, text="Suppe am Freitag", reason="Essen hilft.", language="de", at=cast.now)
        MutedThread.objects.create(member=cast.jonas, thread=f"agreement-proposal:{proposal.pk}", at=cast.now)
        actions.answer_proposal(actor=cast.hanna, proposal_id=proposal.pk, adopt=True, answer="", at=cast.now)
        told.append(proposal.pk)
    later(cast, 400)
    assert not Mail.objects.exists()
    assert [n.facts["proposal"] for n in Notice.objects.filter(code="proposal.adopted").order_by("id")] == told


def test_a_new_version_is_told_to_everybody_but_its_writer_and_the_first_to_nobody(cast: Cast, first):
    later(cast, 1)
    assert not Notice.objects.exists()
    publish_agreements(actor=cast.hanna, sentences=ONE, change="Weniger.", seen=1, at=cast.now + timedelta(days=1))
    later(cast, 2)
    assert set(Notice.objects.values_list("member__name", flat=True)) == {"Olga Sommer", "Mara Wendt", "Jonas Falk", "Neo Kaya", "Ada Lenz"}
    page = cast.client(cast.mara).get("/lagerhaus/notices/").content.decode()
    assert "Die Vereinbarungen haben eine neue Fassung." in page


def test_publishing_needs_the_staff_session_and_says_so(cast: Cast, first):
    resting = cast.client(cast.hanna, duty=False)
    assert "/lagerhaus/agreements/publish/" in resting.get("/lagerhaus/agreements/").content.decode()
    refused = resting.post("/lagerhaus/agreements/looked-at/")
    assert (refused.status_code, "/lagerhaus/duty/" in refused.content.decode()) == (403, True)


def test_months_end_where_they_end():
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_later(date(2026, 12, 15), 1) == date(2027, 1, 15)


def test_the_page_costs_the_same_with_many(cast: Cast, first, django_assert_max_num_queries):
    for number in range(40):
        actions.propose_change(actor=cast.everybody()[number % 6], text=f"Vorschlag {number}", reason="Darum.", language="de", at=cast.now)
    browser = cast.client(cast.mara)
    with django_assert_max_num_queries(12):
        assert browser.get("/lagerhaus/agreements/").status_code == 200


def test_what_waits_for_an_answer_is_never_pushed_out(cast: Cast, first):
    old = actions.propose_change(actor=cast.mara, text="Der alte Vorschlag", reason="Darum.", language="de", at=cast.now)
    for number in range(queries.SHOWN + 2):
        row = actions.propose_change(
            actor=cast.jonas, text=f"Neu {number}", reason="Darum.", language="de", at=cast.now + timedelta(days=1)
        )
        actions.withdraw_proposal(actor=cast.jonas, proposal_id=row.pk, at=cast.now + timedelta(days=1))
    assert queries.page(cast.hanna, cast.house).proposals[0].id == old.pk


@pytest.mark.parametrize("number", ["²", "9" * 300, "x"])
def test_a_number_that_is_none_breaks_no_page(cast: Cast, first, number):
    assert cast.client(cast.mara).post("/lagerhaus/agreements/accept/", {"number": number}).status_code == 302
    assert cast.client(cast.olga).post("/lagerhaus/agreements/publish/", {f"text-{number}-de": "a", "seen": "1"}).status_code == 422


def test_an_answer_that_cannot_be_taken_stays_with_its_reason(cast: Cast, first):
    row = actions.propose_change(actor=cast.mara, text="Suppe", reason="Darum.", language="de", at=cast.now)
    browser, path = cast.client(cast.hanna), f"/lagerhaus/agreements/proposals/{row.pk}/answer/"
    empty = browser.post(path, {"says": "decline", "answer": ""})
    assert (empty.status_code, f'id="answer-{row.pk}-problem"' in empty.content.decode()) == (422, True)
    long = browser.post(path, {"says": "decline", "answer": "Nein " * 120 + "Ende"})
    assert (long.status_code, 'Ende" aria-invalid' in long.content.decode()) == (422, True)
    row.refresh_from_db()
    assert row.declined_at is None
