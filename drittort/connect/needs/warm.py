"""Where *I know somebody* becomes an introduction."""

from __future__ import annotations

from datetime import datetime

from drittort.connect.introductions.actions import propose_introduction
from drittort.connect.needs.models import Need
from drittort.members.models import Member


def introduce(*, actor: Member, first: Member, second: Member, text: str, at: datetime, need: Need) -> None:
    """Ask the one who looks for help and the one whom somebody knows whether they want to meet. Raises NotAllowed when they can't be brought together now."""
    propose_introduction(actor=actor, first=first, second=second, text=text or need.text, at=at)
