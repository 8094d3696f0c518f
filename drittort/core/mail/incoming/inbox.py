"""Taking mail in, reading it in the worker, and forgetting it.

A mail becomes a row and a job in one transaction, once for its Message-ID and address, whichever way it comes and however often. The job posts and notes
in one transaction, too: a worker that is killed leaves both or neither.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.message import Message
from typing import Any

from django.db import transaction
from django.utils import translation

from drittort.core import scope
from drittort.core.database import locked
from drittort.core.errors import HouseError
from drittort.core.jobs.queue import enqueue
from drittort.core.mail import bounces
from drittort.core.mail.incoming import addresses, proof, reading, registry
from drittort.core.mail.incoming.automatic import REPORT, automatic
from drittort.core.mail.incoming.models import IncomingMail
from drittort.core.mail.incoming.reading import Unreadable
from drittort.core.mail.incoming.registry import Correspondent, Received, Reply

log = logging.getLogger("drittort.mail")

HANDLE = "core.mail.incoming.handle"
LARGEST = 20 * 1024 * 1024
# A row stays longer than a mail may be old: what was handled and forgotten can't be brought in again.
RAW_KEPT, KEPT, OLDEST, NEWEST = timedelta(days=7), timedelta(days=60), timedelta(days=45), timedelta(days=2)
AUTOMATIC = "automatic"
NOT_THEIRS = (registry.FORGED, AUTOMATIC)
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
    with transaction.atomic():
        row, new = IncomingMail.objects.get_or_create(
            identity=identity_of(raw, claim),
            defaults={
                "space_id": person.space_id,
                "person_id": person.person_id,
                "kind": registry.BY_CODE[claim.kind].name,
                "thing_id": claim.thing_id,
                "way": way,
                "return_path": return_path[:320] if return_path is not None else None,
                "raw": raw,
                "large": large,
                "received_at": at,
            },
        )
        if new:
            enqueue(HANDLE, {"incoming": row.pk}, at=at, space_id=person.space_id, key=f"incoming:{row.pk}")
    return new


def identity_of(raw: bytes, claim: addresses.Claim) -> str:
    """What makes a mail the same one: its Message-ID and the address; without one, every byte of it."""
    try:
        own = reading.identity(reading.parsed(raw[:200_000].partition(b"\r\n\r\n")[0] + b"\r\n\r\n"))
    except Unreadable:
        own = ""
    told = own.encode() if own else hashlib.sha256(raw).digest()
    return hashlib.sha256(claim.body + b"\0" + told).hexdigest()


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
    with transaction.atomic(), translation.override(person.language):
        if locked(IncomingMail.objects.filter(pk=row.pk, handled_at=None)).first() is None:
            return
        if written is not None:
            outcome, told = post(row, mail, written, person, at)
        if told is not None:
            registry.answer(person, told, at)
        done(row, outcome or registry.LARGE, at)


def first_look(row: IncomingMail, mail: Message, person: Correspondent, at: datetime) -> tuple[str, Reply | None]:
    """What is decided before anything is read: machines, strangers, old mail, floods. An outcome and perhaps an answer; "" when it may be read."""
    why = automatic(mail, row.return_path)
    if why == REPORT:
        bounces.note(bytes(row.raw)[: bounces.BIGGEST], at)
    if why:
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
    # Only what came from the person counts: nobody else can use their hour up.
    lately = IncomingMail.objects.filter(person_id=row.person_id, handled_at__gt=at - WITHIN)
    if lately.exclude(outcome__in=NOT_THEIRS).count() >= MOST:
        return registry.MANY, Reply(registry.MANY, f"{registry.MANY}:{person.person_id}:{day}", message_id=message_id)
    if row.large:
        return registry.LARGE, Reply(
            registry.LARGE, f"{registry.LARGE}:{row.pk}", subject=reading.header(mail, "Subject")[:250], message_id=message_id
        )
    return "", None


def post(row: IncomingMail, mail: Message, written: reading.Written, person: Correspondent, at: datetime) -> tuple[str, Reply | None]:
    """Give what somebody wrote to the module that it is for."""
    message_id, day = reading.identity(mail), at.date().isoformat()
    if written.sealed:
        return registry.SEALED, Reply(registry.SEALED, f"{registry.SEALED}:{person.person_id}:{day}", message_id=message_id)
    kind = registry.KINDS.get(row.kind)
    told_by_subject = kind is not None and kind.subject_counts and bool(written.subject)
    if not written.text and not written.enclosed and not told_by_subject:
        return registry.EMPTY, Reply(registry.EMPTY, f"{registry.EMPTY}:{person.person_id}:{day}", message_id=message_id)
    received = Received(person, row.thing_id, written.subject, written.text, written.enclosed, written.left_out, message_id)
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
    return "taken", None


def done(row: IncomingMail, outcome: str, at: datetime) -> None:
    """It was handled: the raw text goes. A forged mail takes nobody's place: the true one of the same name may still come."""
    freed = {"identity": f"{registry.FORGED}:{row.pk}"} if outcome == registry.FORGED else {}
    IncomingMail.objects.filter(pk=row.pk).update(handled_at=at, outcome=outcome, raw=b"", **freed)


def forget(at: datetime) -> int:
    """Remove raw texts that nobody could handle within a week, and rows after their time; return how many rows went."""
    IncomingMail.objects.filter(received_at__lt=at - RAW_KEPT, handled_at=None).update(handled_at=at, outcome="unhandled", raw=b"")
    return IncomingMail.objects.filter(received_at__lt=at - KEPT).delete()[0]


@scope.on_space_deleted
def forget_space(space_id: int) -> None:
    """Mail of a house goes with it."""
    IncomingMail.objects.filter(space_id=space_id).delete()
