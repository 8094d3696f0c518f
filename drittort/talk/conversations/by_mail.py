"""Answers by mail: what somebody writes to the address that a mail of a conversation came with is said in it, by the same rules as on its page."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core.files.actions import Bytes, Decoded, Upload
from drittort.core.mail.incoming.registry import Received, accepts, reply_address
from drittort.members.by_mail.answers import confirm
from drittort.members.by_mail.people import acting, correspondent
from drittort.members.models import Member
from drittort.talk.conversations import actions


def take(received: Received, at: datetime) -> None:
    """Say it, with the files that pass the checks of the page. Raises NotFound, NotAllowed, Invalid, each for the writer's own eyes."""
    _message, refused = actions.say_what_passes(
        actor=acting(received.person),
        conversation_id=received.thing_id,
        text=received.text,
        files=received.prepared,
        told=lambda refused: left_out(refused, received.left_out),
        at=at,
        key=key_of(received),
    )
    if refused:
        # Whoever writes by mail does not see the conversation, where the same sentence stands.
        title = ngettext("A file did not come along", "Some files did not come along", len(refused) + received.left_out)
        confirm(received, [_("Your message arrived."), left_out(refused, received.left_out)], at, title=title)


def key_of(received: Received) -> str:
    """What makes a mail the same one in a conversation; "" for one without an identity of its own."""
    named = f"{received.thing_id}:{received.message_id}"
    return hashlib.sha256(named.encode()).hexdigest()[:36] if received.message_id else ""


def left_out(refused: Sequence[actions.Refused], more: int) -> str:
    """The sentence about files that did not come along, each reason once. `more` counts those that were not even looked at."""
    count = len(refused) + more
    names = ", ".join(file.name for file in refused[:3]) + (" …" if count > 3 else "")
    why = " ".join(dict.fromkeys(file.reason for file in refused[:3]))
    return ngettext("A file was left out: %(names)s – %(why)s", "%(n)s files were left out: %(names)s – %(why)s", count) % {
        "n": count,
        "names": names,
        "why": why,
    }


def decoded(received: Received) -> list[Upload | Decoded]:
    """The files of a mail as they are said, pictures decoded: that takes long, and no other writer should wait for it."""
    return [actions.ready(Bytes(file.name, file.content)) for file in received.enclosed]


KIND = accepts("message", "m", take, prepare=decoded)


def answer_address(member: Member, conversation_id: int) -> str:
    """Where a member answers in a conversation by mail; "" where no answers come in."""
    return reply_address(KIND, correspondent(member), conversation_id)
