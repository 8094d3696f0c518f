"""Addresses that do not take our mail: who keeps them, and what a mail server's refusal means.

The module that owns addresses registers both questions; core only asks and tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused

VITAL: set[str] = set()
LONGEST = 200
ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")

reaches: Callable[[str], bool] = lambda address: True  # noqa: E731
refused: Callable[[str, Refusal, datetime], None] = lambda address, refusal, at: None  # noqa: E731


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a server takes no mail for an address: its code (5.1.1, else 550) and its own words."""

    code: str
    words: str


def register_addresses(*, may_be_reached: Callable[[str], bool], was_refused: Callable[[str, Refusal, datetime], None]) -> None:
    """Tell core how to ask whether an address takes mail, and whom to tell that it does not."""
    global reaches, refused
    reaches, refused = may_be_reached, was_refused


def vital(*categories: str) -> None:
    """Mail of these categories is tried at every address, refused or not: without it nobody could mend anything."""
    VITAL.update(categories)


def refusal_of(code: int | str, words: str) -> Refusal | None:
    """A server's answer as a refusal of the address for good; None when it is worth another try, or when it is us whom the server does not want.

    5.1.x and 5.2.x speak of the address and its mailbox; 5.3.x, 5.5.x and 5.7.x of systems, protocol and policy, which no member can mend.
    """
    words = " ".join(words.split())
    told = ENHANCED.search(words) or ENHANCED.search(str(code))
    if told is not None:
        return Refusal(".".join(told.groups()), words[:LONGEST]) if told[1] == "5" and told[2] in ("0", "1", "2", "4") else None
    return Refusal(str(code), words[:LONGEST]) if str(code) in ("550", "551", "552", "553", "554") else None


def refusal_in(error: Exception, address: str) -> Refusal | None:
    """The refusal of an address in what the hand-over raised, or None."""
    if isinstance(error, SMTPRecipientsRefused):
        answer = error.recipients.get(address) or next(iter(error.recipients.values()), None)
        return refusal_of(answer[0], _text(answer[1])) if answer is not None else None
    if isinstance(error, SMTPDataError):
        return refusal_of(error.smtp_code, _text(error.smtp_error))
    return None


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
