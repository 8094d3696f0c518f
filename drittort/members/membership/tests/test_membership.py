"""A membership ends and goes on the same way, whoever lets it."""

from datetime import date, timedelta

import pytest

from drittort.core.models import LedgerRow
from drittort.joining.applications.actions import end_trials
from drittort.joining.applications.models import Application
from drittort.joining.leaving.actions import announce_departure, complete_due, pause_membership
from drittort.joining.leaving.models import Departure, MembershipPause
from drittort.members.duty.models import StaffSession
from drittort.members.importing.actions import give_founder
from drittort.members.membership.actions import LEFT, RETURNED, end_membership, resume_membership
from drittort.members.membership.models import MembershipPeriod
from drittort.members.models import Employment, Member
from drittort.members.roles.actions import grant_role
from drittort.members.roles.models import RoleGrant
from drittort.members.safety.actions import impose, report, run_out
from drittort.spaces.roles import FOUNDER
from drittort.spaces.roles.models import Role
from tests.cast import build
from tests.races import at_once


def end(cast, member, **more):
    return end_membership(actor=None, member_id=member.pk, last_on=cast.house.day(cast.now), at=cast.now, **more)


def resume(cast, member, **more):
    return resume_membership(actor=member, member_id=member.pk, at=cast.now, **more)


def again(member):
    return Member.objects.get(pk=member.pk)


def spans(member):
    return list(MembershipPeriod.objects.filter(member=member).order_by("id").values_list("from_on", "until_on"))


def rows(kind):
    return list(LedgerRow.objects.filter(kind=kind).order_by("id").values_list("subject_id", "actor_id", "audience", "facts"))


def test_it_ends_with_roles_care_for_companies_and_staff_sessions(cast):
    Employment.objects.create(member=cast.hanna, company_id=cast.mara.employments.get().company_id, from_on=date(2025, 1, 1), is_admin=True)
    running = StaffSession.objects.create(member=cast.hanna, opened_at=cast.now, until=cast.now + timedelta(hours=1))
    Member.objects.filter(pk=cast.hanna.pk).update(paused_until=cast.now.date() + timedelta(days=40))
    assert end(cast, cast.hanna)
    hanna = again(cast.hanna)
    today = cast.house.day(cast.now)
    assert (hanna.left_on, hanna.roles, hanna.paused_until) == (today, [], None)
    assert not RoleGrant.objects.filter(member=hanna, ended_at=None).exists()
    work = hanna.employments.get()
    assert (work.is_admin, work.until_on) == (False, None)
    running.refresh_from_db()
    assert running.until == cast.now
    assert spans(hanna) == [(hanna.joined_on, today)]
    assert rows(LEFT) == [(hanna.pk, None, "members", {})]


def test_twice_is_once_in_both_directions(cast):
    assert not resume(cast, cast.mara)
    assert [end(cast, cast.mara), end(cast, cast.mara)] == [True, False]
    assert [resume(cast, cast.mara), resume(cast, cast.mara)] == [True, False]
    today = cast.house.day(cast.now)
    assert spans(cast.mara) == [(cast.mara.joined_on, today), (today, None)]
    assert [len(rows(LEFT)), len(rows(RETURNED))] == [1, 1]
    assert end(cast, cast.mara)
    assert spans(cast.mara) == [(cast.mara.joined_on, today), (today, today)]


def test_as_if_never_gone_keeps_one_period(cast):
    end(cast, cast.mara)
    assert resume(cast, cast.mara, was_away=False)
    assert spans(cast.mara) == [(cast.mara.joined_on, None)]


def test_nobody_leaves_before_they_came(cast):
    end_membership(actor=None, member_id=cast.neo.pk, last_on=date(2020, 1, 1), at=cast.now)
    assert again(cast.neo).left_on == cast.neo.joined_on


def test_the_last_founder_stays_until_there_is_another(cast):
    assert not end(cast, cast.olga)
    assert again(cast.olga).left_on is None
    assert FOUNDER in again(cast.olga).roles
    give_founder(space=cast.house, email=cast.mara.account.email, at=cast.now)
    assert end(cast, cast.olga)


def test_a_stranger_is_nobody(cast):
    assert not end_membership(actor=None, member_id=0, last_on=cast.now.date(), at=cast.now)
    assert not resume_membership(actor=None, member_id=0, at=cast.now)


def test_what_was_announced_is_done_and_a_break_is_over_whoever_ended_it(cast):
    announce_departure(actor=cast.mara, last_on=cast.now.date() + timedelta(days=9), at=cast.now)
    pause_membership(actor=cast.mara, until=cast.now.date() + timedelta(days=5), at=cast.now)
    end(cast, cast.mara)
    departure = Departure.objects.get()
    assert departure.done_at == cast.now
    assert MembershipPause.objects.get().ended_at == cast.now
    assert rows(LEFT)[0][3] == {"departure": departure.pk}
    resume(cast, cast.mara)
    departure.refresh_from_db()
    assert departure.returned_at == cast.now
    # And so another day can be set later, and comes once.
    later = cast.now + timedelta(days=1)
    announce_departure(actor=again(cast.mara), last_on=cast.house.day(later), at=later)
    assert [complete_due(at=later + timedelta(days=1)), complete_due(at=later + timedelta(days=1))] == [1, 0]


def test_the_command_brings_a_founder_back_with_a_period(cast):
    end(cast, cast.mara)
    assert give_founder(space=cast.house, email=cast.mara.account.email, at=cast.now + timedelta(days=3))
    mara = again(cast.mara)
    assert (mara.left_on, FOUNDER in mara.roles) == (None, True)
    assert spans(mara)[-1] == (cast.house.day(cast.now + timedelta(days=3)), None)
    assert rows(RETURNED) == [(mara.pk, None, "members", {})]


def test_the_end_of_a_trial_writes_the_period(cast):
    today = cast.house.day(cast.now)
    Application.objects.create(
        space=cast.house, name="Neo Kaya", email=cast.neo.account.email, language="de", asked_at=cast.now, touched_at=cast.now,
        confirmed_at=cast.now, member=cast.neo, joined_at=cast.now, trial_from=today - timedelta(days=5), trial_until=today - timedelta(days=1),
        declined_at=cast.now,
    )  # fmt: skip
    assert [end_trials(at=cast.now), end_trials(at=cast.now)] == [1, 0]
    assert spans(cast.neo) == [(cast.neo.joined_on, today)]
    assert [row[0] for row in rows(LEFT)] == [cast.neo.pk]


def test_a_measure_that_ends_the_membership_tells_no_more_than_that_somebody_left(cast):
    case = report(actor=cast.mara, subject=f"member:{cast.jonas.pk}", category="harassment", text="Er bedrängt mich.", at=cast.now).case
    last = cast.house.day(cast.now) + timedelta(days=14)
    impose(actor=cast.hanna, code=case.code, kind="end", facts="Er hat bedrängt.", ground="Hausordnung", until=last, at=cast.now)
    run_out(at=cast.now + timedelta(days=15))
    assert spans(cast.jonas) == [(cast.jonas.joined_on, last)]
    assert rows(LEFT) == [(cast.jonas.pk, None, "members", {})]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_end_and_resume_once():
    cast = build()
    assert sorted(at_once(*[lambda: end(cast, cast.mara)] * 2)) == [False, True]
    assert sorted(at_once(*[lambda: resume(cast, cast.mara)] * 2)) == [False, True]
    assert [len(rows(LEFT)), len(rows(RETURNED)), len(spans(cast.mara))] == [1, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_two_founders_at_once_leave_one():
    cast = build()
    role = Role.objects.get(space=cast.house, key=FOUNDER)
    grant_role(actor=cast.olga, member_id=cast.mara.pk, role_id=role.pk, until=None, reason="", at=cast.now)
    assert sorted(at_once(lambda: end(cast, cast.olga), lambda: end(cast, cast.mara))) == [False, True]
    assert Member.objects.here().filter(pk__in=[cast.olga.pk, cast.mara.pk]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_departure_and_a_measure_on_the_same_day_end_it_once():
    cast = build()
    case = report(actor=cast.mara, subject=f"member:{cast.jonas.pk}", category="harassment", text="Er bedrängt mich.", at=cast.now).case
    last = cast.house.day(cast.now) + timedelta(days=14)
    impose(actor=cast.hanna, code=case.code, kind="end", facts="Er hat bedrängt.", ground="Hausordnung", until=last, at=cast.now)
    announce_departure(actor=again(cast.jonas), last_on=last, at=cast.now)
    then = cast.now + timedelta(days=15)
    at_once(lambda: run_out(at=then), lambda: complete_due(at=then))
    assert [len(rows(LEFT)), len(spans(cast.jonas)), Departure.objects.get().done_at] == [1, 1, then]
