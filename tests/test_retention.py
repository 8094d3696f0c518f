"""What the register promises about time is carried out: the clock is moved, the worker does what is due, and the rows are gone, a little earlier they are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from drittort.connect.between.models import CompanyWish
from drittort.connect.circles.models import Circle, CircleNo, CircleSeason, CircleSeat
from drittort.connect.deals.models import Deal
from drittort.connect.introductions.models import Exclusion, Introduction, QuietNo, Round, Side, TextVector, WarmIntroduction
from drittort.connect.lending.models import Loan
from drittort.connect.market.models import Listing
from drittort.connect.mentoring.models import MentoringSeason
from drittort.connect.needs.models import HelpRequest, Need
from drittort.connect.office_hours.models import Booking, OfficeHour, OfficeSlot
from drittort.connect.rounds.models import EmptySeat, Gathering, Seat, Series, SeriesChoice
from drittort.core import privacy
from drittort.core.files.actions import Bytes, keep_file
from drittort.core.files.models import StoredFile
from drittort.core.jobs import runner
from drittort.core.jobs.queue import JOBS, SCHEDULES
from drittort.core.models import IncomingMail, Job, LedgerRow, Mail, SearchDocument
from drittort.core.search.index import index_everything
from drittort.home.search.actions import note_search
from drittort.home.search.models import RecentSearch, SearchGap
from drittort.home.today.models import Composition
from drittort.inform.announcements.models import Acknowledgement, Announcement
from drittort.inform.knowledge.actions import Words as ArticleWords
from drittort.inform.knowledge.actions import remove_article, write_article
from drittort.inform.knowledge.models import Article
from drittort.inform.letter.models import Letter, LetterCopy
from drittort.inform.links.models import LinkPreview
from drittort.inform.posts.actions import Words, remove_post, write_post
from drittort.inform.posts.models import Post
from drittort.inspire.decisions.actions import Option, Question, choose, close_decision, draft_decision, open_decision
from drittort.inspire.decisions.models import Ballot, HouseDecision, TakenPaper
from drittort.inspire.events.models import Event, Registration
from drittort.inspire.guests.models import EventGuest
from drittort.inspire.milestones.models import Milestone
from drittort.inspire.pictures.models import Picture, PictureConsent
from drittort.inspire.pictures.rules import PHOTO
from drittort.joining.applications.models import (
    Application,
    ApplicationAnswer,
    ApplicationMessage,
    ApplicationQuestion,
    Decision,
    Knock,
    Tour,
)
from drittort.joining.buddies.models import Buddy
from drittort.joining.importing.models import ImportFile
from drittort.joining.invitations.models import Invitation, InvitationBatch
from drittort.joining.lapsing.models import Lapse
from drittort.members.models import (
    Account,
    Block,
    Case,
    CaseEntry,
    ChosenValue,
    Company,
    CompanyLine,
    Consent,
    DataExport,
    Employment,
    HereToday,
    HouseCopy,
    Measure,
    MeasureReply,
    Member,
    Notice,
    Report,
    RoleGrant,
    StaffSession,
    StandingLine,
    TrustVote,
)  # fmt: skip
from drittort.members.profiles.rules import DOCUMENT
from drittort.members.security.models import Attempt, KeyEvent, SignIn
from drittort.network.importing.models import StagedContact
from drittort.network.models import Contact, FirstTie, Snapshot, Tie
from drittort.plan.automations.deciding import Clause, Content
from drittort.plan.automations.models import Rule, RuleAct, RuleTrial
from drittort.plan.automations.tests.making import acted, made_rule
from drittort.plan.forecast.models import ActualFile
from drittort.pulse.capital.models import MonthDrawing
from drittort.pulse.surveys.models import SurveyBallot, SurveyText
from drittort.pulse.surveys.tests.world import wave_of
from drittort.spaces.models import Role
from drittort.talk.conversations.actions import begin_conversation, delete_message
from drittort.talk.conversations.models import Conversation, Message, Participant
from drittort.talk.groups.actions import Shape, ask_to_join, found_group
from drittort.talk.groups.models import GroupCall
from tests.cast import Cast

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ROUNDS = DAY + 2 * HOUR  # the slowest of the jobs that forget runs once a day


@dataclass(frozen=True)
class Promise:
    """One statement of the register: what is made at a moment, how long it surely stays, and by when it is surely gone."""

    said: str
    make: Callable[[Cast, datetime], Any]
    stays: timedelta
    gone: timedelta
    left: Callable[[Any], bool] = lambda row: type(row)._base_manager.filter(pk=row.pk).exists()


def sealed_answer(cast: Cast, at: datetime) -> SurveyBallot:
    """An answer in the box of a survey."""
    return SurveyBallot.objects.create(wave=wave_of(cast.house, at), sealed=b"x")


def free_answer(cast: Cast, at: datetime) -> SurveyText:
    """What somebody wrote in own words, published now."""
    return SurveyText.objects.create(wave=wave_of(cast.house, at - 14 * DAY, closed_at=at), question=2, text="x")


def help_request(cast: Cast, at: datetime) -> HelpRequest:
    """Somebody whom the house asked about a need that is still there."""
    need = Need.objects.create(space=cast.house, member=cast.mara, text="x", language="de", opened_at=at)
    return HelpRequest.objects.create(need=need, member=cast.jonas, position=0, fit=1, found_at=at, asked_at=at)


def introduction(cast: Cast, at: datetime) -> Introduction:
    low, high = sorted((cast.mara, cast.jonas), key=lambda m: m.pk)
    row = Introduction.objects.create(
        space=cast.house, first=low, second=high, proposed_at=at, expires_at=at + 7 * DAY, reasons=[{"code": "x"}], parts={"x": 1}, seed=1
    )
    Side.objects.create(introduction=row, member=low)
    Side.objects.create(introduction=row, member=high)
    QuietNo.objects.create(introduction=row, member=low, at=at)
    return row


def table(cast: Cast, at: datetime) -> Gathering:
    row = Gathering.objects.create(space=cast.house, proposed_at=at, expires_at=at + 7 * DAY)
    Seat.objects.create(gathering=row, member=cast.mara)
    EmptySeat.objects.create(gathering=row, member=cast.mara, at=at)
    return row


def picture(cast: Cast, at: datetime) -> Picture:
    """A picture of which somebody said nothing."""
    file = StoredFile.objects.create(
        space_id=cast.house.pk, owner_id=cast.mara.pk, purpose=PHOTO, name="x.webp", mimetype="image/webp", size=1, created_at=at
    )
    row = Picture.objects.create(space=cast.house, subject="history:1", file=file, alt="x", by=cast.mara, asked=1, at=at)
    PictureConsent.objects.create(picture=row, member=cast.jonas, asked_at=at)
    return row


def ended_series(cast: Cast, at: datetime) -> Series:
    row = Series.objects.create(space=cast.house, name="x", opened_at=at, closed_at=at)
    SeriesChoice.objects.create(series=row, member=cast.mara, takes_part=True, at=at)
    return row


def ended_circle(cast: Cast, at: datetime) -> Circle:
    season = CircleSeason.objects.create(
        space=cast.house, theme="role", words="x", language="de", every_days=14, first_at=at, minutes=90, confidence="x", opened_at=at, closed_at=at
    )  # fmt: skip
    row = Circle.objects.create(space=cast.house, season=season, asked_at=at, expires_at=at, begun_at=at, ended_at=at)
    CircleSeat.objects.create(circle=row, member=cast.mara)
    CircleNo.objects.create(circle=row, member=cast.mara, turn=0, at=at)
    return row


def thrown_away(cast: Cast, at: datetime) -> Article:
    article = write_article(actor=cast.mara, words=ArticleWords("de", "Fax", "Es steht im Keller."), at=at)
    return remove_article(actor=cast.mara, article_id=article.pk, at=at)


def listing(cast: Cast, at: datetime) -> Listing:
    return Listing.objects.create(
        space=cast.house,
        member=cast.mara,
        kind="lend",
        category="tools",
        title="Leiter",
        language="de",
        shown_at=at,
        expires_at=at + 90 * DAY,
    )


def loan(cast: Cast, at: datetime) -> Loan:
    return Loan.objects.create(
        space=cast.house, listing=listing(cast, at), borrower=cast.jonas, from_on=at.date(), until_on=at.date(), asked_at=at
    )


def acknowledgement(cast: Cast, at: datetime) -> Acknowledgement:
    alarm = Announcement.objects.create(space=cast.house, title_de="x", acknowledge=True, published_at=at, until=at.date())
    return Acknowledgement.objects.create(announcement=alarm, member=cast.mara, at=at)


def registration(cast: Cast, at: datetime) -> Registration:
    event = Event.objects.create(
        space=cast.house, host=cast.mara, title="x", starts_at=at - HOUR, ends_at=at, made_at=at, published_at=at, changed_at=at
    )
    return Registration.objects.create(event=event, member=cast.jonas, asked_at=at, approved_at=at, seated_at=at, answer="Sellerie")


def guest(cast: Cast, at: datetime) -> EventGuest:
    event = registration(cast, at).event
    return EventGuest.objects.create(event=event, name="Rosa", email="rosa@draussen.example", language="de", asked_at=at)


def office_hour(cast: Cast, at: datetime, *, over: bool = True) -> OfficeHour:
    """An office hour whose only time has just been, or one without a time."""
    hour = OfficeHour.objects.create(
        space=cast.house, member=cast.mara, theme="money", title="x", language="de", minutes=30, notice_hours=2, most=1, opened_at=at
    )
    if over:
        OfficeSlot.objects.create(office_hour=hour, starts_at=at - timedelta(minutes=30), ends_at=at, book_until=at)
    return hour


def booking(cast: Cast, at: datetime) -> Booking:
    """Somebody came a moment ago."""
    return Booking.objects.create(slot=office_hour(cast, at).slots.get(), member=cast.jonas, text="x", booked_at=at)


def deal(cast: Cast, at: datetime, **more: Any) -> Deal:
    return Deal.objects.create(
        space=cast.house, member=cast.mara, partner=cast.jonas, text="Beratung", done_on=at.date(), recorded_at=at, **more
    )


def warm(cast: Cast, at: datetime) -> WarmIntroduction:
    low, high = sorted((cast.mara, cast.jonas), key=lambda m: m.pk)
    return WarmIntroduction.objects.create(
        space=cast.house, introducer=cast.ada, first=low, second=high, text="x", proposed_at=at, expires_at=at + 10 * DAY
    )


def wish(cast: Cast, at: datetime) -> CompanyWish:
    tax, games = cast.mara.employments.get().company, cast.jonas.employments.get().company
    return CompanyWish.objects.create(company=tax, other=games, by=cast.mara, at=at)


def house_letter(cast: Cast, at: datetime) -> Letter:
    """A letter that went out."""
    return Letter.objects.create(space=cast.house, since=at - 7 * DAY, due_at=at, made_at=at, sent_at=at)


def letter_copy(cast: Cast, at: datetime) -> LetterCopy:
    """What one reader got of it."""
    return LetterCopy.objects.create(letter=house_letter(cast, at), member=cast.mara, language="de", made_at=at, due_at=at, went_at=at)


def explained(row: Introduction) -> bool:
    row.refresh_from_db()
    return bool(row.reasons or row.parts or row.seed is not None)


def exclusion(cast: Cast, at: datetime) -> Exclusion:
    low, high = sorted((cast.mara, cast.jonas), key=lambda m: m.pk)
    return Exclusion.objects.create(space=cast.house, first=low, second=high, by=cast.hanna, at=at, until=at.date())


def job_row(cast: Cast, at: datetime, **ended: datetime) -> Job:
    return Job.objects.create(name="core.task", payload={"x": 1}, key=f"old:{sorted(ended)}", run_at=at, created_at=at, attempts=1, **ended)


def mail(cast: Cast, at: datetime) -> Mail:
    return Mail.objects.create(
        to_address="x@example.org", category="x", language="de", message_id="x", created_at=at, sent_at=at, space_id=cast.house.pk
    )


def incoming(cast: Cast, at: datetime) -> IncomingMail:
    return IncomingMail.objects.create(
        space_id=cast.house.pk, person_id=cast.mara.pk, kind="message", thing_id=1, identity="x", way="imap", raw=b"x", received_at=at
    )


def application(cast: Cast, at: datetime, *, confirmed: bool) -> Application:
    row = Application.objects.create(
        space=cast.house, name="Ida", email="ida@example.org", language="de", asked_at=at, confirmed_at=at if confirmed else None, touched_at=at,
        declined_at=at if confirmed else None,
    )  # fmt: skip
    question = ApplicationQuestion.objects.create(space=cast.house, kind="text", text="Was?", made_at=at)
    ApplicationAnswer.objects.create(application=row, question=question, text="x")
    ApplicationMessage.objects.create(application=row, text="x", at=at)
    Decision.objects.create(application=row, kind="declined", at=at, carried_out_at=at)
    Tour.objects.create(application=row, starts_at=at, minutes=30, booked_at=at)
    return row


def case(cast: Cast, at: datetime) -> Case:
    row = Case.objects.create(space=cast.house, about=cast.jonas, opened_at=at, closed_at=at)
    Report.objects.create(case=row, reporter=cast.mara, subject=f"member:{cast.jonas.pk}", category="other", text="x", at=at)
    CaseEntry.objects.create(case=row, at=at, kind="note", text="x")
    return row


def measure(cast: Cast, at: datetime) -> Measure:
    row = Measure.objects.create(space=cast.house, member=cast.jonas, kind="hint", facts="x", ground="x", imposed_at=at)
    MeasureReply.objects.create(measure=row, author=cast.jonas, at=at, text="x")
    return row


def grant(cast: Cast, at: datetime) -> TrustVote:
    role = Role.objects.get(space=cast.house, key="host")
    RoleGrant.objects.create(member=cast.jonas, role=role, by_trust=True, at=at, until=at.date())
    return TrustVote.objects.create(voter=cast.mara, member=cast.jonas, role=role, at=at)


def deleted_words(cast: Cast, at: datetime) -> Message:
    said = begin_conversation(actor=cast.mara, others=[cast.jonas], text="Das war nicht so gemeint.", at=at).messages.get()
    delete_message(actor=cast.mara, conversation_id=said.conversation_id, message_id=said.pk, at=at)
    return said


def worded(row: Message) -> bool:
    row.refresh_from_db()
    return bool(row.text)


def left_house(cast: Cast, at: datetime) -> Member:
    """Jonas alone held his company, and was in a conversation with somebody who goes on the same day."""
    for one in (cast.jonas, cast.neo):
        Member.objects.filter(pk=one.pk).update(left_on=at.date())
    begin_conversation(actor=cast.mara, others=[cast.ada], text="Wir bleiben noch.", at=at)
    keep_file(space_id=cast.house.pk, owner_id=cast.jonas.pk, upload=Bytes("x.txt", b"x"), purpose=DOCUMENT, at=at)
    index_everything(cast.house.pk, at)
    return cast.jonas


def group_call(cast: Cast, at: datetime) -> GroupCall:
    """Somebody asks to come into a group, and nobody answers."""
    group = found_group(actor=cast.mara, shape=Shape("Chor", "Wir singen.", "", "de", "house", "request"), at=at)
    return ask_to_join(actor=cast.jonas, group_id=group.pk, text="", at=at)


def taken_back(cast: Cast, at: datetime) -> Post:
    """A post that its author took back at once."""
    post = write_post(actor=cast.mara, words=Words("share", "", "Doch nicht.", "de", None), at=at)
    return remove_post(actor=cast.mara, post_id=post.pk, at=at)


def asked(cast: Cast, at: datetime, *, secret: bool = False) -> HouseDecision:
    """A question that is a draft still."""
    told = Question(
        kind="poll", title="x", text="", language="de", closes_at=at + 2 * HOUR, secret=secret, options=(Option("a"), Option("b"))
    )
    return draft_decision(actor=cast.mara, question=told, at=at)


def decided(cast: Cast, at: datetime) -> Ballot:
    """What somebody chose in an open decision."""
    row = open_decision(actor=cast.mara, decision_id=asked(cast, at).pk, at=at)
    choose(actor=cast.jonas, decision_id=row.pk, content=[0], at=at)
    close_decision(decision_id=row.pk, at=at + 2 * HOUR)
    return Ballot.objects.get()


def put_into_the_urn(cast: Cast, at: datetime) -> TakenPaper:
    """That somebody has had a ballot paper of a secret decision."""
    row = open_decision(actor=cast.mara, decision_id=asked(cast, at, secret=True).pk, at=at)
    choose(actor=cast.jonas, decision_id=row.pk, content=[0], at=at)
    return TakenPaper.objects.get()


def sought(cast: Cast, at: datetime) -> RecentSearch:
    """What somebody looked for."""
    note_search(actor=cast.mara, text="Buchbinder", found=True, at=at)
    return RecentSearch.objects.get()


def sought_in_vain(cast: Cast, at: datetime) -> SearchGap:
    """What one person found nobody for."""
    note_search(actor=cast.mara, text="Buchbinder", found=False, at=at)
    return SearchGap.objects.get()


def rule_act(cast: Cast, at: datetime) -> RuleAct:
    """What a rule did, which may do it again."""
    return acted(made_rule(cast, Content("member", (Clause("members.photo"),), "house.task", {"text": "x"}, again_days=7)), cast.jonas, at)


def removed_rule(cast: Cast, at: datetime) -> Rule:
    """A rule that did something once for all, and was taken away."""
    rule = acted(made_rule(cast, Content("member", (Clause("members.photo"),), "house.task", {"text": "x"})), cast.jonas, at).rule
    rule.removed_at = at
    rule.save()
    return rule


PROMISES = (
    Promise("as long as the house, or 12 months after it was taken away", removed_rule, 365 * DAY, 368 * DAY),
    Promise("12 months; what is done once for all, as long as the rule", rule_act, 365 * DAY, 368 * DAY),
    Promise(
        "until the next dry run, 90 days at most",
        lambda cast, at: RuleTrial.objects.create(rule=rule_act(cast, at).rule, days=90, key="x", asked_at=at), 89 * DAY, 91 * DAY,
    ),
    Promise("30 days, or until you forget it; none where you want none kept", sought, 30 * DAY - HOUR, 31 * DAY),
    Promise("until the end of the month after; once five asked, 12 months", sought_in_vain, 28 * DAY, 62 * DAY),
    Promise("24 months", introduction, 730 * DAY, 731 * DAY),
    Promise("24 months", house_letter, 730 * DAY, 731 * DAY),
    Promise("60 days", letter_copy, 60 * DAY, 60 * DAY),
    Promise("24 months", wish, 730 * DAY, 731 * DAY),
    Promise("24 months", warm, 730 * DAY, 731 * DAY),
    Promise("24 months", table, 730 * DAY, 731 * DAY),
    Promise("24 months after it ended", ended_series, 730 * DAY, 731 * DAY),
    Promise("24 months after it ended", ended_circle, 730 * DAY, 731 * DAY),
    Promise("90 days", introduction, 90 * DAY, 90 * DAY, explained),
    Promise("90 days", lambda cast, at: Round.objects.create(space=cast.house, made_at=at, seed=1, value=1, bound=1, engine="x"), 90 * DAY, 90 * DAY),
    Promise("until its last day, or until taken back", exclusion, HOUR, 2 * DAY),
    Promise("90 days", help_request, 90 * DAY, 91 * DAY),
    Promise("24 months", lambda cast, at: Need.objects.create(space=cast.house, member=cast.mara, text="x", language="de", opened_at=at), 730 * DAY, 731 * DAY),
    Promise("12 months after its last day on the market", listing, 90 * DAY + 366 * DAY - DAY, 90 * DAY + 366 * DAY),
    Promise("12 months", lambda cast, at: loan(cast, at), 365 * DAY, 366 * DAY),
    Promise("12 months after its last day", acknowledgement, 366 * DAY, 368 * DAY),
    Promise(
        "until it is sent or emptied, 30 days at most",
        lambda cast, at: Composition.objects.create(member=cast.mara, verb="ask", text="x", at=at), 30 * DAY - HOUR, 31 * DAY,
    ),
    Promise("12 months after the event", registration, 365 * DAY, 366 * DAY),
    Promise("400 days", lambda cast, at: Milestone.objects.create(space=cast.house, kind="years", member=cast.mara, on=at.date(), number=1), 400 * DAY, 401 * DAY),
    Promise("30 days where somebody did not agree, else as long as all agree", picture, 30 * DAY, 31 * DAY),
    Promise("30 days after the event", registration, 30 * DAY, 31 * DAY, lambda row: bool(Registration.objects.get(pk=row.pk).answer)),
    Promise("2 days without confirmation of the address; 30 days after the event", guest, 2 * DAY, 3 * DAY),
    Promise("12 months after the decision", decided, 365 * DAY, 367 * DAY),
    Promise("until the survey is counted", sealed_answer, 14 * DAY, 14 * DAY + 15 * MINUTE),
    Promise("24 months", free_answer, 730 * DAY, 731 * DAY + HOUR),
    Promise("until the decision is counted", put_into_the_urn, 2 * HOUR - 2 * MINUTE, 2 * HOUR + 5 * MINUTE),
    Promise("as long as the house; drafts 12 months", asked, 365 * DAY, 367 * DAY),
    Promise("until it is answered, 30 days at most", group_call, 30 * DAY, 31 * DAY),
    Promise("30 days after the last post with the link", lambda cast, at: LinkPreview.objects.create(space=cast.house, url="https://a.example", asked_at=at), 30 * DAY, 31 * DAY),
    Promise("as long as the house, or until taken back", taken_back, 14 * MINUTE, 16 * MINUTE),
    Promise("as long as the house, or thirty days in the trash", thrown_away, 29 * DAY, 31 * DAY),
    Promise(
        "12 months after the season",
        lambda cast, at: MentoringSeason.objects.create(
            space=cast.house, name="x", apply_until=at.date() - 40 * DAY, starts_on=at.date() - 30 * DAY, ends_on=at.date(), every_weeks=2, opened_at=at, seed=1,
        ),
        365 * DAY, 368 * DAY,
    ),
    Promise("12 months after its last time", office_hour, 365 * DAY, 368 * DAY),
    Promise("12 months after the time", booking, 365 * DAY, 367 * DAY),
    Promise("24 months; what was not confirmed three months", lambda cast, at: deal(cast, at), 89 * DAY, 91 * DAY),
    Promise("24 months; what was not confirmed three months", lambda cast, at: deal(cast, at, confirmed_at=at), 730 * DAY, 731 * DAY),
    Promise("until the text is gone", lambda cast, at: TextVector.objects.create(key="nobody says this", model="plain", data=b"x"), timedelta(), timedelta()),
    Promise("7 days after it was done, 30 days after it was given up", lambda cast, at: job_row(cast, at, done_at=at), 7 * DAY, 7 * DAY),
    Promise("7 days after it was done, 30 days after it was given up", lambda cast, at: job_row(cast, at, dead_at=at), 30 * DAY, 30 * DAY),
    Promise(
        "24 months",
        lambda cast, at: LedgerRow.objects.create(space_id=cast.house.pk, at=at, kind="member.joined", actor_id=cast.mara.pk, audience="members", facts={}),
        730 * DAY, 731 * DAY,
    ),
    Promise("words until handed over, the rest 30 days", mail, 29 * DAY, 31 * DAY),
    Promise("the mail itself until it was handled, at most 7 days; that it came 60 days", incoming, 60 * DAY, 60 * DAY + 12 * HOUR),
    Promise(
        "the mail itself until it was handled, at most 7 days; that it came 60 days", incoming, 7 * DAY, 7 * DAY + 12 * HOUR,
        lambda row: bool(bytes(IncomingMail.objects.get(pk=row.pk).raw)),
    ),
    Promise(
        "3 days without confirmation of the address; 6 months after it came to nothing; else as long as the membership",
        lambda cast, at: application(cast, at, confirmed=False), 3 * DAY, 3 * DAY,
    ),
    Promise(
        "3 days without confirmation of the address; 6 months after it came to nothing; else as long as the membership",
        lambda cast, at: application(cast, at, confirmed=True), 183 * DAY, 183 * DAY,
    ),
    Promise("12 months", lambda cast, at: Buddy.objects.create(space=cast.house, member=cast.neo, buddy=cast.mara, since=at, ended_at=at), 365 * DAY, 366 * DAY),
    Promise(
        "the text until it is brought in, 1 day where nobody confirms; the count 90 days",
        lambda cast, at: ImportFile.objects.create(space=cast.house, by=cast.hanna, made_at=at, name="x", text="x"), DAY, DAY,
    ),
    Promise(
        "the text until it is brought in, 1 day where nobody confirms; the count 90 days",
        lambda cast, at: ImportFile.objects.create(space=cast.house, by=cast.hanna, made_at=at, name="x", text="", confirmed_at=at, done_at=at), 90 * DAY, 90 * DAY,
    ),
    Promise(
        "as long as the house; the text of a table until it is brought in, 1 day where nobody does",
        lambda cast, at: ActualFile.objects.create(space=cast.house, name="x", text="x", made_at=at), DAY, DAY,
    ),
    Promise(
        "until all are sent, 1 day where nobody confirms; the count 90 days",
        lambda cast, at: InvitationBatch.objects.create(space=cast.house, by=cast.hanna, made_at=at, rows=[], problems=[], total=1), DAY, DAY,
    ),
    Promise(
        "90 days after it ran out; accepted ones as long as the membership",
        lambda cast, at: Invitation.objects.create(
            space=cast.house, inviter=cast.mara, name="x", email="x@example.org", language="de", invited_at=at - 7 * DAY, sent_at=at - 7 * DAY, expires_at=at
        ),
        90 * DAY, 90 * DAY,
    ),
    Promise("1 hour, at most 2", lambda cast, at: Knock.objects.create(connection="x", at=at), HOUR, HOUR),
    Promise("12 months after it ended", lambda cast, at: Lapse.objects.create(member=cast.mara, asked_at=at, closed_at=at, answer="here"), 365 * DAY, 366 * DAY),
    Promise("one day", lambda cast, at: Attempt.objects.create(digest="x", at=at), DAY, DAY),
    Promise("12 months after the case was closed", case, 365 * DAY, 366 * DAY),
    Promise("24 months after the measure ended", measure, 730 * DAY, 731 * DAY),
    Promise(
        "3 years after it was taken back, at most as long as the membership and 12 months",
        lambda cast, at: Consent.objects.create(member=cast.mara, kind="map", given_at=at, given_by="self", revoked_at=at), 1095 * DAY, 1098 * DAY,
    ),
    Promise("7 days", lambda cast, at: DataExport.objects.create(member=cast.mara, language="de", asked_at=at, done_at=at), 7 * DAY - HOUR, 7 * DAY),
    Promise("1 day", lambda cast, at: HouseCopy.objects.create(space=cast.house, by=cast.olga, asked_at=at, done_at=at), DAY - HOUR, DAY),
    Promise("until midnight of that day", lambda cast, at: HereToday.objects.create(member=cast.jonas, on=at.date(), said_at=at), timedelta(), DAY),
    Promise("12 months", lambda cast, at: KeyEvent.objects.create(account=cast.mara.account, at=at, kind="ended"), 365 * DAY, 366 * DAY),
    Promise("180 days", lambda cast, at: Notice.objects.create(member=cast.mara, category="security", thread="x", key="x", at=at, code="x", path="/"), 180 * DAY, 180 * DAY),
    Promise(
        "until signed out, then one day",
        lambda cast, at: SignIn.objects.create(account=cast.mara.account, browser="x", system="x", since=at, seen_at=at, session_key="ended"), timedelta(), timedelta(),
    ),
    Promise("12 months", lambda cast, at: StaffSession.objects.create(member=cast.hanna, opened_at=at, until=at, ended_at=at), 365 * DAY, 366 * DAY),
    Promise("until taken back or the role ends", grant, timedelta(), 2 * DAY),
    Promise(
        "5 weeks",
        lambda cast, at: Snapshot.objects.create(space=cast.house, name="map", as_of=at.date(), made_at=at, content={}), 35 * DAY, 35 * DAY,
    ),
    Promise(
        "24 months, or until one of the two consents is taken back",
        lambda cast, at: MonthDrawing.objects.create(space=cast.house, month=at.date().replace(day=1), content={}), 730 * DAY, 752 * DAY,
    ),
    Promise(
        "until the import ends, at most two hours",
        lambda cast, at: StagedContact.objects.create(run="x", staged_at=at, a=1, b=2, on=at.date(), kind="meeting", origin="x", forth=1, back=0), HOUR, 2 * HOUR,
    ),
    Promise(
        "as long as one of the conversation belongs to the house, then 12 months; the words of a deleted message 15 minutes", deleted_words,
        14 * MINUTE, 16 * MINUTE, worded,
    ),
    Promise("as long as the membership, then 12 months", left_house, 366 * DAY, 367 * DAY),
)  # fmt: skip

# Carried out by the database or by another row's going, each shown below.
WITH_OTHERS = {
    "as long as the membership, then 12 months",
    "as long as a membership, then 12 months",
    "until removed or replaced, at most as long as the membership, then 12 months",
    "until removed, at most as long as the account",
    "as long as somebody who worked there is kept",
    "as the application",
    "as long as the message",
    "as long as the need",
    "as long as the idea",
    "as long as one of them belongs to the house, then 12 months",
    "as long as what it was made from",
    "as long as the membership, or until the consent is taken back",
    "until taken back",
    "as long as the series",
    "as long as the post",
    "as long as the article",
    "as long as the article, or until settled",
    "as long as the post; in a secret poll until it is counted",
    "as long as what it is about",
    "as long as somebody belongs to it",
    "as long as the person tells it",
    "as long as somebody tells it",
    "until it is let go, at most as long as the listing",
    "until taken back, or one of the companies is gone",
    "until switched off or refused by the browser's push service",
    "until it is taken down",
}
# Told and shown beside the code that computes them: network/ties/tests, connect/between/tests.
ELSEWHERE = {
    "until the next night",
    "24 months, or until the consent of one of the two is taken back",
    "rebuilt every night, or until the consent of one of the two is taken back",
}
# Nothing about a person.
HOUSE = {"as long as the house", "unused ones until the next link is made, used ones as long as the machine"}


def all_due(at: datetime) -> None:
    """Everything that the worker does by the clock."""
    for name in SCHEDULES:
        JOBS[name].function({}, at)
    runner.prune(at)


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The clock stands where the test puts it."""

    def put(at: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at)

    return put


@pytest.mark.parametrize("promise", PROMISES, ids=lambda one: one.said[:40])
def test_rows_stay_as_long_as_said_and_are_gone_then(promise: Promise, cast: Cast, still: Callable[[datetime], None]):
    at = cast.now
    still(at)
    row = promise.make(cast, at)
    if promise.stays:
        still(at + promise.stays - MINUTE)
        all_due(at + promise.stays - MINUTE)
        assert promise.left(row), "it went too early"
    still(at + promise.gone + MINUTE)
    all_due(at + promise.gone + MINUTE)
    assert not promise.left(row), "it is still there"


def test_whoever_left_takes_everything_along_after_a_year(cast: Cast, still: Callable[[datetime], None]):
    """Rows that live as long as the membership, the account, the company, the conversation and the index."""
    StandingLine.objects.create(member=cast.jonas, side="offer", text="Quittenmond", language="de")
    Block.objects.create(blocker=cast.jonas, blocked=cast.hanna, at=cast.now)
    talk = begin_conversation(actor=cast.jonas, others=[cast.neo], text="Nur wir zwei.", at=cast.now)
    companies = set(Company.objects.filter(employments__member__in=(cast.jonas, cast.neo)).values_list("pk", flat=True))
    companies -= set(
        Company.objects.filter(employments__member__in=(cast.mara, cast.ada, cast.hanna, cast.olga)).values_list("pk", flat=True)
    )
    accounts = [cast.jonas.account_id, cast.neo.account_id]
    left_house(cast, cast.now)
    assert SearchDocument.objects.filter(kind="person", ref=cast.jonas.pk).exists() is False, "who left is not found"
    later = cast.now + 368 * DAY
    still(later)
    all_due(later)
    all_due(later)
    gone = (cast.jonas.pk, cast.neo.pk)
    assert not Member.objects.filter(pk__in=gone).exists()
    assert not Account.objects.filter(pk__in=accounts).exists()
    assert not Company.objects.filter(pk__in=companies).exists()
    assert not CompanyLine.objects.filter(company__in=companies).exists()
    assert not Conversation.objects.filter(pk=talk.pk).exists()
    assert not Message.objects.filter(conversation=talk.pk).exists()
    assert not StoredFile.objects.filter(owner_id__in=gone).exists()
    for model, column in (
        (StandingLine, "member"),
        (Block, "blocker"),
        (Employment, "member"),
        (ChosenValue, "member"),
        (Participant, "member"),
        (FirstTie, "member"),
    ):
        assert not model._default_manager.filter(**{f"{column}__in": gone}).exists(), model
    assert not Contact.objects.filter(first__in=gone).exists()
    assert not Tie.objects.filter(second__in=gone).exists()
    assert all(privacy.held_on(pk) == {} for pk in gone)
    # Those who are here stay.
    assert Member.objects.filter(pk__in=(cast.mara.pk, cast.ada.pk)).count() == 2
    assert Message.objects.filter(text="Wir bleiben noch.").exists()


def test_every_promise_of_the_register_is_carried_out_somewhere():
    with translation.override("en"):
        said = {str(mark.retention) for entry in privacy.REGISTER.values() for mark in entry.marks.values()}
    shown = {promise.said for promise in PROMISES} | WITH_OTHERS | ELSEWHERE | HOUSE
    assert sorted(said - shown) == []
    assert sorted(shown - said) == []
