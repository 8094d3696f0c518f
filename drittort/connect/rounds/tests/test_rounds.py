"""A series from draft to what came of it: the quiet no at tables, the hard rules, the clock, and what a killed worker leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from drittort.connect.introductions import rules as introductions
from drittort.connect.introductions.models import Introduction, Round, Side
from drittort.connect.rounds import actions, drafts, drawing, jobs, queries, reactions, rules, words
from drittort.connect.rounds.models import DraftSeat, EmptySeat, Gathering, GroupDraft, NotWith, Seat, Series, SeriesChoice, Unseated
from drittort.core.errors import NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.core.privacy import Erased, Said, held_on
from drittort.members.models import Block, Company, Employment, Member, StandingLine
from drittort.members.notices.models import Notice
from drittort.network.models import Contact
from tests.cast import person

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest.fixture(autouse=True)
def _without_encoder(cast):
    """Nobody seeks or offers anything: what fits by meaning has tests of its own, and the encoder is slow to load."""
    StandingLine.objects.all().delete()


@pytest.fixture
def nobody_alike(cast):
    """Ada has a company of her own, so that anybody may sit with anybody; Neo comes along as he is."""
    Employment.objects.filter(member=cast.ada).update(company=Company.objects.create(space=cast.house, name="Ada Lenz"))
    return cast


def series(cast, size="pairs", **more):
    return Series.objects.create(space=cast.house, name="Runde", size=size, opened_at=cast.now, next_on=cast.now.date(), **more)


def drawn(cast, size="pairs", at=None, **more):
    made = drawing.draw(series=series(cast, size, **more), at=at or cast.now)
    assert made is not None
    return made


def groups(made):
    return sorted(
        tuple(sorted(g.seats.values_list("member_id", flat=True))) for g in GroupDraft.objects.filter(round=made, dropped_at=None)
    )


def work(at):
    return run_due(clock=lambda: at)


def sent_table(cast, at=None):
    """Six people at one table, asked."""
    at = at or cast.now
    made = drawn(cast, "tables", at=at)
    assert len(groups(made)) == 1
    actions.send_round(actor=cast.hanna, round_id=made.pk, at=at)
    work(at)
    return Gathering.objects.get()


def test_a_draft_seats_everybody_and_goes_out_by_itself_a_day_later(nobody_alike):
    cast = nobody_alike
    made = drawn(cast)
    assert len(groups(made)) == 3
    assert not Unseated.objects.exists()
    jobs.send({}, cast.now + timedelta(hours=23))
    assert not Introduction.objects.exists()
    jobs.send({}, cast.now + DAY)
    work(cast.now + DAY)
    asked = list(Introduction.objects.all())
    assert {i.form for i in asked} == {"round"}
    assert sorted((i.first_id, i.second_id) for i in asked) == groups(made)
    assert Mail.objects.count() == 6
    jobs.send({}, cast.now + 2 * DAY)
    assert Introduction.objects.count() == 3


def test_the_same_seed_draws_the_same_and_another_seed_may_not(nobody_alike):
    cast = nobody_alike
    one = series(cast)
    first = drawing.draw(series=one, at=cast.now, seed=7)
    seats = groups(first)
    assert (first.seed, first.change["people"]) == (7, 6)
    Round.objects.all().delete()
    again = drawing.draw(series=one, at=cast.now, seed=7)
    assert groups(again) == seats
    # What it was drawn from is told by a digest: the same as long as nothing changed, and another when anything did.
    assert again.change["inputs"] == first.change["inputs"]
    Round.objects.all().delete()
    Member.objects.filter(pk=cast.neo.pk).update(days=[4])
    assert drawing.draw(series=one, at=cast.now, seed=7).change["inputs"] != first.change["inputs"]
    assert Round.objects.count() == 1


def test_a_held_draft_waits(nobody_alike):
    cast = nobody_alike
    made = drawn(cast)
    actions.hold_round(actor=cast.hanna, round_id=made.pk, holds=True, at=cast.now)
    jobs.send({}, cast.now + 3 * DAY)
    assert not Introduction.objects.exists()
    actions.hold_round(actor=cast.hanna, round_id=made.pk, holds=False, at=cast.now + 3 * DAY)
    jobs.send({}, cast.now + 3 * DAY)
    assert not Introduction.objects.exists()
    jobs.send({}, cast.now + 3 * DAY + timedelta(hours=1))
    assert Introduction.objects.count() == 3


def test_blocked_pairs_secret_lists_and_colleagues_sit_nowhere_together(cast):
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)
    actions.keep_away(actor=cast.olga, other_id=cast.hanna.pk, at=cast.now)
    for size in ("pairs", "trios", "tables"):
        made = drawn(cast, size)
        for ids in groups(made):
            assert not {cast.mara.pk, cast.jonas.pk} <= set(ids)
            assert not {cast.olga.pk, cast.hanna.pk} <= set(ids)
            assert not {cast.mara.pk, cast.ada.pk} <= set(ids)


def test_a_secret_list_is_read_by_its_owner_only_and_kept_by_every_way(cast):
    actions.keep_away(actor=cast.mara, other_id=cast.jonas.pk, at=cast.now)
    assert rules.not_with(cast.mara) == [cast.jonas.pk]
    assert rules.not_with(cast.jonas) == []
    refusal = introductions.may_be_brought_together(cast.house, cast.mara, cast.jonas, cast.now)
    assert not refusal
    NotWith.objects.all().delete()
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)
    assert str(introductions.may_be_brought_together(cast.house, cast.mara, cast.jonas, cast.now).reason) == str(refusal.reason)
    actions.keep_away(actor=cast.mara, other_id=cast.jonas.pk, at=cast.now)
    assert "connect.NotWith" not in held_on(cast.jonas.pk) or not held_on(cast.jonas.pk)["connect.NotWith"]
    assert len(held_on(cast.mara.pk)["connect.NotWith"]) == 1
    with pytest.raises(NotFound):
        actions.keep_away(actor=cast.mara, other_id=cast.sten.pk, at=cast.now)
    actions.allow_again(actor=cast.mara, other_id=cast.jonas.pk, at=cast.now)
    assert not NotWith.objects.exists()


@pytest.mark.parametrize(("present", "seated"), [(0, 0), (1, 0), (2, 2), (3, 2)])
def test_an_empty_house_and_few_people(cast, present, seated):
    people = [cast.mara, cast.jonas, cast.neo]
    for one in cast.everybody():
        if one not in people[:present]:
            one.consents.update(revoked_at=cast.now)
    made = drawn(cast)
    assert sum(map(len, groups(made))) == seated
    assert Unseated.objects.filter(round=made).count() == present - seated
    actions.send_round(actor=cast.hanna, round_id=made.pk, at=cast.now)
    work(cast.now)
    told = Notice.objects.filter(code="round.unseated")
    assert told.count() == present - seated


def test_everybody_in_one_company_is_told_so_and_may_be_allowed(cast):
    firm = Company.objects.get(name="Pixelküche")
    Employment.objects.all().delete()
    Employment.objects.bulk_create(Employment(member=m, company=firm, from_on=date(2025, 1, 1)) for m in cast.everybody())
    made = drawn(cast)
    assert groups(made) == []
    assert set(Unseated.objects.values_list("code", flat=True)) == {"same_company"}
    assert len(groups(drawn(cast, same_company=True))) == 3


def test_the_standing_host_takes_the_odd_seat(nobody_alike):
    cast = nobody_alike
    cast.neo.consents.update(revoked_at=cast.now)
    odd = drawn(cast)
    assert Unseated.objects.filter(round=odd).count() == 1
    cast.hanna.consents.filter(kind="introduced").update(revoked_at=None)
    with_host = drawn(cast, host=person(cast.house, "Gert Wirt"))
    assert not Unseated.objects.filter(round=with_host).exists()
    assert GroupDraft.objects.filter(round=with_host, host__isnull=False).count() == 1


def test_members_choose_whether_and_how_often(nobody_alike):
    cast = nobody_alike
    one = series(cast)
    Member.objects.update(rhythm=7)
    actions.choose_series(actor=cast.mara, series_id=one.pk, takes_part=False, every_days=None, at=cast.now)
    actions.choose_series(actor=cast.jonas, series_id=one.pk, takes_part=True, every_days=28, at=cast.now)
    made = drawing.draw(series=one, at=cast.now)
    assert cast.mara.pk not in {pk for ids in groups(made) for pk in ids}
    assert cast.mara.pk not in Unseated.objects.values_list("member_id", flat=True)
    actions.send_round(actor=cast.hanna, round_id=made.pk, at=cast.now)
    actions.deliver(round_id=made.pk, at=cast.now)
    seated = set(DraftSeat.objects.filter(group__round=made).values_list("member_id", flat=True))
    later = rules.taking_part(one, (cast.now + WEEK).date())
    assert (cast.jonas.pk in later) == (cast.jonas.pk not in seated)
    assert rules.taking_part(one, (cast.now + 28 * DAY).date()) >= {cast.jonas.pk}
    joined = series(cast, audience="joined")
    assert rules.taking_part(joined, cast.now.date()) == set()
    actions.choose_series(actor=cast.mara, series_id=joined.pk, takes_part=True, every_days=None, at=cast.now)
    assert rules.taking_part(joined, cast.now.date()) == {cast.mara.pk}
    with pytest.raises(NotFound):
        actions.choose_series(actor=cast.sten, series_id=one.pk, takes_part=True, every_days=None, at=cast.now)
    assert SeriesChoice.objects.count() == 3


def test_the_manager_locks_swaps_and_leaves_out(nobody_alike):
    cast = nobody_alike
    made = drawn(cast)
    first, second, hers = sorted(groups(made), key=lambda ids: cast.hanna.pk in ids)
    for leaves, comes in ((hers[0], first[0]), (first[0], hers[1])):
        with pytest.raises(NotAllowed):
            actions.swap_people(actor=cast.hanna, round_id=made.pk, member_id=leaves, other_id=comes, at=cast.now)
    actions.swap_people(actor=cast.hanna, round_id=made.pk, member_id=first[0], other_id=second[0], at=cast.now)
    swapped = {tuple(sorted((first[1], second[0]))), tuple(sorted((first[0], second[1])))}
    assert swapped <= set(groups(made))
    assert GroupDraft.objects.filter(round=made, locked_at__isnull=False).count() == 2
    again = drawing.draw(series=made.series, at=cast.now)
    assert swapped <= set(groups(again))
    actions.leave_out(actor=cast.hanna, round_id=again.pk, member_id=first[0], at=cast.now)
    codes = dict(Unseated.objects.filter(round=again).values_list("member_id", "code"))
    assert codes == {first[0]: "out", second[1]: "odd_one_out"}
    Block.objects.create(blocker_id=second[1], blocked_id=first[1], at=cast.now)
    with pytest.raises(NotAllowed) as told:
        actions.swap_people(actor=cast.hanna, round_id=again.pk, member_id=second[1], other_id=second[0], at=cast.now)
    assert "block" not in str(told.value.reason).lower()
    with pytest.raises(NotAllowed):
        actions.swap_people(actor=cast.mara, round_id=again.pk, member_id=first[1], other_id=second[0], at=cast.now)


def test_nobody_changes_a_round_that_went_out(nobody_alike):
    cast = nobody_alike
    made = drawn(cast)
    first, second, _third = groups(made)
    actions.send_round(actor=cast.hanna, round_id=made.pk, at=cast.now)
    for verb in (
        lambda: actions.swap_people(actor=cast.hanna, round_id=made.pk, member_id=first[0], other_id=second[0], at=cast.now),
        lambda: actions.leave_out(actor=cast.hanna, round_id=made.pk, member_id=first[0], at=cast.now),
        lambda: actions.hold_round(actor=cast.hanna, round_id=made.pk, holds=True, at=cast.now),
        lambda: actions.send_round(actor=cast.hanna, round_id=made.pk, at=cast.now),
    ):
        with pytest.raises(OutOfDate):
            verb()


def test_a_killed_worker_goes_on_where_it_stopped(nobody_alike, monkeypatch):
    cast = nobody_alike
    drawn(cast)
    ask = actions.ask_group
    calls = []

    def dies_at_the_second(round_, group, at):
        calls.append(group.pk)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return ask(round_, group, at)

    monkeypatch.setattr(actions, "ask_group", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        jobs.send({}, cast.now + DAY)
    assert Introduction.objects.count() == 1
    jobs.send({}, cast.now + DAY + timedelta(minutes=15))
    assert Introduction.objects.count() == 3
    assert GroupDraft.objects.filter(sent_at=None).count() == 0


def test_who_may_not_be_asked_any_more_when_it_goes_out_stands_without_a_seat(nobody_alike):
    cast = nobody_alike
    made = drawn(cast)
    a, b = groups(made)[0]
    Member.objects.filter(pk=a).update(paused_until=cast.now.date() + WEEK)
    jobs.send({}, cast.now + DAY)
    assert Introduction.objects.count() == 2
    assert dict(Unseated.objects.filter(round=made).values_list("member_id", "code")) == {a: "nobody_open", b: "nobody_open"}


def test_a_table_comes_about_for_those_who_said_yes(nobody_alike):
    cast = nobody_alike
    table = sent_table(cast)
    assert Mail.objects.filter(text__contains="?a=yes").count() == 6
    for one in (cast.mara, cast.jonas, cast.neo):
        actions.take_seat(actor=one, gathering_id=table.pk, at=cast.now)
    actions.leave_seat(actor=cast.ada, gathering_id=table.pk, at=cast.now)
    assert queries.table_page(cast.mara, table.pk, cast.now).addresses == ()
    assert actions.decide_due(at=cast.now + WEEK) == 1
    work(cast.now + WEEK)
    page = queries.table_page(cast.mara, table.pk, cast.now + WEEK)
    assert sorted(name for name, _address in page.addresses) == ["Jonas Falk", cast.neo.name]
    assert {f.id for f in page.people} == {cast.jonas.pk, cast.neo.pk}
    assert queries.table_page(cast.olga, table.pk, cast.now + WEEK).state == "over"
    for one in (cast.mara, cast.jonas):
        actions.tell_of_table(actor=one, gathering_id=table.pk, said="met", again=True, at=cast.now + WEEK + DAY)
    assert {(c.first_id, c.second_id) for c in Contact.objects.filter(kind="meeting")} == {tuple(sorted((cast.mara.pk, cast.jonas.pk)))}
    with pytest.raises(NotAllowed):
        actions.tell_of_table(actor=cast.olga, gathering_id=table.pk, said="met", at=cast.now + WEEK + DAY)
    later = cast.now + WEEK + 80 * DAY
    frozen = introductions.kept_apart(cast.house, later)
    assert tuple(sorted((cast.mara.pk, cast.jonas.pk))) in frozen
    assert tuple(sorted((cast.mara.pk, cast.olga.pk))) not in frozen
    assert not introductions.kept_apart(cast.house, cast.now + WEEK + 91 * DAY)


def test_all_yeses_set_a_table_at_once_and_one_alone_sets_none(nobody_alike):
    cast = nobody_alike
    table = sent_table(cast)
    for one in cast.everybody():
        done = actions.take_seat(actor=one, gathering_id=table.pk, at=cast.now)
    assert done.introduced_at == cast.now
    Gathering.objects.all().delete()
    alone = sent_table(cast, cast.now + 100 * DAY)
    actions.take_seat(actor=cast.mara, gathering_id=alone.pk, at=cast.now + 100 * DAY)
    end = cast.now + 107 * DAY
    actions.decide_due(at=end)
    work(end)
    assert queries.table_page(cast.mara, alone.pk, end).state == "over"
    assert Notice.objects.filter(code="gathering.off").values_list("member_id", flat=True).get() == cast.mara.pk


@pytest.mark.parametrize("keeps", ["block", "secret"])
def test_two_who_are_kept_apart_meanwhile_let_no_table_come_about(nobody_alike, keeps):
    cast = nobody_alike
    table = sent_table(cast)
    if keeps == "block":
        Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)
    else:
        actions.keep_away(actor=cast.mara, other_id=cast.jonas.pk, at=cast.now)
    for one in cast.everybody():
        actions.take_seat(actor=one, gathering_id=table.pk, at=cast.now)
    table.refresh_from_db()
    assert table.introduced_at is None
    actions.decide_due(at=cast.now + WEEK)
    assert {queries.table_page(m, table.pk, cast.now + WEEK).state for m in cast.everybody()} == {"over"}


def seen_by_others(cast, table, at):
    """What anybody but Mara can read of a table."""
    made = Round.objects.get()
    return {
        "pages": [str(queries.table_page(m, table.pk, at)) for m in (cast.jonas, cast.ada)],
        "rounds": [str(queries.my_rounds(m, at)) for m in (cast.jonas, cast.ada)],
        "series": str(queries.series_page(cast.hanna, made.series_id, at, drafts.Look())),
        "apart": introductions.kept_apart(cast.house, at),
        "busy": introductions.busy(cast.house, at),
        "ledger": list(LedgerRow.objects.order_by("id").values_list("kind", "at", "actor_id", "facts")),
        "notices": sorted(Notice.objects.exclude(member=cast.mara).values_list("code", "member_id", "at", "due_at")),
        "mails": sorted(Mail.objects.exclude(to_address__startswith="mara").values_list("to_address", "subject", "text")),
        "held": [str(held_on(m.pk).get("connect.Seat")) for m in (cast.jonas, cast.ada, cast.hanna)],
        "paused": sorted(Member.objects.exclude(paused_until=None).values_list("pk", "paused_until")),
    }


def test_a_no_to_a_table_leaves_the_same_traces_as_silence(nobody_alike):
    from django.db import transaction

    cast = nobody_alike
    table = sent_table(cast)
    courses = []
    for says_no in (False, True):
        steps = []
        with transaction.atomic():
            for one in (cast.jonas, cast.ada):
                actions.take_seat(actor=one, gathering_id=table.pk, at=cast.now)
            if says_no:
                actions.leave_seat(actor=cast.mara, gathering_id=table.pk, at=cast.now)
            for ahead in (timedelta(hours=2), 4 * DAY, 6 * DAY, WEEK, 8 * DAY, 30 * DAY):
                at = cast.now + ahead
                jobs.nudge({}, at)
                jobs.decide({}, at)
                jobs.pause_silent({}, at)
                work(at)
                steps.append(seen_by_others(cast, table, at))
            transaction.set_rollback(True)
        courses.append(steps)
    silence, refusal = courses
    for quiet, no in zip(silence, refusal, strict=True):
        for name in quiet:
            if name == "mails":
                # Tokens in links carry the second in which they were signed.
                quiet[name], no[name] = ([(a, s) for a, s, _t in rows] for rows in (quiet[name], no[name]))
            assert quiet[name] == no[name], name


def test_words_that_quote_somebody_who_is_erased_go(nobody_alike):
    cast = nobody_alike
    table = sent_table(cast)
    told = [{"code": "need_offer", "seeker": cast.mara.pk, "need": "Wer kann Polnisch?", "helper": cast.jonas.pk, "offer": "Ich."}]
    Gathering.objects.update(reasons=told)
    GroupDraft.objects.update(reasons=told)
    reactions.forget_erased(Erased(cast.mara.pk, cast.house.pk, Said.of([], ["Wer kann Polnisch?"]), False, cast.now))
    table.refresh_from_db()
    assert (table.reasons, GroupDraft.objects.get().reasons) == ([], [])


def test_only_the_silent_are_nudged_and_once(nobody_alike):
    cast = nobody_alike
    table = sent_table(cast)
    actions.take_seat(actor=cast.mara, gathering_id=table.pk, at=cast.now)
    actions.leave_seat(actor=cast.jonas, gathering_id=table.pk, at=cast.now)
    for hours in (96, 99, 102):
        jobs.nudge({}, cast.now + timedelta(hours=hours))
    nudged = set(Notice.objects.filter(code="gathering.nudge").values_list("member_id", flat=True))
    assert nudged == {cast.olga.pk, cast.hanna.pk, cast.neo.pk, cast.ada.pk}
    assert Notice.objects.filter(code="gathering.nudge").count() == 4
    assert EmptySeat.objects.get().member_id == cast.jonas.pk


def test_three_in_a_row_without_a_yes_give_a_kind_pause_that_one_tap_ends(cast, monkeypatch):
    at = cast.now
    for other, yes in ((cast.jonas, True), (cast.neo, False), (cast.olga, False), (cast.hanna, False)):
        low, high = sorted((cast.mara, other), key=lambda m: m.pk)
        pair = Introduction.objects.create(
            space=cast.house, first=low, second=high, proposed_at=at, expires_at=at + WEEK, expired_at=at + WEEK
        )
        Side.objects.create(introduction=pair, member=cast.mara, accepted_at=at if yes else None)
        Side.objects.create(introduction=pair, member=other)
        at += WEEK
        jobs.pause_silent({}, at)
        cast.mara.refresh_from_db()
        assert (cast.mara.paused_until is not None) == (other == cast.hanna)
    assert Notice.objects.filter(member=cast.mara, code="round.paused").count() == 1
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: at)
    browser = cast.client(cast.mara)
    assert "/pause/end/" in browser.get(f"/{cast.house.slug}/introductions/").content.decode()


def test_the_change_of_the_clock_moves_no_round(nobody_alike):
    cast = nobody_alike
    one = series(cast)
    Series.objects.filter(pk=one.pk).update(next_on=date(2026, 10, 19))
    # Summer time ends on 25 October 2026; the house draws at four in the morning of its own Mondays.
    days = []
    for hour in range(24 * 15):
        at = datetime(2026, 10, 18, 0, tzinfo=UTC) + timedelta(hours=hour)
        before = Series.objects.get(pk=one.pk).next_on
        jobs.plan({}, at)
        for payload in [{"series": one.pk}]:
            if at.astimezone(cast.house.zone).hour == 4:
                jobs.draw(payload, at)
        if Series.objects.get(pk=one.pk).next_on != before:
            days.append(at.astimezone(cast.house.zone).date())
    assert days == [date(2026, 10, 19), date(2026, 10, 26)]


def test_an_answer_too_late_and_a_strangers_hand(nobody_alike):
    cast = nobody_alike
    table = sent_table(cast)
    with pytest.raises(OutOfDate):
        actions.take_seat(actor=cast.mara, gathering_id=table.pk, at=cast.now + WEEK)
    for verb in (actions.take_seat, actions.leave_seat):
        with pytest.raises(NotFound):
            verb(actor=cast.sten, gathering_id=table.pk, at=cast.now)
    assert Seat.objects.filter(accepted_at__isnull=False).count() == 0


@pytest.mark.parametrize("decided", [False, True])
def test_a_second_yes_after_the_time_is_over_promises_no_table(nobody_alike, decided):
    cast = nobody_alike
    table = sent_table(cast)
    for _twice in range(2):
        actions.take_seat(actor=cast.mara, gathering_id=table.pk, at=cast.now)
    if decided:
        actions.decide_due(at=cast.now + WEEK)
    with pytest.raises(OutOfDate):
        actions.take_seat(actor=cast.mara, gathering_id=table.pk, at=cast.now + WEEK)


def test_a_second_yes_at_a_table_that_is_set_does_not_say_that_everybody_comes(nobody_alike):
    cast = nobody_alike
    table = sent_table(cast)
    here = [member for member in cast.everybody() if table.seats.filter(member=member).exists()]
    for one in here[:-1]:
        actions.take_seat(actor=one, gathering_id=table.pk, at=cast.now)
    end = cast.now + WEEK
    actions.decide_due(at=end)
    done = actions.take_seat(actor=here[0], gathering_id=table.pk, at=end + DAY)
    assert done.introduced_at == end
    with translation.override("de"):
        assert "Alle kommen" in words.seat_taken(end, end)
        assert words.seat_taken(end, end + DAY).startswith("Es steht schon fest")
