"""A door for a mail server on this machine: it hands over by LMTP or SMTP what came for the house's answer addresses, one mail to one address at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import close_old_connections

from drittort.core.mail.incoming import addresses, inbox

log = logging.getLogger("drittort.mail")

# Up to here a mail that is too large is taken and answered in the house's own words; beyond, the protocol says no.
HARDEST = 2 * inbox.LARGEST
IDLE = 60


@dataclass(frozen=True, slots=True)
class Door:
    """What the door does with each step of a conversation."""

    clock: Callable[[], datetime]

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        """Addresses of ours only, and one a mail: the answer to a mail is then the answer for its one reader, as LMTP wants it."""
        if not addresses.is_ours(address):
            return "550 5.1.1 Nobody here has this address"
        if envelope.rcpt_tos:
            return "452 4.5.3 One address at a time"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Taken when it is kept; whoever knocks learns nothing else, neither whether the address is good nor who writes."""
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        try:
            await asyncio.to_thread(self.keep, raw, list(envelope.rcpt_tos), envelope.mail_from or "")
        except Exception:
            log.exception("a mail could not be kept; its server will try again")
            return "451 4.3.0 Not now, please try again"
        return "250 2.0.0 Taken"

    def keep(self, raw: bytes, recipients: list[str], sender: str) -> None:
        """Into the table; of one that is too large the head alone."""
        close_old_connections()
        try:
            large = len(raw) > inbox.LARGEST
            inbox.take(
                raw=raw.partition(b"\r\n\r\n")[0][:100_000] + b"\r\n\r\n" if large else raw,
                recipients=recipients, way="lmtp", return_path=sender, at=self.clock(), large=large,
            )  # fmt: skip
        finally:
            close_old_connections()


def protocol(door: Door, *, smtp: bool) -> SMTP:
    """One conversation."""
    settings: dict[str, Any] = {
        "data_size_limit": HARDEST,
        "enable_SMTPUTF8": True,
        "timeout": IDLE,
        "hostname": "drittort",
        "ident": "ready",
    }
    return SMTP(door, **settings) if smtp else LMTP(door, **settings)


async def listen(door: Door, *, where: tuple[str, int] | str, smtp: bool, stop: asyncio.Event, ready: Callable[[int], None]) -> None:
    """Take mail at a port or a socket in the file system until told to stop. `ready` is told the port, 0 for a socket."""
    loop = asyncio.get_running_loop()
    if isinstance(where, str):
        server: asyncio.AbstractServer = await loop.create_unix_server(lambda: protocol(door, smtp=smtp), path=where)
        ready(0)
    else:
        opened = await loop.create_server(lambda: protocol(door, smtp=smtp), *where)
        server = opened
        ready(opened.sockets[0].getsockname()[1])
    async with server:
        await stop.wait()
