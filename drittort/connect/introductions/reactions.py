"""Notices that follow what was recorded, and their letters. Each notice has a key, so running twice tells once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from drittort.connect.by_mail import introductions as by_mail
from drittort.connect.introductions import queries
from drittort.connect.introductions.actions import EXPIRED, INTRODUCED, MET, PROPOSED, TOLD, thread
from drittort.connect.introductions.calendar import invitation
from drittort.connect.introductions.models import Draft, Introduction, Side
from drittort.connect.introductions.rules import introducer_may_know, may_answer, people_in
from drittort.connect.introductions.tokens import token
from drittort.connect.introductions.warm import THANKED, WANTED, ask_the_two
from drittort.core.ledger import reaction
from drittort.core.mail.outbox import Attachment
from drittort.core.models import LedgerRow
from drittort.core.notices import Letter, Told, composer
from drittort.core.privacy import Erased, leaves
from drittort.members.membership.actions import LEFT
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.photos.pictures import face_png
from drittort.members.safety.rules import reach_each_other

CATEGORY = "introduction"
FEW = 200
LETTERS = "connect/introductions/mail/"


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: suggestions and words about others that quote them, and the meaning of texts that nobody says any more."""
    # Numerics are loaded in the worker and not with the module, which web processes import too.
    from drittort.connect.introductions import rounds

    drafts = Draft.objects.filter(round__space=erased.space_id).values_list("pk", "text", "reasons")
    quoting = [pk for pk, text, reasons in drafts.iterator(chunk_size=500) if erased.said.within(text, *leaves(reasons))]
    for start in range(0, len(quoting), FEW):
        Draft.objects.filter(pk__in=quoting[start : start + FEW]).delete()
    told = Introduction.objects.filter(space=erased.space_id).values_list("pk", "reasons")
    named = [pk for pk, reasons in told.iterator(chunk_size=500) if erased.said.within(*leaves(reasons))]
    for start in range(0, len(named), FEW):
        Introduction.objects.filter(pk__in=named[start : start + FEW]).update(reasons=[])
    rounds.forget_vectors()


def forget_introducer(erased: Erased) -> None:
    """Somebody is erased: what they wrote to those whom they introduced goes, too. That the two were introduced stays."""
    theirs = Introduction.objects.filter(proposed_by=erased.person_id, form=Introduction.Form.WARM)
    Side.objects.filter(introduction__in=theirs).update(words="")
    theirs.update(text="")


def write(introduction: Introduction, member: Member, other: Member, *, name: str, at: datetime) -> None:
    """Tell one of the two what happened; the letter is composed when it leaves."""
    tell(
        member=member,
        category=CATEGORY,
        thread=thread(introduction.pk),
        key=f"introduction:{introduction.pk}:{name}",
        at=at,
        text=f"introduction.{name}",
        context={"introduction": introduction.pk, "other": other.pk},
        path=reverse("connect:introduction", args=[introduction.space.slug, introduction.pk]),
        mail=f"{LETTERS}{name}",
        brings_file=name == "introduced",
    )


@dataclass(frozen=True, slots=True)
class Parties:
    """Who reads a letter, about which introduction to whom."""

    introduction: Introduction
    member: Member
    other: Member


def parties(told: Told) -> Parties | None:
    """The introduction of a notice and its two people as they are now; None when it or one of them is gone."""
    introduction = Introduction.objects.select_related("space").filter(pk=told.facts[-1]["introduction"]).first()
    if introduction is None:
        return None
    people = {m.pk: m for m in people_in(introduction).select_related("account", "space", "location")}
    member, other = people.get(told.reader), people.get(introduction.other(told.reader))
    return Parties(introduction, member, other) if member is not None and other is not None else None


def letter(found: Parties, at: datetime, *, attachments: tuple[Attachment, ...] = (), reply_to: str = "", **context: Any) -> Letter:
    """One of the letters about an introduction, in the active language, with both faces."""
    page = queries.for_member(found.introduction, found.member, found.other, at)
    link = f"{settings.ADDRESS}{reverse('connect:answer', args=[token(found.introduction.pk, found.member.pk)])}"
    return Letter({"page": page, "link": link, **context}, (*attachments, *pictures(page)), reply_to)


def pictures(page: queries.Page) -> tuple[Attachment, ...]:
    """Both faces as pictures inside the mail: mail programs show neither SVG nor anything from elsewhere."""
    return tuple(
        Attachment(f"{place}.png", "image/png", face_png(face.portrait, size=144), f"{place}@drittort")
        for place, face in (("first", page.me), ("second", page.other))
    )


def both(row: LedgerRow) -> tuple[Introduction, list[tuple[Member, Member]]] | None:
    """The introduction of a row and (reader, other) for both, or None when it or one of them is gone."""
    introduction = Introduction.objects.select_related("space").filter(pk=row.subject_id or 0).first()
    if introduction is None:
        return None
    people = list(people_in(introduction).select_related("account", "space", "location").order_by("pk"))
    return (introduction, [(people[0], people[1]), (people[1], people[0])]) if len(people) == 2 else None


@reaction(PROPOSED, name="connect.introductions.ask")
def ask(row: LedgerRow, at: datetime) -> None:
    """Ask both, each in their language."""
    found = both(row)
    if found is None or found[0].expires_at <= at or found[0].introduced_at is not None:
        return
    introduction, pairs = found
    for member, other in pairs:
        write(introduction, member, other, name="proposed", at=at)


@reaction(INTRODUCED, name="connect.introductions.open_contact")
def open_contact(row: LedgerRow, at: datetime) -> None:
    """Both said yes: each gets both addresses, answers go to the other, and a calendar file comes along."""
    found = both(row)
    if found is None:
        return
    introduction, pairs = found
    for member, other in pairs:
        if other.account is not None:
            write(introduction, member, other, name="introduced", at=at)


@reaction(WANTED, name="connect.introductions.ask_two")
def ask_two(row: LedgerRow, at: datetime) -> None:
    """Somebody would like to introduce two others."""
    ask_the_two(warm_id=row.subject_id or 0, at=at)


def tell_introducer(row: LedgerRow, at: datetime, name: str, **more: int) -> None:
    """Tell whoever introduced two people what became of it: what both have agreed to tell, and nothing else."""
    found = Introduction.objects.select_related("space", "proposed_by").filter(pk=row.subject_id or 0, form=Introduction.Form.WARM).first()
    if found is None or found.proposed_by is None:
        return
    tell(
        member=found.proposed_by,
        category=CATEGORY,
        thread=f"warm:{found.pk}",
        key=f"warm:{found.pk}:{name}:{more.get('who', '')}",
        at=at,
        text=f"warm.{name}",
        context={"first": found.first_id, "second": found.second_id, **more},
        path=reverse("connect:warm_introductions", args=[found.space.slug]),
    )


@reaction(INTRODUCED, name="connect.introductions.tell_introducer")
def tell_of_two_yeses(row: LedgerRow, at: datetime) -> None:
    """Both said yes: whoever introduced them reads it."""
    tell_introducer(row, at, "introduced")


@reaction(MET, TOLD, name="connect.introductions.tell_meeting")
def tell_of_meeting(row: LedgerRow, at: datetime) -> None:
    """Both met, and both share it with whoever introduced them."""
    if introducer_may_know(list(Side.objects.filter(introduction=row.subject_id or 0))):
        tell_introducer(row, at, "met")


@reaction(THANKED, name="connect.introductions.tell_thanks")
def tell_of_thanks(row: LedgerRow, at: datetime) -> None:
    """One of the two says thank you. Beside a block it looks said and is not delivered."""
    introduction = Introduction.objects.filter(pk=row.subject_id or 0).first()
    if introduction is not None and row.actor_id is not None and reach_each_other(row.actor_id, introduction.proposed_by_id or 0):
        tell_introducer(row, at, "thanked", who=row.actor_id, other=introduction.other(row.actor_id))


@composer(f"{LETTERS}proposed")
def question_letter(told: Told) -> Letter | None:
    """The question, as long as it can be answered."""
    found = parties(told)
    if found is None or not may_answer(found.introduction, told.at):
        return None
    answers = by_mail.answer_address(by_mail.INTRODUCTION, found.member, found.introduction.pk)
    return letter(found, told.at, reply_to=answers, answers=bool(answers))


@composer(f"{LETTERS}introduced")
def contact_letter(told: Told) -> Letter | None:
    """Both addresses, and a calendar file. Whoever has left meanwhile is not written to any more."""
    found = parties(told)
    if found is None or found.other.account is None or found.other.left_on is not None:
        return None
    member, other = found.member, found.other
    assert other.account is not None
    return letter(
        found,
        told.at,
        attachments=invitation(found.introduction, member, other, told.at),
        reply_to=formataddr((other.name, other.account.email)),
        their_address=other.account.email,
        own_address=member.account.email if member.account else "",
    )


@composer(f"{LETTERS}expired")
def short_letter(told: Told) -> Letter | None:
    """The letter that needs nothing but the page."""
    found = parties(told)
    return letter(found, told.at) if found is not None else None


@composer(f"{LETTERS}outcome")
def outcome_letter(told: Told) -> Letter | None:
    """The question what came of it."""
    found = parties(told)
    if found is None:
        return None
    answers = by_mail.answer_address(by_mail.OUTCOME, found.member, found.introduction.pk)
    return letter(found, told.at, reply_to=answers, answers=bool(answers))


@reaction(EXPIRED, name="connect.introductions.close")
def close(row: LedgerRow, at: datetime) -> None:
    """Tell whoever said yes that it did not come about; the words are the same for every reason."""
    found = both(row)
    if found is None:
        return
    introduction, pairs = found
    yes = set(Side.objects.filter(introduction=introduction).exclude(accepted_at=None).values_list("member_id", flat=True))
    for member, other in pairs:
        if member.pk in yes:
            write(introduction, member, other, name="expired", at=at)


def ask_outcome(introduction: Introduction, at: datetime) -> None:
    """A week later: did you meet? Once to each who has not said."""
    people = list(people_in(introduction).select_related("account", "space", "location").order_by("pk"))
    if len(people) != 2:
        return
    told = {side.member_id for side in Side.objects.filter(introduction=introduction) if side.met_at or side.planned_at or side.missed_at}
    for member, other in ((people[0], people[1]), (people[1], people[0])):
        if member.pk not in told:
            write(introduction, member, other, name="outcome", at=at)


@reaction(LEFT, name="connect.introductions.end_open")
def end_open(row: LedgerRow, at: datetime) -> None:
    """What waits for somebody who left runs out now, as it would have in the end; suggestions with them go."""
    member_id = row.subject_id or 0
    Introduction.objects.of(member_id).waiting(at).update(expires_at=at)
    Draft.objects.filter(Q(first_id=member_id) | Q(second_id=member_id), sent_at=None, dropped_at=None).update(dropped_at=at)
