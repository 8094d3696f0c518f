"""Who works in which trade of a house, as their company says for all to read, and who takes part."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from drittort.core.errors import NotFound
from drittort.inform.trades.models import TradeMember
from drittort.members.models import Employment, Member
from drittort.spaces import trades
from drittort.spaces.industries import section
from drittort.spaces.trades import Trade


@dataclass(frozen=True, slots=True)
class Working:
    """The trades of a house, and who works in which section."""

    trades: tuple[Trade, ...]
    people: dict[str, tuple[int, ...]]

    def of(self, trade: Trade) -> tuple[int, ...]:
        """Who works in a trade, each once."""
        return tuple(dict.fromkeys(pk for letter in trade.letters for pk in self.people.get(letter, ())))

    def own(self, member_id: int) -> str:
        """The sections in which somebody works."""
        return "".join(letter for letter, people in self.people.items() if member_id in people)


def working_in(space_id: int) -> Working:
    """The trades of a house: by the industry that companies show on their pages, and by who works there now. One query."""
    rows = Employment.objects.filter(member__space=space_id, member__left_on=None, until_on=None).exclude(company__industry="")
    found = dict.fromkeys(
        (section(industry), pk) for pk, industry in rows.order_by("member__name", "pk").values_list("member_id", "company__industry")
    )
    people: dict[str, list[int]] = {}
    for letter, pk in found:
        if letter:
            people.setdefault(letter, []).append(pk)
    sizes = Counter({letter: len(each) for letter, each in people.items()})
    return Working(trades.arranged(sizes), {letter: tuple(each) for letter, each in people.items()})


def find(working: Working, letter: str) -> Trade:
    """The trade of a letter. Raises NotFound where the house has none."""
    trade = trades.of_letter(working.trades, letter.upper())
    if trade is None:
        raise NotFound
    return trade


def taking_part(member: Member, trade: Trade) -> TradeMember | None:
    """Whether a member takes part in a trade. Whoever does stays in when sections go together or apart."""
    return TradeMember.objects.filter(member=member, letter__in=list(trade.letters)).order_by("joined_at", "pk").first()
