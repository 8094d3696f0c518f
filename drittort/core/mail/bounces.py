"""Mail that comes back later: delivery reports (RFC 3464) in the mailbox that the setting `bounces` names."""

from __future__ import annotations

import email
import email.policy
import logging
import ssl
from collections.abc import Iterator
from datetime import datetime
from email.message import Message

from drittort.core.mail import reach
from drittort.core.mail.mailbox import opened
from drittort.core.mail.reach import Refusal, refusal_of
from drittort.core.models import Mail

log = logging.getLogger("drittort.mail")

MOST, BIGGEST = 200, 200_000


def read(address: str, *, at: datetime, context: ssl.SSLContext | None = None) -> int:
    """Read the unseen delivery reports of a mailbox (`imaps://user:password@host[:port][/folder]`) and note whose address is refused for good.

    Only reports are looked at and marked as seen; everything else in the mailbox stays as it is. Returns how many addresses were noted.
    Raises OSError or imaplib.IMAP4.error while the server is away, so that the job comes again.
    """
    with opened(address, context) as box:
        _, found = box.uid("SEARCH", "UNSEEN", "HEADER", "Content-Type", "delivery-status")
        noted = 0
        for number in (found[0] or b"").split()[:MOST]:
            uid = number.decode()
            _, data = box.uid("FETCH", uid, f"(BODY.PEEK[]<0.{BIGGEST}>)")
            raw = next((item[1] for item in data if isinstance(item, tuple)), None)
            if raw is not None:
                noted += note(raw, at)
            box.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")
        return noted


def note(raw: bytes, at: datetime) -> int:
    """What one report says of mail of ours. A report counts only where it names the secret Message-ID of a mail and the address that it went to."""
    noted = 0
    try:
        report = email.message_from_bytes(raw, policy=email.policy.default)
        told, refusals = identities(report), dict(failures(report))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        log.warning("a delivery report cannot be read")
        return 0
    for mail in Mail.objects.filter(message_id__in=told, refused_at=None):
        refusal = refusals.get(mail.to_address.lower())
        if refusal is not None:
            Mail.objects.filter(pk=mail.pk).update(refused_at=at)
            reach.refused(mail.to_address, refusal, at)
            noted += 1
    return noted


def failures(report: Message) -> Iterator[tuple[str, Refusal]]:
    """The addresses that a report calls failed for good, in small letters, each with why."""
    for part in report.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload():
            if not isinstance(block, Message) or str(block.get("Action", "")).strip().lower() != "failed":
                continue
            words = str(block.get("Diagnostic-Code", "")).partition(";")[2].strip()
            refusal = refusal_of(str(block.get("Status", "")).strip(), words)
            for header in ("Original-Recipient", "Final-Recipient"):
                recipient = str(block.get(header, "")).partition(";")[2].strip().strip("<>").lower()
                if refusal is not None and recipient:
                    yield recipient, refusal


def identities(report: Message) -> list[str]:
    """The Message-IDs of the mails that a report brings back, whole or as their headers."""
    found = []
    for part in report.walk():
        inner: Message | None = None
        if part.get_content_type() == "message/rfc822":
            payload = part.get_payload()
            inner = payload[0] if isinstance(payload, list) and payload and isinstance(payload[0], Message) else None
        elif part.get_content_type() == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            inner = email.message_from_bytes(payload if isinstance(payload, bytes) else b"", policy=email.policy.default)
        if inner is not None and inner["Message-ID"]:
            found.append(str(inner["Message-ID"]).strip())
    return found
