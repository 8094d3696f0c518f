"""What mentoring puts into the registries."""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from drittort.connect.mentoring import actions, held, jobs, metrics, queries, reactions, running, words
from drittort.connect.mentoring.models import (
    MentoringAnswer,
    MentoringApplication,
    MentoringCandidate,
    MentoringMeeting,
    MentoringNo,
    MentoringPair,
    MentoringSeason,
    MentoringSide,
    MentoringWish,
)
from drittort.core import care, ledger, notices, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark

LOADED = (held, jobs, metrics, running)
SEASON, PERSON = "connect.MentoringSeason", "members.Member"
OF_PAIR = {"subject": SEASON, "pair": "connect.MentoringPair", "mentor": PERSON, "mentee": PERSON}

ledger.kind(actions.OPENED, _("A season of mentoring begins."), subject=SEASON)
ledger.kind(actions.APPLIED, _("You applied for mentoring."), subject=SEASON)
ledger.kind(actions.SHORTLISTED, _("Five names for everybody who looks for somebody."), subject=SEASON)
ledger.kind(actions.SENT, _("The pairs of a season were asked."), subject=SEASON)
ledger.kind(actions.CLOSED, _("A season of mentoring has ended."), subject=SEASON)
ledger.kind(actions.ASKED, _("Two people were asked whether they go together for a season."), **OF_PAIR)
ledger.kind(actions.BEGUN, _("Two people go together for a season."), **OF_PAIR)
ledger.kind(actions.EXPIRED, _("A question for a season ran out."), **OF_PAIR)
ledger.kind(actions.SHARED, _("You wrote something for the other to read."), **OF_PAIR)
ledger.kind(actions.MET, _("You noted a meeting."), **OF_PAIR, meeting="connect.MentoringMeeting")
ledger.kind(actions.ENDED, _("A time together has come to its end."), **OF_PAIR)
ledger.kind(actions.THANKED, _("You said thanks for a time together."), **OF_PAIR)

notices.category(
    reactions.CATEGORY,
    _("Mentoring"),
    _("Somebody who fits, the four questions of a season, and thanks."),
    urgency=notices.NOW,
    personal=True,
    mail_from=notices.QUIET,
    wait=timedelta(0),
)
for step, sentence, people in (
    (words.CHOOSE, _("“%(season)s”: whom would you like best of your five?"), ()),
    (words.ASKED, _("Would you like to go together for a season, %(who)s and you?"), ("who",)),
    (words.BEGUN, _("You both said yes: %(who)s and you."), ("who",)),
    (words.EXPIRED, _("%(who)s and you: it did not come about this time."), ("who",)),
    (words.QUESTION, _("A question for between %(who)s and you."), ("who",)),
    (words.SHARED, _("%(who)s has written something for you."), ("who",)),
    (words.NOT_MET, _("Have you and %(who)s found a day yet?"), ("who",)),
    (words.ENDED, _("Your time with %(who)s has come to its end."), ("who",)),
    (words.THANKED, _("%(who)s thanks you for your time together."), ("who",)),
    (words.UNPAIRED, _("“%(season)s”: nobody for you this time."), ()),
):
    notices.wording(
        f"mentoring.{step}",
        sentence,
        people=people,
        words=reactions.texts,
        refers={"pair": "connect.MentoringPair", "season": SEASON, "question": ""},
    )

care.register("connect.mentoring", queries.waiting)

GOING = Mark(
    purpose=_("bring people together for a season, and let them go on by themselves"),
    basis=_("contract"),
    retention=_("12 months after the season"),
    export=True,
    erasure="delete",
)
DRAFT = replace(GOING, purpose=_("draw the pairs of a season for the people who care"), export=False)
SECRET = replace(GOING, purpose=_("let somebody say no without anybody learning of it"))
APART = replace(GOING, purpose=_("keep two people apart without anybody learning of it"), basis=_("legitimate interest"), export=False)
privacy.register(
    MentoringSeason,
    replace(DRAFT, erasure="with the house"),
    "id space name text apply_until starts_on ends_on every_weeks opened_at seed objective bound shortlisted_at drafted_at sends_at held_at sent_at closed_at",
)
privacy.register(
    MentoringApplication, GOING, "id season member side text topics languages days mentees applied_at withdrawn_at", person="member_id"
)
privacy.register(MentoringCandidate, DRAFT, "id mentee mentor position value reasons drafted_at locked_at excluded_at")
privacy.register(MentoringWish, GOING, "id season member mentor position at", person="member_id")
privacy.register(
    MentoringPair,
    GOING,
    "id season mentor mentee proposed_at expires_at begun_at expired_at ended_at goal",
    person="mentor_id mentee_id",
)
privacy.register(MentoringPair, DRAFT, "reasons")
privacy.register(MentoringSide, GOING, "id pair member accepted_at came thanks thanked_at own_goal", person="member_id")
privacy.register(MentoringSide, APART, "thanks_withheld")
privacy.register(MentoringNo, SECRET, "id pair member at", person="member_id")
privacy.register(MentoringMeeting, GOING, "id pair member on at", person="member_id")
privacy.register(MentoringAnswer, GOING, "id pair member question text shared at", person="member_id")
privacy.register(MentoringAnswer, APART, "withheld")

moving.thing("mentoring", "connect.MentoringMeeting")
moving.thing("mentoring_pair", "connect.MentoringPair")
moving.thing("mentoring_season", SEASON)
moving.plain(MentoringSeason, "every_weeks seed")
moving.plain(MentoringApplication, "topics languages days mentees")
moving.plain(MentoringCandidate, "position reasons")
moving.plain(MentoringWish, "position")
moving.plain(MentoringPair, "reasons")
moving.plain(MentoringAnswer, "question")
