"""Every figure of the house on a small case that was counted by hand, the same on both databases; and what a metric owes to whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from drittort.connect.circles.models import Circle, CircleMeeting, CirclePresence, CircleSeason, CircleSeat
from drittort.connect.deals.models import DealSum
from drittort.connect.introductions.models import Introduction, Side
from drittort.connect.lending.models import Loan
from drittort.connect.market.models import Listing
from drittort.connect.mentoring.models import MentoringMeeting, MentoringPair, MentoringSeason
from drittort.connect.needs.models import Need, NeedAnswer
from drittort.connect.office_hours.models import Booking, OfficeHour, OfficeSlot
from drittort.core.metrics import METRICS, PRIVATE, UNITS, Figure, months_from
from drittort.home.first_visit.models import FirstVisit
from drittort.inform.knowledge.models import Article, ArticleVersion
from drittort.inform.letter.models import Letter
from drittort.inform.posts.models import Post
from drittort.inspire.afterwards.models import EventFeedback
from drittort.inspire.decisions.models import HouseDecision
from drittort.inspire.events.models import CoHost, Event, Registration
from drittort.inspire.ideas.models import Idea, IdeaStep
from drittort.inspire.thanks.models import Thanks, ThanksTo
from drittort.joining.applications.models import Application
from drittort.joining.buddies.models import Buddy
from drittort.joining.invitations.models import Invitation
from drittort.members.membership.models import MembershipPeriod
from drittort.members.models import Consent, Member
from drittort.members.roles.actions import found
from drittort.network.models import FirstTie, MonthFigure
from drittort.spaces.models import Space
from drittort.spaces.roles import MANAGER
from drittort.talk.conversations.models import Conversation, Message
from drittort.talk.groups.models import Group
from tests.fixtures import kept

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))
A, B, C = (
    [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9), (10, 11)],
    [(0, 11), (1, 10), (2, 9), (3, 8), (4, 7), (5, 6)],
    [(0, 3), (1, 2), (4, 6), (5, 7), (8, 10), (9, 11)],
)


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of 2026, in universal time."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def days(count: float) -> timedelta:
    """So many days."""
    return timedelta(days=count)


EXPECTED: dict[str, dict[date, Figure]] = {
    # Twelve came in June 2024, five in March 2025, six in March 2026. One left in March; one had left and came back.
    "members": {FEB: Figure(16.0, 16), MAR: Figure(22.0, 22)},
    "new_members": {FEB: Figure(0.0, 0), MAR: Figure(7.0, 7)},
    "churn": {FEB: Figure(0.0, 16), MAR: Figure(1 / 16, 16)},
    "retention": {MAR: Figure(16 / 17, 17)},
    "activation": {MAR: Figure(2 / 6, 6)},
    "breadth": {MAR: Figure(9 / 23, 23)},
    "consent_introduced": {JAN: Figure(0.6), FEB: Figure(0.6)},
    "consent_counted": {FEB: PRIVATE},
    "ties": {JAN: Figure(3.5, 20)},
    "isolates": {JAN: Figure(0.1, 20)},
    "thin": {JAN: Figure(0.25, 20)},
    "reciprocity": {JAN: Figure(0.4, 20)},
    "across_companies": {JAN: Figure(0.7, 20)},
    # Two of six, in fives and tenths.
    "first_tie": {MAR: Figure(0.3, 5)},
    "need_hours": {MAR: Figure(6.0, 3)},
    "need_day": {JAN: Figure(0.0, 12), MAR: Figure(2 / 5, 5)},
    "need_met": {JAN: Figure(0.5, 12), MAR: PRIVATE},
    "staff_answers": {MAR: Figure(1 / 4, 4), APR: Figure(0.0, 1)},
    "introductions": {JAN: Figure(18.0, 18)},
    "introductions_accepted": {JAN: Figure(12 / 18, 18)},
    "introductions_met": {JAN: Figure(6 / 12, 12)},
    "introductions_again": {JAN: Figure(6 / 12, 12)},
    "circle_attendance": {JAN: Figure(7 / 10, 10)},
    "mentoring": {JAN: Figure(6.0, 6), FEB: PRIVATE},
    "office_hours": {JAN: Figure(6.0, 6)},
    "deals": {JAN: Figure(7.0, 7, since=date(2025, 12, 1))},
    "business": {JAN: Figure(1000.0, 7, 1000.0, 9000.0, since=date(2025, 12, 1))},
    "loans": {JAN: Figure(6.0, 6)},
    "listings": {date(2025, 12, 1): Figure(7.0, 7), JAN: Figure(6.0, 6)},
    "questions_answered": {MAR: Figure(1 / 2, 2)},
    "letter_answers": {JAN: Figure(7.0, 2)},
    "articles": {JAN: Figure(2.0, 2), FEB: Figure(1.0, 1)},
    "events": {FEB: Figure(3.0, 3), MAR: Figure(0.0, 0)},
    "member_hosted": {FEB: Figure(2 / 3, 3)},
    "show_up": {FEB: Figure(7 / 11, 11)},
    "event_breadth": {FEB: Figure(11 / 16, 16)},
    "event_waiting": {FEB: Figure(6.0, 6)},
    "event_again": {FEB: Figure(6 / 12, 12)},
    "ideas_in_time": {JAN: Figure(1 / 2, 2)},
    "decisions_outcome": {FEB: Figure(1 / 2, 2)},
    "decisions_part": {FEB: Figure(9 / 20, 20)},
    "thanks": {FEB: Figure(3 / 16, 16)},
    "buddies": {MAR: Figure(1 / 6, 6)},
    "invitations_accepted": {JAN: Figure(3 / 5, 5)},
    "application_days": {JAN: Figure(6.0, 5)},
    "first_visit": {MAR: Figure(1 / 6, 6)},
}


@pytest.fixture(scope="module")
def house(request) -> Iterator[Space]:
    """The small house of which everything below was counted by hand."""
    request.getfixturevalue("django_db_setup")
    blocker = request.getfixturevalue("django_db_blocker")
    with kept(blocker):
        with blocker.unblock():
            made = build()
        yield made


def build() -> Space:
    """Five months of a house of twenty-three."""
    space = Space.objects.create(slug="klein", name="Klein", created_at=datetime(2025, 1, 1, tzinfo=UTC))
    elsewhere = Space.objects.create(slug="gross", name="Gross", created_at=space.created_at)
    p = people(space)
    stranger = Member.objects.create(space=elsewhere, name="Sten", portrait="s", joined_on=date(2026, 3, 5))
    Need.objects.create(space=elsewhere, member=stranger, text="x", language="de", opened_at=at(3, 10))
    consents_and_ties(space, p)
    needs(space, p)
    introductions(space, p)
    circles_and_hours(space, p)
    market(space, p)
    words(space, p)
    events(space, p)
    ideas_and_thanks(space, p)
    ways_in(space, p)
    return space


def people(space: Space) -> list[Member]:
    """Who came when."""
    came = [date(2024, 6, 1)] * 12 + [date(2026, 3, 5)] * 6 + [date(2025, 3, 10), date(2025, 3, 11)] + [date(2025, 3, 12)] * 3
    p = [Member.objects.create(space=space, name=f"P{k}", portrait=f"p{k}", joined_on=day) for k, day in enumerate(came)]
    Member.objects.filter(pk=p[11].pk).update(left_on=date(2026, 3, 15))
    MembershipPeriod.objects.create(member=p[18], from_on=date(2025, 3, 10), until_on=date(2025, 6, 30))
    MembershipPeriod.objects.create(member=p[18], from_on=date(2026, 3, 20))
    found(space=space, holders=[(p[0], MANAGER)], at=at(1, 1))
    return p


def consents_and_ties(space: Space, p: list[Member]) -> None:
    """Ten agreed to be introduced, of whom one took it back; twelve to be counted, and all who are new."""
    given = datetime(2025, 1, 2, tzinfo=UTC)
    Consent.objects.bulk_create(
        Consent(member=p[k], kind="introduced", given_at=given, revoked_at=at(2, 10) if k == 5 else None) for k in range(10)
    )
    Consent.objects.bulk_create(Consent(member=p[k], kind="counted", given_at=given) for k in range(12))
    Consent.objects.bulk_create(Consent(member=p[k], kind="counted", given_at=at(3, 5)) for k in range(12, 18))
    for measure, value in (("mean_ties", 3.5), ("isolates", 2), ("thin", 5), ("reciprocity", 0.4), ("company.inside_ties", 0.3)):
        MonthFigure.objects.create(space=space, month=JAN, measure=measure, value=value, people=20)
    for k, day in ((12, 10), (13, 19), (14, 20)):
        FirstTie.objects.create(space=space, member=p[k], on=date(2026, 3, day))


def needs(space: Space, p: list[Member]) -> None:
    """Twelve needs in January, half of them met; five in March, and an offer."""

    def need(who: int, when: datetime, side: str = "seek", helped: datetime | None = None) -> Need:
        return Need.objects.create(
            space=space, member=p[who], side=side, text="x", language="de", opened_at=when, helped_at=helped, told_at=helped
        )

    def answer(to: Need, who: int, when: datetime, *, staff: bool = False, withdrawn: datetime | None = None) -> None:
        NeedAnswer.objects.create(need=to, member=p[who], at=when, language="de", staff=staff, withdrawn_at=withdrawn)

    for k in range(12):
        # What helped after the need's sixty days is not counted.
        need(k, at(1, 7), helped=at(1, 20) if k < 6 else at(4, 1) if k == 6 else None)
    first = need(12, at(3, 10))
    answer(first, 0, at(3, 10, 10), staff=True)
    answer(first, 13, at(3, 10, 15))
    answer(need(1, at(3, 11)), 2, at(3, 13))
    need(2, at(3, 12))
    answer(need(3, at(3, 31, 21, 30)), 4, at(3, 31, 23, 30))
    answer(need(4, at(3, 20)), 5, at(3, 20, 12), withdrawn=at(3, 21))
    answer(need(5, at(3, 15), side="offer"), 6, at(3, 15, 12))


def introductions(space: Space, p: list[Member]) -> None:
    """Eighteen were proposed in January: six came to nothing, six were introduced and did not meet, six met."""
    for group, pairs in enumerate((A, B, C)):
        for n, (one, other) in enumerate(pairs):
            introduced = None if group == 2 else at(1, 8)
            met = date(2026, 1, 20) if group == 0 else date(2026, 2, 20) if group == 1 and n == 0 else None
            row = Introduction.objects.create(
                space=space, first=p[one], second=p[other], form="round", proposed_at=at(1, 5), expires_at=at(1, 12),
                introduced_at=introduced, expired_at=at(1, 12) if group == 2 else None, met_on=met,
            )  # fmt: skip
            if group == 0:
                Side.objects.bulk_create(Side(introduction=row, member=p[k], again=k < 6) for k in (one, other))
    # Between members who know both: the affair of three people.
    Introduction.objects.create(
        space=space, first=p[0], second=p[4], form="warm", proposed_at=at(1, 5), expires_at=at(1, 12), introduced_at=at(1, 6)
    )


def circles_and_hours(space: Space, p: list[Member]) -> None:
    """Two circles met; six pairs, and six office hours."""
    season = CircleSeason.objects.create(
        space=space, theme="words", language="de", every_days=14, first_at=at(1, 10), minutes=90, confidence="x", opened_at=at(1, 1)
    )
    for seats, came in ((range(5), range(4)), (range(5, 10), range(5, 8))):
        circle = Circle.objects.create(space=space, season=season, asked_at=at(1, 1), expires_at=at(1, 8), begun_at=at(1, 8))
        CircleSeat.objects.bulk_create(CircleSeat(circle=circle, member=p[k], accepted_at=at(1, 3)) for k in seats)
        meeting = CircleMeeting.objects.create(circle=circle, turn=1, number=1, starts_at=at(1, 10))
        CircleMeeting.objects.create(circle=circle, turn=1, number=2, starts_at=at(1, 24))
        CirclePresence.objects.bulk_create(CirclePresence(meeting=meeting, member=p[k], at=at(1, 10)) for k in came)
    CircleSeat.objects.create(circle=circle, member=p[10], accepted_at=at(1, 12))
    mentoring = MentoringSeason.objects.create(
        space=space, name="x", apply_until=date(2025, 12, 1), starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 1), every_weeks=2,
        opened_at=at(1, 1), seed=1,
    )  # fmt: skip
    for mentor, mentee in A:
        pair = MentoringPair.objects.create(season=mentoring, mentor=p[mentor], mentee=p[mentee], proposed_at=at(1, 1), expires_at=at(1, 8))
        MentoringMeeting.objects.create(pair=pair, member=p[mentor], on=date(2026, 1, 15), at=at(1, 15))
    MentoringMeeting.objects.create(pair=pair, member=p[10], on=date(2026, 2, 15), at=at(2, 15))
    for k in range(6):
        hour = OfficeHour.objects.create(
            space=space, member=p[k], theme="money", title="x", language="de", minutes=30, notice_hours=0, most=1, opened_at=at(1, 1),
        )  # fmt: skip
        slot = OfficeSlot.objects.create(office_hour=hour, starts_at=at(1, 16), ends_at=at(1, 16, 10), book_until=at(1, 16))
        Booking.objects.create(slot=slot, member=p[k + 6], text="x", booked_at=at(1, 10), met_on=date(2026, 1, 16))


def market(space: Space, p: list[Member]) -> None:
    """Seven listings of December, of which six were lent and one was taken; and a sum of deals."""
    for k in range(7):
        listing = Listing.objects.create(
            space=space, member=p[k], kind="lend", category="tools", title="x", language="de", shown_at=datetime(2025, 12, 20, tzinfo=UTC),
            expires_at=at(6, 1), taken_at=at(1, 20) if k == 6 else None,
        )  # fmt: skip
        if k < 6:
            Loan.objects.create(
                space=space, listing=listing, borrower=p[k + 6], from_on=date(2026, 1, 10), until_on=date(2026, 1, 12),
                asked_at=at(1, 5), agreed_at=at(1, 6), handed_over_at=at(1, 10),
            )  # fmt: skip
    Loan.objects.create(
        space=space, listing=listing, borrower=p[0], from_on=date(2026, 1, 10), until_on=date(2026, 1, 12), asked_at=at(1, 5)
    )
    DealSum.objects.create(
        space=space, from_on=date(2025, 12, 1), until_on=date(2026, 1, 31), deals=7, sides=9, low=1000, high=9000, made_at=at(2, 1)
    )


def words(space: Space, p: list[Member]) -> None:
    """Two questions to the house and one to a group, a comment, two letters, two articles."""
    group = Group.objects.create(space=space, name="G", founded_at=at(1, 1))

    def post(who: int, when: datetime, answered: datetime | None = None, verb: str = "ask", **more: object) -> Post:
        return Post.objects.create(
            space=space, member=p[who], verb=verb, text="x", language="de", created_at=when, posted_at=when, answered_at=answered, **more
        )

    asked = post(1, at(3, 3), at(3, 5))
    post(1, at(3, 4), at(3, 12))
    inside = post(9, at(3, 4), group=group)
    post(14, at(4, 20), verb="share")
    for key, who in ((asked.pk, 2), (inside.pk, 8)):
        thread = Conversation.objects.create(space=space, begun_at=at(3, 5), about=f"post:{key}")
        Message.objects.create(conversation=thread, author=p[who], at=at(3, 5), text="x")
    for day, told in ((8, {"needs": 6, "events": 8}), (15, {})):
        sent = at(1, day)
        Letter.objects.create(
            space=space, since=sent - days(7), due_at=sent, made_at=sent, sent_at=sent, answers=told, counted_at=sent + days(7)
        )
    for removed in (None, at(2, 5)):
        article = Article.objects.create(space=space, created_at=at(1, 9), published_at=at(1, 10), removed_at=removed)
        ArticleVersion.objects.create(article=article, language="de", number=1, title="x", text="x", member=p[7], at=at(3, 7), stands=False)
    ArticleVersion.objects.filter(article__removed_at=None).update(member=p[6])


def events(space: Space, p: list[Member]) -> None:
    """Three events in February and one that was called off."""

    def event(host: int, day: int, *, cancelled: datetime | None = None) -> Event:
        return Event.objects.create(
            space=space, host=p[host], title="x", starts_at=at(2, day), ends_at=at(2, day, 11), made_at=at(1, 20), published_at=at(1, 21),
            changed_at=at(1, 21), cancelled_at=cancelled,
        )  # fmt: skip

    def seat(to: Event, who: int, *, seated: bool = True, came: bool = False) -> None:
        Registration.objects.create(
            event=to, member=p[who], asked_at=at(1, 22), approved_at=at(1, 22), seated_at=at(1, 22) if seated else None,
            came_at=to.starts_at if came else None,
        )  # fmt: skip

    first, second, third = event(0, 3), event(1, 10), event(0, 17)
    event(1, 20, cancelled=at(2, 1))
    CoHost.objects.create(event=third, member=p[2], asked_at=at(1, 22), accepted_at=at(1, 23))
    CoHost.objects.create(event=first, member=p[2], asked_at=at(1, 22))
    for k in range(5):
        seat(first, k, came=k < 4)
    for k in range(5, 11):
        seat(second, k, came=k < 8)
    for k in range(2):
        seat(third, k)
    for k in range(6, 12):
        seat(first, k, seated=False)
    EventFeedback.objects.bulk_create(
        EventFeedback(event=second, member=p[k], again="gladly" if k < 6 else "perhaps", at=at(2, 11)) for k in range(12)
    )


def ideas_and_thanks(space: Space, p: list[Member]) -> None:
    """Two ideas, two decisions, thanks before the house and between two."""
    for answered in (at(1, 10), at(1, 30)):
        idea = Idea.objects.create(space=space, member=p[8], title="x", text="x", language="de", at=at(1, 3))
        IdeaStep.objects.create(idea=idea, at=answered, status="planned")
        IdeaStep.objects.create(idea=idea, at=at(3, 1), status="done")
    for day, part, outcome in ((10, 6, at(2, 12)), (20, 3, None)):
        HouseDecision.objects.create(
            space=space, kind="poll", title="x", language="de", closes_at=at(2, day), made_at=at(2, 1), opened_at=at(2, 1), electors=10,
            closed_at=at(2, day), took_part=part, outcome_at=outcome,
        )  # fmt: skip
    for who, whom, audience in ((1, (2, 3), "house"), (4, (5,), "person")):
        said = Thanks.objects.create(space=space, member=p[who], text="x", audience=audience, at=at(2, 14))
        ThanksTo.objects.bulk_create(ThanksTo(thanks=said, member=p[k]) for k in whom)


def ways_in(space: Space, p: list[Member]) -> None:
    """Buddies, first visits, invitations and applications."""
    Buddy.objects.create(space=space, member=p[12], buddy=p[1], since=at(3, 6))
    Buddy.objects.create(space=space, member=p[13], buddy=p[2], since=at(3, 25))
    for who, day in ((12, 7), (13, 13)):
        FirstVisit.objects.create(member=p[who], begun_at=at(3, 5), done_at=at(3, day))
    for n, after in enumerate((1, 5, 28, 40, None, 2)):
        sent = at(1, 2)
        Invitation.objects.create(
            space=space, name="x", email=f"i{n}@x.example", language="de", invited_at=sent, sent_at=sent, expires_at=sent + days(60),
            accepted_at=None if after is None else sent + days(after), withdrawn_at=sent if n == 5 else None,
        )  # fmt: skip
    for n, waited in enumerate((2, 4, 6, 8, 10)):
        asked = at(1, 5)
        yes, no = (asked + days(waited), None) if n % 2 else (None, asked + days(waited))
        Application.objects.create(
            space=space, name="x", email=f"a{n}@x.example", language="de", asked_at=asked, confirmed_at=asked, applied_at=asked,
            accepted_at=yes, declined_at=no, touched_at=asked,
        )  # fmt: skip


MONTHS = months_from(date(2025, 12, 1), APR)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_figure_is_what_was_counted_by_hand(house, db, name):
    figures = METRICS[name].compute(house, MONTHS)
    for month, expected in EXPECTED[name].items():
        told = figures.get(month)
        assert told is not None, month
        assert (told.of, told.private, told.since) == (expected.of, expected.private, expected.since), (month, told)
        assert (told.value, told.low, told.high) == pytest.approx((expected.value, expected.low, expected.high)), (month, told)


def test_every_figure_of_the_house_was_counted_by_hand():
    """Those of the pulse and of the plan itself are tested where they are made."""
    above = ("drittort.plan.", "drittort.pulse.")
    own = {name for name, metric in METRICS.items() if getattr(metric.compute, "func", metric.compute).__module__.startswith(above)}
    assert set(METRICS) - own == set(EXPECTED)
    assert len(METRICS) >= 30


@pytest.mark.parametrize("name", EXPECTED)
def test_three_years_cost_as_many_questions_as_one_month(house, db, name):
    counts = []
    for months in (MONTHS[-2:], months_from(date(2023, 5, 1), APR)):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            METRICS[name].compute(house, months)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12, counts


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_figure_says_what_it_is_in_both_languages(house, language):
    with translation.override(language):
        for metric in METRICS.values():
            for words in (metric.label, metric.definition, metric.formula, metric.source, metric.limits):
                assert str(words).strip(), metric.name
            assert bool(metric.helps) is bool(metric.helps_at), metric.name
            assert metric.helps or metric.name not in EXPECTED, metric.name
            assert metric.unit in UNITS
            leads = metric.rows(house, JAN) if metric.rows is not None else str(metric.why_private)
            assert leads.strip()
            assert not metric.helps_at or reverse(metric.helps_at, args=[house.slug])
