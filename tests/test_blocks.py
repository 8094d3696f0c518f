"""Two of whom one has blocked the other never meet in any form that the house arranges, and nothing lets the blocked one find out.

Every form in which people are brought together, or in which one reaches another, stands in FORMS, and a feature without one fails (the last test). Each form is
run several times in the same world and compared by what can be read (`tests.quiet`): pages byte for byte, mails, notices, the copy of one's data, ledger.

- *Arranged by the house*: the one who is blocked reads what they would if the two were kept apart for a reason that has nothing to do with them.
- *Done by one to the other*: who is blocked reads what they would beside silence; and whoever blocked hears nothing, as if it had not been done.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Q
from django.urls import reverse

from drittort.connect.between.actions import introduce_companies
from drittort.connect.between.missing import find_missing
from drittort.connect.between.models import CompanyTie
from drittort.connect.by_mail import helping
from drittort.connect.circles import actions as circles
from drittort.connect.circles.drawing import draw as draw_circles
from drittort.connect.circles.models import Circle
from drittort.connect.deals.actions import Business, record_deal
from drittort.connect.introductions import actions as introductions
from drittort.connect.introductions import warm
from drittort.connect.introductions.instant import people_who_fit
from drittort.connect.introductions.models import Draft, Exclusion, Introduction
from drittort.connect.introductions.rounds import make_round
from drittort.connect.lending import actions as lending
from drittort.connect.lending.models import Loan
from drittort.connect.market.actions import Words, name_referrer, show_listing
from drittort.connect.market.models import Listing
from drittort.connect.mentoring.actions import send_season
from drittort.connect.mentoring.models import MentoringCandidate, MentoringPair
from drittort.connect.mentoring.tests import making as mentoring
from drittort.connect.needs import actions as needs
from drittort.connect.needs.models import HelpRequest, Need
from drittort.connect.questions import actions as questions
from drittort.connect.questions.models import QuestionRequest
from drittort.connect.rounds import actions as rounds
from drittort.connect.rounds import drawing
from drittort.connect.rounds.models import DraftSeat, Gathering, Series
from drittort.core import asking
from drittort.core.errors import HouseError
from drittort.core.files.actions import Bytes, decode
from drittort.core.files.models import StoredFile
from drittort.core.files.tests.hostile import picture
from drittort.core.jobs.runner import run_due
from drittort.core.mail.incoming import inbox
from drittort.core.models import Mail
from drittort.inform.knowledge import actions as knowledge
from drittort.inform.knowledge.models import Article
from drittort.inform.letter import actions as letters
from drittort.inform.letter.models import Letter
from drittort.inform.posts import actions as posts
from drittort.inform.posts.models import Post
from drittort.inform.posts.rules import about
from drittort.inspire.events.models import Event, Registration
from drittort.inspire.events.queries import to_meet
from drittort.inspire.hosting.actions import ask_along
from drittort.inspire.milestones.actions import congratulate
from drittort.inspire.milestones.models import Milestone
from drittort.inspire.pictures.actions import add_picture
from drittort.inspire.pictures.rules import PHOTO
from drittort.inspire.stories import actions as stories
from drittort.inspire.stories.tests.world import JONAS as TOLD
from drittort.inspire.thanks.actions import say_thanks
from drittort.joining.buddies.actions import give_buddy
from drittort.joining.buddies.models import Buddy
from drittort.members.models import Block, ChosenValue, Consent, Employment, HouseValue, Member, StandingLine
from drittort.members.notices.models import Notice
from drittort.plan.automations.actions import run_rules
from drittort.plan.automations.deciding import Clause, Content
from drittort.plan.automations.models import Rule, RuleAct
from drittort.plan.automations.tests.making import acted, made_rule
from drittort.talk.comments.actions import comment
from drittort.talk.conversations import actions as talk
from drittort.talk.conversations import by_mail as talk_by_mail
from drittort.talk.conversations.models import Conversation
from drittort.talk.groups import actions as groups
from drittort.talk.groups.models import Group
from tests.by_mail import letter
from tests.cast import Cast
from tests.quiet import Clock, Course, differences, nothing

ROOT = Path(__file__).resolve().parents[1] / "drittort"
DAY = timedelta(days=1)
Step = Callable[[Cast], Any]


@dataclass(frozen=True)
class Form:
    """One way of bringing Jonas and Mara together, or for Jonas to reach Mara.

    `begin` does it, after `stage` has set the scene. `apart` is what keeps the two apart as a block does, where the house arranges it; None where
    Jonas acts himself, who then reads what he would beside silence. `met` says whether it brought them together. `pages` are those on which Jonas may read of it, by
    name, and where it is that of one thing with its number.
    """

    feature: str
    begin: Step
    pages: tuple[str | tuple[str, int], ...] = ()
    stage: Step = nothing
    apart: Step | None = None
    met: Callable[[Cast], bool] | None = None


def mara_blocks_jonas(cast: Cast) -> None:
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)


def jonas_blocks_mara(cast: Cast) -> None:
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)


def the_house_keeps_them_apart(cast: Cast) -> None:
    Exclusion.objects.create(space=cast.house, first=cast.mara, second=cast.jonas, by=cast.hanna, at=cast.now)


def together(cast: Cast) -> bool:
    """Whether anything that the house arranged holds the two: asked, drafted, seated or given."""
    pair = {cast.mara.pk, cast.jonas.pk}
    both = Q(first__in=pair, second__in=pair)
    tables = [set(gathering.seats.values_list("member_id", flat=True)) for gathering in Gathering.objects.all()]
    tables += [set(circle.seats.values_list("member_id", flat=True)) for circle in Circle.objects.all()]
    drafted = [
        set(DraftSeat.objects.filter(group=group).values_list("member_id", flat=True))
        for group in DraftSeat.objects.values_list("group", flat=True)
    ]
    return (
        any(model.objects.filter(both).exists() for model in (Introduction, Draft))
        or any(pair <= people for people in (*tables, *drafted))
        or HelpRequest.objects.filter(need__member__in=pair, member__in=pair).exists()
        or QuestionRequest.objects.filter(question__member__in=pair, member__in=pair).exists()
        or Buddy.objects.filter(member__in=pair, buddy__in=pair).exists()
    )


# ------------------------------------------------------------------ arranged by the house


def only_the_two_like_to_be_introduced(cast: Cast) -> None:
    StandingLine.objects.all().delete()
    Consent.objects.filter(kind="introduced").exclude(member__in=(cast.mara, cast.jonas)).delete()


def nobody_offers(cast: Cast) -> None:
    """So that the encoder, which is slow to load, is not asked."""
    StandingLine.objects.all().delete()


def everybody_from_elsewhere(cast: Cast) -> None:
    """Nobody has a company, so that all six may sit at one table."""
    nobody_offers(cast)
    Employment.objects.all().delete()


def by_hand(cast: Cast) -> None:
    with suppress(HouseError):
        introductions.propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="", at=cast.now)


def by_suggestion(cast: Cast) -> None:
    for draft in Draft.objects.filter(round=make_round(space=cast.house, at=cast.now)):
        introductions.send_draft(actor=cast.hanna, draft_id=draft.pk, text="", at=cast.now)


def fits(cast: Cast) -> bool:
    return cast.mara.name in {fit.face.name for fit in people_who_fit(cast.jonas, cast.now)}


def maras_needs(cast: Cast) -> None:
    """More than a reader gets, so that one comes to everybody; and something for all in the letter."""
    nobody_offers(cast)
    for k in range(6):
        needs.open_need(actor=cast.mara, text=f"Wer kennt einen Tischler, Nummer {k}?", language="de", at=cast.now - DAY)
    needs.open_need(actor=cast.hanna, text="Wer gießt die Palme?", language="de", at=cast.now - DAY)


def by_letter(cast: Cast) -> None:
    made = Letter.objects.create(space=cast.house, since=cast.now - 7 * DAY, due_at=cast.now, made_at=cast.now, released_at=cast.now)
    letters.close(letter_id=made.pk, at=cast.now)


def reads_of_her(cast: Cast) -> bool:
    return Mail.objects.filter(to_member_id=cast.jonas.pk, category="letter", text__contains="Tischler").exists()


def by_round(size: str) -> Step:
    def begin(cast: Cast) -> None:
        series = Series.objects.create(space=cast.house, name="Runde", size=size, opened_at=cast.now, next_on=cast.now.date())
        made = drawing.draw(series=series, at=cast.now, kicks=20)
        assert made is not None
        rounds.send_round(actor=cast.hanna, round_id=made.pk, at=cast.now)

    return begin


def by_circle(cast: Cast) -> None:
    """Everybody would like to be in; whoever is drafted into one circle is asked."""
    wanted = {
        "theme": "role", "words": "Gründen", "language": "de", "every_days": 14, "minutes": 90, "first_at": cast.now + 30 * DAY, "confidence": "x",
        "open_until": cast.house.day(cast.now),
    }  # fmt: skip
    season = circles.open_season(actor=cast.hanna, wanted=wanted, at=cast.now)
    for member in cast.everybody():
        circles.want_circle(actor=member, season_id=season.pk, stage=1, at=cast.now)
    made = draw_circles(season=season, at=cast.now, kicks=20)
    assert made is not None
    if made.groups.exists():
        rounds.send_round(actor=cast.hanna, round_id=made.pk, at=cast.now)


def by_a_third(cast: Cast) -> None:
    warm.introduce_two(actor=cast.ada, first=cast.mara, second=cast.jonas, text="Ihr solltet euch kennen.", at=cast.now)


def for_companies(cast: Cast) -> None:
    tax, games = (member.employments.get().company_id for member in (cast.mara, cast.jonas))
    with suppress(HouseError):
        introduce_companies(
            actor=cast.hanna, company_id=tax, other_id=games, member_id=cast.mara.pk, other_member_id=cast.jonas.pk, text="", at=cast.now
        )


def by_routing(cast: Cast) -> None:
    """Jonas looks for something, and Mara is the one who fits."""
    need = needs.open_need(actor=cast.jonas, text="Wer hilft mir mit der Umsatzsteuer?", language="de", at=cast.now)
    found = [needs.Found(cast.mara.pk, 9.0, [])]
    needs.ask_found(need_id=need.pk, text=need.text, found=found, fitting=1, up_to=5, at=cast.now)


def by_question(cast: Cast) -> None:
    """Jonas asks the house, and Mara is the one who may know."""
    post = posts.write_post(actor=cast.jonas, words=posts.Words("ask", "", "Wer kennt sich mit Umsatzsteuer aus?", "de", None), at=cast.now)
    found = [needs.Found(cast.mara.pk, 9.0, [])]
    questions.ask_found(asked=asking.found([post.pk])[post.pk], found=found, at=cast.now)


def by_mentoring(cast: Cast) -> None:
    """Jonas accompanies, Mara looks for somebody; Olga would, too."""
    season = mentoring.season_of(cast)
    mentoring.applies(cast, season, cast.jonas, mentoring.MENTOR, "money", "law")
    mentoring.applies(cast, season, cast.olga, mentoring.MENTOR, "money")
    mentoring.applies(cast, season, cast.mara, mentoring.MENTEE, "money", "law")
    mentoring.drafted(cast, season, cast.now)
    send_season(actor=cast.hanna, season_id=season.pk, at=cast.now)


def mentored(cast: Cast) -> bool:
    pair = {cast.mara.pk, cast.jonas.pk}
    drawn = MentoringCandidate.objects.filter(mentor__member__in=pair, mentee__member__in=pair)
    return drawn.exists() or MentoringPair.objects.filter(mentor__in=pair, mentee__in=pair).exists()


def by_night(cast: Cast) -> None:
    find_missing(space=cast.house, at=cast.now)


def companies_miss_each_other(cast: Cast) -> bool:
    return CompanyTie.objects.exists()


def values_in_common(cast: Cast) -> None:
    """Two companies of which only Mara and Jonas like to be introduced, and which chose the same values."""
    only_the_two_like_to_be_introduced(cast)
    for place, name in enumerate(("Ruhe", "Sorgfalt", "Freude")):
        value = HouseValue.objects.create(space=cast.house, name_de=name, name_en=name, position=place)
        for firm in (cast.mara.employments.get().company, cast.jonas.employments.get().company):
            ChosenValue.objects.create(value=value, company=firm)


def both_come_to_an_evening(cast: Cast) -> None:
    only_the_two_like_to_be_introduced(cast)
    begins = cast.now + 9 * DAY
    event = Event.objects.create(
        space=cast.house, host=cast.ada, title="Suppe", starts_at=begins, ends_at=begins + timedelta(hours=1), location=cast.upstairs, made_at=cast.now,
        published_at=cast.now, changed_at=cast.now,
    )  # fmt: skip
    for who in (cast.mara, cast.jonas):
        Registration.objects.create(event=event, member=who, asked_at=cast.now, approved_at=cast.now, seated_at=cast.now, shown=True)


def named_to_meet(cast: Cast) -> bool:
    return cast.mara.name in {one.face.name for one in to_meet(cast.jonas, Event.objects.get().pk, cast.now).suggested}


def a_newcomer_and_a_buddy(cast: Cast) -> None:
    Member.objects.filter(pk=cast.jonas.pk).update(joined_on=cast.house.day(cast.now))
    cast.jonas.refresh_from_db()
    Consent.objects.create(member=cast.mara, kind=Consent.Kind.BUDDY, given_at=cast.now - 90 * DAY)


def mara_is_nobodys_buddy(cast: Cast) -> None:
    Consent.objects.filter(member=cast.mara, kind=Consent.Kind.BUDDY).delete()


# ------------------------------------------------------------------ done by one to the other


def introduces_her(cast: Cast) -> None:
    warm.introduce_two(actor=cast.jonas, first=cast.mara, second=cast.neo, text="Ihr solltet euch kennen.", at=cast.now)


def mara_looks_for_something(cast: Cast) -> None:
    nobody_offers(cast)
    needs.open_need(actor=cast.mara, text="Wer leiht mir eine Leiter?", language="de", at=cast.now)


def offers_help(cast: Cast) -> None:
    needs.answer_need(actor=cast.jonas, need_id=Need.objects.get().pk, text="Ich habe eine.", at=cast.now)


def by_mail(to: Callable[[Cast], str], text: str) -> Step:
    def begin(cast: Cast) -> None:
        address = to(cast)
        raw = letter(cast, cast.jonas, address, text)
        assert inbox.take(raw=raw, recipients=[address], way="lmtp", return_path="x@y.example", at=cast.now) == 1

    return begin


def help_address(cast: Cast) -> str:
    return helping.answer_address(cast.jonas, Need.objects.get())


def thread_address(cast: Cast) -> str:
    return talk_by_mail.answer_address(cast.jonas, Conversation.objects.get().pk)


def maras_ladder(cast: Cast) -> None:
    show_listing(actor=cast.mara, words=Words("lend", "tools", "Leiter", "", "", "de"), company_id=None, picture=None, at=cast.now)


def borrows(cast: Cast) -> Loan:
    today = cast.house.day(cast.now)
    return lending.ask_loan(
        actor=cast.jonas, listing_id=Listing.objects.get().pk, from_on=today + DAY, until_on=today + 2 * DAY, text="Bitte!", at=cast.now
    )


def neos_listing(cast: Cast) -> None:
    show_listing(actor=cast.neo, words=Words("service", "words", "Texte", "", "", "de"), company_id=None, picture=None, at=cast.now)


def thanks_her(cast: Cast) -> None:
    name_referrer(actor=cast.jonas, listing_id=Listing.objects.get().pk, referrer_id=cast.mara.pk, text="Danke!", at=cast.now)


def a_ladder_is_back(cast: Cast) -> None:
    maras_ladder(cast)
    loan = borrows(cast)
    lending.agree_loan(actor=cast.mara, loan_id=loan.pk, at=cast.now)
    lending.hand_over(actor=cast.mara, loan_id=loan.pk, at=cast.now)
    lending.give_back(actor=cast.mara, loan_id=loan.pk, at=cast.now)


def thanks_for_the_ladder(cast: Cast) -> None:
    lending.say_thanks(actor=cast.jonas, loan_id=Loan.objects.get().pk, text="Danke!", at=cast.now)


def mara_introduced_him(cast: Cast) -> None:
    made = warm.introduce_two(actor=cast.mara, first=cast.jonas, second=cast.neo, text="Ihr solltet euch kennen.", at=cast.now)
    warm.ask_the_two(warm_id=made.pk, at=cast.now)
    for one in (cast.jonas, cast.neo):
        introductions.accept_introduction(actor=one, introduction_id=Introduction.objects.get().pk, at=cast.now)


def thanks_for_the_introduction(cast: Cast) -> None:
    warm.thank_introducer(actor=cast.jonas, introduction_id=Introduction.objects.get().pk, at=cast.now)


def tells_of_business(cast: Cast) -> None:
    business = Business("Ein Logo", cast.house.day(cast.now))
    record_deal(actor=cast.jonas, business=business, company_id=None, partner_id=cast.mara.pk, partner_company_id=None, at=cast.now)


def writes(cast: Cast) -> None:
    talk.begin_conversation(actor=cast.jonas, others=[cast.mara], text="Kaffee?", at=cast.now)


def a_group(cast: Cast) -> None:
    talk.begin_conversation(actor=cast.neo, others=[cast.mara, cast.jonas], text="Willkommen.", at=cast.now)


def they_talked(cast: Cast) -> None:
    talk.begin_conversation(actor=cast.mara, others=[cast.jonas], text="Hast du Zeit?", at=cast.now)


def mentions_her(cast: Cast) -> None:
    talk.say(actor=cast.jonas, conversation_id=Conversation.objects.get().pk, text="@Mara Wendt, kommst du?", at=cast.now)


def maras_post(cast: Cast) -> None:
    posts.write_post(actor=cast.mara, words=posts.Words("share", "", "Die Beete sind fertig.", "de", None), at=cast.now)


def comments_and_names_her(cast: Cast) -> None:
    comment(actor=cast.jonas, about=about(Post.objects.get().pk), text="Schön, @Mara Wendt!", at=cast.now)


def says_helpful(cast: Cast) -> None:
    posts.react(actor=cast.jonas, post_id=Post.objects.get().pk, kind="thanks", wanted=True, at=cast.now)


def maras_article(cast: Cast) -> None:
    knowledge.write_article(actor=cast.mara, words=knowledge.Words("de", "Der Garten", "Gegossen wird montags."), at=cast.now)


def doubts_it(cast: Cast) -> None:
    knowledge.tell_outdated(actor=cast.jonas, article_id=Article.objects.get().pk, text="Dienstags.", at=cast.now)


def jonas_has_a_group(cast: Cast) -> None:
    groups.found_group(actor=cast.jonas, shape=groups.Shape("Garten", "Beete im Hof.", "", "de", "house", "invitation"), at=cast.now)


def asks_her_in(cast: Cast) -> None:
    groups.invite_to_group(actor=cast.jonas, group_id=Group.objects.get().pk, people=[cast.mara], text="Bitte!", at=cast.now)


def says_thanks(cast: Cast) -> None:
    say_thanks(actor=cast.jonas, people=[cast.mara], text="Danke für den Tee.", language="de", audience="person", at=cast.now)


def maras_third_year(cast: Cast) -> None:
    Milestone.objects.create(space=cast.house, kind="years", member=cast.mara, on=cast.house.day(cast.now), number=3)


def congratulates_her(cast: Cast) -> None:
    congratulate(actor=cast.jonas, milestone_id=Milestone.objects.get().pk, at=cast.now)


def begins_a_story_with_her(cast: Cast) -> None:
    stories.begin_story(actor=cast.jonas, others=[cast.mara], answers=TOLD, at=cast.now)


INTRODUCTIONS, ROUNDS, NEEDS, TALK = "connect:introductions", "connect:rounds", "connect:needs", "talk:conversations"
CIRCLES = "connect:circles"
ARRANGED = the_house_keeps_them_apart


def an_evening_of_both(cast: Cast) -> None:
    begins = cast.now - 3 * DAY
    event = Event.objects.create(
        space=cast.house, host=cast.mara, title="Suppe", starts_at=begins, ends_at=begins + timedelta(hours=1), location=cast.upstairs, made_at=begins,
        published_at=begins, changed_at=begins,
    )  # fmt: skip
    Registration.objects.create(event=event, member=cast.jonas, asked_at=begins, approved_at=begins, seated_at=begins, shown=True)


def shows_her_in_a_picture(cast: Cast) -> None:
    upload, subject = decode(Bytes("a.png", picture()), PHOTO), f"event:{Event.objects.get().pk}"
    add_picture(actor=cast.jonas, subject=subject, upload=upload, alt="Am Topf", people=[cast.mara.pk], at=cast.now)
    # Names of files are drawn anew each time.
    StoredFile.objects.update(token="a" * 32)


def jonas_hosts(cast: Cast) -> None:
    begins = cast.now + 9 * DAY
    Event.objects.create(
        space=cast.house, host=cast.jonas, title="Suppe", starts_at=begins, ends_at=begins + timedelta(hours=1), location=cast.upstairs, made_at=cast.now,
        published_at=cast.now, changed_at=cast.now,
    )  # fmt: skip


def asks_her_to_host_along(cast: Cast) -> None:
    ask_along(actor=cast.jonas, event_id=Event.objects.get().pk, member_id=cast.mara.pk, at=cast.now)


def maras_evening_and_a_rule_that_invites(cast: Cast) -> None:
    """Jonas is next in line for an invitation by a rule; Ada, who waits longer, has had hers."""
    begins = cast.now + 9 * DAY
    Event.objects.create(
        space=cast.house, host=cast.mara, title="Suppe", starts_at=begins, ends_at=begins + timedelta(hours=1), location=cast.upstairs, made_at=cast.now,
        published_at=cast.now, changed_at=cast.now,
    )  # fmt: skip
    games = cast.jonas.employments.get().company
    Employment.objects.create(member=cast.ada, company=games, from_on=cast.now.date() - 800 * DAY)
    Member.objects.filter(pk=cast.ada.pk).update(joined_on=cast.now.date() - 800 * DAY)
    content = Content("member", (Clause("members.trade", {"trade": "J"}),), "events.invite", {"series": ""}, per_day=1)
    rule = made_rule(cast, content)
    Rule.objects.update(on_at=cast.now - 9 * DAY)
    acted(rule, cast.ada, cast.now - DAY)


def ada_comes_first(cast: Cast) -> None:
    RuleAct.objects.all().delete()


def by_a_rule(cast: Cast) -> None:
    run_rules(space=cast.house, day=cast.house.day(cast.now), at=cast.now)


def invited_to_her(cast: Cast) -> bool:
    return bool(Notice.objects.filter(member=cast.jonas, code="event.suggested").exists())


FORMS = {
    "an event that a rule suggests": Form(
        "plan/automations",
        by_a_rule,
        ("plan:rules_and_me", "inspire:events"),
        maras_evening_and_a_rule_that_invites,
        ada_comes_first,
        invited_to_her,
    ),
    "introduction by hand": Form("connect/introductions", by_hand, (INTRODUCTIONS,), apart=ARRANGED),
    "suggested introduction": Form(
        "connect/introductions", by_suggestion, (INTRODUCTIONS,), only_the_two_like_to_be_introduced, apart=ARRANGED
    ),
    "people who fit at once": Form("connect/introductions", nothing, (), only_the_two_like_to_be_introduced, apart=ARRANGED, met=fits),
    "warm introduction": Form("connect/introductions", by_a_third, (INTRODUCTIONS,), apart=ARRANGED),
    "round of pairs": Form(
        "connect/rounds", by_round("pairs"), (INTRODUCTIONS, ROUNDS), only_the_two_like_to_be_introduced, apart=ARRANGED
    ),
    "circle": Form("connect/circles", by_circle, (INTRODUCTIONS, CIRCLES), everybody_from_elsewhere, apart=ARRANGED),
    "table": Form("connect/rounds", by_round("tables"), (INTRODUCTIONS, ROUNDS), everybody_from_elsewhere, apart=ARRANGED),
    "between companies": Form("connect/between", for_companies, (INTRODUCTIONS, "connect:between"), apart=ARRANGED),
    "missing tie between companies": Form(
        "connect/between", by_night, ("connect:between",), values_in_common, apart=ARRANGED, met=companies_miss_each_other
    ),
    "mentoring": Form(
        "connect/mentoring", by_mentoring, ("connect:mentoring", ("connect:mentoring_pair", 1)), nobody_offers, apart=ARRANGED, met=mentored
    ),
    "people to meet at an event": Form(
        "inspire/events",
        nothing,
        ("inspire:events", ("inspire:people_to_meet", 1)),
        both_come_to_an_evening,
        apart=ARRANGED,
        met=named_to_meet,
    ),
    "routing of a need": Form("connect/needs", by_routing, (NEEDS,), nobody_offers, apart=ARRANGED),
    "routing of a question": Form("connect/questions", by_question, ("inform:news",), nobody_offers, apart=ARRANGED),
    "house letter": Form("inform/letter", by_letter, ("inform:letters", NEEDS), maras_needs, apart=ARRANGED, met=reads_of_her),
    "buddy": Form(
        "joining/buddies", lambda cast: give_buddy(actor=cast.jonas, at=cast.now), (), a_newcomer_and_a_buddy, apart=mara_is_nobodys_buddy
    ),
    "introducing somebody": Form("connect/introductions", introduces_her, ("connect:warm_introductions",), nobody_offers),
    "help with a need": Form("connect/needs", offers_help, (NEEDS, TALK), mara_looks_for_something),
    "help by mail": Form(
        "connect/by_mail", by_mail(help_address, "Ich habe eine und bringe sie vorbei."), (NEEDS, TALK), mara_looks_for_something
    ),
    "question to lend": Form("connect/lending", borrows, ("connect:loans",), maras_ladder),
    "comment": Form("talk/comments", comments_and_names_her, ("inform:news",), maras_post),
    "a doubt about an article": Form("inform/knowledge", doubts_it, ("inform:knowledge",), maras_article),
    "a tap under a post": Form("inform/posts", says_helpful, ("inform:news",), maras_post),
    "invitation into a group": Form("talk/groups", asks_her_in, ("talk:groups",), jonas_has_a_group),
    "thanks for a referral": Form("connect/market", thanks_her, ("connect:market", "network:ties"), neos_listing),
    "thanks for a loan": Form("connect/lending", thanks_for_the_ladder, ("connect:loans", "network:ties"), a_ladder_is_back),
    "thanks for an introduction": Form(
        "connect/introductions", thanks_for_the_introduction, (INTRODUCTIONS, "network:ties"), mara_introduced_him
    ),
    "thanks": Form("inspire/thanks", says_thanks, ("inspire:thanks", "network:ties")),
    "congratulation": Form("inspire/milestones", congratulates_her, ("inspire:milestones",), maras_third_year),
    "story of the two": Form("inspire/stories", begins_a_story_with_her, ("inspire:stories", "inspire:my_stories")),
    "deal": Form("connect/deals", tells_of_business, ("connect:deals",)),
    "a picture of an event": Form(
        "inspire/afterwards", shows_her_in_a_picture, ("inspire:past_events", "inspire:my_pictures"), an_evening_of_both
    ),
    "asked to host along": Form("inspire/hosting", asks_her_to_host_along, ("inspire:events",), jonas_hosts),
    "message": Form("talk/conversations", writes, (TALK,)),
    "message by mail": Form("talk/conversations", by_mail(thread_address, "Ja, gern."), (TALK,), they_talked),
    "mention": Form("talk/conversations", mentions_her, (TALK,), a_group),
}

NO_FORM = {
    "inform/wall": "shows only who said yes to everybody who walks by",
    "inform/announcements": "the house speaks to everybody",
    "home/phone": "pictures of the house's app, and a hint that was put away",
    "home/search": "finds what the other features let somebody read: drittort/home/search/tests hold it for every kind beside a block",
    "home/today": "shows what the other features have for somebody",
    "inform/links": "what stands behind a link",
    "inspire/event_advice": "advises by sums; whom one could ask to host it is left out beside a block, as its own tests hold",
    "inform/trades": "shows who works in a trade, as their companies do; whoever takes part is told numbers",
    "inform/polls": "a vote is for all, and secret or not it is told to nobody",
    "connect/outcomes": "tells numbers of groups",
    "inspire/calendar": "shows the events that everybody sees",
    "inspire/year_book": "what the house reads, on paper",
    "inspire/history": "what happened in the house, for all",
    "inspire/guests": "somebody who is not a member",
    "inspire/decisions": "everybody on the list decides, and reads the reasons of all; nobody is told of what somebody chose",
    "inspire/ideas": "an idea is for all, being for one is told to nobody, and comments are a form of their own",
    "home/first_visit": "shows who fits at once, which is a form of introductions",
    "joining/agreements": "a person and the house",
    "joining/applications": "somebody who is not a member yet",
    "joining/importing": "brings people in, not together",
    "joining/invitations": "somebody who is not a member yet",
    "joining/lapsing": "a person and those who care",
    "joining/leaving": "a person and those who care",
    "members/companies": "a company shows to everybody who works there",
    "members/duty": "power over others for an hour, and what it was used for",
    "members/here_today": "who is in the house, for everybody who may see it",
    "members/house_copy": "the whole house, for whoever founded it",
    "members/membership": "when somebody came, and went",
    "members/my_data": "a person and what is held on them",
    "members/notices": "carries what the other features tell",
    "members/profiles": "a profile is for all, and a block hides nothing of it",
    "members/roles": "who has which power, for all",
    "members/safety": "the block itself, and reports, which go to those who handle them: its own tests hold what each side reads",
    "members/security": "a person and their keys",
    "members/showcase": "what somebody made, for all",
    "members/translations": "what somebody may read anyhow, in another language",
    "members/values": "what a company chose, for all; what comes of values in common is a form of connect/between",
    "network/importing": "what was counted elsewhere, brought in by those who care",
    "plan/advice": "advises those who run the plan by sums",
    "plan/forecast": "money of the house",
    "plan/goals": "figures of the house",
    "plan/metrics": "figures of the house",
    "plan/programs": "what the house does, for those who run it",
    "plan/review": "what the house does, for those who run it",
    "plan/worth": "money of the house",
    "plan/writing": "the plan in words",
    "pulse/capital": "figures of the house: drittort/pulse/capital/tests hold that nobody is seen in them",
    "pulse/proof": "compares groups of pairs, none of them by name",
    "pulse/science": "sums for research",
    "pulse/surveys": "answers without names",
}

ELSEWHERE = {
    "connect/mentoring": "test_quiet.py",
    "connect/office_hours": "test_blocks.py",
    "inspire/events": "test_blocks.py",
    "inspire/pictures": "test_quiet.py",
}
"""Features whose own tests run a course with and without the block and compare it as this does: the file that holds it."""


@pytest.fixture
def clock(cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Clock:
    settings.REPLY_ADDRESS = "antwort+*@haus.example.org"
    return Clock(cast.now).hold(monkeypatch)


@pytest.fixture
def run(cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[list[dict[str, Any]], bool]]:
    """Run a form in the same world: what watchers read, and whether the two met."""
    code = Conversation._meta.get_field("code")

    def course(
        form: Form, before: Step, begin: Step | None = None, *, watch: dict[Member, tuple[str, ...]]
    ) -> tuple[list[dict[str, Any]], bool]:
        codes, came = count(), []
        monkeypatch.setattr(code, "_get_default", lambda: f"{next(codes):016}")

        def scene(cast: Cast) -> None:
            form.stage(cast)
            # What was there before is told before: what follows is the form's own.
            run_due(clock=lambda: cast.now - timedelta(minutes=30))
            before(cast)

        def look(*, at: Any) -> None:
            came.append((form.met or together)(cast))

        due = (warm.ask_due, introductions.expire_due, rounds.decide_due, circles.decide_due, look)
        seen = Course(cast, clock, due).run(
            scene, begin or form.begin, watchers=watch, moments=[cast.now + timedelta(hours=1), cast.now + 12 * DAY]
        )
        return seen, any(came)

    return course


def pages(cast: Cast, form: Form, other: Member) -> tuple[str, ...]:
    slug = cast.house.slug
    return (
        *(reverse(page, args=[slug]) if isinstance(page, str) else reverse(page[0], args=[slug, page[1]]) for page in form.pages),
        reverse("home:today", args=[slug]),
        reverse("members:person", args=[slug, other.pk]),
        reverse("members:notices", args=[slug]),
    )


def heard(seen: list[dict[str, Any]], member: Member) -> list[tuple[Any, Any]]:
    """The mails and notices of somebody."""
    return [(moment[str((member.name, "mails"))], moment[str((member.name, "notices"))]) for moment in seen]


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.apart is not None])
def test_what_the_house_arranges_never_brings_the_two_together_and_looks_like_any_other_reason(cast: Cast, run: Any, name: str) -> None:
    form = FORMS[name]
    _seen, met = run(form, nothing, watch={})
    assert met, "without a block they meet"
    for block, blocked, other in ((mara_blocks_jonas, cast.jonas, cast.mara), (jonas_blocks_mara, cast.mara, cast.jonas)):
        watch = {blocked: pages(cast, form, other)}
        seen, met = run(form, block, watch=watch)
        assert not met
        if form.apart is not ARRANGED and blocked == cast.mara:
            # The other reason is Mara's own doing; she reads what she would had nothing been begun.
            alike, _met = run(form, block, nothing, watch=watch)
        else:
            alike, met = run(form, form.apart, watch=watch)
            assert not met
        assert differences(seen, alike) == [], name


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.apart is None])
def test_what_one_does_to_the_other_looks_done_and_reaches_nobody(cast: Cast, run: Any, name: str) -> None:
    form = FORMS[name]
    watch = {cast.jonas: pages(cast, form, cast.mara), cast.mara: ()}
    beside_silence, _met = run(form, nothing, watch=watch)
    seen, met = run(form, mara_blocks_jonas, watch=watch)
    assert not met
    assert [what for what in differences(seen, beside_silence) if "Jonas" in what[1]] == [], name
    unbegun, _met = run(form, mara_blocks_jonas, nothing, watch={cast.mara: ()})
    assert heard(seen, cast.mara) == heard(unbegun, cast.mara), "whoever blocked hears nothing of it"
    assert heard(beside_silence, cast.mara) != heard(unbegun, cast.mara), "and without a block she would"
    # The other way round: what Jonas does, though he has blocked Mara, does not reach her either.
    blocked, met = run(form, jonas_blocks_mara, watch={cast.mara: ()})
    assert not met
    assert heard(blocked, cast.mara) == heard(unbegun, cast.mara), name


def test_every_feature_that_can_bring_people_together_has_a_form() -> None:
    """A new feature of these modules stands in FORMS, or in NO_FORM with the reason why nobody meets by it."""
    modules = ("connect", "home", "inform", "inspire", "joining", "members", "network", "plan", "pulse", "talk")
    found = {f"{path.parent.parent.name}/{path.parent.name}" for module in modules for path in ROOT.glob(f"{module}/*/models.py")}
    assert found | {"connect/by_mail", "plan/automations"} == {form.feature for form in FORMS.values()} | set(NO_FORM) | set(ELSEWHERE)
    for feature, file in ELSEWHERE.items():
        held = (ROOT / feature / "tests" / file).read_text(encoding="utf-8")
        assert "Block.objects.create" in held
        assert "Course(" in held
