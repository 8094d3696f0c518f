"""The address that an answer goes to: signed, for one person and one thing, short enough for every mail program, without a row anywhere.

`antwort+TOKEN@haus.example.org`. The token holds a kind, the number of a person and the number of a thing; its seal also covers the mail address
that the person had when they got it. So it is good for as long as the person keeps that address, and for nobody else: whoever comes by it must also
write from there (proof.py).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message

from django.conf import settings
from django.utils.crypto import salted_hmac

from drittort.core.mail.incoming.reading import mailboxes, told

SALT = "drittort.incoming"
SEAL = 10
MOST = 3
# Where mail servers say to whom they delivered, and where people wrote it.
NAMED_IN = ("X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To", "Cc")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a token says of itself, before anybody looked whether it is sealed."""

    kind: str
    person_id: int
    thing_id: int
    body: bytes
    seal: bytes

    def holds(self, mailbox: str) -> bool:
        """Whether it was sealed here for the person's present address."""
        return hmac.compare_digest(self.seal, sealed(self.body, mailbox))


def is_set() -> bool:
    """Whether answers by mail find their way into this machine."""
    return bool(settings.REPLY_ADDRESS)


def address(code: str, person_id: int, thing_id: int, mailbox: str) -> str:
    """Where a person answers something of the kind with this letter; "" where no answers come in."""
    if not is_set():
        return ""
    body = code.encode("ascii") + number(person_id) + number(thing_id)
    token = base64.b32encode(body + sealed(body, mailbox)).decode().rstrip("=").lower()
    return str(settings.REPLY_ADDRESS).replace("*", token)


def sealed(body: bytes, mailbox: str) -> bytes:
    """The seal of a token."""
    return salted_hmac(SALT, body + b"\0" + mailbox.strip().lower().encode(), algorithm="sha256").digest()[:SEAL]


def number(value: int) -> bytes:
    """A number in as few bytes as it needs, seven bits each."""
    out = bytearray()
    while True:
        value, low = value >> 7, value & 127
        out.append(low | (128 if value else 0))
        if not value:
            return bytes(out)


def numbers(body: bytes) -> list[int]:
    """Numbers written by `number`, one after the other. Raises ValueError for anything else."""
    found, value, shift = [], 0, 0
    for byte in body:
        if shift > 63:
            raise ValueError("no number")
        value |= (byte & 127) << shift
        shift += 7
        if not byte & 128:
            found.append(value)
            value, shift = 0, 0
    if shift or any(each >= 1 << 63 for each in found):
        raise ValueError("no number")
    return found


def is_ours(text: str) -> bool:
    """Whether an address is one that answers go to, whatever its token."""
    return token_in(text) is not None


def token_in(text: str) -> str | None:
    """The token in an address of ours; None for other addresses. Mail servers change the case of letters at will."""
    if not is_set():
        return None
    before, after = str(settings.REPLY_ADDRESS).split("*")
    found = re.fullmatch(re.escape(before) + r"([a-z2-7]{16,52})" + re.escape(after), text.strip().lower(), re.IGNORECASE)
    return found[1] if found else None


def claim(token: str) -> Claim | None:
    """What a token says; None when it can't be one."""
    try:
        raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
        body, seal = raw[:-SEAL], raw[-SEAL:]
        person_id, thing_id = numbers(body[1:])
        return Claim(body[:1].decode("ascii"), person_id, thing_id, body, seal)
    except (binascii.Error, ValueError, UnicodeDecodeError):
        return None


def named_in(mail: Message) -> list[str]:
    """The addresses of ours that the head of a mail names, each once and a few at most."""
    return list(dict.fromkeys(_named(mail)))[:MOST]


def _named(mail: Message) -> Iterator[str]:
    for name in NAMED_IN:
        yield from ours(mailboxes(told(mail, name)))


def ours(found: Iterable[str]) -> Iterator[str]:
    """Those of some addresses that are ours, in small letters."""
    return (each.strip().lower() for each in found if is_ours(each))
