"""What a query is about: whether it asks for something, or offers it and asks who wants it."""

from __future__ import annotations

import re

_WANTING = (
    r"\bwer\s+(?:sucht|braucht|möchte|will|hätte\s+gern|(?:könnte|kann)\b[^?]*\b(?:ge)?brauchen|interessiert\s+sich|hat\s+(?:interesse|bedarf|verwendung))\b"
    r"|\bwho\s+(?:else\s+)?(?:(?:could|can)\s+use|needs?|wants?|seeks?|would\s+like|is\s+(?:looking|searching)\s+for|is\s+interested\s+in)\b"
    r"|\b(?:jemand|jemanden),?\s+(?:der|die)\b[^?]*\b(?:sucht|braucht)\b|\b(?:someone|somebody|anyone|anybody)\s+(?:who\s+)?(?:needs|wants|looking\s+for|seeking)\b"
)
_GIVING = r"^(?:ich|wir)\s+(?:biete|bieten|verschenke|verschenken|verleihe|verleihen)\b|^(?:biete|verschenke|verleihe)\b|^(?:i|we)\s+(?:offer|give\s+away|lend)\b"
_OFFERS = re.compile(f"{_WANTING}|{_GIVING}", re.IGNORECASE)


def typed(text: str, most: int = 200) -> str:
    """What somebody typed into a box, on one line."""
    return " ".join(text.replace("\0", " ").split())[:most]


def offers(query: str) -> bool:
    """Whether whoever asks has something and looks for those who want it."""
    return _OFFERS.search(query) is not None
