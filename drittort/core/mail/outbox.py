"""Writing a mail into the outbox, and handing it over."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.mime.image import MIMEImage
from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac

from drittort.core import scope
from drittort.core.jobs.queue import enqueue
from drittort.core.mail import reach
from drittort.core.mail.incoming import registry
from drittort.core.models import Mail
from drittort.core.statements import Statement

KEEP = timedelta(days=30)
FILLED: dict[str, Callable[[Mail], Mapping[str, str] | None]] = {}
"""By category, what is put into the words of a mail on its way out and stands in no table: what it says there in its place, and what is put there."""
# By this header our own mail is known when it comes back.
OURS = "X-Drittort"
WRITTEN = Statement(lambda identity: Mail.objects.filter(message_id=identity).values_list("pk"), identity=str)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes along."""

    name: str
    mimetype: str
    content: bytes
    content_id: str = ""


def house_address() -> str:
    """The bare address that mail of this machine comes from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def message_id(key: str) -> str:
    """A Message-ID that is the same every time this mail is tried, so that a second delivery is recognised."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    # Not to be guessed from the key: whoever knows it can say that the mail came back.
    return f"<{salted_hmac('drittort.mail', key, algorithm='sha256').hexdigest()[:32]}@{host}>"


def post(
    *,
    key: str,
    at: datetime,
    template: str,
    context: Mapping[str, Any],
    to: str,
    language: str,
    category: str,
    space_id: int | None = None,
    to_member_id: int | None = None,
    sender: str = "",
    reply_to: str = "",
    unsubscribe: str = "",
    thread: Sequence[str] = (),
    attachments: tuple[Attachment, ...] = (),
    not_before: datetime | None = None,
) -> Mail | None:
    """Write one mail and the job that sends it, at most once per `key`; None when it was written before.

    It leaves at once, or at `not_before`. To an address that takes no mail nothing is written but what is vital (core.mail.reach). `template` names three files: `<template>.subject.txt`, `.txt` and `.html`. Mail of a space that lets none leave is not written at all.
    `thread` are Message-IDs of what it follows on, the nearest last, so that mail programs show it there.
    """
    if space_id is not None and not scope.mail_may_leave(space_id):
        return None
    if category not in reach.VITAL and not reach.reaches(to):
        return None
    identity = message_id(key)
    if WRITTEN.rows(identity=identity):
        return None
    by_mail = registry.house_address(to_member_id) if to_member_id is not None else ""
    words = {**context, "address": settings.ADDRESS, "unsubscribe": unsubscribe, "by_mail": by_mail, "language": language}
    with translation.override(language):
        subject = " ".join(render_to_string(f"{template}.subject.txt", words).split())[:250]
        text = render_to_string(f"{template}.txt", words).strip() + "\n"
        html = render_to_string(f"{template}.html", words)
    headers = headers_of(language, sender, reply_to, unsubscribe, thread)
    with transaction.atomic():
        mail, new = Mail.objects.get_or_create(
            message_id=identity,
            defaults={
                "space_id": space_id,
                "category": category,
                "to_address": to,
                "to_member_id": to_member_id,
                "language": language,
                "subject": subject,
                "text": text,
                "html": html,
                "headers": headers,
                "attachments": [
                    {"name": a.name, "mimetype": a.mimetype, "content": base64.b64encode(a.content).decode(), "cid": a.content_id}
                    for a in attachments
                ],
                "created_at": at,
            },
        )
        if new:
            enqueue("core.mail.send", {"mail": mail.pk}, at=at, space_id=space_id, key=f"mail:{mail.pk}", run_at=not_before)
    return mail if new else None


@dataclass(frozen=True, slots=True)
class Ready:
    """One of many mails of a kind, written already: its key, to whom, and its words."""

    key: str
    to: str
    to_member_id: int
    language: str
    subject: str
    text: str
    html: str
    unsubscribe: str
    reply_to: str = ""


def post_many(mails: Sequence[Ready], *, category: str, space_id: int, sender: str, at: datetime) -> list[int]:
    """Write many mails of a house at once, each at most once per key, for whoever hands them over next (`hand_over`); returns their rows in no order.

    Whether addresses take mail is for the caller to know. Of a space that lets no mail leave nothing is written.
    """
    if not scope.mail_may_leave(space_id):
        return []
    rows = [
        Mail(
            space_id=space_id, category=category, to_address=one.to, to_member_id=one.to_member_id, language=one.language, subject=one.subject[:250], text=one.text,
            html=one.html, headers=headers_of(one.language, sender, one.reply_to, one.unsubscribe), message_id=message_id(one.key), created_at=at,
        )
        for one in mails
    ]  # fmt: skip
    Mail.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Mail.objects.filter(message_id__in=[row.message_id for row in rows]).values_list("pk", flat=True))


def headers_of(language: str, sender: str, reply_to: str, unsubscribe: str, thread: Sequence[str] = ()) -> dict[str, str]:
    """The head of a mail. Names come from people and files: a line break in one must neither begin a header of its own nor keep the mail from leaving."""
    headers: dict[str, str] = {"Auto-Submitted": "auto-generated", "Content-Language": language, OURS: "1"}
    if sender:
        headers["From"] = " ".join(sender.split())
    if reply_to:
        headers["Reply-To"] = " ".join(reply_to.split())
    if thread:
        headers["In-Reply-To"] = thread[-1]
        headers["References"] = " ".join(thread)
    if unsubscribe:
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def fills(category: str, put_in: Callable[[Mail], Mapping[str, str] | None]) -> None:
    """Register what is put into mails of a category on their way out: for each place in the words what comes there, or None where it is too late for it."""
    FILLED[category] = put_in


def send(payload: dict[str, Any], at: datetime) -> None:
    """The job: hand one mail over. Raises when the server is away, so that it is tried again; a refusal for good is noted at the address."""
    hand_over([payload["mail"]], at=at)


def hand_over(ids: Sequence[int], *, at: datetime) -> None:
    """Hand some mails over on one connection, each noted before the next, so that whoever dies in between sends at most one of them twice.

    Raises when the server is away, or does not take one of them now: after the others, so that one address holds nobody up.
    """
    rows = Mail.objects.filter(pk__in=ids, sent_at=None, withheld_at=None, refused_at=None).order_by("pk")
    waiting, put_off, connection = list(rows), None, get_connection()
    leaves = {pk: pk is None or scope.mail_may_leave(pk) for pk in {mail.space_id for mail in waiting}}
    try:
        for mail in waiting:
            try:
                hand_one_over(mail, connection, at, leaves=leaves[mail.space_id])
            except (SMTPRecipientsRefused, SMTPDataError) as error:
                put_off = error
    finally:
        connection.close()
    if put_off is not None:
        raise put_off


def hand_one_over(mail: Mail, connection: Any, at: datetime, *, leaves: bool) -> None:
    """Hand a mail over and note it. What may not leave its house, and what can't be filled in any more, is held back; a refusal for good is noted at the
    address, any other is raised."""
    put_in = FILLED[mail.category](mail) if mail.category in FILLED else {}
    if not leaves or put_in is None or (mail.category not in reach.VITAL and not reach.reaches(mail.to_address)):
        Mail.objects.filter(pk=mail.pk).update(withheld_at=at, text="", html="", attachments=[])
        return
    headers = dict(mail.headers)
    sender = headers.pop("From", settings.DEFAULT_FROM_EMAIL)
    reply_to = [headers.pop("Reply-To")] if "Reply-To" in headers else []
    text, html = mail.text, mail.html
    for place, word in put_in.items():
        text, html = text.replace(place, word), html.replace(place, word)
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=text,
        from_email=sender,
        to=[mail.to_address],
        reply_to=reply_to,
        headers={**headers, "Message-ID": mail.message_id},
        connection=connection,
    )
    message.attach_alternative(html, "text/html")
    for item in mail.attachments:
        if not item.get("cid"):
            message.attach(item["name"], base64.b64decode(item["content"]), item["mimetype"])
            continue
        picture = MIMEImage(base64.b64decode(item["content"]), item["mimetype"].partition("/")[2])
        picture["Content-ID"] = f"<{item['cid']}>"
        picture["Content-Disposition"] = "inline"
        message.attach(picture)
        setattr(message, "mixed_subtype", "related")  # noqa: B010  Django has it, the stubs do not
    connection.open()
    try:
        message.send()
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        refusal = reach.refusal_in(error, mail.to_address)
        if refusal is None:
            raise
        with transaction.atomic():
            Mail.objects.filter(pk=mail.pk).update(refused_at=at, text="", html="", attachments=[])
            reach.refused(mail.to_address, refusal, at)
        return
    gone: dict[str, Any] = {"text": "", "html": "", "attachments": []}
    if getattr(connection, "keeps_words", False):
        # Nobody is real in the demo, and its mailbox is where one tries a letter out.
        gone = {"text": text, "html": html} if settings.DEMO else {}
    Mail.objects.filter(pk=mail.pk).update(sent_at=at, **gone)


def forget(at: datetime) -> int:
    """Remove mail rows after their retention; return how many."""
    return Mail.objects.filter(created_at__lt=at - KEEP).delete()[0]


def sent_lately(to: str, category: str, *, since: datetime) -> int:
    """How many mails of a category an address was sent since a moment; a brake on sign-in links."""
    return Mail.objects.filter(to_address=to, category=category, created_at__gte=since).count()


def handed_over(keys: Iterable[str]) -> dict[str, str]:
    """What became of mails by their keys: "reached" (handed over), "refused" (the server said no) or "waiting"; without a word where the row is gone."""
    by_id = {message_id(key): key for key in keys}
    rows = Mail.objects.filter(message_id__in=by_id).values_list("message_id", "sent_at", "refused_at")
    return {by_id[identity]: "refused" if refused else "reached" if sent else "waiting" for identity, sent, refused in rows}
