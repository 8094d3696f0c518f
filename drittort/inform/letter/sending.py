"""Sending a letter in packs: each is written in one short transaction and handed over on one connection, and may be done again at any moment.

A letter takes the day's place among all that is not meant for one person: it comes to nobody who had such a mail today, and brings along what would have come
in the gathering of the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import formataddr
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, require
from drittort.core.jobs.queue import enqueue
from drittort.core.mail.incoming.registry import HOUSE, Correspondent, reply_address
from drittort.core.mail.outbox import Ready, hand_over, house_address, message_id, post_many
from drittort.core.models import Mail
from drittort.core.notices import MAIL, WEB
from drittort.inform.letter import rules, writing
from drittort.inform.letter.models import Letter, LetterCopy
from drittort.members.mail_refusals.actions import unsubscribe_url
from drittort.members.models import Member, Notice
from drittort.members.notices import along
from drittort.members.notices.actions import tell
from drittort.members.notices.rules import Wishes, known, wishes_of_many
from drittort.members.quiet_hours import quiet_hours
from drittort.members.roles.queries import people_with

CATEGORY, READY, TEST = "letter", "letter_ready", "letter_test"
PACK = 50
SEND = "inform.letter.pack"
KEY = "letter:{letter}:{member}"
WAITS = timedelta(hours=1)
"""So long after its hour the gathering of the day looks again: by then the letter has gone, or something keeps it."""


def put_into_queue(letter: Letter, copies: Sequence[tuple[int, datetime]], at: datetime, *, again: str = "") -> None:
    """Queue the copies (row, moment) of a letter in packs, each at its moment. Inside the transaction that lets it go."""
    by_moment: dict[datetime, list[int]] = {}
    for pk, due in copies:
        by_moment.setdefault(due, []).append(pk)
    for due, ids in sorted(by_moment.items()):
        for start in range(0, len(ids), PACK):
            pack = ids[start : start + PACK]
            key = f"{SEND}:{letter.pk}:{pack[0]}{again}"
            enqueue(SEND, {"letter": letter.pk, "copies": pack}, at=at, space_id=letter.space_id, key=key, run_at=due)


def send_pack(payload: dict[str, Any], at: datetime) -> None:
    """The job: write the mails of a pack and hand them over; what was done before is not done again. Raises while the server is away."""
    letter = Letter.objects.sent().select_related("space").filter(pk=payload["letter"]).first()
    if letter is None:
        return
    waiting = list(LetterCopy.objects.filter(pk__in=payload["copies"], letter=letter, went_at=None).order_by("pk"))
    if waiting:
        quiet = quiet_hours(letter.space)
        if not quiet.is_open(at):
            put_off(letter, waiting, quiet.next_morning(at), at)
            return
        write(letter, waiting, at)
    keys = [
        KEY.format(letter=letter.pk, member=pk)
        for pk in LetterCopy.objects.filter(pk__in=payload["copies"], mailed=True).values_list("member_id", flat=True)
    ]
    hand_over(list(Mail.objects.filter(message_id__in=[message_id(key) for key in keys], sent_at=None).values_list("pk", flat=True)), at=at)


def put_off(letter: Letter, copies: Sequence[LetterCopy], until: datetime, at: datetime) -> None:
    """Let some copies go at another moment."""
    with transaction.atomic():
        ids = [one.pk for one in locked(LetterCopy.objects.filter(pk__in=[one.pk for one in copies], went_at=None)).order_by("pk")]
        LetterCopy.objects.filter(pk__in=ids).update(due_at=until)
        put_into_queue(letter, [(pk, until) for pk in ids], at, again=f":{until:%Y%m%d%H}")


def write(letter: Letter, copies: Sequence[LetterCopy], at: datetime) -> None:
    """Write the mails of some copies and a line in the inbox of each reader, and take along what the day would have brought. In one transaction."""
    space = letter.space
    people = {m.pk: m for m in rules.readers(space, at).select_related("account").filter(pk__in=[one.member_id for one in copies])}
    for member in people.values():
        member.space = space
    wishes = wishes_of_many(people)
    category = known(CATEGORY)
    mailed = {
        pk: m for pk, m in people.items() if wishes[pk].want(category, MAIL) and m.account is not None and m.account.unreached_at is None
    }
    had_one = along.mailed_today(mailed, space, at)
    if later := [one for one in copies if one.member_id in had_one]:
        put_off(letter, later, quiet_hours(space).next_morning(at), at)
    copies = [one for one in copies if one.member_id not in had_one]
    news = along.waiting_for([mailed[one.member_id] for one in copies if one.member_id in mailed], wishes, space)
    rows = writing.Rows.of(letter)
    papers = {language: writing.written(rows, language) for language in {one.language for one in copies}}
    ready: dict[int, Ready] = {}
    for one in copies:
        reader = mailed.get(one.member_id)
        if reader is not None:
            lines = news[reader.pk].lines if reader.pk in news else ()
            mail = mail_of(papers[one.language], one.chosen, reader, lines, KEY.format(letter=letter.pk, member=reader.pk))
            if mail is not None:
                ready[reader.pk] = mail
    with transaction.atomic():
        free = {one.pk for one in locked(LetterCopy.objects.filter(pk__in=[one.pk for one in copies], went_at=None))}
        mine = [one for one in copies if one.pk in free]
        written = [ready[one.member_id] for one in mine if one.member_id in ready]
        rows_written = post_many(written, category=CATEGORY, space_id=space.pk, sender=sender_of(letter), at=at)
        gone = {one.to_member_id for one in written} if rows_written else set()
        note(letter, mine, people, wishes, gone, at)
        along.take([news[pk] for pk in gone if pk in news], at)
        LetterCopy.objects.filter(pk__in=free).update(went_at=at)
        LetterCopy.objects.filter(pk__in=free, member__in=gone).update(mailed=True)


def mail_of(
    paper: writing.Paper, picked: Sequence[Sequence[Any]], member: Member, lines: Sequence[tuple[str, str]], key: str
) -> Ready | None:
    """The mail of one reader; None where there is nothing for them."""
    assert member.account is not None
    email = member.account.email
    answers = reply_address(HOUSE, Correspondent(member.pk, member.space_id, email, paper.language))
    reader = writing.Reader(member.pk, unsubscribe_url(member, CATEGORY), answers)
    told = writing.joined(paper, picked, reader, lines)
    if not told.full:
        return None
    return Ready(key, email, member.pk, paper.language, told.subject, told.text, told.html, reader.unsubscribe, answers)


def note(
    letter: Letter, copies: Sequence[LetterCopy], people: dict[int, Member], wishes: dict[int, Wishes], gone: set[int], at: datetime
) -> None:
    """A line in the inbox of each reader for whom there is something; of whoever got it by mail, that they did."""
    category = known(CATEGORY)
    Notice.objects.bulk_create(
        (
            Notice(
                member=people[one.member_id], category=CATEGORY, thread=f"{CATEGORY}:{letter.pk}", key=f"{CATEGORY}:{letter.pk}", at=at, code="letter.sent",
                facts={"letter": letter.pk}, path=address("inform:letter", letter.space.slug, letter.pk), in_inbox=wishes[one.member_id].want(category, WEB),
                mailed_at=at if one.member_id in gone else None,
            )
            for one in copies
            if one.member_id in people and (one.member_id in gone or one.chosen)
        ),
        ignore_conflicts=True,
    )  # fmt: skip


def takes_the_day(member_id: int, at: datetime) -> datetime | None:
    """Until when the gathering of somebody's day waits for a letter that comes later today and brings it along; None where none does."""
    found = (
        LetterCopy.objects.select_related("letter__space")
        .filter(member=member_id, went_at=None, due_at__gt=at - timedelta(days=1), letter__skipped_at=None, letter__held_at=None)
        .order_by("due_at")
        .first()
    )
    if found is None:
        return None
    letter = found.letter
    if letter.sent_at is None and not letter.goes(rules.plan_for(letter.space, at)):
        return None
    due = max(found.due_at, at)
    return due + WAITS if letter.space.day(due) == letter.space.day(at) else None


def tell_ready(letter_id: int, at: datetime) -> None:
    """Tell those who put letters together that a draft lies ready, once."""
    letter = Letter.objects.drafts().select_related("space").filter(pk=letter_id).first()
    if letter is None:
        return
    for member in people_with(letter.space, rules.WRITE).select_related("space"):
        tell(
            member=member, category=READY, thread=f"{CATEGORY}:{letter.pk}", key=f"{CATEGORY}:{letter.pk}:ready", at=at, text="letter.ready",
            context={"letter": letter.pk}, path=address("inform:edit_letter", letter.space.slug, letter.pk),
        )  # fmt: skip


def send_test(*, actor: Member, letter_id: int, at: datetime) -> None:
    """Send a draft to oneself, as it would come. Raises NotFound, NotAllowed, and Invalid where it is empty."""
    require(rules.may_write(actor))
    letter = rules.visible_to(actor).select_related("space").filter(pk=letter_id).first()
    if letter is None:
        raise NotFound
    member = Member.objects.select_related("account", "space").get(pk=actor.pk)
    rows = writing.Rows.of(letter)
    picked = writing.own_choice(actor.pk, letter) or writing.for_all(rows)
    mail = mail_of(writing.written(rows, member.language), picked, member, (), f"letter:{letter.pk}:test:{member.pk}:{at.isoformat()}")
    if mail is None:
        raise Invalid(_("There is nothing in it yet."))
    with transaction.atomic():
        for pk in post_many([mail], category=TEST, space_id=letter.space_id, sender=sender_of(letter), at=at):
            enqueue("core.mail.send", {"mail": pk}, at=at, space_id=letter.space_id, key=f"mail:{pk}")


def sender_of(letter: Letter) -> str:
    """Who a letter is from: the house."""
    return formataddr((letter.space.name, house_address()))
