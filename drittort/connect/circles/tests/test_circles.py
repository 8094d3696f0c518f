"""A circle from the call to its ending: the quiet no, who never sits together, what only the circle reads, and the clock."""

from __future__ import annotations

import random
from base64 import b64decode
from datetime import timedelta
from itertools import combinations, pairwise

import pytest
from django.urls import reverse
from icalendar import Calendar

from drittort.connect.circles import actions, drawing, hosting, jobs, meetings, queries, rules
from drittort.connect.circles.calendar import entries_of
from drittort.connect.circles.models import (
    Circle,
    CircleMeeting,
    CircleNo,
    CirclePresence,
    CircleSeason,
    CircleSeat,
    CircleWish,
    Commitment,
)
from drittort.connect.circles.stories import circles as stories
from drittort.connect.circles.tests.world import DAY, asked, eight, host, running, season, without_encoder
from drittort.connect.introductions import rules as introductions
from drittort.connect.introductions.models import Round
from drittort.connect.rounds import actions as rounds
from drittort.connect.rounds import jobs as round_jobs
from drittort.connect.rounds.drafts import Look
from drittort.connect.rounds.models import DraftSeat, GroupDraft, NotWith, Unseated
from drittort.connect.rounds.rules import may_host
from drittort.core.calendars import calendar_file
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import Job, LedgerRow, Mail
from drittort.core.privacy import held_on
from drittort.members.membership.actions import end_membership
from drittort.members.models import Block, Member
from drittort.members.notices.actions import see_thread
from drittort.members.notices.models import Notice
from drittort.network.models import Contact
from drittort.talk.conversations.actions import say_about
from drittort.talk.conversations.queries import thread
from tests.cast import person
from tests.quiet import Clock, Course, differences, nothing

WEEK = 7 * DAY


@pytest.fixture(autouse=True)
def _alike(cast):
    without_encoder(cast)


@pytest.fixture
def people(cast):
    return cast.everybody()


@pytest.fixture
def circle(cast, people):
    return running(cast, people)


def work(at):
    return run_due(clock=lambda: at)


def first(circle):
    return CircleMeeting.objects.filter(circle=circle).order_by("number")[0]


def called(cast, people, stages=None):
    made = season(cast, open_until=(cast.now + 5 * DAY).date())
    for k, one in enumerate(people):
        actions.want_circle(actor=one, season_id=made.pk, stage=stages[k] if stages else 1, at=cast.now)
    return made


def drafted(made):
    return [set(g.seats.values_list("member_id", flat=True)) for g in GroupDraft.objects.filter(round__season=made, dropped_at=None)]


# ------------------------------------------------------------------ the call and the draft


def test_a_call_is_told_answered_drafted_and_sent_by_itself(cast):
    people = eight(cast)
    made = called(cast, people[:7])
    work(cast.now)
    assert set(Notice.objects.filter(code="circle.call").values_list("member_id", flat=True)) == {p.pk for p in people} - {cast.hanna.pk}
    with pytest.raises(OutOfDate):
        actions.want_circle(actor=people[7], season_id=made.pk, stage=1, at=cast.now + 6 * DAY)
    jobs.plan({}, cast.now + 5 * DAY)
    assert not Job.objects.filter(name=actions.DRAW).exists()
    jobs.plan({}, cast.now + 6 * DAY)
    work(cast.now + 6 * DAY)
    assert drafted(made) == [{p.pk for p in people[:7]}]
    round_jobs.send({}, cast.now + 7 * DAY)
    work(cast.now + 7 * DAY)
    assert set(CircleSeat.objects.values_list("member_id", flat=True)) == {p.pk for p in people[:7]}
    assert CircleSeason.objects.get().closed_at is not None
    assert Mail.objects.filter(text__contains="?a=yes").count() == 7


def test_far_stages_are_not_mixed_and_whoever_has_no_place_is_told(cast):
    people = [*eight(cast), person(cast.house, "Ulla Roth"), person(cast.house, "Vera Blau"), person(cast.house, "Willi Grün")]
    made = called(cast, people, [0] * 5 + [2] * 5 + [2])
    assert drawing.draw(season=made, at=cast.now) is not None
    stage = dict(CircleWish.objects.values_list("member_id", "stage"))
    groups = drafted(made)
    assert [{stage[pk] for pk in ids} for ids in sorted(groups, key=lambda ids: min(stage[pk] for pk in ids))] == [{0}, {2}]
    why = hosting.season_page(cast.hanna, made.pk, cast.now, Look("all")).draft.groups[0].reasons
    assert not any("nfang" in sentence or "lange dabei" in sentence for sentence in why), "the stage is shown to nobody by name"
    few = called(cast, people[:4])
    left = drawing.draw(season=few, at=cast.now)
    assert (drafted(few), left.held_at) == ([], cast.now)
    assert Unseated.objects.filter(round=left).count() == 4


@pytest.mark.parametrize("seed", range(2))
def test_blocked_people_and_secret_lists_sit_in_no_circle(cast, seed):
    """A property over drafts, what is sent, and what a hand tries."""
    chance = random.Random(seed)
    people = [*eight(cast), *(person(cast.house, f"Q{k} Neu") for k in range(5))]
    apart = set()
    for pair in chance.sample(list(combinations(people, 2)), 12):
        low, high = sorted(pair, key=lambda m: m.pk)
        apart.add((low.pk, high.pk))
        if chance.random() < 0.5:
            Block.objects.create(blocker=pair[0], blocked=pair[1], at=cast.now)
        else:
            NotWith.objects.create(member=pair[1], other=pair[0], at=cast.now)
    made = called(cast, people)
    draft = drawing.draw(season=made, at=cast.now, seed=seed, kicks=5)
    groups = drafted(made)
    assert all(pair not in apart for ids in groups for pair in combinations(sorted(ids), 2))
    if groups:
        one, other = sorted(groups[0])[:2]
        Block.objects.create(blocker_id=one, blocked_id=other, at=cast.now)
        apart.add((one, other))
    rounds.send_round(actor=cast.hanna, round_id=draft.pk, at=cast.now)
    actions.deliver(round_id=draft.pk, at=cast.now)
    assert Circle.objects.count() == max(0, len(groups) - 1)
    for circle in Circle.objects.all():
        sat = sorted(circle.seats.values_list("member_id", flat=True))
        assert 5 <= len(sat) <= 8
        assert not set(combinations(sat, 2)) & apart
    a, b = chance.choice(sorted(apart))
    by_hand = season(cast)
    others = [m.pk for m in people if m.pk not in (a, b)][:4]
    with pytest.raises(NotAllowed):
        actions.ask_by_hand(actor=host(cast), season_id=by_hand.pk, members={a, b, *others}, at=cast.now)


def test_the_draft_is_kept_swapped_and_drawn_anew(cast):
    people = [*eight(cast), *(person(cast.house, f"R{k} Neu") for k in range(5))]
    made = called(cast, people[:12])
    draft = drawing.draw(season=made, at=cast.now)
    assert sorted(map(len, drafted(made))) == [6, 6]
    one, other = (min(ids) for ids in drafted(made))
    with pytest.raises(NotAllowed):
        rounds.swap_people(actor=cast.hanna, round_id=draft.pk, member_id=one, other_id=other, at=cast.now)
    rounds.swap_people(actor=host(cast), round_id=draft.pk, member_id=one, other_id=other, at=cast.now)
    kept = drafted(made)
    assert any(other in ids and one not in ids for ids in kept)
    drawing.draw(season=made, at=cast.now)
    assert sorted(map(sorted, drafted(made))) == sorted(map(sorted, kept))
    two = sorted(kept[0] - {cast.hanna.pk, cast.olga.pk})[:2]
    Block.objects.create(blocker_id=two[0], blocked_id=two[1], at=cast.now)
    drawing.draw(season=made, at=cast.now)
    assert not any(set(two) <= ids for ids in drafted(made))
    with pytest.raises(NotAllowed):
        rounds.leave_out(actor=cast.mara, round_id=Round.objects.get(season=made).pk, member_id=one, at=cast.now)
    actions.unwant_circle(actor=Member.objects.get(pk=one), season_id=made.pk, at=cast.now)
    assert not DraftSeat.objects.filter(member=one).exists()


def test_a_circle_host_holds_circles_and_a_member_does_not(cast):
    with pytest.raises(NotAllowed):
        actions.open_season(actor=cast.mara, wanted={}, at=cast.now)
    cast.mara.roles = ["circle-host"]
    cast.mara.save()
    assert may_host(cast.mara)
    with pytest.raises(NotFound):
        actions.close_season(actor=cast.hanna, season_id=0, at=cast.now)


# ------------------------------------------------------------------ the answer


def test_five_yeses_begin_a_circle_at_its_deadline_and_four_do_not(cast, people):
    for yes, begins in ((5, True), (4, False)):
        Circle.objects.all().delete()
        circle = asked(cast, people)
        for one in people[:yes]:
            actions.say_yes(actor=one, circle_id=circle.pk, at=cast.now)
        assert actions.decide_due(at=cast.now + WEEK - timedelta(minutes=1)) == 0
        assert actions.decide_due(at=cast.now + WEEK) == 1
        circle.refresh_from_db()
        assert (circle.begun_at is not None, circle.off_at is not None) == (begins, not begins)
        assert rules.people_in(circle.pk) == ({p.pk for p in people[:5]} if begins else set())
    with pytest.raises(OutOfDate):
        actions.say_yes(actor=people[5], circle_id=circle.pk, at=cast.now + WEEK)


def test_all_yeses_begin_it_at_once_with_six_dates_in_local_time(cast, circle):
    assert circle.begun_at == cast.now
    found = list(CircleMeeting.objects.filter(circle=circle).order_by("number"))
    local = [m.starts_at.astimezone(cast.house.zone) for m in found]
    assert len(found) == 6
    assert {(b.date() - a.date()).days for a, b in pairwise(local)} == {14}
    assert len({m.time() for m in local}) == 1
    assert {m.hot_seat_id for m in found} == rules.people_in(circle.pk)


def test_a_second_yes_after_the_time_is_over_promises_no_circle(cast, people):
    circle = asked(cast, people)
    for _twice in range(2):
        actions.say_yes(actor=cast.mara, circle_id=circle.pk, at=cast.now)
    with pytest.raises(OutOfDate):
        actions.say_yes(actor=cast.mara, circle_id=circle.pk, at=circle.expires_at)


def test_two_who_block_each_other_meanwhile_let_no_circle_come_about(cast, people):
    circle = asked(cast, people)
    Block.objects.create(blocker=people[0], blocked=people[1], at=cast.now)
    for one in people:
        actions.say_yes(actor=one, circle_id=circle.pk, at=cast.now)
    actions.decide_due(at=cast.now + WEEK)
    circle.refresh_from_db()
    assert (circle.begun_at, circle.off_at) == (None, circle.expires_at)


def watched(cast, circle_id):
    slug = cast.house.slug
    inside = [
        reverse("connect:circles", args=[slug]),
        reverse("connect:circle", args=[slug, circle_id]),
        reverse("home:today", args=[slug]),
    ]
    host = [
        reverse("connect:circle_season", args=[slug, 1]),
        reverse("home:care_house", args=[slug]),
        reverse("connect:circles", args=[slug]),
    ]
    return {cast.jonas: inside, cast.hanna: host}


@pytest.fixture
def clock(cast, monkeypatch):
    return Clock(cast.now).hold(monkeypatch)


@pytest.mark.parametrize("comes_about", [True, False])
def test_a_no_reads_like_silence_to_everybody_else(cast, clock, comes_about):
    """Pages, mails, notices, copies and the ledger of those who were asked and of who asked them, until after the decision."""
    people = [m for m in eight(cast) if m != cast.hanna][:6]
    yes = [m for m in people if m != cast.mara][: 5 if comes_about else 3]

    def begin(cast):
        asked(cast, people)

    def silence(cast):
        for one in yes:
            actions.say_yes(actor=one, circle_id=1, at=cast.now)

    def no(cast):
        actions.say_no(actor=cast.mara, circle_id=1, at=cast.now)
        silence(cast)

    def changed_mind(cast):
        actions.say_yes(actor=cast.mara, circle_id=1, at=cast.now)
        no(cast)

    moments = [cast.now + rules.NUDGED_AFTER + timedelta(hours=1), cast.now + WEEK + timedelta(hours=1)]
    course = Course(cast, clock, due=(lambda at: jobs.advance({}, at), lambda at: jobs.remind({}, at)))
    # A mind that changed ends in the same no, whatever becomes of the circle: once is enough.
    noes = (no,) if comes_about else (no, changed_mind)
    watch = watched(cast, 1)
    own = {cast.mara: watch[cast.jonas][1:2]} if comes_about else {}
    first, *others = course.run_each(nothing, begin, (silence, *noes), watchers=watch | own, moments=moments)
    for other in others:
        seen = differences(first, other)
        assert [what for what in seen if cast.mara.name not in what[1]] == []
        assert bool(seen) == comes_about, "the comparison sees what there is to see: what Mara reads of her own"
    assert all(first[0][str((who.name, path))][0] == 200 for who, paths in watch.items() for path in paths)


def test_a_no_to_going_on_reads_like_silence_too(cast, clock):
    people = [m for m in eight(cast) if m != cast.hanna][:6]

    def begin(cast):
        running(cast, people)
        CircleMeeting.objects.update(starts_at=cast.now - DAY)
        actions.ask_on_due(at=cast.now)

    def silence(cast):
        for one in [m for m in people if m != cast.mara][:5]:
            actions.say_go_on(actor=one, circle_id=1, goes=True, at=cast.now)

    def no(cast):
        actions.say_go_on(actor=cast.mara, circle_id=1, goes=False, at=cast.now)
        silence(cast)

    moments = [cast.now + WEEK + timedelta(hours=1)]
    course = Course(cast, clock, due=(lambda at: jobs.advance({}, at),))
    seen = course.run_each(nothing, begin, (silence, no), watchers=watched(cast, 1), moments=moments)
    assert differences(*seen) == []


def test_the_nudge_goes_to_those_who_have_said_nothing(cast, people):
    circle = asked(cast, people)
    actions.say_yes(actor=people[0], circle_id=circle.pk, at=cast.now)
    actions.say_no(actor=people[1], circle_id=circle.pk, at=cast.now)
    jobs.remind({}, cast.now + rules.NUDGED_AFTER + timedelta(hours=1))
    assert set(Notice.objects.filter(code="circle.nudge").values_list("member_id", flat=True)) == {p.pk for p in people[2:]}


# ------------------------------------------------------------------ six meetings


@pytest.mark.parametrize("size", range(1, 9))
def test_nobody_has_the_hot_seat_twice_before_everybody_had_it_once(size):
    had: dict[int, int] = {}
    for turn in range(4):
        for pk in rules.rota(range(size), had, seed=turn):
            had[pk] = had.get(pk, 0) + 1
            counts = [had.get(one, 0) for one in range(size)]
            assert max(counts) - min(counts) <= 1


def test_hot_seats_change_places_between_two_of_the_circle(cast, circle, people):
    rows = list(CircleMeeting.objects.filter(circle=circle).order_by("number"))
    actor = Member.objects.get(pk=rows[0].hot_seat_id)
    meetings.swap_hot_seats(actor=actor, meeting_id=rows[0].pk, other_id=rows[3].pk, at=cast.now)
    after = list(CircleMeeting.objects.filter(circle=circle).order_by("number").values_list("hot_seat_id", flat=True))
    assert (after[0], after[3]) == (rows[3].hot_seat_id, rows[0].hot_seat_id)
    with pytest.raises(Invalid):
        meetings.swap_hot_seats(actor=actor, meeting_id=rows[1].pk, other_id=rows[2].pk, at=cast.now)
    with pytest.raises(OutOfDate):
        meetings.swap_hot_seats(actor=actor, meeting_id=rows[3].pk, other_id=rows[5].pk, at=rows[3].starts_at)


def test_who_was_there_has_met_and_the_last_word_counts(cast, circle, people):
    meeting = first(circle)
    with pytest.raises(Invalid):
        meetings.note_presence(actor=people[0], meeting_id=meeting.pk, members=[people[0].pk], at=cast.now)
    at = meeting.starts_at + timedelta(hours=2)
    people[3].consents.filter(kind="counted").update(revoked_at=cast.now)
    meetings.note_presence(actor=people[0], meeting_id=meeting.pk, members=[p.pk for p in people[:4]], at=at)
    pairs = {tuple(sorted((a.pk, b.pk))) for a, b in combinations(people[:3], 2)}
    assert set(Contact.objects.filter(kind="meeting").values_list("first_id", "second_id")) == pairs
    meetings.note_presence(actor=people[1], meeting_id=meeting.pk, members=[people[0].pk, people[1].pk, cast.sten.pk], at=at)
    assert set(CirclePresence.objects.values_list("member_id", flat=True)) == {people[0].pk, people[1].pk}
    assert Contact.objects.filter(kind="meeting").count() == 1
    assert LedgerRow.objects.filter(kind=actions.MET).count() == 1


def test_commitments_are_read_by_the_circle_and_by_nobody_else(cast, people):
    """Staff least of all: neither page, nor copy, nor letter, nor the ledger."""
    secret = "Ich sage Nordlicht ab."
    circle = running(cast, [m for m in [*people, person(cast.house, "Ruth Adler")] if m not in (cast.hanna, cast.olga)])
    work(cast.now)
    meeting = first(circle)
    commitment = meetings.commit(actor=cast.mara, meeting_id=meeting.pk, text=secret, at=cast.now)
    assert meetings.commit(actor=cast.mara, meeting_id=meeting.pk, text=secret, at=cast.now) == commitment
    inside = cast.client(cast.jonas).get(reverse("connect:circle", args=[cast.house.slug, circle.pk])).content.decode()
    assert secret in inside
    for one in (cast.hanna, cast.olga):
        browser = cast.client(one)
        assert browser.get(reverse("connect:circle", args=[cast.house.slug, circle.pk])).status_code == 404
        for name, args in (("connect:circle_season", [circle.season_id]), ("connect:circles", []), ("home:care_house", [])):
            assert secret not in browser.get(reverse(name, args=[cast.house.slug, *args])).content.decode()
        assert secret not in str(held_on(one.pk))
        with pytest.raises(NotFound):
            meetings.commit(actor=one, meeting_id=meeting.pk, text="x", at=cast.now)
        with pytest.raises(NotFound):
            meetings.check_commitment(actor=one, commitment_id=commitment.pk, said="done", at=cast.now)
        assert thread(one, f"circle:{circle.pk}", cast.now) is None
    assert secret in str(held_on(cast.mara.pk))
    assert secret not in str(held_on(cast.jonas.pk))
    jobs.remind({}, meeting.starts_at - DAY)
    work(meeting.starts_at - DAY)
    told = {mail.to_member_id for mail in Mail.objects.filter(text__contains=secret)}
    assert told == {cast.mara.pk}
    assert secret not in str(list(LedgerRow.objects.values()))
    with pytest.raises(NotFound):
        meetings.check_commitment(actor=cast.jonas, commitment_id=commitment.pk, said="done", at=cast.now)


def test_whoever_blocks_somebody_of_their_circle_reads_their_words_no_more_and_nobody_else_notices(cast, circle, people):
    one, other, third = people[:3]
    meeting = first(circle)
    for who in (one, other):
        meetings.commit(actor=who, meeting_id=meeting.pk, text=f"Das mache ich, {who.name}.", at=cast.now)
        actions.tell_outcome(actor=who, circle_id=circle.pk, came="help", outcome=f"Viel, {who.name}.", shared=True, at=cast.now)

    def page(reader):
        return queries.circle_page(reader, circle.pk, cast.now)

    before = {reader.pk: page(reader) for reader in (one, other, third)}
    assert [promise.face.id for promise in before[one.pk].taken_on] == [other.pk]
    block = Block.objects.create(blocker=one, blocked=other, at=cast.now)
    mine = page(one)
    assert (mine.taken_on, mine.told, mine.others_said, mine.beside_block) == ((), (), (), True)
    assert [promise.face.id for promise in mine.to_check] == [one.pk]
    assert (page(other), page(third)) == (before[other.pk], before[third.pk])
    block.delete()
    assert page(one) == before[one.pk]


def test_whoever_leaves_gets_the_dates_out_of_their_calendar(cast, circle, people):
    gone, rest = people[0], people[1:]
    work(cast.now)
    actions.leave_circle(actor=gone, circle_id=circle.pk, at=cast.now + DAY)
    # They look at the page of the circle that they left before the mail is written.
    see_thread(member=gone, thread=actions.thread(circle.pk), at=cast.now + DAY)
    work(cast.now + DAY)
    mail = Mail.objects.filter(to_member_id=gone.pk).latest("pk")
    entries = Calendar.from_ical(b64decode(mail.attachments[0]["content"])).walk("VEVENT")
    assert {str(entry["status"]) for entry in entries} == {"CANCELLED"}
    known = Calendar.from_ical(calendar_file(*entries_of(circle, rules.meetings(circle), cast.now))).walk("VEVENT")
    assert {str(entry["uid"]): entry["sequence"] - 1 for entry in entries} == {str(entry["uid"]): entry["sequence"] for entry in known}
    assert not Notice.objects.filter(member=gone, seen_at=None).exists(), "what somebody did themself is no news"
    assert not Mail.objects.filter(to_member_id__in=[m.pk for m in rest], created_at=cast.now + DAY).exclude(attachments=[]).exists()


def test_commitments_are_checked_without_shame_and_three_at_once_are_enough(cast, circle, people):
    meeting = first(circle)
    made = [meetings.commit(actor=people[0], meeting_id=meeting.pk, text=f"Ding {k}", at=cast.now) for k in range(3)]
    with pytest.raises(Invalid):
        meetings.commit(actor=people[0], meeting_id=meeting.pk, text="noch eins", at=cast.now)
    meetings.check_commitment(actor=people[0], commitment_id=made[0].pk, said="not", at=cast.now)
    assert meetings.commit(actor=people[0], meeting_id=meeting.pk, text="noch eins", at=cast.now)
    meetings.check_commitment(actor=people[0], commitment_id=made[0].pk, said="partly", at=cast.now)
    assert Commitment.objects.get(pk=made[0].pk).said == "partly"
    with pytest.raises(Invalid):
        meetings.check_commitment(actor=people[0], commitment_id=made[0].pk, said="never", at=cast.now)
    meetings.take_commitment_back(actor=people[1], commitment_id=made[1].pk, at=cast.now)
    assert Commitment.objects.filter(pk=made[1].pk).exists()


def test_a_moved_meeting_keeps_its_name_in_calendars_and_has_a_higher_number(cast, circle, people):
    meeting = first(circle)

    def event(at):
        return next(iter(Calendar.from_ical(calendar_file(*entries_of(circle, [first(circle)], at))).walk("VEVENT")))

    before = event(cast.now)
    work(cast.now)
    meetings.move_meeting(actor=people[2], meeting_id=meeting.pk, starts_at=meeting.starts_at + DAY, at=cast.now)
    after = event(cast.now)
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTART"].dt == meeting.starts_at + DAY
    assert (after["DTEND"].dt - after["DTSTART"].dt) == timedelta(minutes=90)
    work(cast.now)
    assert Mail.objects.filter(subject__contains="einen neuen Termin").count() == 6
    meetings.move_meeting(actor=people[2], meeting_id=meeting.pk, starts_at=meeting.starts_at + 2 * DAY, at=cast.now + DAY)
    work(cast.now + DAY)
    assert Mail.objects.filter(subject__contains="einen neuen Termin").count() == 12, "the second change is news, too"
    with pytest.raises(Invalid):
        meetings.move_meeting(actor=people[2], meeting_id=meeting.pk, starts_at=cast.now - DAY, at=cast.now)
    with pytest.raises(NotFound):
        meetings.move_meeting(actor=person(cast.house, "Udo Fern"), meeting_id=meeting.pk, starts_at=cast.now + DAY, at=cast.now)
    with pytest.raises(NotFound):
        meetings.move_meeting(actor=cast.sten, meeting_id=meeting.pk, starts_at=cast.now + DAY, at=cast.now)


def test_a_reminder_comes_once_and_after_it_the_question_who_was_there(cast, circle):
    meeting = first(circle)
    for at in (meeting.starts_at - DAY, meeting.starts_at - timedelta(hours=20)):
        jobs.remind({}, at)
        work(at)
    jobs.remind({}, meeting.starts_at + timedelta(hours=3))
    jobs.remind({}, meeting.starts_at + timedelta(hours=4))
    assert Notice.objects.filter(code="circle.soon").count() == Notice.objects.filter(code="circle.after").count() == 6


def test_the_thread_is_the_circles_and_whoever_leaves_reads_no_more(cast, circle, people):
    say_about(actor=people[0], about=f"circle:{circle.pk}", text="Wer bringt Kuchen mit?", at=cast.now)
    assert thread(people[1], f"circle:{circle.pk}", cast.now).letters
    meetings.commit(actor=people[1], meeting_id=first(circle).pk, text="x", at=cast.now)
    actions.leave_circle(actor=people[1], circle_id=circle.pk, at=cast.now)
    actions.leave_circle(actor=people[1], circle_id=circle.pk, at=cast.now)
    assert thread(people[1], f"circle:{circle.pk}", cast.now) is None
    assert queries.circle_page(people[1], circle.pk, cast.now).state == "left"
    assert not queries.circle_page(people[1], circle.pk, cast.now).people
    assert not Commitment.objects.exists()
    seats = list(CircleMeeting.objects.filter(circle=circle).values_list("hot_seat_id", flat=True))
    assert people[1].pk not in seats
    assert max(map(seats.count, seats)) <= 2
    work(cast.now)
    assert set(Notice.objects.filter(code="circle.gone").values_list("member_id", flat=True)) == {p.pk for p in people} - {people[1].pk}


def test_whoever_leaves_the_house_leaves_their_circle(cast, circle, people):
    end_membership(actor=None, member_id=people[2].pk, last_on=cast.now.date() - DAY, at=cast.now)
    work(cast.now)
    assert people[2].pk not in rules.people_in(circle.pk)
    assert CircleSeat.objects.get(circle=circle, member=people[2]).left_at is not None


# ------------------------------------------------------------------ going on, or the end


def over(circle):
    """The moment at which the last meeting is over."""
    return CircleMeeting.objects.filter(circle=circle).order_by("-starts_at")[0].starts_at + timedelta(hours=2)


def test_five_go_on_and_the_others_are_out(cast, circle, people):
    at = over(circle)
    assert actions.ask_on_due(at=at - timedelta(hours=1)) == 0
    assert actions.ask_on_due(at=at) == 1
    assert actions.ask_on_due(at=at) == 0
    for one in people[:5]:
        actions.say_go_on(actor=one, circle_id=circle.pk, goes=True, at=at)
    assert actions.decide_going_on_due(at=at + WEEK) == 1
    circle.refresh_from_db()
    assert (circle.turn, circle.ended_at) == (2, None)
    assert rules.people_in(circle.pk) == {p.pk for p in people[:5]}
    assert CircleMeeting.objects.filter(circle=circle, turn=2).count() == 6
    assert min(CircleMeeting.objects.filter(turn=2).values_list("starts_at", flat=True)) > at + WEEK
    work(at + WEEK)
    assert set(Notice.objects.filter(code="circle.ended").values_list("member_id", flat=True)) == {people[5].pk}


def test_after_the_last_meeting_nothing_is_taken_on_until_the_circle_goes_on(cast, circle, people):
    last = CircleMeeting.objects.filter(circle=circle).latest("starts_at")
    before, at = last.starts_at - timedelta(minutes=1), over(circle)
    assert queries.circle_page(people[0], circle.pk, before).can_commit
    assert not queries.circle_page(people[0], circle.pk, at).can_commit
    with pytest.raises(OutOfDate):
        meetings.commit(actor=people[0], meeting_id=last.pk, text="x", at=at)
    assert not Commitment.objects.exists()
    work(cast.now)
    jobs.remind({}, at)
    work(at)
    mail = Mail.objects.filter(to_member_id=people[0].pk, text__contains="?a=there").latest("pk")
    assert "?a=commit" not in mail.text
    assert "bis zum nächsten Mal" not in mail.text
    actions.ask_on_due(at=at)
    for one in people:
        actions.say_go_on(actor=one, circle_id=circle.pk, goes=True, at=at)
    assert queries.circle_page(people[0], circle.pk, at).can_commit


def test_only_the_last_meeting_looks_back_instead_of_ahead(cast, circle, people):
    parts = []
    for meeting in rules.meetings(circle):
        page = queries.circle_page(people[0], circle.pk, meeting.starts_at - DAY)
        parts.append([part for part, _minutes in page.agenda][3])
    assert parts == [*["Was nehme ich mir bis zum nächsten Mal vor?"] * 5, "Was nehme ich aus unseren sechs Treffen mit?"]


def test_a_commitment_says_when_it_was_taken_on_also_before_the_first_meeting(cast, circle, people):
    meetings.commit(actor=people[0], meeting_id=first(circle).pk, text="Ich rufe an.", at=cast.now)
    (mine,) = queries.circle_page(people[0], circle.pk, cast.now).to_check
    assert mine.since == "12.\xa0Mai"


def test_no_subject_has_two_colons(cast, circle):
    work(cast.now)
    subject = Mail.objects.filter(to_member_id=cast.mara.pk).latest("pk").subject
    assert subject == "Kreis „Gründen“: Es geht los"


def test_fewer_than_five_end_it_well_and_tell_what_came_of_it(cast, circle, people):
    at = over(circle)
    meeting = first(circle)
    meetings.note_presence(actor=people[0], meeting_id=meeting.pk, members=[p.pk for p in people[:4]], at=at)
    actions.ask_on_due(at=at)
    for one in people[:4]:
        actions.say_go_on(actor=one, circle_id=circle.pk, goes=True, at=at)
    actions.say_go_on(actor=people[4], circle_id=circle.pk, goes=False, at=at)
    actions.decide_going_on_due(at=at + WEEK)
    circle.refresh_from_db()
    assert circle.ended_at == at + WEEK
    actions.tell_outcome(actor=people[0], circle_id=circle.pk, came="business", outcome="Ein Auftrag.", shared=True, at=at + WEEK)
    assert queries.circle_page(people[1], circle.pk, at + WEEK).others_said == ((people[0].name.split()[0], "Ein Auftrag."),)
    told = list(stories(cast.house.pk, cast.now.date(), cast.now.date()))
    assert sorted(story.outcome for story in told) == ["", "", "business", "met", "met", "met"]
    with pytest.raises(NotAllowed):
        actions.tell_outcome(actor=people[0], circle_id=circle.pk, came="", outcome="", shared=False, at=at + WEEK + 61 * DAY)
    with pytest.raises(OutOfDate):
        meetings.commit(actor=people[0], meeting_id=meeting.pk, text="x", at=at + WEEK)


def test_a_block_meanwhile_lets_a_circle_end_for_everybody_on_the_day_on_which_silence_would(cast, circle, people):
    at = over(circle)
    actions.ask_on_due(at=at)
    Block.objects.create(blocker=people[0], blocked=people[1], at=at)
    for one in people:
        actions.say_go_on(actor=one, circle_id=circle.pk, goes=True, at=at)
    circle.refresh_from_db()
    assert (circle.ended_at, circle.turn) == (None, 1), "an end before the week is over would tell of the block"
    actions.decide_going_on_due(at=at + WEEK)
    circle.refresh_from_db()
    assert circle.ended_at == at + WEEK


def test_a_last_meeting_that_is_moved_asks_everything_anew(cast, circle, people):
    last = CircleMeeting.objects.filter(circle=circle).order_by("-starts_at")[0]
    at = over(circle)
    jobs.remind({}, at)
    actions.ask_on_due(at=at)
    work(at)
    for one in people[:4]:
        actions.say_go_on(actor=one, circle_id=circle.pk, goes=True, at=at)
    actions.say_go_on(actor=people[4], circle_id=circle.pk, goes=False, at=at)
    meetings.move_meeting(actor=people[0], meeting_id=last.pk, starts_at=at + 8 * DAY, at=at)
    assert not CircleSeat.objects.filter(goes_on_at__isnull=False).exists()
    assert not CircleNo.objects.exists()
    again = over(circle)
    jobs.remind({}, again)
    assert actions.ask_on_due(at=again) == 1
    work(again)
    assert (Notice.objects.filter(code="circle.after").count(), Notice.objects.filter(code="circle.going_on").count()) == (12, 12)


def test_a_draft_is_thrown_away_where_the_call_closes_on_another_day(cast):
    made = called(cast, eight(cast))
    at = cast.now + 6 * DAY
    drawing.draw(season=made, at=at)
    assert drafted(made)
    wanted = {"open_until": made.open_until, "text": "Anders gesagt."}
    actions.change_season(actor=cast.hanna, season_id=made.pk, wanted=wanted, at=at)
    assert drafted(made)
    actions.change_season(actor=cast.hanna, season_id=made.pk, wanted={"open_until": (at + 3 * DAY).date()}, at=at)
    assert not Round.objects.filter(season=made).exists()


def test_a_silent_circle_rests_and_another_date_wakes_it(cast, circle, people):
    second = CircleMeeting.objects.get(circle=circle, number=2)
    at = second.starts_at + 2 * DAY
    assert actions.pause_silent(at=at - timedelta(hours=1)) == 0
    assert actions.pause_silent(at=at) == 1
    work(at)
    assert queries.circle_page(people[0], circle.pk, at).state == "paused"
    assert [item.title for item in hosting.waiting(cast.hanna, at)] == ["Kreis „Gründen“"]
    assert hosting.waiting(cast.jonas, at) == []
    meetings.move_meeting(actor=people[2], meeting_id=second.pk, starts_at=at + 3 * DAY, at=at)
    circle.refresh_from_db()
    assert circle.paused_at is None
    moved, last = at + 3 * DAY, CircleMeeting.objects.get(circle=circle, number=4).starts_at
    assert actions.pause_silent(at=at + timedelta(hours=12)) == 0, "what was silent before it woke does not count"
    assert actions.pause_silent(at=moved + 2 * DAY) == 0, "one silent meeting is none"
    assert actions.pause_silent(at=last + 2 * DAY) == 1
    Circle.objects.update(paused_at=at)
    assert actions.end_resting(at=at + rules.RESTS_AT_MOST) == 1


def test_whoever_sits_in_one_circle_is_not_introduced_beside_it(cast, circle, people):
    pair = tuple(sorted((people[0].pk, people[1].pk)))
    later = cast.now + 60 * DAY
    assert pair in introductions.kept_apart(cast.house, later)
    assert pair in introductions.kept_apart(cast.house, later, among=pair)
    Circle.objects.update(ended_at=later)
    assert pair in introductions.kept_apart(cast.house, later + 89 * DAY)
    assert pair not in introductions.kept_apart(cast.house, later + 91 * DAY)


def test_whoever_left_a_circle_is_introduced_again_after_the_time_of_a_meeting(cast, circle, people):
    pair, stays = tuple(sorted((people[0].pk, people[1].pk))), tuple(sorted((people[1].pk, people[2].pk)))
    left = cast.now + 60 * DAY
    actions.leave_circle(actor=people[0], circle_id=circle.pk, at=left)
    assert pair in introductions.kept_apart(cast.house, left + 89 * DAY)
    late = introductions.kept_apart(cast.house, left + 91 * DAY)
    assert (pair in late, stays in late) == (False, True)


def test_a_killed_worker_goes_on_where_it_stopped(cast, monkeypatch):
    people = [*eight(cast), *(person(cast.house, f"S{k} Neu") for k in range(4))]
    made = called(cast, people)
    draft = drawing.draw(season=made, at=cast.now)
    ask, calls = actions.ask_circle, []

    def dies_at_the_second(**given):
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return ask(**given)

    monkeypatch.setattr(actions, "ask_circle", dies_at_the_second)
    rounds.send_round(actor=cast.hanna, round_id=draft.pk, at=cast.now)
    with pytest.raises(KeyboardInterrupt):
        actions.deliver(round_id=draft.pk, at=cast.now)
    assert Circle.objects.count() == 1
    jobs.advance({}, cast.now)
    assert Circle.objects.count() == 2


def test_own_refusals_are_in_ones_own_copy_only(cast, people):
    circle = asked(cast, people)
    actions.say_no(actor=people[3], circle_id=circle.pk, at=cast.now)
    assert CircleNo.objects.count() == 1
    assert len(held_on(people[3].pk)["connect.CircleNo"]) == 1
    assert not held_on(people[4].pk).get("connect.CircleNo")
