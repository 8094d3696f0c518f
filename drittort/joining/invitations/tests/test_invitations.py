"""Invitations: from a person, used once, by one link, and the same member comes back."""

import re
from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.joining.invitations import actions, tokens
from drittort.joining.invitations.forms import read_many
from drittort.joining.invitations.models import Invitation
from drittort.members.models import Account, Member
from drittort.members.notices.actions import choose_preset
from drittort.members.notices.models import Notice
from tests.cast import build
from tests.races import at_once


def invite(cast, actor=None, email="ilse@example.org", **more):
    told = {"name": "Ilse Blum", "sentence": "Wir brauchen dich hier.", "language": "de", "at": cast.now, **more}
    return actions.invite(actor=actor or cast.mara, email=email, **told)


def held(invitation):
    return tokens.Held(invitation.pk, invitation.turn)


@pytest.fixture
def _now(monkeypatch, cast):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)


@pytest.mark.usefixtures("_now")
def test_from_the_form_to_the_house(cast):
    form = {"name": "Ilse Blum", "email": "ilse@example.org", "sentence": "Komm doch.", "language": "de"}
    assert cast.client(cast.mara).post("/lagerhaus/invitations/", form).status_code == 302
    run_due(clock=lambda: cast.now)
    mail = Mail.objects.get(to_address="ilse@example.org")
    assert str(make_header(decode_header(mail.headers["From"]))).startswith("Mara Wendt über Lagerhaus <")
    assert "mara@lagerhaus.example" in mail.headers["Reply-To"]
    assert "Komm doch." in mail.text
    path = re.search(r"http://localhost:8000(/invitation/\S+)", mail.text)[1]
    browser = cast.client(None)
    page = browser.get(path)
    assert "Mara Wendt" in page.content.decode()
    assert not page.cookies
    assert not Account.objects.filter(email="ilse@example.org").exists()
    assert browser.post(path).url == "/lagerhaus/first-visit/"
    assert browser.get("/lagerhaus/").status_code == 200
    ilse = Member.objects.get(account__email="ilse@example.org")
    assert LedgerRow.objects.get(kind="member.joined", subject_id=ilse.pk).facts["inviter"] == cast.mara.pk
    assert cast.client(None).post(path).status_code == 409
    assert "Ilse Blum" in cast.client(cast.mara).get("/lagerhaus/invitations/").content.decode()


def test_who_left_comes_back_as_the_same_member(cast):
    Member.objects.filter(pk=cast.jonas.pk).update(left_on=cast.now.date())
    again = actions.accept_invitation(held=held(invite(cast, email="JONAS@lagerhaus.example")), at=cast.now)
    assert again.pk == cast.jonas.pk
    assert again.left_on is None


def test_a_new_link_makes_the_old_one_old(cast):
    first = invite(cast)
    old = held(first)
    second = actions.send_again(actor=cast.mara, invitation_id=first.pk, at=cast.now)
    with pytest.raises(OutOfDate):
        actions.accept_invitation(held=old, at=cast.now)
    assert actions.accept_invitation(held=held(second), at=cast.now).name == "Ilse Blum"


def test_withdrawn_and_expired_links_do_nothing_and_can_be_asked_for(cast):
    made = invite(cast)
    late = cast.now + timedelta(days=7)
    with pytest.raises(OutOfDate):
        actions.accept_invitation(held=held(made), at=late)
    assert actions.ask_again(held=held(made), at=late) == "sent"
    made.refresh_from_db()
    assert made.turn == 2
    actions.withdraw_invitation(actor=cast.mara, invitation_id=made.pk, at=late)
    with pytest.raises(OutOfDate):
        actions.accept_invitation(held=held(made), at=late)
    assert actions.ask_again(held=held(made), at=late) == "asked"
    assert actions.ask_again(held=held(made), at=late) == "asked"
    assert LedgerRow.objects.filter(kind="invitation.asked_again").count() == 1
    assert not Account.objects.filter(email="ilse@example.org").exists()


def test_limits_and_doubles(cast):
    with pytest.raises(Invalid, match=r"Jonas Falk"):
        invite(cast, email="jonas@lagerhaus.example")
    invite(cast)
    with pytest.raises(Invalid):
        invite(cast, email="Ilse@Example.org")
    for k in range(9):
        invite(cast, email=f"{k}@example.org")
    with pytest.raises(NotAllowed):
        invite(cast, email="eleven@example.org")
    invite(cast, actor=cast.hanna, email="eleven@example.org")
    # An address of another house says nothing.
    assert invite(cast, actor=cast.hanna, email="sten@anderswo.example").pk


def test_only_ones_own_invitations(cast):
    made = invite(cast)
    for person in (cast.jonas, cast.sten):
        with pytest.raises(NotFound):
            actions.withdraw_invitation(actor=person, invitation_id=made.pk, at=cast.now)
    cast.house.settings["members_invite"] = False
    cast.house.save()
    cast.jonas.space.refresh_from_db()
    with pytest.raises(NotAllowed):
        invite(cast, actor=cast.jonas, email="x@example.org")


@pytest.mark.usefixtures("_now")
def test_many_from_a_file(cast):
    text = (
        "name;email;language;company\nAnna Ott;anna@example.org;de;Ott\nBen;ben;de;\nCleo;cleo@example.org;fr;\n"
        "Anna Zwei;ANNA@example.org;de;\nJonas;jonas@lagerhaus.example;;\nDora;dora@example.org;en;\n"
    )
    browser = cast.client(cast.hanna)
    came = browser.post("/lagerhaus/invitations/many/", {"text": text})
    page = browser.get(came.url).content.decode()
    for line in (3, 4, 5, 6):
        assert f"<li>Zeile {line}" in page
    assert not Invitation.objects.exists()
    for _turn in range(2):
        browser.post(f"{came.url}confirm/")
    run_due(clock=lambda: cast.now)
    assert sorted(Invitation.objects.values_list("email", "language")) == [("anna@example.org", "de"), ("dora@example.org", "en")]
    assert Mail.objects.filter(category="invitation").count() == 2
    assert browser.get(came.url).status_code == 200


def test_a_file_is_called_by_its_own_name(cast):
    browser = cast.client(cast.hanna)
    file = SimpleUploadedFile("Liste vom Sommerfest.csv", b"name,email\nAnna,anna\n")
    came = browser.post("/lagerhaus/invitations/many/", {"file": file})
    assert "Liste vom Sommerfest.csv, Zeile 2, Spalte email" in browser.get(came.url).content.decode()


def test_a_file_without_its_columns_is_refused_with_its_line():
    reading = read_many("vorname,mail\nA,b\n", language="de", locations=(), here=(), invited=())
    assert [(p.line, p.code) for p in reading.problems] == [(1, "column_missing"), (1, "column_missing")]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_let_in_once():
    cast = build()
    made = invite(cast)
    came = at_once(*[lambda: actions.accept_invitation(held=held(made), at=cast.now)] * 2)
    assert sorted(type(c).__name__ for c in came) == ["Member", "OutOfDate"]
    assert Member.objects.filter(account__email="ilse@example.org").count() == 1


def mails(cast, *who):
    for hours in (0, 1, 30):
        run_due(clock=lambda at=cast.now + timedelta(hours=hours): at)
    return [(m.to_address.split("@")[0], m.subject) for m in Mail.objects.exclude(to_member_id=None).order_by("id")]


def test_the_inviter_is_told_once_as_they_wish(cast):
    choose_preset(actor=cast.jonas, preset="quiet", at=cast.now)
    for inviter, email in ((cast.mara, "ilse@example.org"), (cast.jonas, "otto@example.org")):
        actions.accept_invitation(held=held(invite(cast, actor=inviter, email=email)), at=cast.now)
    assert mails(cast) == [("mara", "Ilse Blum ist da")] == mails(cast)
    assert set(Notice.objects.filter(code="invitation.accepted").values_list("member__name", flat=True)) == {"Mara Wendt", "Jonas Falk"}
    assert "Ilse Blum hat deine Einladung angenommen" in cast.client(cast.jonas).get("/lagerhaus/notices/").content.decode()


def test_nobody_is_told_of_asking_when_the_new_link_is_on_its_way(cast):
    made = invite(cast)
    actions.withdraw_invitation(actor=cast.mara, invitation_id=made.pk, at=cast.now)
    actions.ask_again(held=held(made), at=cast.now)
    actions.send_again(actor=cast.mara, invitation_id=made.pk, at=cast.now)
    assert mails(cast) == []


def test_who_asks_again_waits_on_the_page_of_care(cast):
    made = invite(cast)
    actions.withdraw_invitation(actor=cast.mara, invitation_id=made.pk, at=cast.now)
    actions.ask_again(held=held(made), at=cast.now)
    assert "Ilse Blum bittet um eine neue Einladung." in cast.client(cast.hanna).get("/lagerhaus/care/house/").content.decode()


def test_a_stranger_gets_no_more_than_a_little_whoever_invites(cast):
    told = {"name": "Ilse Blum", "email": "ilse@example.org", "sentence": "Komm.", "language": "de"}
    for k, actor in enumerate((cast.mara, cast.jonas, cast.mara)):
        made = actions.invite(actor=actor, at=cast.now + timedelta(minutes=k), **told)
        actions.withdraw_invitation(actor=actor, invitation_id=made.pk, at=cast.now + timedelta(minutes=k))
    for actor in (cast.mara, cast.neo, cast.hanna):
        with pytest.raises(NotAllowed):
            actions.invite(actor=actor, at=cast.now + timedelta(hours=1), **told)
    assert actions.invite(actor=cast.neo, at=cast.now + timedelta(hours=25), **told)
