"""Answers by mail: what somebody writes to the address that a mail of a conversation came with is said in it, by the same rules as on its page."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core.errors import Invalid
from drittort.core.mail.incoming.registry import Received, accepts, reply_address
from drittort.members.by_mail.people import acting, correspondent
from drittort.members.models import Member
from drittort.talk.conversations import actions


def take(received: Received, at: datetime) -> None:
    """Say it. Raises NotFound, NotAllowed, Invalid, each for the writer's own eyes."""
    text = received.text
    files = [file.name for file in received.enclosed]
    if not text:
        raise Invalid(_("Files cannot come by mail yet. Write a few words, or send them in the house."))
    if files:
        text = f"{text}\n\n{left_out(files, received.left_out)}"
    actions.say(actor=acting(received.person), conversation_id=received.thing_id, text=text, at=at)


def left_out(names: list[str], more: int) -> str:
    """The sentence about files that did not come along."""
    count = len(names) + more
    told = ", ".join(names[:3]) + (" …" if count > 3 else "")
    return ngettext("(A file was left out: %(names)s)", "(%(n)s files were left out: %(names)s)", count) % {"n": count, "names": told}


KIND = accepts("message", "m", take)


def answer_address(member: Member, conversation_id: int) -> str:
    """Where a member answers in a conversation by mail; "" where no answers come in."""
    return reply_address(KIND, correspondent(member), conversation_id)
