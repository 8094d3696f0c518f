"""What is due in the plan: each feature registers what waits for somebody, the first page of the plan shows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from drittort.core.care import Item
from drittort.members.models import Member

Due = Callable[[Member, datetime], list[Item]]
DUE: list[Due] = []


def due(function: Due) -> Due:
    """Register `function(member, at)`: what is due for a reader of the plan. It asks three questions at most, whatever there is."""
    DUE.append(function)
    return function


def items(member: Member, at: datetime) -> list[Item]:
    """Everything that is due, the earliest first."""
    return sorted((item for function in DUE for item in function(member, at)), key=lambda item: item.at)
