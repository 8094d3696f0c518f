"""Notices about events and their letters: to those who publish, to who hosts, and to who comes; to nobody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.notices import CHANGE, Letter, Told, composer
from drittort.core.search import index as search
from drittort.inspire.events import actions, ics, index, rules, series, tokens, words
from drittort.inspire.events.by_mail import answers_to
from drittort.inspire.events.models import Event, Registration
from drittort.members.membership.actions import LEFT
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.people.words import first_name
from drittort.members.roles.queries import people_with

CATEGORY, REVIEW = "event", "event_review"
STEP = "inspire/events/mail/step"
LATE = (words.REMINDER, words.CHANGED, words.CANCELLED, words.HAPPENS)
METHODS = {words.GOING: ics.REQUEST, words.CHANGED: ics.REQUEST, words.CANCELLED: ics.CANCEL, words.WITHDRAWN: ics.CANCEL}
"""What a letter does in the calendar of who has, or had, a seat."""


def found(event_id: int) -> Event | None:
    """An event with what its letters say."""
    return Event.objects.select_related("space", "host", "location").filter(pk=event_id).first()


def write(
    event: Event, reader: Member, step: int, news: int, at: datetime, *, until: datetime | None = None, who: int | None = None
) -> None:
    """Tell somebody of a step; `news` is the number of what happened: the same twice is told once, and each is mailed however many were before.

    What is pressing (a change within hours, a seat kept until tonight) knows no quiet hours.
    """
    tell(
        member=reader,
        category=REVIEW if step in (words.PROPOSED, words.HOSTLESS) else CATEGORY,
        thread=f"event:{event.pk}",
        key=f"event:{event.pk}:{step}:{news}",
        at=at,
        text=f"event.{step}",
        context={"event": event.pk, "step": step, "who": (event.host_id or 0) if who is None else who, CHANGE: news},
        path=reverse("inspire:event", args=[event.space.slug, event.pk]),
        mail=STEP,
        happens_at=until or (event.starts_at if step in LATE else None),
        brings_file=step in METHODS,
    )


def alive(event: Event) -> list[Member]:
    """Who comes to an event, may come or would like to."""
    rows = Registration.objects.filter(event=event).alive()
    return list(Member.objects.here().select_related("space").filter(pk__in=rows.values("member_id")))


@reaction(actions.PROPOSED, actions.RETURNED, actions.PUBLISHED, actions.CHANGED, actions.CANCELLED, name="inspire.events.write_index")
def write_index(row: LedgerRow, at: datetime) -> None:
    """An event was proposed, announced, changed or called off: the index follows."""
    search.index(space_id=row.space_id, kind=index.EVENT, refs=[row.subject_id or 0], at=at)


@reaction(actions.PROPOSED, name="inspire.events.ask_for_a_look")
def ask_for_a_look(row: LedgerRow, at: datetime) -> None:
    """Tell those who publish that something waits, unless somebody did so already."""
    event = found(row.subject_id or 0)
    if event is None or event.published_at is not None or event.proposed_at is None:
        return
    for reader in people_with(event.space, rules.PUBLISH).select_related("space").exclude(pk=row.actor_id or 0):
        write(event, reader, words.PROPOSED, row.pk, at)


@reaction(actions.RETURNED, actions.PUBLISHED, name="inspire.events.tell_host")
def tell_host(row: LedgerRow, at: datetime) -> None:
    """Tell who hosts it what became of the proposal."""
    event = found(row.subject_id or 0)
    step = words.RETURNED if row.kind == actions.RETURNED else words.PUBLISHED
    if event is None or (step == words.RETURNED and event.returned_at is None):
        return
    if event.host is not None and event.host_id != row.actor_id:
        write(event, event.host, step, row.pk, at)


@reaction(actions.PUBLISHED, name="inspire.events.begin_series")
def begin_series(row: LedgerRow, at: datetime) -> None:
    """With its first event a series is announced, and those of the next weeks are made."""
    event = found(row.subject_id or 0)
    if event is not None:
        series.begin(event=event, at=at)


@reaction(actions.CHANGED, actions.CANCELLED, name="inspire.events.tell_everybody")
def tell_everybody(row: LedgerRow, at: datetime) -> None:
    """Tell everybody who comes or would like to, and the host where somebody else did it."""
    event = found(row.subject_id or 0)
    if event is None or event.ends_at <= at or row.facts.get("sequence", 0) < event.sequence:
        return
    step = words.CANCELLED if row.kind == actions.CANCELLED else words.CHANGED
    told = {reader.pk: reader for reader in (*alive(event), *Member.objects.here().select_related("space").filter(pk__in=event.hosts))}
    for reader in told.values():
        if reader.pk != row.actor_id:
            write(event, reader, step, event.sequence, at)


@reaction(actions.REGISTERED, name="inspire.events.confirm")
def confirm(row: LedgerRow, at: datetime) -> None:
    """Confirm a seat, with what a calendar needs."""
    tell_one(row, words.GOING, "going", at)


@reaction(actions.OFFERED, name="inspire.events.offer")
def offer(row: LedgerRow, at: datetime) -> None:
    """Tell the next in line of their seat."""
    tell_one(row, words.OFFERED, "offered", at)


@reaction(actions.WITHDRAWN, name="inspire.events.take_out")
def take_out(row: LedgerRow, at: datetime) -> None:
    """Whoever had a seat and can't come gets the event out of their calendar."""
    if row.facts.get("seat"):
        tell_one(row, words.WITHDRAWN, "withdrawn", at)


@reaction(actions.LAPSED, name="inspire.events.lapsed")
def lapsed(row: LedgerRow, at: datetime) -> None:
    """Tell whose seat went on."""
    tell_one(row, words.LAPSED, "lapsed", at)


@reaction(actions.ASKS, name="inspire.events.ask_host")
def ask_host(row: LedgerRow, at: datetime) -> None:
    """Tell those who host it that somebody asks for a seat, as long as nobody answered."""
    theirs = (
        Registration.objects.select_related("event__space", "event__location", "member", "guest")
        .filter(pk=row.facts.get("registration", 0))
        .first()
    )
    if theirs is None or theirs.standing != "asking" or theirs.event.starts_at <= at:
        return
    for reader in Member.objects.here().select_related("space").filter(pk__in=theirs.event.hosts):
        write(theirs.event, reader, words.ASKS, row.pk, at, who=theirs.member_id or 0)


@reaction(actions.ADMITTED, name="inspire.events.admitted")
def admitted(row: LedgerRow, at: datetime) -> None:
    """Tell somebody that they may come and stand in line."""
    tell_one(row, words.ADMITTED, "waiting", at)


@reaction(actions.DECLINED, name="inspire.events.declined")
def declined(row: LedgerRow, at: datetime) -> None:
    """Tell somebody that it does not work out this time."""
    tell_one(row, words.DECLINED, "declined", at)


def tell_one(row: LedgerRow, step: int, standing: str, at: datetime) -> None:
    """Tell one person where they stand, if they still stand there."""
    mine = (
        Registration.objects.select_related("event__space", "event__host", "event__location", "member__space")
        .filter(pk=row.facts.get("registration", 0))
        .first()
    )
    if (
        mine is not None
        and mine.member is not None
        and mine.standing == standing
        and mine.event.cancelled_at is None
        and mine.event.ends_at > at
    ):
        write(mine.event, mine.member, step, row.pk, at, until=mine.offer_until if step == words.OFFERED else None)


@composer(STEP)
def letter(told: Told) -> Letter | None:
    """The letter of a step, as long as there is something to say."""
    facts = told.facts[-1]
    event, step = found(facts["event"]), facts["step"]
    reader = Member.objects.here().select_related("space", "account").filter(pk=told.reader).first()
    if event is None or reader is None or event.ends_at <= told.at or (event.cancelled_at is not None and step != words.CANCELLED):
        return None
    mine = Registration.objects.filter(event=event, member=reader).first()
    standing = mine.standing if mine else ""
    if (step == words.OFFERED and standing != "offered") or (
        step in (words.GOING, words.REMINDER) and standing != "going" and event.host_id != reader.pk
    ):
        return None
    if step == words.HAPPENS and (event.host_id != reader.pk or event.confirmed_at is not None):
        return None
    wanted = {words.WITHDRAWN: "withdrawn", words.DECLINED: "declined", words.ADMITTED: "waiting"}
    if step in wanted and standing != wanted[step]:
        return None
    if step == words.ASKS and not Registration.objects.filter(event=event).asking().exists():
        return None
    zone = event.space.zone
    knows = rules.sees_link(reader, event, mine)
    method = METHODS.get(step, "") if mine is not None and mine.seated_at is not None else ""
    answers = answers_to(event, reader)
    email = reader.account.email if reader.account is not None else ""
    files = (ics.invitation(event, reader.name, email, method, knows_link=knows, at=told.at, answers_to=answers),) if method else ()
    # What is decided for the house, or about others, is decided signed in.
    link = ics.page(event) if step in (words.PROPOSED, words.HOSTLESS, words.ASKS) else tokens.link(event.pk, reader.pk)
    said = {words.RETURNED: event.returned_with, words.CANCELLED: event.cancelled_with}
    buttons = words.buttons(step) if standing in ("going", "offered") or step == words.HAPPENS else []
    who = Member.objects.filter(pk=facts.get("who", 0)).values_list("name", flat=True).first() or ""
    return Letter(
        {
            "heading": words.heading(step, event.title, first_name(who) or _("Somebody")),
            "when": words.when(event, zone),
            "where": words.where(event),
            "online": event.link if knows else "",
            "more": words.more(step, mine.offer_until if mine else None, zone),
            "quote": said.get(step, ""),
            "buttons": [(f"{link}?says={says}", label) for says, label in buttons],
            "link": link,
            "review": step in (words.PROPOSED, words.HOSTLESS),
        },
        files,
        reply_to=answers if method else "",
    )


@reaction(LEFT, name="inspire.events.end")
def end(row: LedgerRow, at: datetime) -> None:
    """Whoever leaves comes to nothing more; what they announced needs somebody else, and those who publish are told."""
    member = Member.objects.select_related("space").filter(pk=row.subject_id or 0).first()
    if member is None:
        return
    told: set[int] = set()
    left = [found(pk) for pk in Event.objects.standing().ahead(at).filter(host=member).values_list("pk", flat=True)]
    for event in left:
        if event is None or event.series_id in told:
            continue
        told |= {event.series_id} if event.series_id is not None else set()
        for reader in people_with(member.space, rules.PUBLISH).select_related("space"):
            write(event, reader, words.HOSTLESS, row.pk, at)
    actions.end_of(member_id=member.pk, at=at)


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The events that notices speak of, in one query."""
    titles = dict(Event.objects.filter(pk__in={row["event"] for row in rows}).values_list("pk", "title"))
    return [{"event": titles.get(row["event"], "…")} for row in rows]
