"""The draft as one of those who care sees it: what is worth a second look first, and nothing that tells them of a block or a secret list that is about themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drittort.connect.introductions import actions as introductions
from drittort.connect.introductions.models import Round
from drittort.connect.rounds import actions, drafts, drawing, queries, reactions, rules
from drittort.connect.rounds.models import DraftSeat, GroupDraft, NotWith, Series, SeriesChoice, Unseated
from drittort.core.errors import Invalid, NotFound
from drittort.core.jobs.runner import run_due
from drittort.core.models import Mail
from drittort.core.notices import Told
from drittort.engine.introductions import WHY_NOT
from drittort.members.models import Block, Company, Employment, StandingLine
from drittort.members.notices.models import Notice
from tests.cast import person
from tests.quiet import Clock, Course, differences, nothing

DAY, WEEK = timedelta(days=1), timedelta(days=7)
SEEN_BY_ALL = {"same_company", "no_common_language", "no_common_day"}
"""What profiles show anyway."""


@pytest.fixture(autouse=True)
def _without_encoder(cast):
    StandingLine.objects.all().delete()
    Employment.objects.filter(member=cast.ada).update(company=Company.objects.create(space=cast.house, name="Ada Lenz"))


@pytest.fixture
def clock(cast, monkeypatch):
    return Clock(cast.now).hold(monkeypatch)


SERIES = 7_001
"""The number of a test's first series: addresses are watched before it is there."""


def draft(cast, *groups, without=(), host=None, audience="all"):
    """A draft as the house drew it; those without a seat had bad luck."""
    series = Series.objects.create(
        pk=None if Series.objects.exists() else SERIES,
        space=cast.house,
        name="Kaffee",
        size="pairs",
        audience=audience,
        opened_at=cast.now,
        next_on=cast.now.date(),
        host=host,
    )
    made = Round.objects.create(
        space=cast.house,
        series=series,
        made_at=cast.now,
        seed=1,
        value=1,
        bound=1,
        engine="test",
        sends_at=cast.now + DAY,
        change={"turn": 0},
    )
    for position, people in enumerate(groups):
        group = GroupDraft.objects.create(round=made, position=position, value=1, reasons=[{"code": "common_day", "day": 1}])
        DraftSeat.objects.bulk_create(DraftSeat(group=group, member=one) for one in people)
    Unseated.objects.bulk_create(Unseated(round=made, member=one, code="odd_one_out") for one in without)
    return made


def page(cast, made, reader, look=None):
    return drafts.draft_page(Round.objects.get(series=made.series_id, sent_at=None), reader, look or drafts.Look())


# ------------------------------------------------------------------ the hand of somebody who takes part


def mara_blocks(cast):
    Block.objects.create(blocker=cast.mara, blocked=cast.hanna, at=cast.now - 9 * DAY)


def mara_would_rather_not(cast):
    NotWith.objects.create(member=cast.mara, other=cast.hanna, at=cast.now - 9 * DAY)


def hanna_sits_with_jonas(cast):
    return draft(cast, (cast.hanna, cast.jonas), (cast.mara, cast.neo))


def hanna_has_no_seat(cast):
    cast.jonas.consents.update(revoked_at=cast.now)
    return draft(cast, (cast.mara, cast.neo), without=[cast.hanna])


def hanna_is_the_standing_host(cast):
    cast.jonas.consents.update(revoked_at=cast.now)
    return draft(cast, (cast.mara, cast.neo), host=cast.hanna)


def hanna_comes_in_later(cast):
    cast.jonas.consents.update(revoked_at=cast.now)
    made = draft(cast, (cast.mara, cast.neo))
    SeriesChoice.objects.create(series=made.series, member=cast.hanna, takes_part=False, at=cast.now)
    return made


@pytest.mark.parametrize("stage", [hanna_sits_with_jonas, hanna_has_no_seat, hanna_is_the_standing_host, hanna_comes_in_later])
def test_who_leaves_all_but_one_out_and_draws_anew_reads_the_same_with_and_without_a_block(cast, clock, stage):
    """Hanna looks after the rounds and would like to know whether Mara has blocked her: she leaves everybody else out, draws again, tries to swap, and sends."""
    for one in (cast.olga, cast.ada):
        one.consents.update(revoked_at=cast.now)

    def tries(cast):
        made = stage(cast)
        SeriesChoice.objects.all().delete()
        for one in (cast.neo, cast.jonas):
            if DraftSeat.objects.filter(member=one).exists():
                actions.leave_out(actor=cast.hanna, round_id=made.pk, member_id=one.pk, at=cast.now)
        actions.ask_for_draft(actor=cast.hanna, series_id=made.series_id, at=cast.now)
        run_due(clock=lambda: cast.now)
        assert not DraftSeat.objects.filter(group__dropped_at=None).exists(), "nobody is left for anybody"
        for other in (cast.hanna, cast.neo):
            with pytest.raises((NotFound, Invalid)):
                actions.swap_people(
                    actor=cast.hanna, round_id=Round.objects.get().pk, member_id=cast.mara.pk, other_id=other.pk, at=cast.now
                )

    def sends(*, at):
        if at > cast.now:
            actions.send_round(actor=cast.hanna, round_id=Round.objects.get().pk, at=at)

    series = f"/lagerhaus/rounds/series/{SERIES}/"
    watched = [f"{series}?show=without", f"{series}?show=all", "/lagerhaus/rounds/"]
    course = Course(cast, clock, due=(sends, introductions.expire_due))
    moments = [cast.now, cast.now + timedelta(hours=1)]
    beside_nothing, *kept_apart = (
        course.run(before, tries, watchers={cast.hanna: watched}, moments=moments)
        for before in (nothing, mara_blocks, mara_would_rather_not)
    )
    assert [beside_nothing[0][str((cast.hanna.name, path))][0] for path in watched] == [200, 200, 200]
    for seen in kept_apart:
        assert differences(seen, beside_nothing) == []


def test_nobody_steps_out_of_a_draft_to_read_who_else_has_no_seat(cast, clock):
    """Neither by giving up the place of the standing host nor by leaving the series and drawing anew."""
    made = draft(cast, (cast.mara, cast.neo), without=[cast.olga], host=cast.hanna)
    assert page(cast, made, cast.hanna).blind
    with pytest.raises(Invalid):
        actions.change_series(actor=cast.hanna, series_id=made.series_id, wanted={"host": None}, at=cast.now)
    actions.change_series(actor=cast.hanna, series_id=made.series_id, wanted={"host": cast.hanna, "name": "Tee"}, at=cast.now)
    assert Series.objects.get().name == "Tee"
    made.delete()
    Series.objects.all().delete()
    made = draft(cast, (cast.mara, cast.neo), without=[cast.hanna, cast.olga])
    actions.choose_series(actor=cast.hanna, series_id=made.series_id, takes_part=False, every_days=None, at=cast.now)
    actions.ask_for_draft(actor=cast.hanna, series_id=made.series_id, at=cast.now)
    run_due(clock=lambda: cast.now)
    drawn = page(cast, made, cast.hanna, drafts.Look("without"))
    assert (drawn.id != made.pk, drawn.blind, drawn.standing) == (True, True, ())


def test_a_page_of_a_draft_that_is_gone_shows_the_one_before(cast):
    made = draft(cast, (cast.mara, cast.neo), (cast.jonas, cast.ada))
    shown = page(cast, made, cast.olga, drafts.Look("all", after=20))
    assert (len(shown.groups), shown.after) == (2, "")


def test_an_odd_number_and_all_that_is_hidden_have_one_reason_on_the_page_and_in_the_letter(cast, clock):
    made = draft(cast, (cast.olga, cast.ada), without=[cast.jonas])
    hidden = sorted({*WHY_NOT, "out"} - SEEN_BY_ALL - {*rules.NOT_MISSED})
    told, letters = set(), set()
    for code in hidden:
        Unseated.objects.update(code=code)
        Round.objects.update(sent_at=cast.now)
        (own,) = [one.missed for one in queries.my_rounds(cast.jonas, cast.now).series]
        Round.objects.update(sent_at=None)
        (standing,) = page(cast, made, cast.hanna).standing
        told.add((own, standing.why))
        letter = reactions.unseated_letter(Told(cast.jonas.pk, ({"round": made.pk},), cast.now))
        letters.add(letter.context["reason"])
    assert len(told) == len(letters) == 1
    assert letters == {own}


def test_nobody_without_a_seat_reads_who_else_has_none(cast):
    made = draft(cast, (cast.jonas, cast.ada), without=[cast.hanna, cast.mara])
    blind, sees = page(cast, made, cast.hanna), page(cast, made, cast.olga)
    assert {one.face.name for one in sees.standing} == {"Hanna Brandt", "Mara Wendt"}
    assert blind.standing == ()
    assert cast.mara.pk not in dict(blind.choices)
    assert [view["number"] for view in blind.views] == [view["number"] for view in sees.views]
    with pytest.raises(NotFound):
        actions.swap_people(actor=cast.hanna, round_id=made.pk, member_id=cast.mara.pk, other_id=cast.jonas.pk, at=cast.now)
    actions.swap_people(actor=cast.olga, round_id=made.pk, member_id=cast.mara.pk, other_id=cast.jonas.pk, at=cast.now)


def test_a_part_of_the_house_is_drawn_from_five_people_on(cast):
    joined = Series.objects.create(space=cast.house, name="Tee", audience="joined", opened_at=cast.now, next_on=cast.now.date())
    for count, one in enumerate([cast.mara, cast.jonas, cast.neo, cast.ada, person(cast.house, "Pia Neu")], start=1):
        actions.choose_series(actor=one, series_id=joined.pk, takes_part=True, every_days=None, at=cast.now)
        Round.objects.all().delete()
        if count in (2, 4, 5):
            drawing.draw(series=joined, at=cast.now)
            assert DraftSeat.objects.count() == (4 if count == 5 else 0)
            assert Unseated.objects.count() == (1 if count == 5 else count)


# ------------------------------------------------------------------ drawn anew


def sitting(cast):
    """Who sits with whom in the draft, by first names."""
    groups = GroupDraft.objects.filter(dropped_at=None, round__sent_at=None)
    return sorted(sorted(name.split()[0] for name in group.seats.values_list("member__name", flat=True)) for group in groups)


def test_a_swap_while_the_engine_draws_stands_and_nobody_sits_twice(cast, monkeypatch):
    cast.hanna.consents.update(revoked_at=cast.now)
    pia = person(cast.house, "Pia Neu")
    made = draft(cast, (cast.mara, cast.jonas), (cast.neo, cast.ada), (cast.olga, pia))
    engine, swaps = drawing.form_groups, [(cast.mara, cast.ada)]

    def slow(*args, **more):
        if swaps:
            one, other = swaps.pop()
            actions.swap_people(actor=cast.hanna, round_id=made.pk, member_id=one.pk, other_id=other.pk, at=cast.now)
        return engine(*args, **more)

    monkeypatch.setattr(drawing, "form_groups", slow)
    drawing.draw(series=made.series, at=cast.now)
    assert sitting(cast) == [["Ada", "Jonas"], ["Mara", "Neo"], ["Olga", "Pia"]]
    assert Round.objects.get().change["turn"] == 1
    assert not Unseated.objects.exists()


def test_a_draft_that_is_changed_again_and_again_stays_as_it_is_until_the_worker_comes_back(cast, monkeypatch):
    made = draft(cast, (cast.mara, cast.jonas), (cast.neo, cast.ada))
    group, engine = GroupDraft.objects.earliest("pk"), drawing.form_groups

    def slow(*args, **more):
        actions.lock_group(actor=cast.olga, group_id=group.pk, locks=GroupDraft.objects.get(pk=group.pk).locked_at is None, at=cast.now)
        return engine(*args, **more)

    monkeypatch.setattr(drawing, "form_groups", slow)
    with pytest.raises(drawing.Changed):
        drawing.draw(series=made.series, at=cast.now)
    assert Round.objects.get().pk == made.pk
    assert sitting(cast) == [["Ada", "Neo"], ["Jonas", "Mara"]]


def test_a_group_that_stays_keeps_nobody_who_has_left_the_series(cast):
    """Hanna looks after the rounds and sits in one of the groups: it stays as it was drawn, but for whoever does not take part any more."""
    pia, ida, tom = (person(cast.house, name) for name in ("Pia Neu", "Ida Neu", "Tom Neu"))
    made = draft(cast, (cast.hanna, cast.mara, cast.jonas, cast.neo, pia), (cast.ada, cast.olga, ida, tom))
    Series.objects.update(size="tables")
    GroupDraft.objects.update(reasons=[{"code": "need", "need": "ein Boot", "seeker": pia.pk}])
    actions.choose_series(actor=pia, series_id=made.series_id, takes_part=False, every_days=None, at=cast.now)
    drawing.draw(series=Series.objects.get(), at=cast.now)
    assert ["Hanna", "Jonas", "Mara", "Neo"] in sitting(cast)
    assert not DraftSeat.objects.filter(member=pia).exists()
    stays = GroupDraft.objects.get(seats__member=cast.hanna)
    assert "need" not in {told["code"] for told in stays.reasons}, "nothing quotes whoever is gone"
    actions.choose_series(actor=cast.neo, series_id=made.series_id, takes_part=False, every_days=None, at=cast.now)
    drawing.draw(series=Series.objects.get(), at=cast.now)
    assert not DraftSeat.objects.filter(member=cast.hanna).exists(), (
        "three are no table, and whoever may change the draft is not drawn anew"
    )
    assert Unseated.objects.get(member=cast.hanna).code == "odd_one_out"


def test_groups_whose_size_does_not_fit_any_more_are_drawn_anew(cast):
    pia, ida = person(cast.house, "Pia Neu"), person(cast.house, "Ida Neu")
    made = draft(cast, (cast.hanna, cast.mara, cast.jonas, cast.neo), (cast.ada, cast.olga, pia, ida))
    actions.lock_group(actor=cast.hanna, group_id=GroupDraft.objects.get(seats__member=pia).pk, locks=True, at=cast.now)
    drawing.draw(series=made.series, at=cast.now)
    assert {len(group) for group in sitting(cast)} == {2}


def test_whoever_leaves_the_house_leaves_no_words_and_no_half_group_in_a_draft(cast):
    made = draft(cast, (cast.mara, cast.jonas), (cast.neo, cast.ada, cast.olga, cast.hanna, person(cast.house, "Pia Neu")))
    Series.objects.update(size="tables")
    told = [{"code": "need", "need": "ein Boot", "seeker": cast.neo.pk}]
    GroupDraft.objects.update(reasons=told)
    actions.end_open(cast.mara.pk, cast.now)
    actions.end_open(cast.neo.pk, cast.now)
    assert sitting(cast) == [["Ada", "Hanna", "Olga", "Pia"]]
    assert GroupDraft.objects.get(dropped_at=None).reasons != told
    assert list(Unseated.objects.filter(round=made).values_list("member__name", flat=True)) == ["Jonas Falk"]


# ------------------------------------------------------------------ the page


def test_what_is_worth_a_second_look_comes_first_and_all_of_it_by_twenty(cast):
    made = draft(cast, *[(person(cast.house, f"A{n} Eins"), person(cast.house, f"B{n} Zwei")) for n in range(21)], without=[cast.mara])
    second, third = GroupDraft.objects.order_by("position")[1:3]
    GroupDraft.objects.filter(pk=second.pk).update(relaxed=["in_contact"])
    GroupDraft.objects.filter(pk=third.pk).update(reasons=[])
    first = page(cast, made, cast.hanna)
    assert [(view["number"], view["current"]) for view in first.views] == [(2, True), (1, False), (21, False)]
    assert [board.id for board in first.groups] == [second.pk, third.pk]
    whole = page(cast, made, cast.hanna, drafts.Look("all"))
    rest = page(cast, made, cast.hanna, drafts.Look("all", after=20))
    assert (len(whole.groups), whole.older) == (20, "?show=all&after=20#draft")
    assert ([board.names for board in rest.groups], rest.older) == (["A20 Eins, B20 Zwei"], "")
    GroupDraft.objects.update(relaxed=[], reasons=[{"code": "common_day", "day": 1}])
    assert page(cast, made, cast.hanna).view == "without"
    browser, group = cast.client(cast.hanna), GroupDraft.objects.earliest("position")
    answer = browser.post(f"/lagerhaus/rounds/groups/{group.pk}/lock/", {"locks": "yes", "show": "all", "after": "20", "opened": group.pk})
    assert answer.headers["Location"] == f"/lagerhaus/rounds/series/{made.series_id}/?show=all&after=20&opened={group.pk}#group-{group.pk}"


# ------------------------------------------------------------------ who hears of it


def sent(cast, at, *, without, seated=()):
    """A round that goes out at a moment; who of it heard that they have no seat."""
    before = Notice.objects.filter(code="round.unseated").count()
    series, _new = Series.objects.get_or_create(space=cast.house, name="Kaffee", defaults={"opened_at": cast.now})
    made = Round.objects.create(space=cast.house, series=series, made_at=at, seed=1, value=1, bound=1, engine="test", sent_at=at)
    Unseated.objects.bulk_create(Unseated(round=made, member=one, code=code) for one, code in without.items())
    if seated:
        group = GroupDraft.objects.create(round=made, position=0, value=1, sent_at=at)
        DraftSeat.objects.bulk_create(DraftSeat(group=group, member=one) for one in seated)
    reactions.tell_unseated(made.pk, at)
    return list(Notice.objects.filter(code="round.unseated").order_by("pk").values_list("member__name", flat=True))[before:]


def test_no_seat_is_told_once_until_there_was_one_and_never_to_whoever_misses_nothing(cast):
    mara, jonas, neo = cast.mara, cast.jonas, cast.neo
    assert sent(cast, cast.now, without={mara: "odd_one_out", jonas: "no_capacity", neo: "out"}) == ["Mara Wendt"]
    assert sent(cast, cast.now + WEEK, without={mara: "nobody_open", jonas: "odd_one_out"}) == ["Jonas Falk"]
    assert sent(cast, cast.now + 2 * WEEK, without={neo: "no_capacity"}, seated=[jonas, cast.ada]) == []
    # Mara has only rested for a week; nothing has changed for her.
    assert sent(cast, cast.now + 3 * WEEK, without={mara: "odd_one_out", jonas: "odd_one_out"}, seated=[neo, cast.ada]) == ["Jonas Falk"]
    assert sent(cast, cast.now + 4 * WEEK, without={jonas: "odd_one_out"}, seated=[mara, cast.ada]) == []
    assert sent(cast, cast.now + 5 * WEEK, without={mara: "odd_one_out"}) == ["Mara Wendt"]
    run_due(clock=lambda: cast.now + 5 * WEEK)
    assert Mail.objects.filter(subject__contains="Diesmal kein Platz").count() == Notice.objects.count() == 4


def test_what_was_decided_by_hand_costs_the_same_however_much_it_is(cast):
    """It is read anew while nobody else may write."""
    people = [person(cast.house, f"Z{k} Neu") for k in range(12)]
    made = draft(cast, *zip(people[::2], people[1::2], strict=True))
    apart = {people[0].pk, people[1].pk}
    Block.objects.create(blocker=people[0], blocked=people[1], at=cast.now)
    asked = []
    for many in (2, 6):
        kept = list(made.groups.order_by("pk")[:many])
        GroupDraft.objects.filter(pk__in=[group.pk for group in kept]).update(locked_at=cast.now)
        with CaptureQueriesContext(connection) as seen:
            hand = drawing.by_hand(cast.house, cast.now, [one.pk for one in people], series=made.series)
        assert len(hand.kept) == many - 1
        assert apart.isdisjoint(pk for ids in hand.kept for pk in ids), "who was kept apart meanwhile is let go"
        asked.append(len(seen))
    assert asked[0] == asked[1]
