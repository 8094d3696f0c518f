"""Silence: who is asked after, with what, and that every answer ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from drittort.core import care
from drittort.core.errors import NotFound
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.joining.lapsing import actions, jobs, rules, tokens
from drittort.joining.lapsing.models import Lapse
from drittort.joining.leaving.actions import announce_departure, pause_membership
from drittort.joining.leaving.models import Departure, MembershipPause
from drittort.members.mail_refusals.actions import refuse_mail
from drittort.members.models import Member
from tests.cast import Cast

DAY = timedelta(days=1)


@pytest.fixture
def silent(cast: Cast) -> Cast:
    """Everybody joined by themselves 40 days ago; Jonas was heard of yesterday, Neo never."""
    for member in (cast.hanna, cast.olga, cast.mara, cast.jonas, cast.ada):
        sign(member, cast.now - 40 * DAY)
    sign(cast.jonas, cast.now - DAY)
    return cast


def sign(member: Member, at) -> None:
    """Any row of one's own."""
    LedgerRow.objects.create(space_id=member.space_id, at=at, kind="need.opened", actor_id=member.pk, audience="members", facts={})


def names() -> list[str]:
    return sorted(row.member.name.split()[0] for row in Lapse.objects.open().select_related("member"))


def test_silence_is_asked_after_once_and_who_never_came_is_left_in_peace(silent: Cast):
    jobs.look({}, silent.now)
    assert names() == ["Ada", "Hanna", "Mara", "Olga"]
    jobs.look({}, silent.now + DAY)
    assert Lapse.objects.count() == 4
    run_due(clock=lambda: silent.now)
    run_due(clock=lambda: silent.now)
    letter = Mail.objects.get(to_member_id=silent.mara.pk)
    assert letter.subject == "Mara, ist alles in Ordnung bei dir?"
    assert letter.text.count("/answer/well/") == 3


def test_the_house_decides_how_long(silent: Cast):
    silent.house.settings["lapse_after"] = 60
    silent.house.save()
    jobs.look({}, silent.now)
    assert names() == []
    jobs.look({}, silent.now + 21 * DAY)
    assert "Mara" in names()


def test_a_break_a_last_day_and_a_refused_mail_are_respected(silent: Cast):
    today = silent.house.day(silent.now)
    MembershipPause.objects.create(member=silent.mara, from_on=today - 39 * DAY, until_on=today + DAY, begun_at=silent.now - 39 * DAY)
    Departure.objects.create(space=silent.house, member=silent.ada, announced_at=silent.now - 39 * DAY, last_on=today + 9 * DAY)
    refuse_mail(member=silent.olga, category="lapsing", at=silent.now - 39 * DAY)
    LedgerRow.objects.filter(actor_id=silent.olga.pk, at__gt=silent.now - 39 * DAY - timedelta(hours=1)).delete()
    jobs.look({}, silent.now)
    assert names() == ["Hanna", "Olga"]
    run_due(clock=lambda: silent.now)
    assert not Mail.objects.filter(to_member_id=silent.olga.pk, category="lapsing").exists()
    assert Mail.objects.filter(to_member_id=silent.hanna.pk, category="lapsing").exists()


def test_one_tap_answers_without_sign_in_and_opening_changes_nothing(silent: Cast):
    jobs.look({}, silent.now)
    lapse = Lapse.objects.get(member=silent.mara)
    path = f"/answer/well/{tokens.token(lapse)}/"
    browser = silent.client(None)
    assert "Ich bin noch da" in browser.get(path).content.decode()
    assert Lapse.objects.get(pk=lapse.pk).closed_at is None
    assert "Schön, von dir zu hören" in browser.post(path, {"says": "here"}).content.decode()
    assert Lapse.objects.get(pk=lapse.pk).answer == "here"
    assert browser.post(path, {"says": "here"}).status_code == 200
    assert LedgerRow.objects.filter(kind=actions.ANSWERED, actor_id=silent.mara.pk).count() == 1
    assert browser.get("/answer/well/anything/").status_code == 422
    # An answer is a sign of life, and nobody is asked again for three months.
    LedgerRow.objects.filter(actor_id=silent.mara.pk).update(at=silent.now - 40 * DAY)
    Lapse.objects.filter(pk=lapse.pk).update(closed_at=silent.now)
    jobs.look({}, silent.now + 60 * DAY)
    assert "Mara" not in names()
    jobs.look({}, silent.now + 91 * DAY)
    assert "Mara" in names()


def test_a_break_and_a_last_day_from_the_mail_and_back_again(silent: Cast):
    jobs.look({}, silent.now)
    path = f"/answer/well/{tokens.token(Lapse.objects.get(member=silent.mara))}/"
    browser = silent.client(None)
    assert browser.post(path, {"says": "pause", "until": "bald"}).status_code == 422
    soon = (silent.house.day(timezone.now()) + 20 * DAY).isoformat()
    assert browser.post(path, {"says": "pause", "until": soon}).status_code == 200
    assert MembershipPause.objects.get(member=silent.mara).ended_at is None
    browser.post(path, {"says": "undo"})
    assert MembershipPause.objects.get(member=silent.mara).ended_at is not None
    assert browser.post(path, {"says": "leave", "last_on": soon}).status_code == 200
    assert Departure.objects.get(member=silent.mara).withdrawn_at is None
    browser.post(path, {"says": "undo"})
    assert Departure.objects.get(member=silent.mara).withdrawn_at is not None
    # The last founder cannot go by mail either, and learns why.
    founder = f"/answer/well/{tokens.token(Lapse.objects.get(member=silent.olga))}/"
    refused = browser.post(founder, {"says": "leave", "last_on": soon})
    assert refused.status_code == 403
    assert "Gründungsrolle" in refused.content.decode()


def test_after_thirty_days_those_who_care_are_pointed_to_a_name_and_to_no_number(silent: Cast):
    jobs.look({}, silent.now)
    sign(silent.hanna, silent.now + 29 * DAY)
    jobs.look({}, silent.now + 29 * DAY)
    assert care.items(silent.hanna, silent.now) == []
    jobs.look({}, silent.now + 30 * DAY)
    assert sorted(item.title for item in care.items(silent.hanna, silent.now)) == ["Ada Lenz", "Mara Wendt", "Olga Sommer"]
    assert care.items(silent.mara, silent.now) == []
    page = silent.client(silent.hanna).get("/lagerhaus/lapsing/").content.decode()
    assert "Mara Wendt" in page
    # Any sign of life takes the hint away by itself.
    sign(silent.ada, silent.now + 31 * DAY)
    jobs.look({}, silent.now + 31 * DAY)
    assert "Ada" not in names()
    lapse = Lapse.objects.get(member=silent.mara)
    browser = silent.client(silent.hanna)
    assert browser.post(f"/lagerhaus/lapsing/{lapse.pk}/talked/").status_code == 302
    assert browser.post(f"/lagerhaus/lapsing/{lapse.pk}/talked/").status_code == 302
    assert Lapse.objects.get(pk=lapse.pk).answer == "talked"
    with pytest.raises(NotFound):
        actions.note_cared(actor=silent.jonas, lapse_id=lapse.pk, at=silent.now)


def test_signs_of_life_are_facts_of_all_kinds(silent: Cast):
    from drittort.members.security.models import SignIn
    from drittort.talk.conversations.models import Conversation, Message

    SignIn.objects.create(account=silent.mara.account, session_key="x", since=silent.now - 40 * DAY, seen_at=silent.now - 2 * DAY)
    talk = Conversation.objects.create(space=silent.house, begun_at=silent.now - 90 * DAY)
    Message.objects.create(conversation=talk, author=silent.ada, at=silent.now - 3 * DAY, text="x")
    signs = rules.signs_of_life(silent.house)
    assert signs[silent.mara.pk] == silent.now - 2 * DAY
    assert signs[silent.ada.pk] == silent.now - 3 * DAY
    assert silent.neo.pk not in signs
    jobs.look({}, silent.now)
    assert names() == ["Hanna", "Olga"]


def test_the_queries_of_a_look_do_not_grow_with_people(silent: Cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        assert len(rules.silent(silent.house, silent.now)) == 4


def test_who_goes_or_rests_ends_the_silence(silent: Cast):
    jobs.look({}, silent.now)
    announce_departure(actor=silent.mara, last_on=silent.house.day(silent.now), at=silent.now + timedelta(hours=1))
    pause_membership(actor=silent.ada, until=silent.house.day(silent.now) + 9 * DAY, at=silent.now + timedelta(hours=1))
    jobs.look({}, silent.now + DAY)
    assert names() == ["Hanna", "Olga"]


def test_nobody_is_asked_in_a_sample_or_before_the_door_is_open(silent: Cast):
    silent.house.opening = {}
    silent.house.save()
    jobs.look({}, silent.now)
    assert names() == []
