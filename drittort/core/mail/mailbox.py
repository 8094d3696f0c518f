"""Opening a mailbox by IMAP: `imaps://user:password@host[:port][/folder]`. Without encryption only on this machine."""

from __future__ import annotations

import base64
import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

TIMEOUT = 20


@contextmanager
def opened(address: str, context: ssl.SSLContext | None = None) -> Iterator[imaplib.IMAP4]:
    """The mailbox with its folder open, signed in. Raises OSError or imaplib.IMAP4.error while the server is away or says no."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    box = (
        imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT)
        if parts.scheme == "imap"
        else imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=context or ssl.create_default_context(), timeout=TIMEOUT)
    )
    with box:
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        answer, _ = box.select(folder(unquote(parts.path.strip("/")) or "INBOX"))
        if answer != "OK":
            raise imaplib.IMAP4.error("the folder cannot be opened")
        yield box


def folder(name: str) -> str:
    """The name of a folder as IMAP wants it: quoted, and what is not ASCII in its own kind of base64 (RFC 3501, 5.1.3)."""

    def packed(found: re.Match[str]) -> str:
        return "&" + base64.b64encode(found[0].encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"

    plain = re.sub("[^\x20-\x7e]+", packed, name.replace("&", "&-"))
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
