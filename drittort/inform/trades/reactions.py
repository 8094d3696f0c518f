"""The letter of a trade: what came there in a week or a month, in one line, for whoever takes part and has not looked."""

from __future__ import annotations

from datetime import datetime

from drittort.inform.trades import actions, queries
from drittort.inform.trades.models import TradeMember
from drittort.inform.trades.rules import Working
from drittort.members.notices.actions import tell
from drittort.spaces import trades

CATEGORY, NEWS = "trades", "trade.news"


def tell_news(part: TradeMember, working: Working, key: str, at: datetime) -> None:
    """One line to one person, once for each `key`; nothing where nothing came."""
    trade = trades.of_letter(working.trades, part.letter)
    found = queries.news(part.member, trade, part.seen_at) if trade is not None else None
    if trade is None or found is None or not found.any:
        return
    tell(
        member=part.member, category=CATEGORY, thread=f"trade:{part.letter}", key=f"trade:{part.letter}:{key}", at=at, text=NEWS,
        context={"section": part.letter, "questions": found.questions, "posts": found.posts, "articles": found.articles},
        path=queries.path_of(part.member.space.slug, trade.key),
    )  # fmt: skip
    actions.note_told(part=part, at=at)
