"""Notices that follow what was recorded in rounds, and their letters. Each notice has a key, so running twice tells once."""

from __future__ import annotations

from datetime import datetime
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.connect.by_mail import tables as by_mail
from drittort.connect.by_mail.introductions import answer_address
from drittort.connect.introductions import reactions as introductions
from drittort.connect.introductions.calendar import suggested
from drittort.connect.introductions.models import Introduction, Round, Side
from drittort.connect.introductions.rules import own_no
from drittort.connect.rounds import actions, queries, rules, words
from drittort.connect.rounds.models import DraftSeat, Gathering, GroupDraft, Seat, Unseated
from drittort.connect.rounds.tokens import token
from drittort.core.calendars import uid
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.notices import Letter, Told, composer
from drittort.core.privacy import Erased, leaves
from drittort.members.membership.actions import LEFT
from drittort.members.models import Member
from drittort.members.notices.actions import tell

CATEGORY = introductions.CATEGORY
LETTERS = "connect/rounds/mail/"


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: words about others that quote them go."""
    for rows in (GroupDraft.objects.filter(round__space=erased.space_id), Gathering.objects.filter(space=erased.space_id)):
        told = rows.exclude(reasons=[]).values_list("pk", "reasons")
        quoting = [pk for pk, reasons in told.iterator(chunk_size=500) if erased.said.within(*leaves(reasons))]
        for start in range(0, len(quoting), introductions.FEW):
            rows.filter(pk__in=quoting[start : start + introductions.FEW]).update(reasons=[])


def write(gathering: Gathering, member: Member, *, name: str, at: datetime) -> None:
    """Tell one of those at a table what happened; the letter is composed when it leaves."""
    tell(
        member=member,
        category=CATEGORY,
        thread=actions.thread(gathering.pk),
        key=f"gathering:{gathering.pk}:{name}",
        at=at,
        text=f"gathering.{name}",
        context={"gathering": gathering.pk},
        path=reverse("connect:table", args=[gathering.space.slug, gathering.pk]),
        mail=f"{LETTERS}{name}",
        brings_file=name == "together",
    )


def found_in(row: LedgerRow) -> tuple[Gathering, list[tuple[Seat, Member]]] | None:
    """The table of a row, and those who were asked to it."""
    gathering = Gathering.objects.select_related("space").filter(pk=row.subject_id or 0).first()
    if gathering is None:
        return None
    seats = Seat.objects.filter(gathering=gathering).select_related("member__space", "member__account").order_by("member_id")
    return gathering, [(seat, seat.member) for seat in seats]


@reaction(actions.SENT, name="connect.rounds.deliver")
def deliver(row: LedgerRow, at: datetime) -> None:
    """A round goes out: ask the people of its groups, then tell those without a seat."""
    actions.deliver(round_id=row.subject_id or 0, at=at)
    tell_unseated(row.subject_id or 0, at)


def tell_unseated(round_id: int, at: datetime) -> None:
    """Say to whoever has no seat why, as far as it is theirs to know, and what else there is: once, and again only after a round in which they had one. Every time the
    same would be a reproach, and a week of rest in between changes nothing. Whoever has enough introductions open misses nothing and reads it on their page; whoever left
    somebody out by hand knows why, and tells them or not.
    """
    made = Round.objects.select_related("space").filter(pk=round_id, series__isnull=False, sent_at__isnull=False).first()
    if made is None:
        return
    missed = Unseated.objects.exclude(code__in=rules.NOT_MISSED)
    of_series: dict[str, Any] = {
        "group__round__series": made.series_id,
        "group__dropped_at": None,
        "group__round__sent_at__lt": made.sent_at,
    }
    last_seat = DraftSeat.objects.filter(member=OuterRef("member"), **of_series).order_by("-group__round__sent_at")
    told = (
        missed.filter(round__series=made.series_id, round__sent_at__lt=made.sent_at)
        .annotate(sat_at=Subquery(last_seat.values("group__round__sent_at")[:1]))
        .filter(Q(sat_at=None) | Q(round__sent_at__gt=F("sat_at")))
    )
    rows = missed.filter(round=made).exclude(member__in=told.values("member"))
    for row in rows.select_related("member__space", "member__account"):
        tell(
            member=row.member,
            category=CATEGORY,
            thread=f"round:{made.pk}",
            key=f"round:{made.pk}:unseated",
            at=at,
            text="round.unseated",
            context={"round": made.pk},
            path=reverse("connect:rounds", args=[made.space.slug]),
            mail=f"{LETTERS}unseated",
        )


@reaction(actions.ASKED, name="connect.rounds.ask")
def ask(row: LedgerRow, at: datetime) -> None:
    """Ask everybody, each in their language."""
    found = found_in(row)
    if found is not None and rules.may_answer(found[0], at):
        for _seat, member in found[1]:
            write(found[0], member, name="asked", at=at)


@reaction(actions.TOGETHER, name="connect.rounds.set")
def open_contact(row: LedgerRow, at: datetime) -> None:
    """It comes about: those who sit there get each other's addresses, the others the same words as when it does not."""
    found = found_in(row)
    if found is not None:
        for seat, member in found[1]:
            if seat.accepted_at is not None:
                write(found[0], member, name="together", at=at)


@reaction(actions.OFF, name="connect.rounds.close")
def close(row: LedgerRow, at: datetime) -> None:
    """Tell whoever said yes that it did not come about; the words are the same for every reason."""
    found = found_in(row)
    if found is not None:
        for seat, member in found[1]:
            if seat.accepted_at is not None:
                write(found[0], member, name="off", at=at)


def nudge_table(gathering: Gathering, at: datetime) -> None:
    """Ask those who have said nothing once more. Whoever said no has answered; only they could tell."""
    for seat in Seat.objects.filter(gathering=gathering, accepted_at=None).select_related("member__space", "member__account"):
        if rules.own_empty(gathering, seat.member) is None:
            write(gathering, seat.member, name="nudge", at=at)


def nudge_pair(introduction: Introduction, at: datetime) -> None:
    """The same for two."""
    for side in Side.objects.filter(introduction=introduction, accepted_at=None).select_related("member__space", "member__account"):
        member = side.member
        if own_no(introduction, member) is None:
            tell(
                member=member,
                category=CATEGORY,
                thread=f"introduction:{introduction.pk}",
                key=f"introduction:{introduction.pk}:nudge",
                at=at,
                text="introduction.nudge",
                context={"introduction": introduction.pk, "other": introduction.other(member.pk)},
                path=reverse("connect:introduction", args=[introduction.space.slug, introduction.pk]),
                mail=f"{introductions.LETTERS}proposed",
            )


def ask_outcome(gathering: Gathering, at: datetime) -> None:
    """A week later: were you there? Once to each who sat there and has not said."""
    silent = Seat.objects.filter(gathering=gathering, accepted_at__isnull=False, met_at=None, planned_at=None, missed_at=None)
    for seat in silent.select_related("member__space", "member__account"):
        write(gathering, seat.member, name="outcome", at=at)


def tell_of_pause(member_id: int, at: datetime) -> None:
    """Say that there is a pause, and how to end it with one tap."""
    member = Member.objects.select_related("space", "account").get(pk=member_id)
    tell(
        member=member,
        category=CATEGORY,
        thread="pause",
        key=f"pause:{member.paused_until}",
        at=at,
        text="round.paused",
        path=reverse("connect:introductions", args=[member.space.slug]),
    )


@composer(f"{LETTERS}asked")
@composer(f"{LETTERS}nudge")
def question_letter(told: Told) -> Letter | None:
    """The question, as long as it can be answered."""
    page = page_of(told)
    return letter(told, page, by_mail.SEAT) if page is not None and page.can_answer else None


@composer(f"{LETTERS}outcome")
def outcome_letter(told: Told) -> Letter | None:
    """The question what came of it."""
    return letter(told, page_of(told), by_mail.SAT)


@composer(f"{LETTERS}together")
def contact_letter(told: Told) -> Letter | None:
    """All addresses, and a calendar file. An answer goes to everybody else who sits there."""
    page = page_of(told)
    if page is None:
        return None
    gathering = Gathering.objects.select_related("space").get(pk=page.id)
    ahead = [slot for slot in gathering.slots[:1] if datetime.fromisoformat(slot["at"]) > told.at]
    files = [
        file
        for slot in ahead
        for file in suggested(
            slot, gathering.space, uid("gathering", page.id), summary=f"{page.series}: {page.names}",
            description=_("A first meeting. The time is only a suggestion: move it as it suits you all."), stamp=gathering.introduced_at or told.at,
        )
    ]  # fmt: skip
    return Letter({"page": page, "link": link(page, told.reader)}, tuple(files), ", ".join(formataddr(one) for one in page.addresses))


@composer(f"{LETTERS}off")
def short_letter(told: Told) -> Letter | None:
    """The letter that needs nothing but the page."""
    return letter(told, page_of(told))


@composer(f"{LETTERS}unseated")
def unseated_letter(told: Told) -> Letter | None:
    """Why somebody has no seat, and what there is instead."""
    row = (
        Unseated.objects.filter(round=told.facts[-1]["round"], member=told.reader).select_related("round__series", "member__space").first()
    )
    if row is None or row.round.series is None:
        return None
    slug = row.member.space.slug
    context = {
        "series": row.round.series.name,
        "reason": words.own_reason(row.code),
        "needs": f"{settings.ADDRESS}{reverse('connect:needs', args=[slug])}",
        "people": f"{settings.ADDRESS}{reverse('members:people', args=[slug])}",
    }
    return Letter(context)


def page_of(told: Told) -> queries.TablePage | None:
    """The table of a notice as its reader sees it; None when it or the reader is gone."""
    member = Member.objects.here().select_related("space", "account").filter(pk=told.reader).first()
    gathering = told.facts[-1]["gathering"]
    if member is None or not rules.gatherings_of(member).filter(pk=gathering).exists():
        return None
    return queries.table_page(member, gathering, told.at)


def link(page: queries.TablePage, reader: int) -> str:
    """The signed page of a table for one of those at it."""
    return f"{settings.ADDRESS}{reverse('connect:answer_table', args=[token(page.id, reader)])}"


def letter(told: Told, page: queries.TablePage | None, answered_as: str = "") -> Letter | None:
    """One of the letters about a table; `answered_as` is what an answer to it means."""
    if page is None:
        return None
    member = Member.objects.select_related("space", "account").get(pk=told.reader)
    answers = answer_address(answered_as, member, page.id) if answered_as else ""
    return Letter({"page": page, "link": link(page, told.reader), "answers": bool(answers)}, reply_to=answers)


@reaction(LEFT, name="connect.rounds.end_open")
def end_open(row: LedgerRow, at: datetime) -> None:
    """Somebody left."""
    actions.end_open(row.subject_id or 0, at)
