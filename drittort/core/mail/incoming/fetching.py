"""Fetching answers from a mailbox that the house's owner names. What is not an answer stays as it is."""

from __future__ import annotations

import imaplib
import logging
import re
import ssl
from datetime import datetime

from drittort.core.mail.incoming import addresses, inbox, reading
from drittort.core.mail.incoming.reading import Unreadable
from drittort.core.mail.mailbox import opened

log = logging.getLogger("drittort.mail")

LOOKED = "DrittortLooked"
MOST = 500
HEAD = 100_000


def fetch(address: str, *, at: datetime, context: ssl.SSLContext | None = None) -> int:
    """Take the answers out of a mailbox; return how many were new. Each is removed there as soon as it is kept here, so a fetch that is cut off
    is only done again. Raises OSError or imaplib.IMAP4.error while the server is away."""
    with opened(address, context) as box:
        keeps_marks = marks_stay(box)
        _, found = box.uid("SEARCH", "UNDELETED", *(("UNKEYWORD", LOOKED) if keeps_marks else ("UNSEEN",)))
        alone = can(box, "UIDPLUS")
        new = 0
        for number in (found[0] or b"").split()[-MOST:]:
            uid = number.decode()
            came = one(box, uid, at)
            if came is not None:
                new += came
                remove(box, uid, alone)
            elif keeps_marks:
                box.uid("STORE", uid, "+FLAGS.SILENT", f"({LOOKED})")
        return new


def marks_stay(box: imaplib.IMAP4) -> bool:
    """Whether the server keeps marks of our own on mails."""
    _, told = box.response("PERMANENTFLAGS")
    flags = " ".join(each.decode("ascii", "replace") for each in told if isinstance(each, bytes))
    return r"\*" in flags or LOOKED.lower() in flags.lower()


def one(box: imaplib.IMAP4, uid: str, at: datetime) -> int | None:
    """Keep one mail if it is an answer: how many were new. None for other people's mail, of which only the head was read."""
    head, size = fetched(box, uid, f"(RFC822.SIZE BODY.PEEK[HEADER]<0.{HEAD}>)")
    if head is None:
        return None
    try:
        named = addresses.named_in(reading.parsed(head))
    except Unreadable:
        return None
    if not named:
        return None
    large = size > inbox.LARGEST
    raw = head if large else fetched(box, uid, "(BODY.PEEK[])")[0]
    if raw is None:
        return None
    return inbox.take(raw=raw, recipients=named, way="imap", return_path=None, at=at, large=large)


def fetched(box: imaplib.IMAP4, uid: str, what: str) -> tuple[bytes | None, int]:
    """A part of a mail, and its size where it was asked for."""
    _, data = box.uid("FETCH", uid, what)
    raw = next((item[1] for item in data if isinstance(item, tuple)), None)
    told = b" ".join(item if isinstance(item, bytes) else item[0] for item in data if item)
    size = re.search(rb"RFC822\.SIZE (\d+)", told)
    return raw, int(size[1]) if size else 0


def can(box: imaplib.IMAP4, ability: str) -> bool:
    """Whether the server can do something, asked after signing in: some say more then."""
    _, told = box.capability()
    return ability in b" ".join(each for each in told if isinstance(each, bytes)).decode("ascii", "replace").upper().split()


def remove(box: imaplib.IMAP4, uid: str, alone: bool) -> None:
    """A mail that is kept here goes from the mailbox. Where the server can't remove it `alone`, without what others marked, it stays marked as deleted."""
    box.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen \Deleted)")
    if alone:
        box.uid("EXPUNGE", uid)
