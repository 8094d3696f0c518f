"""The address at which a person writes to the house itself. A few words do something at once; whatever else is written there is for the module that
registered itself for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.mail.incoming.registry import HOUSE, Received, accepts
from drittort.core.mail.incoming.replies import ANSWERING
from drittort.core.notices import ALL, NORMAL, QUIET
from drittort.members.by_mail.answers import confirm
from drittort.members.by_mail.people import acting
from drittort.members.models import Member
from drittort.members.notices.actions import choose_preset

LONGEST_WORD = 40
HELP = {"hilfe", "help", "?"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word that does something: what people write, what it does (giving the sentence that they are answered), and how help explains it."""

    written: frozenset[str]
    does: Callable[[Member, datetime], str]
    help: Any


WORDS: list[Word] = []
OTHERWISE: list[Callable[[Received, datetime], None]] = []


def word(*written: str, does: Callable[[Member, datetime], str], help: Any) -> None:
    """Register a word, in all the ways in which it is written."""
    WORDS.append(Word(frozenset(written), does, help))


def otherwise(handler: Callable[[Received, datetime], None]) -> None:
    """Register who takes what is no such word."""
    OTHERWISE.append(handler)


def take(received: Received, at: datetime) -> None:
    """Do what the word says, and say that it is done; hand everything else on."""
    said = plain(received.text) or plain(ANSWERING.sub("", received.subject))
    found = next((each for each in WORDS if said in each.written), None)
    if found is not None:
        member = acting(received.person)
        confirm(received, [found.does(member, at)], at)
    elif said in HELP or not OTHERWISE:
        confirm(received, help_lines(), at, title=_("What you can do by mail"))
    else:
        OTHERWISE[0](received, at)


def plain(text: str) -> str:
    """A text as it is compared with words: small letters, without signs around it."""
    return " ".join(text[:LONGEST_WORD].split()).casefold().strip(" .!,;:–-„“\"'")


def help_lines() -> list[str]:
    """What can be written to the house."""
    return [
        _("You can do everything by mail: answer a mail of the house, and your answer goes where it belongs."),
        _("To this address you can write:"),
        *(str(each.help) for each in WORDS),
        *(
            [_("Anything else: what you look for, in a sentence or two. We ask you once more before it hangs on the board.")]
            if OTHERWISE
            else []
        ),
    ]


def loudness(preset: str, sentence: Any) -> Callable[[Member, datetime], str]:
    """A word that chooses a preset."""

    def does(member: Member, at: datetime) -> str:
        choose_preset(actor=member, preset=preset, at=at)
        return str(sentence)

    return does


word(
    "ruhe", "quiet", "ruhig", "leise", "stille", "stop", "stopp", "weniger",
    does=loudness(QUIET, gettext_lazy("From now on only the most personal things come by mail. Write “normal” to undo it.")),
    help=gettext_lazy("“quiet”: only the most personal things by mail"),
)  # fmt: skip
word(
    "normal",
    does=loudness(NORMAL, gettext_lazy("Mail comes as usual again.")),
    help=gettext_lazy("“normal”: as usual"),
)
word(
    "alles", "everything", "all", "mehr", "more",
    does=loudness(ALL, gettext_lazy("From now on you get everything. Write “normal” to undo it.")),
    help=gettext_lazy("“everything”: all that there is"),
)  # fmt: skip

accepts(HOUSE, "h", take, subject_counts=True)
