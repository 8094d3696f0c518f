"""The four ways a use case can say no. One middleware turns them into page, fragment or JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a rule: whether, and if not, why (a translatable sentence for the person asking)."""

    allowed: bool
    reason: Any = ""
    way: str = ""
    """What would open it, where the page knows such a way."""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(reason: Any, *, way: str = "") -> Verdict:
    """A refusal with its reason, and what would open it."""
    return Verdict(False, reason, way)


class HouseError(Exception):
    """Base of the errors that are meant for people; `reason` is a translatable sentence."""

    status = 400

    def __init__(self, reason: Any = "") -> None:
        super().__init__(reason)
        self.reason = reason


class NotFound(HouseError):
    """Missing, or not visible: the two look the same."""

    status = 404


class NotAllowed(HouseError):
    """Visible, but not allowed."""

    status = 403

    def __init__(self, reason: Any = "", way: str = "") -> None:
        super().__init__(reason)
        self.way = way


class OutOfDate(HouseError):
    """Somebody was faster: the page shows the present state."""

    status = 409


class Invalid(HouseError):
    """The input cannot be used; nothing was changed."""

    status = 422


def require(verdict: Verdict) -> None:
    """Raise NotAllowed with the rule's reason unless it said yes."""
    if not verdict:
        raise NotAllowed(verdict.reason, verdict.way)


def in_time(verdict: Verdict) -> None:
    """Raise OutOfDate unless a rule said yes: the page of a mail may be older than what it speaks of."""
    if not verdict:
        raise OutOfDate(verdict.reason)
