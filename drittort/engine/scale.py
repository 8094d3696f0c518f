"""The scale of the short survey (`engine.survey`): its elements, its items, and from how many people on it may be told. Numbers and names only."""

NEEDS, MEMBERSHIP, INFLUENCE, CONNECTION = ELEMENTS = ("needs", "membership", "influence", "connection")
TOTAL = "total"
ITEMS_OF = {NEEDS: (0, 1), MEMBERSHIP: (2, 3), INFLUENCE: (4, 5), CONNECTION: (6, 7)}
ITEMS = 8
LOW, HIGH = 1, 5
LEAST_ITEMS = 6
"""Whoever answers fewer of the eight has no score."""
LEAST = 8
"""Nothing is told of fewer people, and nothing of which fewer would remain."""
