"""Who is counted, from which day, how strong a tie is, and what revoking deletes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from drittort.core.errors import Invalid
from drittort.core.jobs import runner
from drittort.core.models import Job
from drittort.members.consents.actions import give_consent, revoke_consent
from drittort.members.models import Consent, Member
from drittort.network import snapshots
from drittort.network.models import Contact, Snapshot, Tie
from drittort.network.queries import newcomers_without_tie
from drittort.network.report.figures import house_on
from drittort.network.ties import jobs
from drittort.network.ties.actions import forget_person, note_contact, rebuild_ties, take_back_contacts
from drittort.network.ties.days import kept_since
from drittort.spaces.models import Space
from tests.cast import NOW

TODAY = NOW.date()


def told(cast, a, b, *, at=NOW, kind="meeting", origin="test:1", weight=1.0):
    return note_contact(space=cast.house, a=a.pk, b=b.pk, at=at, kind=kind, weight=weight, origin=origin)


@pytest.mark.django_db
def test_a_contact_counts_only_when_both_agreed_on_that_day(cast):
    assert told(cast, cast.mara, cast.jonas)
    Consent.objects.filter(member=cast.ada, kind="counted").delete()
    assert not told(cast, cast.mara, cast.ada)
    Consent.objects.create(member=cast.ada, kind="counted", given_at=NOW)
    assert not told(cast, cast.mara, cast.ada, at=NOW - timedelta(days=1)), "a consent is not retroactive"
    assert told(cast, cast.ada, cast.mara, at=NOW)
    assert Contact.objects.count() == 2


@pytest.mark.django_db
def test_the_day_of_a_consent_is_the_houses_not_that_of_greenwich(cast):
    # Half past eleven at night in Greenwich is the next day in Kassel.
    given = datetime(2026, 5, 10, 22, 30, tzinfo=UTC)
    Consent.objects.filter(member=cast.mara, kind="counted").update(given_at=given)
    assert not told(cast, cast.mara, cast.jonas, at=datetime(2026, 5, 10, 20, tzinfo=UTC))
    assert told(cast, cast.mara, cast.jonas, at=datetime(2026, 5, 11, 5, tzinfo=UTC))


@pytest.mark.django_db
def test_telling_again_changes_nothing_and_a_reply_fills_the_other_direction(cast):
    for _ in range(2):
        told(cast, cast.mara, cast.jonas, kind="message", origin="talk:5")
    row = Contact.objects.get()
    assert (row.first_id, row.forth, row.back) == (cast.mara.pk, 0.2, 0)
    told(cast, cast.jonas, cast.mara, kind="message", origin="talk:5")
    row.refresh_from_db()
    assert (row.forth, row.back) == (0.2, 0.2)
    tie = Tie.objects.get()
    assert (tie.forth, tie.back, tie.days, tie.last_on) == (0.2, 0.2, 1, TODAY)


@pytest.mark.django_db
def test_a_day_counts_at_most_once_and_half_as_much_after_thirty_days(cast):
    told(cast, cast.jonas, cast.mara, at=NOW, origin="a")
    told(cast, cast.jonas, cast.mara, at=NOW, origin="b")
    told(cast, cast.jonas, cast.mara, at=NOW - timedelta(days=30), origin="c")
    tie = Tie.objects.get()
    assert tie.forth == tie.back == pytest.approx(1.5)
    assert tie.days == 2
    rebuild_ties(space=cast.house, as_of=TODAY + timedelta(days=60))
    tie.refresh_from_db()
    assert tie.forth == pytest.approx(1.5 / 4)
    assert tie.as_of == TODAY + timedelta(days=60)


@pytest.mark.django_db
@pytest.mark.parametrize("weight", [0, -1, float("inf"), float("nan")])
def test_a_weight_must_be_one(cast, weight):
    with pytest.raises(Invalid):
        told(cast, cast.mara, cast.jonas, weight=weight)


@pytest.mark.django_db
def test_nobody_meets_themselves_or_somebody_of_another_house(cast):
    with pytest.raises(Invalid):
        told(cast, cast.mara, cast.mara)
    assert not told(cast, cast.mara, cast.sten)


@pytest.mark.django_db
def test_rebuilding_equals_the_sum_over_days_written_out(cast):
    days = {(cast.mara, cast.jonas): [0, 3, 40, 200], (cast.hanna, cast.neo): [1], (cast.ada, cast.olga): [90, 91]}
    for (a, b), ago in days.items():
        first, second = sorted((a.pk, b.pk))
        for d in ago:
            Contact.objects.create(
                space=cast.house, first_id=first, second_id=second, on=TODAY - timedelta(days=d), kind="reply", origin="x", forth=0.7
            )
    assert rebuild_ties(space=cast.house, as_of=TODAY) == 3
    for (a, b), ago in days.items():
        tie = Tie.objects.get(first_id=min(a.pk, b.pk), second_id=max(a.pk, b.pk))
        assert tie.forth == pytest.approx(sum(0.7 * 2 ** (-d / 30) for d in ago))
        assert tie.back == 0
        assert tie.days == len(ago)
        assert tie.last_on == TODAY - timedelta(days=min(ago))


@pytest.mark.django_db
def test_rebuilding_lets_old_contacts_and_their_ties_go_and_can_run_twice(cast):
    told(cast, cast.mara, cast.jonas)
    first, second = sorted((cast.ada.pk, cast.olga.pk))
    Contact.objects.create(
        space=cast.house, first_id=first, second_id=second, on=kept_since(TODAY) - timedelta(days=1), kind="reply", forth=1
    )
    Tie.objects.create(space=cast.house, first_id=first, second_id=second, forth=1, back=0, days=1, last_on=kept_since(TODAY), as_of=TODAY)
    for _ in range(2):
        assert rebuild_ties(space=cast.house, as_of=TODAY) == 1
        assert Tie.objects.count() == Contact.objects.count() == 1


def test_kept_are_24_months_also_from_the_29th_of_february():
    assert kept_since(date(2028, 2, 29)) == date(2026, 2, 28)
    assert kept_since(date(2026, 5, 12)) == date(2024, 5, 12)
    assert kept_since(date(2026, 12, 31)) == date(2024, 12, 31)


@pytest.mark.django_db
def test_taking_the_consent_back_deletes_both_sides_at_once(cast):
    told(cast, cast.mara, cast.jonas)
    told(cast, cast.mara, cast.ada)
    told(cast, cast.ada, cast.jonas)
    revoke_consent(actor=cast.mara, kind="counted", at=NOW)
    assert not told(cast, cast.mara, cast.jonas), "from now on nothing is written"
    runner.run_due(clock=lambda: NOW)
    assert {(c.first_id, c.second_id) for c in Contact.objects.all()} == {tuple(sorted((cast.ada.pk, cast.jonas.pk)))}
    assert Tie.objects.count() == 1
    assert forget_person(member_id=cast.mara.pk) == 0, "again does no harm"


@pytest.mark.django_db
def test_whoever_says_yes_again_keeps_what_came_since(cast):
    told(cast, cast.mara, cast.jonas, at=NOW - timedelta(days=3))
    revoke_consent(actor=cast.mara, kind="counted", at=NOW - timedelta(days=2))
    give_consent(actor=cast.mara, kind="counted", at=NOW - timedelta(days=1))
    told(cast, cast.mara, cast.jonas, at=NOW)
    runner.run_due(clock=lambda: NOW)  # the worker was away and comes late
    assert [c.on for c in Contact.objects.all()] == [TODAY]


@pytest.mark.django_db
def test_a_rebuild_writes_nobody_back_who_is_no_longer_counted(cast):
    told(cast, cast.mara, cast.jonas)
    told(cast, cast.hanna, cast.jonas)
    Consent.objects.filter(member=cast.mara, kind="counted").update(revoked_at=NOW)
    Tie.objects.all().delete()
    rebuild_ties(space=cast.house, as_of=TODAY)
    assert [(t.first_id, t.second_id) for t in Tie.objects.all()] == [tuple(sorted((cast.hanna.pk, cast.jonas.pk)))]


@pytest.mark.django_db
def test_taking_the_map_consent_back_takes_the_dot_off(cast):
    content = {
        "people": [[cast.mara.pk, 1, 1, ""], [cast.jonas.pk, 2, 2, ""]],
        "ties": [[cast.mara.pk, cast.jonas.pk, 0]],
        "places": {str(cast.mara.pk): 0},
    }
    snapshots.store(space_id=cast.house.pk, name=snapshots.MAP, as_of=TODAY, content=content, at=NOW)
    give_consent(actor=cast.mara, kind="map", at=NOW)
    revoke_consent(actor=cast.mara, kind="map", at=NOW)
    runner.run_due(clock=lambda: NOW)
    assert Snapshot.objects.get().content == {"people": [[cast.jonas.pk, 2, 2, ""]], "ties": [], "places": {}}


@pytest.mark.django_db
def test_in_a_sample_all_are_counted_and_the_day_is_that_of_the_last_contact(cast):
    Space.objects.filter(pk=cast.elsewhere.pk).update(is_sample=True)
    space = Space.objects.get(pk=cast.elsewhere.pk)
    a, b = (Member.objects.create(space=space, name=n, portrait=n, joined_on=TODAY) for n in "ab")
    Contact.objects.create(space=space, first=a, second=b, on=date(1996, 3, 4), kind="reply", forth=0.7)
    jobs.rebuild({"space": space.pk}, NOW)
    assert Contact.objects.count() == 1, "a sample keeps what it has"
    assert Tie.objects.get().forth == pytest.approx(0.7)
    assert house_on(space, date(1996, 3, 4)).network.adjacency.nnz == 2


@pytest.mark.django_db
def test_the_engine_gets_everybody_who_is_counted_with_or_without_a_tie(cast):
    told(cast, cast.mara, cast.jonas)
    Consent.objects.filter(member=cast.olga, kind="counted").delete()
    Member.objects.filter(pk=cast.ada.pk).update(left_on=TODAY - timedelta(days=1))
    found = house_on(cast.house, TODAY)
    assert {person.id for person in found.people} == {cast.hanna.pk, cast.mara.pk, cast.jonas.pk, cast.neo.pk}
    assert list(found.network.ids) == [str(person.id) for person in found.people]
    assert found.network.adjacency.nnz == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("days_here", "expected"), [(3, False), (14, True), (40, True), (60, False)])
def test_newcomers_without_a_tie(cast, days_here, expected):
    Member.objects.filter(pk=cast.neo.pk).update(joined_on=TODAY - timedelta(days=days_here))
    assert (cast.neo in newcomers_without_tie(cast.house, NOW)) is expected
    told(cast, cast.neo, cast.mara)
    assert cast.neo not in newcomers_without_tie(cast.house, NOW)


@pytest.mark.django_db
def test_a_newcomer_who_is_not_counted_is_nobodys_case(cast):
    Member.objects.filter(pk=cast.neo.pk).update(joined_on=TODAY - timedelta(days=20))
    Consent.objects.filter(member=cast.neo, kind="counted").delete()
    assert cast.neo not in newcomers_without_tie(cast.house, NOW)


def nights(cast, start, hours):
    for hour in range(hours):
        jobs.nightly({}, start + timedelta(hours=hour))
    return list(
        Job.objects.filter(name="network.rebuild", space_id=cast.house.pk).order_by("created_at").values_list("created_at", flat=True)
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "runs"),
    [
        # Clocks go forward on 29 March 2026 and back on 25 October 2026, both at 01:00 UTC.
        (datetime(2026, 3, 28, 0, tzinfo=UTC), [datetime(2026, 3, 28, 3, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC)]),
        (datetime(2026, 10, 24, 0, tzinfo=UTC), [datetime(2026, 10, 24, 2, tzinfo=UTC), datetime(2026, 10, 25, 3, tzinfo=UTC)]),
    ],
)
def test_once_a_night_whatever_the_clock_does(cast, start, runs):
    assert nights(cast, start, 46) == runs


@pytest.mark.django_db
def test_a_house_elsewhere_has_its_own_four_o_clock_and_a_lost_hour_is_made_up(cast):
    Space.objects.filter(pk=cast.house.pk).update(timezone="America/Santiago")
    # Chile leaves out the hour from midnight to one; the worker sleeps until noon.
    assert nights(cast, datetime(2026, 9, 6, 15, tzinfo=UTC), 3) == [datetime(2026, 9, 6, 15, tzinfo=UTC)]


@pytest.mark.django_db
def test_the_night_ends_with_report_and_map(cast):
    jobs.nightly({}, NOW)
    runner.run_due(clock=lambda: NOW)
    assert set(Snapshot.objects.filter(space=cast.house).values_list("name", flat=True)) == {"report", "map"}
    assert runner.state() == {"waiting": 0, "running": 0, "dead": 0}


@pytest.mark.django_db
def test_what_was_rolled_back_was_not_noted(cast):
    class Stop(Exception):
        pass

    def use_case():
        with transaction.atomic():
            told(cast, cast.mara, cast.jonas)
            raise Stop

    with pytest.raises(Stop):
        use_case()
    assert not Contact.objects.exists()
    assert not Tie.objects.exists()


@pytest.mark.django_db
def test_what_is_taken_back_goes_and_what_others_told_stays(cast):
    told(cast, cast.mara, cast.jonas, origin="deal:1", kind="deal")
    told(cast, cast.mara, cast.jonas, origin="introduction:1")
    both = Tie.objects.get().forth
    told(cast, cast.mara, cast.ada, origin="deal:1", kind="deal")
    for _twice in range(2):
        take_back_contacts(space=cast.house, origin="deal:1")
    assert list(Contact.objects.values_list("origin", flat=True)) == ["introduction:1"]
    assert Tie.objects.get().forth == both, "a day counts one at most, whoever told of it"
    take_back_contacts(space=cast.house, origin="introduction:1")
    assert not Tie.objects.exists()
