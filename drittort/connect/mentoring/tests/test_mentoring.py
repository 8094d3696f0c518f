"""A season from its opening to the thanks, by page and by mail; what two share is theirs."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from drittort.connect.mentoring import actions, drafting, drawing, ending, jobs, queries, reactions, tokens, words
from drittort.connect.mentoring.actions import Frame
from drittort.connect.mentoring.models import (
    MentoringAnswer,
    MentoringApplication,
    MentoringMeeting,
    MentoringPair,
    MentoringSeason,
    MentoringSide,
)
from drittort.connect.mentoring.stories import pairs as stories
from drittort.connect.mentoring.tests.making import DAY, MENTEE, MENTOR, applies, asked, begun, drafted, people, season_of, words_only
from drittort.core import care
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import Job, LedgerRow, Mail
from drittort.core.notices import Told
from drittort.members.membership.actions import end_membership
from drittort.members.models import Block, Member
from drittort.members.notices.models import Notice
from drittort.network.models import Contact
from tests.cast import Cast


def codes(who: Member) -> list[str]:
    return list(Notice.objects.filter(member=who, category="mentoring").order_by("at", "pk").values_list("code", flat=True))


def test_the_days_of_a_season_lead_from_step_to_step(cast: Cast):
    season = season_of(cast)
    applies(cast, season, cast.jonas, MENTOR)
    applies(cast, season, cast.mara, MENTEE)
    steps = []
    for days in (9, 11, 12, 17, 18, 20, 21):
        at = cast.now + days * DAY
        jobs.step({}, at)
        steps.append(Job.objects.filter(name=drafting.DRAW, done_at=None).count())
        Job.objects.filter(name=drafting.DRAW).delete()
        season.refresh_from_db()
        if days == 11:
            assert drafting.store_shortlists(season_id=season.pk, drawn=[], at=at)
        if days == 17:
            drafted(cast, season, at)
            assert care.items(cast.hanna, at)[0].title == "Herbststaffel"
            assert care.items(cast.mara, at) == []
    # Shortlists on the first morning after the last day to apply, the draft five days later; it goes out by itself after three days.
    assert steps == [0, 1, 0, 1, 0, 0, 0]
    season.refresh_from_db()
    assert season.sent_at == cast.now + 20 * DAY
    assert MentoringPair.objects.count() == 1


def test_a_held_draft_waits(cast: Cast):
    season = drafted(cast, season_of(cast), cast.now)
    drafting.hold_season(actor=cast.hanna, season_id=season.pk, holds=True, at=cast.now)
    jobs.step({}, cast.now + 9 * DAY)
    season.refresh_from_db()
    assert season.sent_at is None
    drafting.hold_season(actor=cast.hanna, season_id=season.pk, holds=False, at=cast.now + 9 * DAY)
    jobs.step({}, cast.now + 12 * DAY)
    season.refresh_from_db()
    assert season.sent_at is not None


def test_a_hold_is_heard_by_who_was_about_to_send_and_a_closed_season_is_not_sent(cast: Cast):
    season = drafted(cast, season_of(cast), cast.now)
    drafting.hold_season(actor=cast.hanna, season_id=season.pk, holds=True, at=cast.now)
    due = cast.now + 4 * DAY
    actions.send_season(actor=None, season_id=season.pk, at=due)
    season.refresh_from_db()
    assert season.sent_at is None
    MentoringSeason.objects.update(held_at=None, closed_at=due)
    with pytest.raises(OutOfDate):
        actions.send_season(actor=cast.hanna, season_id=season.pk, at=due)


def test_a_draft_that_went_out_is_not_drawn_anew_and_nobody_hears_too_early_that_there_is_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    pair = asked(cast)
    with pytest.raises(OutOfDate):
        drafting.draw_anew(actor=cast.hanna, season_id=pair.season_id, at=cast.now)
    with pytest.raises(NotAllowed):
        drafting.draw_anew(actor=cast.mara, season_id=pair.season_id, at=cast.now)
    MentoringApplication.objects.create(
        season_id=pair.season_id, member=cast.neo, side=MENTEE, text="x", topics=["law"], languages=["de"], applied_at=cast.now
    )
    monkeypatch.setattr("drittort.connect.needs.jobs.meaning", words_only)
    jobs.draw({"season": pair.season_id}, cast.now)
    assert not Notice.objects.filter(member=cast.neo).exists(), "a mentor may still become free"
    actions.expire_due(at=pair.expires_at)
    jobs.draw({"season": pair.season_id}, pair.expires_at)
    assert codes(cast.neo) == ["mentoring.9"]


def test_applying_and_taking_it_back(cast: Cast):
    season = season_of(cast)
    with pytest.raises(Invalid):
        applies(cast, season, cast.mara, MENTEE, text=" ")
    with pytest.raises(NotFound):
        applies(cast, season, cast.sten, MENTEE)
    first = applies(cast, season, cast.mara, MENTEE)
    assert applies(cast, season, cast.mara, MENTEE, text="Anders gesagt.") == first
    actions.withdraw_application(actor=cast.mara, season_id=season.pk, side=MENTEE, at=cast.now)
    assert not MentoringApplication.objects.standing().exists()
    with pytest.raises(NotFound):
        actions.withdraw_application(actor=cast.mara, season_id=season.pk, side=MENTEE, at=cast.now)
    late = cast.now + 11 * DAY
    with pytest.raises(OutOfDate):
        actions.apply(actor=cast.mara, season_id=season.pk, side=MENTEE, wanted=actions.Wanted("x", (), ("de",), ()), at=late)


def test_only_those_who_care_open_a_season_and_its_days_are_in_order(cast: Cast):
    today = cast.house.day(cast.now)
    with pytest.raises(NotAllowed):
        actions.open_season(actor=cast.mara, frame=Frame("x", "", today, today + 20 * DAY, today + 90 * DAY, 2), at=cast.now)
    for days in ((-1, 20, 90), (10, 26, 90), (10, 30, 29), (10, 30, 732)):
        with pytest.raises(Invalid):
            actions.open_season(actor=cast.hanna, frame=Frame("x", "", *(today + d * DAY for d in days), 2), at=cast.now)
    last = date.max
    for frame in (
        Frame("x", "", last, last, last, 2),
        Frame("x", "", today, today + 17 * DAY, last, 2),
        Frame("x", "", today, date(1, 1, 1), today, 2),
    ):
        with pytest.raises(Invalid):
            actions.open_season(actor=cast.hanna, frame=frame, at=cast.now)
    assert not MentoringSeason.objects.exists()
    actions.open_season(actor=cast.hanna, frame=Frame("x", "", today, today + 17 * DAY, today + 90 * DAY, 2), at=cast.now)


def test_two_yeses_begin_it_with_addresses_for_both(cast: Cast):
    pair = asked(cast)
    run_due(clock=lambda: cast.now)
    assert queries.pair(cast.mara, pair.pk, cast.now).address == ""
    for _twice in range(2):
        actions.accept_pair(actor=cast.jonas, pair_id=pair.pk, at=cast.now)
    assert queries.pair(cast.mara, pair.pk, cast.now) != queries.pair(cast.jonas, pair.pk, cast.now)
    actions.accept_pair(actor=cast.mara, pair_id=pair.pk, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert codes(cast.mara) == codes(cast.jonas) == ["mentoring.1", "mentoring.2"]
    mail = Mail.objects.filter(to_member_id=cast.mara.pk, category="mentoring").latest("pk")
    assert "jonas@lagerhaus.example" in mail.text
    assert set(LedgerRow.objects.filter(kind__in=(actions.ASKED, actions.BEGUN)).values_list("audience", "actor_id")) == {("nobody", None)}


def test_a_beginning_and_its_first_question_come_as_one_letter_with_the_address(cast: Cast):
    pair = begun(cast)
    both = {"pair": pair.pk, "who": cast.jonas.pk}
    letter = reactions.letter(
        Told(cast.mara.pk, ({**both, "step": words.BEGUN}, {**both, "step": words.QUESTION, "question": 0}), cast.now)
    )
    assert letter is not None
    assert (letter.reply_to, letter.context["their_address"]) == ("jonas@lagerhaus.example",) * 2
    assert letter.context["quote"]
    assert "says=question&question=0" in letter.context["buttons"][0][0]


def test_what_two_share_is_read_by_the_two_alone_and_what_is_for_oneself_by_oneself(cast: Cast):
    pair = begun(cast)
    actions.set_goal(actor=cast.mara, pair_id=pair.pk, text="Ein Preis, zu dem ich stehe.", at=cast.now)
    assert queries.pair(cast.jonas, pair.pk, cast.now).goal == "Ein Preis, zu dem ich stehe."
    actions.answer_question(actor=cast.mara, pair_id=pair.pk, question=0, text="Nur für mich.", shared=False, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert queries.pair(cast.jonas, pair.pk, cast.now).questions[0].theirs == ""
    assert "mentoring.5" not in codes(cast.jonas)
    actions.answer_question(actor=cast.mara, pair_id=pair.pk, question=0, text="Für dich.", shared=True, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert queries.pair(cast.jonas, pair.pk, cast.now).questions[0].theirs == "Für dich."
    assert codes(cast.jonas).count("mentoring.5") == 1
    for other in (cast.hanna, cast.neo, cast.sten):
        with pytest.raises(NotFound):
            queries.pair(other, pair.pk, cast.now)
    slug = cast.house.slug
    seen = cast.client(cast.hanna).get(reverse("connect:mentoring_season", args=[slug, pair.season_id])).content.decode()
    assert not any(word in seen for word in ("Für dich.", "zu dem ich stehe", "Mara", "Jonas"))
    assert "zu wenige" in seen or "too few to tell" in seen


def test_a_season_is_told_in_numbers_in_which_no_pair_can_be_seen(cast: Cast):
    """Whoever is left out with their own pair, five remain; and where a few have not met, nothing is said of those who have."""
    season = begun(cast).season
    extra = people(cast, 20)
    pairs = [
        MentoringPair.objects.create(
            season=season, mentor=mentor, mentee=mentee, proposed_at=cast.now, expires_at=cast.now + DAY, begun_at=cast.now
        )
        for mentor, mentee in zip(extra[::2], extra[1::2], strict=True)
    ]
    told = []
    for met in range(11):
        told.append([value for _label, value in queries.figures(season, cast.now + 30 * DAY)])
        if met < len(pairs):
            MentoringMeeting.objects.create(pair=pairs[met], member=pairs[met].mentor, on=cast.now.date(), at=cast.now)
    few = words.figure(None)
    assert told == [["11", few]] * 11
    MentoringPair.objects.exclude(pk__in=[pair.pk for pair in pairs[:6]]).update(begun_at=None)
    assert [value for _label, value in queries.figures(season, cast.now + 30 * DAY)] == ["6", "6"]
    MentoringPair.objects.filter(pk=pairs[0].pk).update(begun_at=None)
    assert [value for _label, value in queries.figures(season, cast.now + 30 * DAY)] == [few, few]


def test_four_questions_on_their_days_each_once(cast: Cast):
    pair = begun(cast)
    with pytest.raises(OutOfDate):
        actions.answer_question(actor=cast.mara, pair_id=pair.pk, question=1, text="Zu früh.", shared=False, at=cast.now)
    told = []
    for days in range(0, 146, 2):
        at = cast.now + days * DAY
        jobs.ask({}, at)
        told.append(Notice.objects.filter(member=cast.mara, code="mentoring.4").count())
    length = 145
    assert [2 * told.index(count) for count in (1, 2, 3, 4)] == [0, 48, 96, 138]
    assert max(told) == 4
    assert length // 3 == 48
    # Without a meeting, the two are asked once whether they have found a day; nobody else is told.
    assert Notice.objects.filter(code="mentoring.6").count() == 2


def test_a_meeting_is_noted_once_and_counts_for_those_who_are_counted(cast: Cast):
    pair = begun(cast)
    at = cast.now + 9 * DAY
    on = cast.house.day(at) - 2 * DAY
    for who in (cast.mara, cast.jonas):
        actions.note_meeting(actor=who, pair_id=pair.pk, on=on, at=at)
    for wrong in (cast.house.day(cast.now) - DAY, cast.house.day(at) + DAY):
        with pytest.raises(Invalid):
            actions.note_meeting(actor=cast.mara, pair_id=pair.pk, on=wrong, at=at)
    run_due(clock=lambda: at)
    assert list(Contact.objects.values_list("kind", "on")) == [("meeting", on)]
    today = cast.house.day(cast.now)
    assert [story.outcome for story in stories(cast.house.pk, today, today)] == ["met"]
    jobs.ask({}, cast.now + 22 * DAY)
    assert not Notice.objects.filter(code="mentoring.6").exists()


@pytest.mark.parametrize("who", ["mara", "jonas", "season", "block"])
def test_an_end_reads_the_same_whoever_brought_it_about(cast: Cast, who: str):
    pair = begun(cast)
    at = cast.now + (150 * DAY if who == "season" else 30 * DAY)
    if who == "season":
        ending.close_due(at=at)
    elif who == "block":
        Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=at)
        ending.end_blocked(at=at)
    else:
        for _twice in range(2):
            ending.end_pair(actor=getattr(cast, who), pair_id=pair.pk, at=at)
    run_due(clock=lambda: at)
    mails = [Mail.objects.filter(to_member_id=one.pk, category="mentoring").latest("pk") for one in (cast.mara, cast.jonas)]
    assert [mail.subject.replace("Jonas", "X").replace("Mara", "X") for mail in mails] == [mails[0].subject.replace("Jonas", "X")] * 2
    assert LedgerRow.objects.get(kind=actions.ENDED).actor_id is None
    page = queries.pair(cast.jonas, pair.pk, at)
    assert (page.ended, page.can_end, page.can_thank, page.address) == (True, False, True, "")
    ending.say_thanks(actor=cast.mara, pair_id=pair.pk, text="Ich traue mich jetzt.", came="help", at=at)
    run_due(clock=lambda: at)
    assert queries.pair(cast.jonas, pair.pk, at).their_thanks == ("" if who == "block" else "Ich traue mich jetzt.")
    today = cast.house.day(cast.now)
    assert [story.outcome for story in stories(cast.house.pk, today, today)] == ["help"]
    with pytest.raises(OutOfDate):
        actions.set_goal(actor=cast.mara, pair_id=pair.pk, text="Zu spät.", at=at + 31 * DAY)


def test_by_mail_alone_from_the_question_to_the_thanks(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    pair = asked(cast)
    browser = cast.client(None)

    def tap(at: Any, to: Member, says: str, **more: Any) -> None:
        run_due(clock=lambda: at)
        monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: at)
        mail = Mail.objects.filter(to_member_id=to.pk, category="mentoring").latest("pk")
        link = re.search(rf"(/answer/mentoring/[^?\s]+/)\?says={says}", mail.text)
        assert link, mail.text
        before = list(MentoringSide.objects.values()), list(MentoringAnswer.objects.values()), MentoringPair.objects.values().get()
        assert browser.get(f"{link[1]}?says={says}").status_code == 200
        assert (
            list(MentoringSide.objects.values()),
            list(MentoringAnswer.objects.values()),
            MentoringPair.objects.values().get(),
        ) == before
        assert browser.post(link[1], {"says": says, **more}).status_code == 200
        run_due(clock=lambda: at)

    tap(cast.now, cast.jonas, "yes")
    tap(cast.now, cast.mara, "yes")
    jobs.ask({}, cast.now)
    tap(cast.now, cast.mara, "question", question=0, text="Wenn ich nicht mehr rot werde.", shared="on")
    unread = browser.get(f"{reverse('connect:answer_mentoring', args=[tokens.token(pair.pk, cast.jonas.pk)])}?says=question")
    assert "nicht mehr rot" not in unread.content.decode(), "what the other wrote is read after sign-in"
    jobs.ask({}, cast.now + 22 * DAY)
    tap(cast.now + 22 * DAY, cast.jonas, "met")
    end = cast.now + 41 * DAY
    ending.end_pair(actor=cast.jonas, pair_id=pair.pk, at=end)
    tap(end, cast.mara, "thank", text="Danke!", came="help")
    assert MentoringSide.objects.get(member=cast.mara).thanks == "Danke!"
    assert MentoringPair.objects.get().meetings.count() == 1
    assert browser.post(reverse("connect:answer_mentoring", args=["nonsense"]), {"says": "yes"}).status_code == 422


def test_choosing_among_five_by_mail(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    season = season_of(cast)
    applies(cast, season, cast.jonas, MENTOR)
    applies(cast, season, cast.mara, MENTEE)
    at = cast.now + 13 * DAY
    drawing.draw_shortlists(season=season, at=at, affinity=words_only)
    run_due(clock=lambda: at)
    assert (codes(cast.mara), codes(cast.jonas)) == (["mentoring.0"], []), "mentors never hear of it"
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: at)
    link = re.search(r"/answer/mentoring/choose/[^\s]+/", Mail.objects.get(to_member_id=cast.mara.pk).text)
    assert link
    browser = cast.client(None)
    assert "Jonas" in browser.get(link[0]).content.decode()
    assert browser.post(link[0], {"place_0": cast.jonas.pk}).status_code == 200
    assert queries.five(cast.mara, season)[0].place == "1"


def test_the_pages_do_what_the_actions_do(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    slug, mara, hanna = cast.house.slug, cast.client(cast.mara), cast.client(cast.hanna)
    today = cast.house.day(cast.now)
    seasons = reverse("connect:mentoring_seasons", args=[slug])
    days = {"apply_until": today + 10 * DAY, "starts_on": today + 27 * DAY, "ends_on": today + 145 * DAY}
    assert hanna.post(seasons, {"name": "Winter", **days, "starts_on": today, "every_weeks": 2}).status_code == 422
    assert hanna.post(seasons, {"name": "Winter", **days, "every_weeks": 2}).status_code == 302
    season = MentoringSeason.objects.get()
    there = reverse("connect:apply_for_mentoring", args=[slug, season.pk, "mentee"])
    assert mara.post(there, {"text": "Preise"}).status_code == 422
    assert mara.post(there, {"text": "Preise", "topics": ["money"], "languages": ["de"], "days": ["1"]}).status_code == 302
    assert mara.get(reverse("connect:apply_for_mentoring", args=[slug, season.pk, "boss"])).status_code == 404
    applies(cast, season, cast.jonas, MENTOR)
    drafted(cast, season, cast.now)
    page = hanna.get(reverse("connect:mentoring_season", args=[slug, season.pk])).content.decode()
    assert "Jonas Falk" in page
    mark = reverse("connect:mark_mentoring_season", args=[slug, season.pk])
    assert [hanna.post(mark, {"says": says}).status_code for says in ("hold", "go", "draw", "send", "nonsense")] == [
        302,
        302,
        302,
        302,
        422,
    ]
    pair = MentoringPair.objects.get()
    own = reverse("connect:mentoring_pair", args=[slug, pair.pk])
    assert [mara.post(own, {"says": says}).status_code for says in ("no", "yes", "burn")] == [302, 302, 422]
    actions.accept_pair(actor=cast.jonas, pair_id=pair.pk, at=cast.now)
    assert mara.post(own, {"says": "meeting", "on": today}).status_code == 302
    assert mara.post(own, {"says": "question", "question": 0, "text": ""}).status_code == 422
    assert mara.post(own, {"says": "end"}).status_code == 302
    assert mara.post(own, {"says": "thank", "text": "", "came": ""}).status_code == 422
    run_due(clock=lambda: cast.now)
    assert Notice.objects.filter(member=cast.mara, seen_at=None).exists()
    assert mara.get(own).status_code == 200
    assert not Notice.objects.filter(member=cast.mara, seen_at=None).exists()


def test_after_its_last_day_the_page_says_so_instead_of_asking(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    season = season_of(cast)
    applies(cast, season, cast.mara, MENTEE, text="Ich möchte Angebote schreiben.")
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now + 12 * DAY)
    path = reverse("connect:apply_for_mentoring", args=[cast.house.slug, season.pk, "mentee"])
    own, another = (cast.client(one).get(path).content.decode() for one in (cast.mara, cast.jonas))
    for page in (own, another):
        assert "Die Zeit zum Bewerben ist vorbei" in page
        assert 'name="text"' not in page
    assert "Ich möchte Angebote schreiben." in own


def test_who_leaves_ends_what_goes_on_kindly(cast: Cast):
    pair = begun(cast)
    end_membership(actor=None, member_id=cast.mara.pk, last_on=cast.house.day(cast.now), at=cast.now)
    run_due(clock=lambda: cast.now + timedelta(minutes=1))
    pair.refresh_from_db()
    assert pair.ended_at is not None
    assert codes(cast.jonas)[-1] == "mentoring.7"
    assert not MentoringApplication.objects.standing().filter(member=cast.mara).exists()


def test_after_the_end_the_goal_is_read_and_not_written(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)
    pair = begun(cast)
    actions.set_goal(actor=cast.mara, pair_id=pair.pk, text="Drei Kundinnen, die bleiben.", at=cast.now)
    address = reverse("connect:mentoring_pair", args=[cast.house.slug, pair.pk])
    browser = cast.client(cast.jonas)
    assert 'value="goal"' in browser.get(address).content.decode()
    ending.end_pair(actor=cast.mara, pair_id=pair.pk, at=cast.now)
    page = browser.get(address).content.decode()
    assert "<p>Drei Kundinnen, die bleiben.</p>" in page
    assert 'value="goal"' not in page


def test_an_answer_after_the_time_leads_back_to_the_page_of_the_two(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    pair = asked(cast)
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: pair.expires_at)
    address = reverse("connect:mentoring_pair", args=[cast.house.slug, pair.pk])
    for says in ("yes", "no"):
        late = cast.client(cast.mara).post(address, {"says": says}, follow=True)
        assert late.redirect_chain == [(address, 302)]
        assert "schneller" not in late.content.decode()


def test_a_second_yes_after_the_time_is_over_promises_nothing(cast: Cast):
    pair = asked(cast)
    for _twice in range(2):
        actions.accept_pair(actor=cast.mara, pair_id=pair.pk, at=cast.now)
    with pytest.raises(OutOfDate):
        actions.accept_pair(actor=cast.mara, pair_id=pair.pk, at=pair.expires_at)
