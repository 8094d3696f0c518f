"""The list of five on Heute, the reminders, and what care sees."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from drittort.connect.introductions.actions import propose_introduction
from drittort.connect.introductions.models import QuietNo
from drittort.core.jobs.runner import run_due
from drittort.core.models import Mail
from drittort.home.first_visit import actions, jobs, queries, rules
from drittort.home.first_visit.models import FirstVisit
from drittort.joining.agreements.actions import accept_agreements
from drittort.members.models import StandingLine
from drittort.members.notices.actions import want
from drittort.members.notices.models import Notice
from drittort.members.photos.actions import choose_drawn
from drittort.network.models import Contact, Tie
from drittort.network.ties.actions import rebuild_ties
from drittort.spaces.agreements.actions import Sentence, propose_the_first, publish_agreements
from drittort.talk.conversations.actions import begin_conversation
from tests.cast import person


@pytest.fixture(autouse=True)
def _now(monkeypatch, cast):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)


def take_all(cast, member):
    """All five first steps, one way or another."""
    choose_drawn(actor=member, number=2, at=cast.now)
    for side, text in (("offer", "Lasern"), ("offer", "Löten"), ("seek", "Steuern")):
        StandingLine.objects.create(member=member, side=side, text=text, language="de")
    accept_agreements(actor=member, at=cast.now)
    begin_conversation(actor=member, others=[cast.mara], text="Hallo.", at=cast.now)
    held = propose_introduction(actor=cast.hanna, first=member, second=cast.jonas, text="Ihr zwei", at=cast.now)
    QuietNo.objects.create(introduction=held, member=member, at=cast.now)


def test_the_list_shows_what_is_open_and_goes_for_ever_when_all_is_taken(cast):
    propose_the_first(space=cast.house, at=cast.now)
    today = reverse("home:today", args=[cast.house.slug])
    page = cast.client(cast.neo).get(today).content.decode()
    assert "Deine ersten Schritte" in page
    assert "Weiter mit dem ersten Besuch" in page
    assert "Deine ersten Schritte" not in cast.client(cast.mara).get(today).content.decode()
    take_all(cast, cast.neo)
    assert queries.first_steps(cast.neo, cast.now) is None
    assert actions.settle(member=cast.neo, at=cast.now)
    assert not actions.settle(member=cast.neo, at=cast.now)
    publish_agreements(
        actor=cast.olga,
        sentences=[Sentence({"de": ("Neu.", "Weil."), "en": ("New.", "So.")})],
        change="Alles neu.",
        seen=1,
        at=cast.now,
    )
    assert rules.taken(cast.neo)["agreements"] is False
    assert queries.first_steps(cast.neo, cast.now) is None


def test_each_step_counts_whatever_way_it_was_taken(cast):
    propose_the_first(space=cast.house, at=cast.now)
    assert set(rules.taken(cast.neo).values()) == {False}
    Tie.objects.create(space=cast.house, first=cast.mara, second=cast.neo, forth=9, back=9, days=3, last_on=cast.now.date(), as_of=cast.now.date())  # fmt: skip
    assert rules.taken(cast.neo)["introduction"]
    StandingLine.objects.bulk_create(StandingLine(member=cast.neo, side="offer", text=t, language="de") for t in ("a", "b", "c"))
    assert not rules.taken(cast.neo)["words"]


def test_sent_away_it_never_comes_back(cast):
    url = reverse("home:dismiss_first_steps", args=[cast.house.slug])
    assert cast.client(cast.neo).get(url).status_code == 405
    assert cast.client(cast.neo).post(url).status_code == 302
    cast.client(cast.neo).post(url)
    assert FirstVisit.objects.get(member=cast.neo).dismissed_at == cast.now
    assert "Deine ersten Schritte" not in cast.client(cast.neo).get(reverse("home:today", args=[cast.house.slug])).content.decode()


def mornings(cast, member, days):
    """Let so many mornings come, each with its jobs; returns the days after joining on which a mail about first steps left, and the mails."""
    found = []
    for k in range(days):
        moment = (cast.now + timedelta(days=k)).replace(hour=8)
        jobs.remind({"space": member.space_id}, moment)
        before = set(Mail.objects.filter(to_member_id=member.pk, category="first_steps").values_list("pk", flat=True))
        run_due(clock=lambda moment=moment: moment + timedelta(hours=4))
        for mail in Mail.objects.filter(to_member_id=member.pk, category="first_steps").exclude(pk__in=before):
            found.append(((moment.date() - member.joined_on).days, mail))
    return found


def test_reminders_on_four_days_each_of_one_step_and_the_last_says_so(cast):
    ines = person(cast.house, "Ines Ortega", days_here=0, consents=())
    found = mornings(cast, ines, 45)
    days = [day for day, _mail in found]
    assert len(days) == 4
    assert all(wanted <= day <= wanted + 3 for day, wanted in zip(days, (2, 7, 14, 30), strict=True)), days
    assert all("Zeig dein Gesicht" in mail.subject for _day, mail in found)
    assert ["letzte Erinnerung" in mail.text for _day, mail in found] == [False, False, False, True]
    assert all(reverse("home:first_visit_step", args=[cast.house.slug, "face"]) in mail.text for _day, mail in found)


def test_the_letter_is_of_the_step_that_is_open_when_it_is_written(cast):
    ines = person(cast.house, "Ines Ortega", days_here=2, consents=())
    jobs.remind({"space": cast.house.pk}, cast.now)
    choose_drawn(actor=ines, number=2, at=cast.now)
    run_due(clock=lambda: cast.now + timedelta(days=2))
    mail = Mail.objects.get(to_member_id=ines.pk, category="first_steps")
    assert "Sag, was du gibst und suchst" in mail.subject


@pytest.mark.parametrize("how", ["done", "dismissed", "unwanted", "old", "left"])
def test_no_reminder_where_none_is_wanted(cast, how):
    propose_the_first(space=cast.house, at=cast.now)
    ines = person(cast.house, "Ines Ortega", days_here=90 if how == "old" else 2)
    if how == "done":
        take_all(cast, ines)
    elif how == "dismissed":
        actions.dismiss(actor=ines, at=cast.now)
    elif how == "unwanted":
        want(actor=ines, category="first_steps", channel="mail", wanted=False, at=cast.now)
    elif how == "left":
        ines.left_on = cast.now.date()
        ines.save()
    jobs.remind({"space": cast.house.pk}, cast.now)
    run_due(clock=lambda: cast.now + timedelta(days=3))
    assert not Mail.objects.filter(to_member_id=ines.pk, category="first_steps").exists()
    if how == "done":
        assert FirstVisit.objects.get(member=ines).settled_at == cast.now


def test_a_morning_that_comes_twice_reminds_once_and_a_long_sleep_sends_no_heap(cast):
    ines = person(cast.house, "Ines Ortega", days_here=2, consents=())
    jobs.remind({"space": cast.house.pk}, cast.now)
    jobs.remind({"space": cast.house.pk}, cast.now + timedelta(hours=3))
    assert Notice.objects.filter(member=ines, category="first_steps").count() == 1
    jobs.remind({"space": cast.house.pk}, cast.now + timedelta(days=33))
    assert Notice.objects.filter(member=ines, category="first_steps").count() == 1


def test_care_sees_who_has_no_tie_after_two_weeks_and_only_of_the_counted(cast):
    lone = person(cast.house, "Lone Ranke", days_here=20)
    person(cast.house, "Uwe Still", days_here=20, consents=())
    tied = person(cast.house, "Tina Kern", days_here=20)
    for back in range(1, 6):
        Contact.objects.create(
            space=cast.house, first=min(cast.mara, tied, key=lambda m: m.pk), second=max(cast.mara, tied, key=lambda m: m.pk),
            on=(cast.now - timedelta(days=back)).date(), kind="meeting", origin="test", forth=3, back=3,
        )  # fmt: skip
    rebuild_ties(space=cast.house, as_of=cast.now.date())
    assert [one.face.id for one in queries.without_tie(cast.hanna, cast.now)] == [lone.pk]
    page = cast.client(cast.hanna).get(reverse("home:care_house", args=[cast.house.slug])).content.decode()
    assert "Lone Ranke" in page
