"""Every page costs at most fifteen queries, and no more with sixty rows of everything than with three."""

# ruff: noqa: F811  (fixtures that were imported)

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from drittort.connect.between.models import CompanyTie, CompanyWish
from drittort.connect.circles.models import Circle, CircleMeeting, CirclePresence, CircleSeason, CircleSeat, CircleWish, Commitment
from drittort.connect.deals.models import Deal
from drittort.connect.introductions.models import Draft, Introduction, Round, Side, WarmIntroduction
from drittort.connect.lending.models import Loan
from drittort.connect.market.models import Bookmark, Listing, Referral
from drittort.connect.mentoring.models import (
    MentoringApplication,
    MentoringCandidate,
    MentoringMeeting,
    MentoringPair,
    MentoringSeason,
    MentoringSide,
)
from drittort.connect.needs.models import Need
from drittort.connect.office_hours.models import Booking, OfficeHour, OfficeSlot
from drittort.connect.rounds.models import DraftSeat, Gathering, GroupDraft, NotWith, Seat, Unseated
from drittort.core.files.models import StoredFile
from drittort.core.models import Mail
from drittort.home.today.rules import MOST_QUERIES
from drittort.inform.knowledge.models import Article, ArticleFeedback, ArticleTag, ArticleVersion
from drittort.inform.polls.models import PollVote
from drittort.inform.posts.models import Post, PostVersion, Reaction
from drittort.inspire.decisions.models import Ballot, DecisionOption, Elector, HouseDecision
from drittort.inspire.events.models import Event, Registration
from drittort.inspire.history.models import HistoryEntry
from drittort.inspire.ideas.models import Idea, IdeaStep, IdeaSupport
from drittort.inspire.milestones.models import Congratulation, Milestone
from drittort.inspire.pictures.models import Picture, PictureConsent
from drittort.inspire.stories.models import Story, StoryQuote, StorySide, StoryVersion
from drittort.inspire.thanks.models import Thanks, ThanksTo
from drittort.members.models import Company, Consent, Employment, Member, StandingLine
from drittort.network.jobs import make_snapshots
from drittort.network.models import Contact
from drittort.network.ties.actions import rebuild_ties
from drittort.plan.automations.deciding import Clause, Content
from drittort.plan.automations.models import Rule
from drittort.plan.automations.tests.making import acted, made_rule
from drittort.plan.writing.guide import PARTS
from drittort.plan.writing.models import PlanPaper, PlanPart, PlanVersion
from drittort.talk.comments.actions import comment
from drittort.talk.groups.models import Group, GroupCall, GroupMember
from tests.architecture.test_permissions import CARING, FOUNDING, MATRIX, OPEN, STAFF, STAFF_FOUNDER, addresses, cast, known  # noqa: F401
from tests.cast import Cast, person

BUDGET = 15
# The first page shows a little of everything.
BUDGETS = {"home:today": MOST_QUERIES}
# The file of everything that is held on somebody reads every table once; it may not grow either.
FILES = {"members:fetch_copy", "members:fetch_house_copy"}
# Pages of all members that show something else to those who care: they are asked as one of these, too.
SEEN_WITH_CARE = {"connect:between"}
PAGES = sorted(name for name, rule in MATRIX.items() if "GET" in rule.methods)


@pytest.fixture
def _now(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    """Pages are asked at the moment for which the rows were made."""
    monkeypatch.setattr("drittort.members.scope.timezone.now", lambda: cast.now)


def remembered(cast: Cast, one: Member, k: int) -> None:
    """A story with a text, quotes and a picture, thanks, a day and an entry of the history."""
    at, house = cast.now, cast.house
    told = Story.objects.create(space=house, on=at.date(), begun_at=at, opened_at=at, shown_at=at, help_asked_at=at if k % 2 else None)
    for number, member in enumerate((cast.mara, one)):
        side = StorySide.objects.create(
            story=told, member=member, asked_at=at, began="x", written_at=at, sent_at=at, house_at=at, public_at=at
        )
        StoryQuote.objects.create(side=side, text=f"Satz {number}", use="site", picked_at=at, agreed_at=at)
    first = Story.objects.order_by("pk")[0]
    StoryVersion.objects.create(story=first, number=100 + one.pk, text="x", at=at)
    StorySide.objects.create(story=first, member=one, asked_at=at, began="x", sent_at=at, house_at=at, public_at=at)
    for subject in (f"story:{told.pk}", f"story:{first.pk}"):
        file = StoredFile.objects.create(
            space_id=house.pk, owner_id=one.pk, purpose="inspire.photo", name="x.webp", mimetype="image/webp", size=1, sizes={"m": [960, 640]}, created_at=at
        )  # fmt: skip
        picture = Picture.objects.create(space=house, subject=subject, file=file, alt="x", by=cast.mara if k % 2 else one, asked=1, at=at)
        PictureConsent.objects.create(picture=picture, member=cast.mara, asked_at=at, house_at=at, public_at=at)
    thanks = Thanks.objects.create(space=house, member=one if k % 2 else cast.mara, text="Danke", at=at)
    ThanksTo.objects.create(thanks=thanks, member=cast.mara if k % 2 else one)
    day = Milestone.objects.create(space=house, kind="years", member=one, on=house.day(at), number=3)
    Congratulation.objects.create(milestone=day, member=cast.mara, at=at)
    HistoryEntry.objects.create(
        space=house, member=cast.mara if k % 2 else one, year=2000 + k, title="x", made_at=at, published_at=at if k % 3 else None
    )


def fill(cast: Cast, many: int) -> None:
    """So many rows of everything that a page may list: people, companies, lines, introductions in every state, needs, contacts, drafts, mails."""
    at, house = cast.now, cast.house
    start = Member.objects.count()
    cast_ladder = Listing.objects.filter(member=cast.jonas).values_list("pk", flat=True)[0]
    firms = [Company.objects.create(space=house, name=f"Werkstatt {start + k}", industry="62.01") for k in range(many)]
    tax, games = cast.mara.employments.get().company, cast.jonas.employments.get().company
    people = [
        person(house, f"P{start + k} Neu", days_here=9, company=firm, consents=("introduced", "counted", "map"))
        for k, firm in enumerate(firms)
    ]
    drafted = Round.objects.get(series__isnull=False, sent_at=None)
    for k, one in enumerate(people):
        group = GroupDraft.objects.create(round=drafted, position=start + k, value=1, reasons=[{"code": "new_here", "member": one.pk}])
        DraftSeat.objects.create(group=group, member=one)
        Unseated.objects.get_or_create(round=drafted, member=people[k - 1], defaults={"code": "no_common_day"})
        NotWith.objects.create(member=cast.mara, other=one, at=at)
        table = Gathering.objects.create(space=house, series=drafted.series, proposed_at=at, expires_at=at + timedelta(days=k % 9 - 1))
        Seat.objects.bulk_create(Seat(gathering=table, member=m) for m in (cast.mara, one))
        gone = Round.objects.create(space=house, series=drafted.series, made_at=at, seed=1, value=1, bound=1, engine="test", sent_at=at)
        GroupDraft.objects.create(round=gone, position=0, value=1, sent_at=at, gathering=table)
    call, circle = CircleSeason.objects.filter(open_until__isnull=False).order_by("pk")[0], Circle.objects.order_by("pk")[0]
    meeting = CircleMeeting.objects.get(circle=circle, number=1)
    for one in people:
        for season in (
            call,
            CircleSeason.objects.create(**{f.name: getattr(call, f.name) for f in CircleSeason._meta.fields if f.name != "id"}),
        ):
            CircleWish.objects.create(season=season, member=one, stage=1, at=at)
        another = Circle.objects.create(space=house, season=call, asked_at=at, expires_at=at + timedelta(days=3), begun_at=at)
        for each in (circle, another):
            CircleSeat.objects.create(circle=each, member=one, accepted_at=at, outcome="Ein Auftrag.", outcome_shared=True)
        CircleSeat.objects.create(circle=another, member=cast.mara, accepted_at=at)
        CircleMeeting.objects.create(circle=another, turn=1, number=1, starts_at=at + timedelta(days=2), hot_seat=one)
        CirclePresence.objects.create(meeting=meeting, member=one, at=at)
        Commitment.objects.create(meeting=meeting, member=one, text="Ich schreibe es auf.", made_at=at)
    made, _ = Round.objects.get_or_create(
        space=house, series=None, defaults={"made_at": at, "seed": 1, "value": 1, "bound": 1, "engine": "test"}
    )
    for k, one in enumerate(people):
        StandingLine.objects.create(member=one, side="offer", text="Ich helfe gern.", language="de")
        StandingLine.objects.create(member=cast.jonas, side="seek", text=f"Suche {k}", language="de")
        Need.objects.create(space=house, member=one, text="Wer weiß das?", language="de", opened_at=at - timedelta(days=3, minutes=k))
        Listing.objects.create(
            space=house,
            member=one,
            kind="service",
            category="words",
            title="Ich lese Korrektur.",
            language="de",
            shown_at=at,
            expires_at=at + timedelta(days=90),
        )
        thing = Listing.objects.create(
            space=house, member=cast.mara if k % 2 else one, kind="lend", category="tools", title=f"Leiter {start + k}", language="de", shown_at=at,
            company=firms[k] if k % 3 == 0 else None, expires_at=at + timedelta(days=90),
        )  # fmt: skip
        for listing, borrower in ((thing, one if k % 2 else cast.mara), (Listing.objects.get(pk=cast_ladder), one)):
            Loan.objects.create(
                space=house,
                listing=listing,
                borrower=borrower,
                from_on=at.date(),
                until_on=at.date(),
                asked_at=at,
                agreed_at=at if k % 2 else None,
            )
        Deal.objects.create(
            space=house, member=one, company=firms[k], partner=None if k % 2 else cast.mara, partner_company=cast.mara.employments.get().company if k % 2 else None,
            text="Beratung", done_on=at.date(), recorded_at=at, confirmed_at=at if k % 3 else None,
        )  # fmt: skip
        hour = OfficeHour.objects.create(
            space=house,
            member=cast.mara if k % 3 == 0 else one,
            theme="money",
            title="Preise",
            language="de",
            minutes=30,
            notice_hours=2,
            most=2,
            opened_at=at,
        )
        for season in MentoringSeason.objects.filter(space=house):
            gives, seeks = (
                MentoringApplication.objects.create(
                    season=season, member=one, side=side, text="x", topics=["money"], languages=["de"], applied_at=at
                )
                for side in ("mentor", "mentee")
            )
            MentoringCandidate.objects.create(mentee=season.applications.get(member=cast.mara), mentor=gives, position=k, value=1)
            MentoringCandidate.objects.create(mentee=seeks, mentor=season.applications.get(member=cast.jonas), position=0, value=1)
            together = MentoringPair.objects.create(
                season=season,
                mentor=one,
                mentee=cast.mara,
                proposed_at=at,
                expires_at=at - timedelta(days=1),
                begun_at=at if k % 2 else None,
                expired_at=None if k % 2 else at,
            )
            MentoringSide.objects.bulk_create(MentoringSide(pair=together, member=m) for m in (one, cast.mara))
        MentoringMeeting.objects.create(
            pair=MentoringPair.objects.earliest("pk"), member=cast.mara, on=at.date() - timedelta(days=start + k), at=at
        )
        for slots_of in (hour, *OfficeHour.objects.filter(title="Umsatzsteuer")):
            begins = at + timedelta(days=2, hours=start + k)
            slot, free = (
                OfficeSlot.objects.create(office_hour=slots_of, starts_at=moment, ends_at=moment + timedelta(minutes=30), book_until=moment)
                for moment in (begins, begins + timedelta(minutes=30))
            )
            if slots_of.member_id != one.pk:
                Booking.objects.create(slot=slot, member=one, text="Eine Frage", booked_at=at)
            if slots_of.member_id != cast.mara.pk and k % 2:
                Booking.objects.create(slot=free, member=cast.mara, text="Eine Frage", booked_at=at)
        Bookmark.objects.create(member=cast.mara, listing=thing, at=at)
        for host, days, announced in ((one, k % 9 + 1, at), (cast.mara, 5, None), (one, -5, at), (cast.mara, 3, at)):
            begins = at + timedelta(days=days, minutes=k)
            event = Event.objects.create(
                space=house, host=host, title=f"Suppe {start + k}", starts_at=begins, ends_at=begins + timedelta(hours=1), location=cast.upstairs,
                capacity=400, made_at=at, proposed_at=announced, published_at=announced, changed_at=at,
            )  # fmt: skip
            if announced is not None and host is one:
                Registration.objects.create(event=event, member=cast.mara, asked_at=at, approved_at=at, seated_at=at if k % 2 else None)
        remembered(cast, one, k)
        Registration.objects.create(
            event=Event.objects.filter(title="Suppe").get(),
            member=one,
            asked_at=at,
            approved_at=at,
            shown=bool(k % 2),
            seated_at=at if k % 3 else None,
        )
        fill_posts(cast, one, k, at)
        fill_rules(cast, one, k, at)
        fill_knowledge(cast, one, k, at)
        fill_decisions(cast, one, k, at)
        fill_plan(cast, k, at)
        Referral.objects.create(space=house, listing=thing, member=one, referrer=cast.mara, text="Danke!", at=at)
        for reader, opened in ((cast.mara, True), (cast.hanna, False)):
            low, high = sorted((reader, one), key=lambda m: m.pk)
            introduction = Introduction.objects.create(
                space=house, first=low, second=high, proposed_at=at - timedelta(days=1, minutes=k), expires_at=at + timedelta(days=6),
                introduced_at=at - timedelta(hours=3) if opened else None,
            )  # fmt: skip
            Side.objects.bulk_create(Side(introduction=introduction, member=m) for m in (low, high))
            for day in (2, 4):
                Contact.objects.create(
                    space=house,
                    first=low,
                    second=high,
                    on=(at - timedelta(days=day)).date(),
                    kind="meeting",
                    origin="test",
                    forth=1,
                    back=1,
                )
        low, high = sorted((people[k - 1], one), key=lambda m: m.pk)
        if low != high:
            WarmIntroduction.objects.create(
                space=house,
                introducer=cast.mara,
                first=low,
                second=high,
                text="Ihr zwei",
                proposed_at=at,
                expires_at=at + timedelta(days=10),
            )
            Draft.objects.get_or_create(
                round=made, first=low, second=high, defaults={"position": k, "value": 1, "parts": {}, "reasons": [], "spare": k % 3 == 0}
            )
        Mail.objects.create(
            category="x",
            to_address=f"{one.pk}@example.org",
            language="de",
            subject="x",
            text="x",
            html="x",
            message_id=f"<{one.pk}@x>",
            created_at=at,
        )
    for k, firm in enumerate(firms):
        for own in (games, tax):
            low, high = sorted((firm, own), key=lambda f: f.pk)
            CompanyTie.objects.create(
                space=house,
                first=low,
                second=high,
                position=k,
                value=1,
                made_at=at,
                reasons=[{"code": "trade", "buyer": low.pk, "seller": high.pk}],
            )
        CompanyWish.objects.create(company=tax, other=firm, by=cast.mara, at=at)
    Employment.objects.filter(member__in=people).update(until_on=None)
    assert Consent.objects.filter(member__in=people).count() == 3 * many
    rebuild_ties(space=house, as_of=house.day(at))
    make_snapshots(space=house, at=at)


def fill_knowledge(cast: Cast, one: Member, k: int, at: datetime) -> None:
    """Articles of members and of the house, open and not, below each other and in the trash, and what readers say of the one that pages are asked for."""
    told = Article.objects.filter(owner=cast.mara, removed_at=None).earliest("pk")
    for place, of_house in enumerate((False, True)):
        row = Article.objects.create(
            space=cast.house, owner=cast.mara if k % 2 else one, writer=one, of_house=of_house, parent=None if of_house else told, created_at=at,
            published_at=None if k % 7 == 6 else at - timedelta(minutes=k), public_at=at - timedelta(minutes=k) if of_house and k % 7 != 6 else None,
            review_on=at.date() - timedelta(days=k), removed_at=timezone.now() if k % 5 == 4 and not of_house else None, removed_by=cast.mara,
        )  # fmt: skip
        for language in ("de", "en"):
            ArticleVersion.objects.create(
                article=row, language=language, number=1, title=f"Artikel {k} {place}", text="Siehe [[Umsatzsteuer]].", member=one, at=at
            )
        ArticleTag.objects.create(article=row, key=f"wort {k}", word=f"Wort {k}")
    ArticleVersion.objects.create(
        article=told, language="de", number=one.pk + 100, title="Umsatzsteuer", text=f"Am {k}.", member=one, at=at, stands=False
    )
    ArticleFeedback.objects.create(article=told, member=one, kind="helped", at=at)
    ArticleFeedback.objects.create(article=told, member=one, kind="outdated", text=f"Seit {k} nicht mehr.", at=at)


def fill_plan(cast: Cast, k: int, at: datetime) -> None:
    """Earlier states of the part that pages are asked for, other parts in both languages, papers, and what is said under a part."""
    part = PlanPart.objects.get(space=cast.house, key="purpose")
    earlier = PlanVersion.objects.filter(part=part).count()
    PlanVersion.objects.create(part=part, language="de", number=earlier + 100, text=f"Wort {k}", member=cast.olga, at=at, stands=False)
    other, new = PlanPart.objects.get_or_create(
        space=cast.house, key=list(PARTS)[1 + k % 12], defaults={"begun_at": at, "owner": cast.olga}
    )
    for language in ("de", "en") if new else ():
        PlanVersion.objects.create(part=other, language=language, number=1, text="x", member=cast.olga, at=at)
    PlanPaper.objects.create(space=cast.house, language="de", parts=["purpose"], asked_by=cast.olga, asked_at=at, done_at=at)
    comment(actor=cast.hanna, about=f"plan_part:{other.pk}", text=f"Wort {earlier}", at=at + timedelta(minutes=5 * earlier))


def fill_decisions(cast: Cast, one: Member, k: int, at: datetime) -> None:
    """Ideas in every state, decisions that wait and that are over, and one more of everything at those that pages are asked for."""
    house = cast.house
    idea = Idea.objects.create(
        space=house, member=one, title=f"Idee {one.pk}", text="x", language="de", at=at - timedelta(minutes=k), word_by=at.date()
    )
    asked_for = Idea.objects.get(title="Eine Bank im Hof")
    IdeaSupport.objects.bulk_create(IdeaSupport(idea=each, member=one, at=at, helps=bool(k % 2)) for each in (idea, asked_for))
    for each in (idea, asked_for):
        IdeaStep.objects.create(idea=each, by=one, at=at - timedelta(days=k), status=["discussed", "done"][k % 2], text="x")
    comment(actor=one, about=f"idea:{asked_for.pk}", text="Aha", at=at + timedelta(minutes=5 * k))
    for over in (False, True):
        row = HouseDecision.objects.create(
            space=house, member=one, kind="poll", method="single", title=f"Frage {one.pk}", language="de", closes_at=at + timedelta(days=3), made_at=at,
            opened_at=at - timedelta(minutes=k), closed_at=at if over else None, took_part=1 if over else None, electors=2,
            result={"counts": [1, 0], "winners": [0], "enough": True} if over else None, secret=bool(k % 2),
        )  # fmt: skip
        DecisionOption.objects.bulk_create(DecisionOption(decision=row, position=n, text=f"{n}") for n in range(2))
        Elector.objects.create(decision=row, member=cast.mara)
    poll = HouseDecision.objects.get(title="Suppe oder Salat?")
    Elector.objects.create(decision=poll, member=one)
    Ballot.objects.create(decision=poll, member=one, at=at, content=[k % 2])


def fill_rules(cast: Cast, one: Member, k: int, at: datetime) -> None:
    """A rule, and one more thing that each did: waiting, done, a mark."""
    content = Content("member", (Clause("members.here_for", {"days": 9}),), "house.task", {"text": "Sag {name} hallo"})
    made_rule(cast, content, name=f"Regel {one.pk}", on=bool(k % 2))
    for rule in Rule.objects.filter(name="Regel"):
        acted(rule, one, at - timedelta(minutes=k))
        acted(rule, cast.mara, at - timedelta(days=one.pk + 1))


def fill_posts(cast: Cast, one: Member, k: int, at: datetime) -> None:
    """A group, posts of all kinds, comments and words with one tap, under the post that pages are asked for as well."""
    house, told = cast.house, Post.objects.filter(member=cast.jonas, verb="share").earliest("pk")
    group = Group.objects.create(space=house, name=f"Gruppe {one.pk}", line="x", language="de", founded_at=at, founded_by=one)
    friends = Group.objects.filter(founded_by=cast.mara).earliest("pk")
    GroupMember.objects.bulk_create(
        [GroupMember(group=group, member=cast.mara, joined_at=at), GroupMember(group=friends, member=one, joined_at=at)]
    )
    GroupCall.objects.create(group=friends, member=cast.neo if k == 0 and not friends.calls.exists() else one, at=at)
    for place in (None, group, friends):
        post = Post.objects.create(
            space=house, group=place, member=one, verb=["share", "ask", "invite", "propose"][k % 4], text=f"Wort {k}", language="de", created_at=at,
            posted_at=at - timedelta(minutes=k), edited_at=at,
        )  # fmt: skip
        Reaction.objects.create(post=post, member=cast.mara, kind="thanks", at=at)
        comment(actor=cast.mara if place else one, about=f"post:{post.pk}", text="Aha", at=at + timedelta(minutes=5 * k))
    Post.objects.create(space=house, member=cast.mara, verb="share", text=f"Entwurf {k}", language="de", created_at=at)
    Reaction.objects.create(post=told, member=one, kind="thanks", at=at)
    PollVote.objects.create(option=told.poll.options.earliest("pk"), member=one, at=at)
    comment(actor=one, about=f"post:{told.pk}", text="Schön", at=at)
    question = Post.objects.filter(member=cast.mara, verb="ask").earliest("pk")
    PostVersion.objects.create(post=question, until=at, text="vorher")
    comment(actor=one, about=f"post:{question.pk}", text="Ich weiß es", at=at)


Browsers = dict[Member, Client]


def signed_in_once(cast: Cast) -> Browsers:
    """A browser for each reader, who signs in once and not for every page."""
    return {one: cast.client(one) for one in (cast.mara, cast.hanna, cast.olga)}


def queries(cast: Cast, browsers: Browsers, name: str, address: str) -> int:
    """How many questions to the database one page costs, session and account included."""
    reader = {OPEN: None, CARING: cast.hanna, STAFF: cast.hanna, STAFF_FOUNDER: cast.olga, FOUNDING: cast.olga}.get(
        MATRIX[name].who, cast.mara
    )
    readers = [reader, cast.hanna] if name in SEEN_WITH_CARE else [reader]
    return max(queries_of(browsers[one] if one else cast.client(None), name, address) for one in readers)


def queries_of(browser: Client, name: str, address: str) -> int:
    """How many it costs one reader."""
    browser.get(address)
    with CaptureQueriesContext(connection) as seen:
        answer = browser.get(address)
    assert answer.status_code < 500
    asked = [q["sql"] for q in seen if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert name in FILES or len(asked) <= BUDGETS.get(name, BUDGET), f"{name} costs {len(asked)} queries:\n" + "\n".join(asked)
    return len(asked)


@pytest.mark.usefixtures("_now")
def test_every_page_keeps_its_budget_with_three_rows_and_with_sixty(cast: Cast, addresses: dict[str, str]):
    addresses["network:tie"] = reverse("network:tie", args=[cast.house.slug, cast.jonas.pk])
    Contact.objects.create(
        space=cast.house, first=cast.mara, second=cast.jonas, on=cast.now.date(), kind="meeting", origin="x", forth=1, back=1
    )
    fill(cast, 3)
    browsers = signed_in_once(cast)
    few = {name: queries(cast, browsers, name, addresses[name]) for name in PAGES}
    fill(cast, 57)
    many = {name: queries(cast, browsers, name, addresses[name]) for name in PAGES}
    # The first visit asks for the faces of those who fit, and who is kept apart from them, only once somebody fits; with three people nobody may.
    once_more = {"home:first_people": 2}
    assert {name: (few[name], many[name]) for name in PAGES if many[name] > few[name] + once_more.get(name, 0)} == {}
    assert many["home:care"] > 5
    assert many["network:ties"] > 4
