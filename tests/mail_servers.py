"""Real mail servers on loopback: an IMAP server of its own process, and the house's own door in a thread of the test."""

from __future__ import annotations

import asyncio
import imaplib
import smtplib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from drittort.core.mail.incoming.receiver import Door, listen

USER, PASSWORD = "haus", "geheim wort"


def free_port() -> int:
    """A port that nobody listens at just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Mailbox:
    """An IMAP server with one empty mailbox."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.address = f"imap://{USER}:geheim%20wort@127.0.0.1:{port}"

    @contextmanager
    def opened(self) -> Iterator[imaplib.IMAP4]:
        """Its INBOX, as its owner's mail program has it."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=10) as box:
            box.login(USER, PASSWORD)
            box.select("INBOX")
            yield box

    def put(self, *mails: bytes) -> None:
        """Mails arrive."""
        with self.opened() as box:
            for raw in mails:
                assert box.append("INBOX", "", "", raw)[0] == "OK"

    def left(self) -> list[bytes]:
        """What lies in it and is not marked as deleted."""
        with self.opened() as box:
            _, found = box.uid("SEARCH", "UNDELETED")
            numbers = (found[0] or b"").split()
            return [next(item[1] for item in box.uid("FETCH", n.decode(), "(BODY.PEEK[])")[1] if isinstance(item, tuple)) for n in numbers]

    def empty(self) -> None:
        """Nothing lies in it any more."""
        with self.opened() as box:
            _, found = box.uid("SEARCH", "ALL")
            for number in (found[0] or b"").split():
                box.uid("STORE", number.decode(), "+FLAGS", r"(\Deleted)")
            box.expunge()


@contextmanager
def imap_server() -> Iterator[Mailbox]:
    """A server that keeps its mails in memory."""
    port = free_port()
    command = [sys.executable, "-c", "from pymap.main import main; main()", "--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    process = subprocess.Popen([*command, "dict", "--demo-user", USER, "--demo-password", PASSWORD])
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None
                time.sleep(0.05)
        yield Mailbox(port)
    finally:
        process.terminate()
        process.wait(timeout=10)


@contextmanager
def door(clock: Callable[[], datetime], *, smtp: bool = False, path: Path | None = None) -> Iterator[int]:
    """The house's receiver; gives its port."""
    opened: list[int] = []
    begun = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    def ready(port: int) -> None:
        opened.append(port)
        begun.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(listen(Door(clock), where=str(path) if path else ("127.0.0.1", 0), smtp=smtp, stop=stop, ready=ready))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert begun.wait(10)
    try:
        yield opened[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


def hand_over(port: int, raw: bytes, *, to: str, sender: str = "mara@lagerhaus.example", smtp: bool = False, size: bool = True) -> None:
    """As a mail server does it."""
    with (smtplib.SMTP if smtp else smtplib.LMTP)("127.0.0.1", port, timeout=10) as server:
        server.sendmail(sender, [to], raw, mail_options=[] if size else ())
