"""What stands on Heute, in which order, and at which hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from drittort.core.today import Card

MORNING, DAY, EVENING, WEEKEND = "morning", "day", "evening", "weekend"
MORNING_ENDS, EVENING_BEGINS = 11, 18
HOUSE, CARDS, WEEK = "house", "cards", "week"
ORDER = {
    MORNING: (HOUSE, CARDS, WEEK, "needs", "faces"),
    DAY: (CARDS, HOUSE, "needs", WEEK, "faces"),
    EVENING: (CARDS, WEEK, HOUSE, "needs", "faces"),
    WEEKEND: (CARDS, WEEK, "needs", "faces", HOUSE),
}
"""Who comes in the morning wants to know what is on; who sits here at noon, who needs them; in the evening and on weekends it is the next days that count."""
FIRST, LAST = ("announcements", "care", "company"), ("posts",)
"""What concerns everybody stands above all, then what a role asks for. News come last, and end with the line up to which one has read."""
MOST_CARDS = 3
MOST_QUERIES = 20
NEW_FOR = timedelta(days=30)
MOST_FACES = 6
LONGEST = 10_000
KEPT_FOR = timedelta(days=30)
VERBS = ("seek", "offer", "share", "ask", "invite", "propose", "thank")
"""The order of the verbs in the composer; others stand after them."""


def hour_of(at: datetime, zone: ZoneInfo) -> str:
    """Which part of the week it is in a house."""
    local = at.astimezone(zone)
    if local.weekday() >= 5:
        return WEEKEND
    if local.hour < MORNING_ENDS:
        return MORNING
    return EVENING if local.hour >= EVENING_BEGINS else DAY


def next_day(day: date, hour: str) -> date | None:
    """The day ahead that the page tells of besides: in the evening the next one, on weekends Monday."""
    if hour == EVENING:
        return day + timedelta(days=1)
    return day + timedelta(days=7 - day.weekday()) if hour == WEEKEND else None


def chosen(cards: Iterable[Card]) -> tuple[Card, ...]:
    """At most three cards: of each reason the most pressing first, in the order of reasons; where there are fewer reasons, the second of each, and so on.

    What waits for an answer presses by when it runs out, everything else by how long it has stood there.
    """
    by_reason: dict[int, list[Card]] = {}
    for card in sorted(cards, key=lambda card: (card.why, card.at, card.path)):
        by_reason.setdefault(card.why, []).append(card)
    turns = [(place, why, card) for why, row in by_reason.items() for place, card in enumerate(row)]
    return tuple(card for _place, _why, card in sorted(turns, key=lambda turn: turn[:2])[:MOST_CARDS])
