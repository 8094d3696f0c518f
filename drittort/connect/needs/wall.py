"""Needs and offers on walls: of those who let walls show them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Case, F, Q, Value, When
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from drittort.connect.needs import rules
from drittort.connect.needs.models import LIVES, Need
from drittort.core.addresses import address
from drittort.core.screen import Screen
from drittort.members.people.printing import qr_code
from drittort.members.people.words import first_name

MOST = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One need or offer on a wall: the first name, the words, and a code that leads to it; there one signs in."""

    name: str
    kicker: str
    text: str
    language: str
    code: SafeString


def needs(screen: Screen) -> tuple[Row, ...]:
    """What is open, unanswered needs first. One query."""
    after = screen.at - LIVES
    rows = (
        rules.of_house(screen.space.pk)
        .filter(Q(opened_at__gt=after) | Q(renewed_at__gt=after), closed_at=None, helped_at=None, member__in=screen.words)
        .annotate(place=Case(When(side=Need.Side.OFFER, then=Value(1)), When(answered_at=None, then=Value(0)), default=Value(2)))
        .order_by("place", Case(When(answered_at=None, side=Need.Side.SEEK, then=F("opened_at"))), "-opened_at", "pk")
    )
    slug = screen.space.slug
    return tuple(
        Row(
            first_name(name),
            _("offers") if side == Need.Side.OFFER else _("is looking"),
            text,
            language,
            qr_code(f"{settings.ADDRESS}{address('connect:need', slug, pk)}", _("Code that leads there")),
        )
        for pk, name, side, text, language in rows.values_list("pk", "member__name", "side", "text", "language")[:MOST]
    )
