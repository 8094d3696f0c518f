"""Taking mail in, reading it in the worker, and forgetting it.

A mail becomes a row and a job in one transaction, once for its Message-ID and address, whichever way it comes and however often. The job posts and notes
in one transaction, too: a worker that is killed leaves both or neither.

Only a mail that its person wrote may bear the name that its Message-ID gives it. Whatever a stranger or a machine sends is known by its every byte, so it
takes the place of no true mail, neither before it was looked at nor afterwards; and of it the head alone is kept, for nobody will read the rest.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import Message
from typing import Any

from django.db import transaction
from django.utils import translation

from drittort.core import scope
from drittort.core.database import locked
from drittort.core.errors import HouseError
from drittort.core.jobs.queue import enqueue
from drittort.core.mail.incoming import addresses, proof, reading, registry
from drittort.core.mail.incoming.automatic import automatic
from drittort.core.mail.incoming.models import IncomingMail
from drittort.core.mail.incoming.reading import Unreadable
from drittort.core.mail.incoming.registry import Correspondent, Received, Reply

log = logging.getLogger("drittort.mail")

HANDLE = "core.mail.incoming.handle"
LARGEST = 20 * 1024 * 1024
# A row stays longer than a mail may be old: what was handled and forgotten can't be brought in again.
RAW_KEPT, KEPT, OLDEST, NEWEST = timedelta(days=7), timedelta(days=60), timedelta(days=45), timedelta(days=2)
LONGEST_HEAD = 200_000
TAKEN, AUTOMATIC = "taken", "automatic"
# What came from the person and was looked into; nobody else can use their hour up.
THEIRS = (TAKEN, registry.EMPTY, registry.SEALED, registry.LARGE, registry.REFUSED, registry.MANY)
MOST, WITHIN = 30, timedelta(hours=1)


def take(*, raw: bytes, recipients: Iterable[str], way: str, return_path: str | None, at: datetime, large: bool = False) -> int:
    """Keep a mail to some addresses, each once; return how many were new. An address that was not made here, or whose person is gone, is passed over.

    `large`: it was too large, and `raw` is only its head.
    """
    new = 0
    for recipient in list(dict.fromkeys(recipients))[: addresses.MOST]:
        claim = addresses.claim(addresses.token_in(recipient) or "")
        person = registry.find_person(claim.person_id) if claim is not None and claim.kind in registry.BY_CODE else None
        if claim is None or person is None or not claim.holds(person.email):
            log.info("a mail to an address that was not made here, or is no longer good, was dropped")
            continue
        new += keep(raw, claim, person, way, return_path, at, large)
    return new


def keep(raw: bytes, claim: addresses.Claim, person: Correspondent, way: str, return_path: str | None, at: datetime, large: bool) -> bool:
    """The row and its job; False when the mail is here already."""
    head = head_of(raw)
    named = name_of(head, person, return_path)
    told = named.encode() if named is not None else b""
    with transaction.atomic():
        row, new = IncomingMail.objects.get_or_create(
            identity=hashlib.sha256(claim.body + b"\0" + (told or hashlib.sha256(raw).digest())).hexdigest(),
            defaults={
                "space_id": person.space_id,
                "person_id": person.person_id,
                "kind": registry.BY_CODE[claim.kind].name,
                "thing_id": claim.thing_id,
                "way": way,
                "return_path": return_path.replace("\0", "")[:320] if return_path is not None else None,
                "raw": raw if named is not None else head,
                "large": large,
                "received_at": at,
            },
        )
        if new:
            enqueue(HANDLE, {"incoming": row.pk}, at=at, space_id=person.space_id, key=f"incoming:{row.pk}")
    return new


def head_of(raw: bytes) -> bytes:
    """The headers of a mail and nothing else."""
    return raw[:LONGEST_HEAD].partition(b"\r\n\r\n" if b"\r\n\r\n" in raw[:LONGEST_HEAD] else b"\n\n")[0] + b"\r\n\r\n"


def name_of(head: bytes, person: Correspondent, return_path: str | None) -> str | None:
    """The Message-ID of a mail that its person wrote, "" where they gave it none; None for everybody else's mail, and for machines'."""
    try:
        mail = reading.parsed(head)
    except Unreadable:
        return None
    return None if automatic(mail, return_path) or proof.doubt(mail, person.email) else reading.identity(mail)


def handle(payload: dict[str, Any], at: datetime) -> None:
    """The job: read one mail and do what it asks, or answer why not."""
    row = IncomingMail.objects.filter(pk=payload["incoming"], handled_at=None).first()
    if row is None:
        return
    person = registry.find_person(row.person_id)
    if person is None:
        done(row, "gone", at)
        return
    try:
        mail = reading.parsed(bytes(row.raw))
        outcome, told = first_look(row, mail, person, at)
        written = reading.read(mail) if not outcome and not row.large else None
    except Unreadable:
        log.info("a mail could not be read and was dropped")
        done(row, "unreadable", at)
        return
    with translation.override(person.language):
        received = receive(row, mail, written, person) if written is not None else None
        with transaction.atomic():
            if locked(IncomingMail.objects.filter(pk=row.pk, handled_at=None)).first() is None:
                return
            if written is not None and received is not None:
                outcome, told = post(row, written, received, at)
            if told is not None:
                registry.answer(person, told, at)
            done(row, outcome or registry.LARGE, at)


def receive(row: IncomingMail, mail: Message, written: reading.Written, person: Correspondent) -> Received:
    """A mail for the module that it is for, with all that takes long done before the transaction."""
    told = (written.subject, written.text, written.enclosed, written.left_out)
    received = Received(person, row.thing_id, *told, message_id=reading.identity(mail), calendar=written.calendar)
    kind = registry.KINDS.get(row.kind)
    return received if kind is None or kind.prepare is None else replace(received, prepared=kind.prepare(received))


def first_look(row: IncomingMail, mail: Message, person: Correspondent, at: datetime) -> tuple[str, Reply | None]:
    """What is decided before anything is read: machines, strangers, old mail, floods. An outcome and perhaps an answer; "" when it may be read."""
    if automatic(mail, row.return_path):
        # Delivery reports too: true ones go to the sender of our mails (core.mail.bounces), who alone is asked what they say.
        return AUTOMATIC, None
    day = at.date().isoformat()
    message_id = reading.identity(mail)
    if doubt := proof.doubt(mail, person.email):
        log.info("a mail that may not come from its person was refused: %s", doubt)
        return registry.FORGED, Reply(registry.FORGED, f"{registry.FORGED}:{person.person_id}:{day}", reason=doubt)
    written_at = reading.written_at(mail)
    if written_at is not None and not at - OLDEST < written_at < at + NEWEST:
        log.info("a mail with a day far from today was dropped")
        return "old", None
    if IncomingMail.objects.filter(person_id=row.person_id, handled_at__gt=at - WITHIN, outcome__in=THEIRS).count() >= MOST:
        return registry.MANY, Reply(registry.MANY, f"{registry.MANY}:{person.person_id}:{day}", message_id=message_id)
    if row.large:
        return registry.LARGE, Reply(
            registry.LARGE, f"{registry.LARGE}:{row.pk}", subject=reading.header(mail, "Subject")[:250], message_id=message_id
        )
    return "", None


def post(row: IncomingMail, written: reading.Written, received: Received, at: datetime) -> tuple[str, Reply | None]:
    """Give what somebody wrote to the module that it is for."""
    message_id, daily = received.message_id, f"{received.person.person_id}:{at.date().isoformat()}"
    if written.sealed:
        return registry.SEALED, Reply(registry.SEALED, f"{registry.SEALED}:{daily}", message_id=message_id)
    kind = registry.KINDS.get(row.kind)
    told_by_subject = kind is not None and kind.subject_counts and bool(written.subject)
    if not written.text and not written.enclosed and not written.calendar and not told_by_subject:
        return registry.EMPTY, Reply(registry.EMPTY, f"{registry.EMPTY}:{daily}", message_id=message_id)
    try:
        with transaction.atomic():
            if kind is None:
                raise HouseError
            kind.handler(received, at)
    except HouseError as error:
        told = Reply(
            registry.REFUSED,
            f"{registry.REFUSED}:{row.pk}",
            reason=str(error.reason),
            subject=written.subject,
            text=written.text,
            message_id=message_id,
        )
        return registry.REFUSED, told
    return TAKEN, None


def done(row: IncomingMail, outcome: str, at: datetime) -> None:
    """It was handled: the raw text goes."""
    IncomingMail.objects.filter(pk=row.pk).update(handled_at=at, outcome=outcome, raw=b"")


def forget(at: datetime) -> int:
    """Remove raw texts that nobody could handle within a week, and rows after their time; return how many rows went."""
    IncomingMail.objects.filter(received_at__lt=at - RAW_KEPT, handled_at=None).update(handled_at=at, outcome="unhandled", raw=b"")
    return IncomingMail.objects.filter(received_at__lt=at - KEPT).delete()[0]


@scope.on_space_deleted
def forget_space(space_id: int) -> None:
    """Mail of a house goes with it."""
    IncomingMail.objects.filter(space_id=space_id).delete()
