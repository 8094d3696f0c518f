"""The whole cohort at once: as many pairs as can be, capacity and hard rules kept, wishes followed, and what a human decided stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from drittort.connect.introductions.models import Exclusion
from drittort.connect.introductions.rules import kept_apart
from drittort.connect.mentoring import actions, drafting, drawing, queries
from drittort.connect.mentoring.models import MentoringCandidate, MentoringPair, MentoringSeason
from drittort.connect.mentoring.tests.making import DAY, MENTEE, MENTOR, applies, asked, drafted, people, season_of, words_only
from drittort.connect.rounds.models import NotWith
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.members.models import Block, Employment
from tests.cast import Cast


def drawn(season: MentoringSeason) -> dict[str, str]:
    """Mentor by mentee, by name."""
    rows = MentoringCandidate.objects.filter(mentee__season=season, drafted_at__isnull=False)
    return dict(rows.values_list("mentee__member__name", "mentor__member__name"))


def test_as_many_pairs_as_can_be_under_the_capacity_of_mentors(cast: Cast):
    season = season_of(cast)
    mentees = people(cast, 5)
    applies(cast, season, cast.jonas, MENTOR, "money", "law", mentees=3)
    applies(cast, season, cast.olga, MENTOR, "law", mentees=1)
    for k, one in enumerate(mentees):
        applies(cast, season, one, MENTEE, *(("money", "law") if k == 0 else ("money",)))
    drafted(cast, season)
    found = drawn(season)
    # The first would fit Jonas best; but only with her at Olga's have four somebody.
    assert len(found) == 4
    assert found["Person0 Neu"] == "Olga Sommer"
    assert sorted(found.values()).count("Jonas Falk") == 3
    assert season.objective == pytest.approx(season.bound, rel=1e-3)
    assert drawn(drafted(cast, season)) == found, "the same people and the same seed"


def test_hard_rules_hold_and_nobody_reads_which(cast: Cast):
    for forbids in (
        lambda: Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now),
        lambda: NotWith.objects.create(member=cast.jonas, other=cast.mara, at=cast.now),
        lambda: Exclusion.objects.create(space=cast.house, first=cast.mara, second=cast.jonas, by=cast.hanna, at=cast.now),
        lambda: Employment.objects.create(member=cast.jonas, company=cast.mara.employments.get().company, from_on=date(2025, 1, 1)),
    ):
        season = season_of(cast)
        applies(cast, season, cast.jonas, MENTOR)
        applies(cast, season, cast.mara, MENTEE)
        made = forbids()
        drafted(cast, season)
        assert drawn(season) == {}
        assert queries.five(cast.mara, season) == ()
        made.delete()
        drafted(cast, season)
        assert drawn(season) == {"Mara Wendt": "Jonas Falk"}
        MentoringSeason.objects.all().delete()


def test_a_language_and_a_theme_in_common_are_needed(cast: Cast):
    season = season_of(cast)
    applies(cast, season, cast.jonas, MENTOR, languages=("en",))
    applies(cast, season, cast.olga, MENTOR, "design", text="Zeichnen")
    applies(cast, season, cast.mara, MENTEE, "money", text="Umsatzsteuer")
    drafted(cast, season)
    assert drawn(season) == {}


def test_words_that_answer_stand_among_the_reasons(cast: Cast):
    season = season_of(cast)
    applies(cast, season, cast.jonas, MENTOR, "money", text="Umsatzsteuer und Buchhaltung habe ich selbst gelernt.")
    applies(cast, season, cast.olga, MENTOR, "money", text="Ich höre gern zu.")
    applies(cast, season, cast.mara, MENTEE, "money", text="Umsatzsteuer und Buchhaltung")
    drafted(cast, season)
    assert drawn(season) == {"Mara Wendt": "Jonas Falk"}
    first = MentoringCandidate.objects.get(drafted_at__isnull=False)
    assert [reason["code"] for reason in first.reasons] == ["said", "topics", "day", "language"]


def test_five_each_in_an_order_of_names_and_a_wish_is_followed(cast: Cast):
    season = season_of(cast)
    for k, one in enumerate(people(cast, 7, "Mentor")):
        applies(cast, season, one, MENTOR, "money", *(("law",) if k < 2 else ()))
    applies(cast, season, cast.mara, MENTEE, "money", "law")
    assert drawing.draw_shortlists(season=season, at=cast.now + 11 * DAY, affinity=words_only)
    five = queries.five(cast.mara, season)
    assert len(five) == 5
    assert [one.face.name for one in five] == sorted(one.face.name for one in five)
    last = five[-1].face.id
    with pytest.raises(Invalid):
        actions.choose_wishes(actor=cast.mara, season_id=season.pk, mentors=[cast.jonas.pk], at=cast.now)
    with pytest.raises(NotFound):
        actions.choose_wishes(actor=cast.neo, season_id=season.pk, mentors=[last], at=cast.now)
    actions.choose_wishes(actor=cast.mara, season_id=season.pk, mentors=[last, five[0].face.id], at=cast.now)
    assert queries.five(cast.mara, season)[-1].place == "1"
    drafted(cast, season)
    assert drawn(season) == {"Mara Wendt": five[-1].face.name}
    with pytest.raises(OutOfDate):
        actions.choose_wishes(actor=cast.mara, season_id=season.pk, mentors=[], at=cast.now)


def test_a_manager_swaps_keeps_and_leaves_out_and_the_rest_is_drawn_around_it(cast: Cast):
    season = season_of(cast)
    applies(cast, season, cast.jonas, MENTOR, "money", "law")
    applies(cast, season, cast.olga, MENTOR, "money")
    applies(cast, season, cast.mara, MENTEE, "money", "law")
    applies(cast, season, cast.neo, MENTEE, "money")
    drafted(cast, season)
    assert drawn(season) == {"Mara Wendt": "Jonas Falk", "Neo Kaya": "Olga Sommer"}
    other = MentoringCandidate.objects.get(mentee__member=cast.mara, mentor__member=cast.olga)
    with pytest.raises(NotAllowed):
        drafting.choose_candidate(actor=cast.mara, candidate_id=other.pk, at=cast.now)
    drafting.choose_candidate(actor=cast.hanna, candidate_id=other.pk, at=cast.now)
    swapped = {"Mara Wendt": "Olga Sommer", "Neo Kaya": "Jonas Falk"}
    assert drawn(season) == swapped, "who had her gets the one who became free"
    assert drawn(drafted(cast, season)) == swapped, "what is kept stays"
    taken = MentoringCandidate.objects.get(mentee__member=cast.neo, mentor__member=cast.olga)
    with pytest.raises(OutOfDate):
        drafting.choose_candidate(actor=cast.hanna, candidate_id=taken.pk, at=cast.now)
    drafting.exclude_candidate(actor=cast.hanna, candidate_id=other.pk, excludes=True, at=cast.now)
    assert drawn(drafted(cast, season)) == {"Mara Wendt": "Jonas Falk", "Neo Kaya": "Olga Sommer"}
    actions.send_season(actor=cast.hanna, season_id=season.pk, at=cast.now)
    with pytest.raises(OutOfDate):
        drafting.exclude_candidate(actor=cast.hanna, candidate_id=other.pk, excludes=False, at=cast.now)


def test_a_kept_pair_that_is_not_possible_any_more_is_let_go_when_it_is_drawn_anew(cast: Cast):
    season = season_of(cast)
    applies(cast, season, cast.jonas, MENTOR, "money", "law")
    applies(cast, season, cast.olga, MENTOR, "money")
    applies(cast, season, cast.mara, MENTEE, "money", "law")
    drafted(cast, season)
    first = MentoringCandidate.objects.get(drafted_at__isnull=False)
    drafting.lock_candidate(actor=cast.hanna, candidate_id=first.pk, locks=True, at=cast.now)
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)
    assert drawn(drafted(cast, season)) == {"Mara Wendt": "Olga Sommer"}
    assert not MentoringCandidate.objects.filter(pk=first.pk).exists()


def test_the_next_best_is_asked_when_the_first_did_not_come_about(cast: Cast):
    season = season_of(cast)
    applies(cast, season, cast.jonas, MENTOR, "money", "law")
    applies(cast, season, cast.olga, MENTOR, "money")
    applies(cast, season, cast.mara, MENTEE, "money", "law")
    drafted(cast, season)
    actions.send_season(actor=cast.hanna, season_id=season.pk, at=cast.now)
    first = MentoringPair.objects.get()
    assert drawing.draw_next(season=season, at=cast.now, affinity=words_only) == 0, "somebody is still asked"
    actions.accept_pair(actor=cast.mara, pair_id=first.pk, at=cast.now)
    actions.expire_due(at=first.expires_at)
    assert drawing.draw_next(season=season, at=first.expires_at, affinity=words_only) == 1
    assert MentoringPair.objects.latest("pk").mentor == cast.olga
    actions.expire_due(at=first.expires_at + 7 * DAY)
    assert drawing.draw_next(season=season, at=first.expires_at + 8 * DAY, affinity=words_only) == 0, "nobody is asked twice with the same"


def test_who_was_asked_twice_without_a_yes_is_left_in_peace(cast: Cast):
    season = season_of(cast)
    for who in (cast.jonas, cast.olga, cast.hanna):
        applies(cast, season, who, MENTOR)
    applies(cast, season, cast.mara, MENTEE)
    drafted(cast, season)
    actions.send_season(actor=cast.hanna, season_id=season.pk, at=cast.now)
    at, asked_in_all = cast.now, []
    for _turn in range(3):
        at += 7 * DAY + timedelta(minutes=1)
        actions.expire_due(at=at)
        asked_in_all.append(drawing.draw_next(season=season, at=at, affinity=words_only))
    assert asked_in_all == [1, 0, 0]


def test_whoever_may_not_be_asked_any_more_is_left_out_when_the_draft_goes_out(cast: Cast):
    season = season_of(cast)
    applies(cast, season, cast.jonas, MENTOR)
    applies(cast, season, cast.mara, MENTEE)
    drafted(cast, season)
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)
    actions.send_season(actor=cast.hanna, season_id=season.pk, at=cast.now)
    assert not MentoringPair.objects.exists()


def test_two_in_mentoring_are_proposed_by_no_other_form(cast: Cast):
    two = (cast.mara.pk, cast.jonas.pk)
    assert two not in kept_apart(cast.house, cast.now)
    asked(cast)
    assert two in kept_apart(cast.house, cast.now)
    assert two in kept_apart(cast.house, cast.now, among=two)
