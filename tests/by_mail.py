"""What people write back by mail, for the tests: a letter as a program sends it, and its way into the house without a server."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from PIL import Image

from drittort.core.jobs.runner import run_due
from drittort.core.mail.incoming import inbox
from drittort.core.models import Mail
from drittort.members.by_mail.answers import CATEGORY
from drittort.members.models import Member
from tests.cast import Cast


def picture() -> bytes:
    """A picture as a telephone makes it."""
    content = io.BytesIO()
    Image.new("RGB", (640, 400), "#a05030").save(content, "JPEG")
    return content.getvalue()


def letter(
    cast: Cast,
    member: Member,
    to: str,
    text: str = "Ja, gern.",
    *,
    number: int = 1,
    sender: str = "",
    files: Sequence[tuple[str, str, bytes]] = (),
    **heads: str,
) -> bytes:
    """What somebody writes; files as name, type and bytes, headers beside the usual ones as keywords, with _ for -."""
    mail = EmailMessage()
    mail["From"] = sender or f"{member.name} <{member.account.email}>"
    mail["To"] = f"Lagerhaus <{to}>"
    mail["Subject"] = "Re: Mara Wendt hat dir geschrieben"
    mail["Message-ID"] = f"<{number}@programm.example>"
    mail["Date"] = format_datetime(cast.now)
    for name, value in heads.items():
        del mail[name.replace("_", "-")]
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    for name, kind, content in files:
        mail.add_attachment(content, maintype=kind.partition("/")[0], subtype=kind.partition("/")[2], filename=name)
    return mail.as_bytes().replace(b"\n", b"\r\n")


def arrives(cast: Cast, raw: bytes, to: str, *, minutes: int = 6, return_path: str | None = "x@y.example") -> None:
    """It comes in, and the worker runs."""
    at = cast.now + timedelta(minutes=minutes)
    inbox.take(raw=raw, recipients=[to], way="lmtp", return_path=return_path, at=at)
    run_due(clock=lambda: at)


def answered(member: Member) -> list[Mail]:
    """What the house answered somebody by mail, oldest first."""
    return list(Mail.objects.filter(to_member_id=member.pk, category=CATEGORY).order_by("pk"))
