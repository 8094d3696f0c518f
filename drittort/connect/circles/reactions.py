"""Notices that follow what was recorded in circles, and their letters. Each notice has a key, so running twice tells once."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from drittort.connect.circles import actions, queries, rules, tokens, words
from drittort.connect.circles.calendar import entries_of
from drittort.connect.circles.models import Circle, CircleMeeting, CircleSeason, CircleSeat
from drittort.connect.introductions.models import Round
from drittort.connect.introductions.rules import introducible
from drittort.connect.rounds.actions import SENT
from drittort.connect.rounds.models import Unseated
from drittort.core.calendars import attachment
from drittort.core.errors import NotFound
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.notices import CHANGE, Letter, Told, composer
from drittort.members.membership.actions import LEFT
from drittort.members.models import Employment, Member, MemberQuerySet
from drittort.members.notices.actions import tell
from drittort.spaces.industries import section

CATEGORY, CALLING = "circle", "circle_call"
STEP, CALL, UNSEATED = "connect/circles/mail/step", "connect/circles/mail/call", "connect/circles/mail/unseated"
FOR_THE_CALENDAR = {words.BEGUN, words.RENEWED, words.MOVED, words.LEFT}
CODES = {
    words.ASKED: "asked", words.NUDGE: "nudge", words.BEGUN: "begun", words.OFF: "off", words.SOON: "soon", words.AFTER: "after", words.MOVED: "moved",
    words.GOING_ON: "going_on", words.RENEWED: "renewed", words.ENDED: "ended", words.PAUSED: "paused", words.GONE: "gone",
    words.LEFT: "left",
}  # fmt: skip


def write(circle: Circle, member: Member, step: int, key: str, at: datetime, meeting: CircleMeeting | None = None) -> None:
    """Tell one of a circle what happened; the letter is composed when it leaves."""
    tell(
        member=member,
        category=CATEGORY,
        thread=actions.thread(circle.pk),
        key=f"circle:{circle.pk}:{key}",
        at=at,
        text=f"circle.{CODES[step]}",
        context={
            "circle": circle.pk,
            "step": step,
            **({"meeting": meeting.pk, CHANGE: [meeting.pk, meeting.sequence]} if meeting is not None else {}),
        },
        path=reverse("connect:circle", args=[circle.space.slug, circle.pk]),
        mail=STEP,
        happens_at=meeting.starts_at if meeting is not None and step == words.MOVED else None,
        brings_file=step in FOR_THE_CALENDAR,
        own_doing=step == words.LEFT,
    )


def found(circle_id: int) -> Circle | None:
    """A circle with what its words need."""
    return Circle.objects.select_related("space", "season__space", "season__location").filter(pk=circle_id).first()


def asked_in(circle: Circle) -> list[CircleSeat]:
    """The seats of everybody who was asked."""
    return list(CircleSeat.objects.filter(circle=circle).select_related("member__space", "member__account").order_by("member_id"))


def tell_all(circle: Circle, step: int, key: str, at: datetime, meeting: CircleMeeting | None = None, *, but: int | None = None) -> None:
    """Tell everybody who sits in a circle."""
    for seat in asked_in(circle):
        if rules.sits(seat) and seat.member_id != but:
            write(circle, seat.member, step, key, at, meeting)


# ------------------------------------------------------------------ a call


def called(season: CircleSeason, at: datetime) -> MemberQuerySet:
    """Who is told of a call: everybody who may be introduced; for a trade those who work in it."""
    people = introducible(Member.objects.filter(space=season.space_id), season.space.day(at)).exclude(pk=season.host_id or 0)
    if season.theme != CircleSeason.Theme.INDUSTRY:
        return people
    firms = Employment.objects.filter(until_on=None, member__space_id=season.space_id).values_list("member_id", "company__industry")
    return people.filter(pk__in=[pk for pk, industry in firms if section(industry) == season.industry])


@reaction(actions.CALLED, name="connect.circles.call")
def call(row: LedgerRow, at: datetime) -> None:
    """Tell of a call, once; whoever says nothing is not asked again."""
    season = CircleSeason.objects.going().select_related("space").filter(pk=row.subject_id or 0).first()
    if season is None:
        return
    for member in called(season, at).select_related("space", "account"):
        tell(
            member=member,
            category=CALLING,
            thread=f"circles:{season.pk}",
            key=f"circles:{season.pk}:call",
            at=at,
            text="circle.call",
            context={"season": season.pk},
            path=reverse("connect:circles", args=[season.space.slug]),
            mail=CALL,
        )


@composer(CALL)
def call_letter(told: Told) -> Letter | None:
    """The call with its three answers, as long as it is open and not answered."""
    member = Member.objects.here().select_related("space").filter(pk=told.reader).first()
    season_id = told.facts[-1]["season"]
    if member is None or not queries.call_open(member, season_id, told.at):
        return None
    page = queries.one_call(member, season_id, told.at)
    if page.stage is not None:
        return None
    link = tokens.link_of_call(season_id, member.pk)
    return Letter(
        {
            "heading": words.heading(words.CALL, page.title),
            "more": words.more(words.CALL, day=page.until),
            "page": page,
            "buttons": [(f"{link}?a={value}", label) for value, label in page.stages],
        }
    )


@reaction(SENT, name="connect.circles.deliver")
def deliver(row: LedgerRow, at: datetime) -> None:
    """A draft of circles goes out: ask their people, then tell those without a place."""
    actions.deliver(round_id=row.subject_id or 0, at=at)
    made = Round.objects.select_related("season__space").filter(pk=row.subject_id or 0, season__isnull=False).first()
    if made is None or made.season is None:
        return
    for one in Unseated.objects.filter(round=made).exclude(code="out").select_related("member__space", "member__account"):
        tell(
            member=one.member,
            category=CATEGORY,
            thread=f"circles:{made.season_id}",
            key=f"circles:{made.season_id}:unseated",
            at=at,
            text="circle.unseated",
            context={"season": made.season_id},
            path=reverse("connect:circles", args=[made.season.space.slug]),
            mail=UNSEATED,
        )


@composer(UNSEATED)
def unseated_letter(told: Told) -> Letter | None:
    """Why somebody has no place."""
    season = CircleSeason.objects.select_related("space").filter(pk=told.facts[-1]["season"]).first()
    if season is None:
        return None
    return Letter({"heading": words.heading(words.UNSEATED, words.title(season)), "more": words.more(words.UNSEATED)})


# ------------------------------------------------------------------ a circle


@reaction(actions.ASKED, name="connect.circles.ask")
def ask(row: LedgerRow, at: datetime) -> None:
    """Ask everybody, each in their language."""
    circle = found(row.subject_id or 0)
    if circle is not None and rules.may_answer(circle, at):
        for seat in asked_in(circle):
            write(circle, seat.member, words.ASKED, "asked", at)


def nudge(circle: Circle, at: datetime) -> None:
    """Ask those who have said nothing once more. Whoever said no has answered; only they could tell."""
    for seat in asked_in(circle):
        if seat.accepted_at is None and not rules.own_no(circle, seat.member):
            write(circle, seat.member, words.NUDGE, "nudge", at)


@reaction(actions.BEGUN, name="connect.circles.begin")
def begin(row: LedgerRow, at: datetime) -> None:
    """It comes about: those who sit there get their dates, the others nothing."""
    circle = found(row.subject_id or 0)
    if circle is not None:
        tell_all(circle, words.BEGUN, "begun", at)


@reaction(actions.OFF, name="connect.circles.off")
def off(row: LedgerRow, at: datetime) -> None:
    """Tell whoever said yes that it did not come about; the words are the same for every reason."""
    circle = found(row.subject_id or 0)
    if circle is not None:
        tell_all(circle, words.OFF, "off", at)


@reaction(actions.MOVED, name="connect.circles.moved")
def moved(row: LedgerRow, at: datetime) -> None:
    """Another date, for every calendar."""
    meeting = CircleMeeting.objects.select_related("circle__space").filter(pk=row.subject_id or 0).first()
    if meeting is not None:
        tell_all(meeting.circle, words.MOVED, f"moved:{row.pk}", at, meeting)


@reaction(actions.LEFT_CIRCLE, name="connect.circles.gone")
def gone(row: LedgerRow, at: datetime) -> None:
    """Tell the others that they are one fewer."""
    circle = found(row.subject_id or 0)
    if circle is not None and circle.ended_at is None:
        tell_all(circle, words.GONE, f"gone:{row.pk}", at)


@reaction(actions.LEFT_CIRCLE, name="connect.circles.take_out")
def take_out(row: LedgerRow, at: datetime) -> None:
    """Whoever left gets the dates out of their calendar."""
    circle = found(row.subject_id or 0)
    member = Member.objects.select_related("space").filter(pk=row.actor_id or 0).first()
    if circle is not None and member is not None and ahead(circle, at):
        write(circle, member, words.LEFT, f"left:{row.pk}", at)


def ahead(circle: Circle, at: datetime) -> list[CircleMeeting]:
    """The meetings that do not take place for whoever is not in the circle any more."""
    return [meeting for meeting in rules.meetings(circle) if meeting.starts_at > at]


@reaction(actions.ASKED_ON, name="connect.circles.ask_on")
def ask_on(row: LedgerRow, at: datetime) -> None:
    """Ask each whether they would like six more."""
    circle = found(row.subject_id or 0)
    if circle is not None and rules.may_say_go_on(circle, at):
        tell_all(circle, words.GOING_ON, f"going_on:{row.pk}", at)


@reaction(actions.RENEWED, name="connect.circles.renew")
def renew(row: LedgerRow, at: datetime) -> None:
    """It goes on with those who wanted to; the others hear that the circle is over for them, in the words of every ending."""
    circle = found(row.subject_id or 0)
    if circle is None:
        return
    for seat in asked_in(circle):
        if rules.sits(seat):
            write(circle, seat.member, words.RENEWED, f"renewed:{circle.turn}", at)
        elif seat.left_at == row.at:
            write(circle, seat.member, words.ENDED, "ended", at)


@reaction(actions.ENDED, name="connect.circles.end")
def end(row: LedgerRow, at: datetime) -> None:
    """A clean ending, and the question what came of it."""
    circle = found(row.subject_id or 0)
    if circle is not None:
        tell_all(circle, words.ENDED, "ended", at)


@reaction(actions.PAUSED, name="connect.circles.pause")
def pause(row: LedgerRow, at: datetime) -> None:
    """Say that the circle rests, and how it wakes."""
    circle = found(row.subject_id or 0)
    if circle is not None:
        tell_all(circle, words.PAUSED, f"paused:{row.pk}", at)


def remind(meeting: CircleMeeting, at: datetime) -> None:
    """Before a meeting, with its date for the calendar. A moved one is reminded of anew."""
    tell_all(meeting.circle, words.SOON, f"soon:{meeting.pk}:{meeting.sequence}", at, meeting)


def ask_after(meeting: CircleMeeting, at: datetime) -> None:
    """After a meeting: who was there, and what does everybody take on? After one that was moved, anew."""
    tell_all(meeting.circle, words.AFTER, f"after:{meeting.pk}:{meeting.sequence}", at, meeting)


@composer(STEP)
def letter(told: Told) -> Letter | None:
    """The newest step as a letter, as long as it still holds. Of what is said in the circle it holds nothing but the reader's own."""
    steps = [facts["step"] for facts in told.facts]
    # What comes together comes as one letter: a beginning is not lost beside a date that is moved on the same day.
    step = next((one for one in (words.BEGUN, words.RENEWED) if one in steps and steps[-1] in (words.SOON, words.MOVED)), steps[-1])
    circle = found(told.facts[-1]["circle"])
    member = Member.objects.here().select_related("space", "account").filter(pk=told.reader).first()
    if circle is None or member is None:
        return None
    try:
        page = queries.circle_page(member, circle.pk, told.at)
    except NotFound:
        return None
    if step in (words.ASKED, words.NUDGE) and not page.can_answer:
        return None
    if step == words.GOING_ON and not page.can_go_on:
        return None
    if step in (words.SOON, words.MOVED, words.AFTER) and (not page.inside or circle.ended_at is not None):
        return None
    about = {facts["meeting"] for facts in told.facts if facts.get("meeting") and facts["step"] == step}
    meetings = list(CircleMeeting.objects.filter(pk__in=about).order_by("starts_at"))
    when = "; ".join(words.moment(one.starts_at, circle.space.zone) for one in meetings)
    link = tokens.link(circle.pk, member.pk)
    dates = rules.meetings(circle) if step in (words.BEGUN, words.RENEWED) else meetings if step in (words.SOON, words.MOVED) else []
    off = ahead(circle, told.at) if step == words.LEFT or (step == words.ENDED and circle.ended_at is not None) else []
    return Letter(
        {
            "heading": words.heading(step, page.title),
            "more": words.more(step, day=page.until, when=when, commits=bool(page.next)),
            "page": page,
            "people": page.people if step in (words.ASKED, words.BEGUN) else (),
            "agenda": page.agenda if step == words.SOON else (),
            "mine": [one.text for one in page.to_check] if step in (words.SOON, words.AFTER) else [],
            "dates": [words.moment(one.starts_at, circle.space.zone) for one in dates] if step in (words.BEGUN, words.RENEWED) else [],
            "buttons": [
                (f"{link}?a={answer}", label) for answer, label in words.buttons(step, checks=bool(page.to_check), commits=bool(page.next))
            ],
            "link": link,
        },
        (attachment(*entries_of(circle, dates or off, told.at, off=bool(off))),) if dates or off else (),
    )


@reaction(LEFT, name="connect.circles.end_open")
def end_open(row: LedgerRow, at: datetime) -> None:
    """Somebody left the house."""
    actions.end_open(row.subject_id or 0, at)
