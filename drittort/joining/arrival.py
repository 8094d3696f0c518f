"""Where somebody goes who has just come in. The module that owns the first visit registers it; until then it is the house's first page."""

from __future__ import annotations

from collections.abc import Callable

from drittort.members.models import Member

_leads_to: list[Callable[[Member], str]] = []


def register(leads_to: Callable[[Member], str]) -> None:
    """Say where newcomers go: `leads_to(member)` returns a path. The last one registered counts."""
    _leads_to.append(leads_to)


def path(member: Member) -> str:
    """Where this newcomer goes."""
    return _leads_to[-1](member) if _leads_to else f"/{member.space.slug}/"
