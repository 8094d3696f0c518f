"""A no in mentoring leaves the same traces as silence; a block keeps two yeses from beginning, and nobody can tell."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from drittort.connect.mentoring import actions, drafting, drawing, ending, queries
from drittort.connect.mentoring.models import MentoringApplication, MentoringCandidate, MentoringNo, MentoringPair, MentoringSeason
from drittort.connect.mentoring.tests.making import DAY, MENTEE, MENTOR, applies, asked, begun, drafted, season_of, words_only
from drittort.core.errors import NotAllowed
from drittort.core.jobs.runner import run_due
from drittort.core.privacy import held_on
from drittort.members.models import Block, Member
from drittort.members.notices.models import Notice
from tests.cast import Cast
from tests.quiet import Clock, Course, Step, differences, nothing

WEEK = timedelta(days=7)


@pytest.fixture
def clock(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(cast.now).hold(monkeypatch)


def begin(cast: Cast) -> None:
    """Two mentors, one mentee; Mara is asked with the one who fits best, Jonas."""
    season = season_of(cast)
    applies(cast, season, cast.jonas, MENTOR, "money", "law")
    applies(cast, season, cast.olga, MENTOR, "money")
    applies(cast, season, cast.mara, MENTEE, "money", "law")
    drafted(cast, season, cast.now)
    actions.send_season(actor=cast.hanna, season_id=season.pk, at=cast.now)


def draw_next(*, at: datetime) -> None:
    """The next best, when the first did not come about."""
    season = MentoringSeason.objects.get()
    if season.sent_at is not None and not season.pairs.waiting(at).exists():
        drawing.draw_next(season=season, at=at, affinity=words_only)


def declines(who: str) -> Step:
    """Somebody says no."""
    return lambda cast: actions.decline_pair(actor=getattr(cast, who), pair_id=MentoringPair.objects.get().pk, at=cast.now)


def both(first: Step, then: Step) -> Step:
    """One after the other."""

    def steps(cast: Cast) -> None:
        first(cast)
        then(cast)

    return steps


def accepts(who: str) -> Step:
    """Somebody says yes."""
    return lambda cast: actions.accept_pair(actor=getattr(cast, who), pair_id=MentoringPair.objects.get().pk, at=cast.now)


def watched(cast: Cast, clock: Clock, *afters: Step, watchers: list[Member]) -> list[list[dict[str, object]]]:
    """What each reads after one thing and after another: the page of mentoring, those asked their own pair, and Hanna what those who care see."""
    slug = cast.house.slug
    own = [reverse("connect:mentoring", args=[slug]), reverse("connect:mentoring_pair", args=[slug, 1])]
    caring = [reverse("connect:mentoring_season", args=[slug, 1]), reverse("home:care_house", args=[slug])]
    course = Course(cast, clock, due=(actions.expire_due, ending.end_blocked, draw_next))
    return course.run_each(
        nothing, begin, afters, watchers={one: caring if one == cast.hanna else own for one in watchers},
        moments=[cast.now + WEEK - timedelta(minutes=1), cast.now + WEEK, cast.now + 2 * WEEK + DAY],
    )  # fmt: skip


def test_a_no_leaves_the_same_traces_as_silence_for_everybody_else(cast: Cast, clock: Clock):
    watchers = [cast.mara, cast.jonas, cast.olga, cast.hanna]
    silence, *noes = watched(cast, clock, nothing, declines("jonas"), declines("mara"), watchers=watchers)
    for decliner, no in zip((cast.jonas, cast.mara), noes, strict=True):
        assert {what.split("'")[1] for _moment, what in differences(silence, no)} == {decliner.name}


def jonas_says_no(cast: Cast) -> None:
    declines("jonas")(cast)


def jonas_blocks_mara_and_says_yes(cast: Cast) -> None:
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)
    accepts("jonas")(cast)


def jonas_takes_his_application_back_and_says_yes(cast: Cast) -> None:
    actions.withdraw_application(actor=cast.jonas, season_id=MentoringSeason.objects.get().pk, side=MENTOR, at=cast.now)
    accepts("jonas")(cast)


def test_who_said_yes_reads_what_they_would_beside_silence_whatever_the_other_did(cast: Cast, clock: Clock):
    """Mara beside a no, beside a block that came meanwhile, and beside an application that was taken back; Jonas beside a no."""
    for one, others in (
        ("mara", (jonas_says_no, jonas_blocks_mara_and_says_yes, jonas_takes_his_application_back_and_says_yes)),
        ("jonas", (declines("mara"),)),
    ):
        watchers = [getattr(cast, one), cast.olga]
        silence, *beside = watched(cast, clock, accepts(one), *(both(accepts(one), does) for does in others), watchers=watchers)
        for does, seen in zip(others, beside, strict=True):
            assert differences(silence, seen) == [], does


def test_only_the_decliner_holds_the_no_and_may_change_it(cast: Cast):
    pair = asked(cast)
    actions.decline_pair(actor=cast.jonas, pair_id=pair.pk, at=cast.now)
    assert "connect.MentoringNo" in held_on(cast.jonas.pk)
    assert "connect.MentoringNo" not in held_on(cast.mara.pk)
    actions.accept_pair(actor=cast.jonas, pair_id=pair.pk, at=cast.now)
    assert not MentoringNo.objects.exists()
    assert MentoringApplication.objects.count() == 2


@pytest.mark.parametrize("blocker", ["jonas", "mara"])
def test_words_beside_a_block_look_said_and_are_never_delivered(cast: Cast, blocker: str):
    pair = begun(cast)
    at = cast.now + DAY
    actions.set_goal(actor=cast.jonas, pair_id=pair.pk, text="Ein Preis.", at=cast.now)
    one, other = (cast.mara, cast.jonas) if blocker == "mara" else (cast.jonas, cast.mara)
    Block.objects.create(blocker=one, blocked=other, at=at)
    actions.set_goal(actor=cast.mara, pair_id=pair.pk, text="Ein anderer Preis.", at=at)
    actions.answer_question(actor=cast.mara, pair_id=pair.pk, question=0, text="Für dich.", shared=True, at=at)
    ending.end_blocked(at=at)
    ending.say_thanks(actor=cast.mara, pair_id=pair.pk, text="Danke.", came="help", at=at)
    Block.objects.all().delete()
    run_due(clock=lambda: at)
    theirs, hers = queries.pair(cast.jonas, pair.pk, at), queries.pair(cast.mara, pair.pk, at)
    assert (theirs.goal, theirs.questions[0].theirs, theirs.their_thanks) == ("Ein Preis.", "", "")
    assert (hers.goal, hers.questions[0].mine, hers.questions[0].shared) == ("Ein anderer Preis.", "Für dich.", True)
    assert not Notice.objects.filter(member=cast.jonas, code__in=("mentoring.5", "mentoring.8")).exists()


def test_who_applied_does_not_see_the_draft_and_changes_nothing_in_it(cast: Cast) -> None:
    """Hanna applies beside Mara with the same words: whom Mara is offered and she is not would tell her of a block."""
    season = season_of(cast)
    applies(cast, season, cast.jonas, MENTOR)
    for who in (cast.mara, cast.hanna):
        applies(cast, season, who, MENTEE)
    Block.objects.create(blocker=cast.jonas, blocked=cast.hanna, at=cast.now)
    season = drafted(cast, season, cast.now)
    own = queries.season(cast.hanna, season.pk, cast.now)
    assert own.is_draft
    assert (own.rows, own.without) == ((), 0)
    assert "selbst beworben" in own.own
    assert [one.face.name for one in queries.season(cast.olga, season.pk, cast.now).rows] == ["Hanna Brandt", "Mara Wendt"]
    candidate = MentoringCandidate.objects.get()
    for verb in (
        lambda: drafting.exclude_candidate(actor=cast.hanna, candidate_id=candidate.pk, excludes=True, at=cast.now),
        lambda: drafting.choose_candidate(actor=cast.hanna, candidate_id=candidate.pk, at=cast.now),
        lambda: drafting.draw_anew(actor=cast.hanna, season_id=season.pk, at=cast.now),
    ):
        with pytest.raises(NotAllowed):
            verb()
    drafting.lock_candidate(actor=cast.olga, candidate_id=candidate.pk, locks=True, at=cast.now)
    # Taking the application back opens nothing: she has read her own five.
    actions.withdraw_application(actor=cast.hanna, season_id=season.pk, side=MENTEE, at=cast.now)
    assert queries.season(cast.hanna, season.pk, cast.now).rows == ()
