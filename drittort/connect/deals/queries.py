"""What pages show of deals: each side its own, and the house's sums."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.connect.deals import rules
from drittort.connect.deals.models import OPEN_FOR, Deal, DealSum
from drittort.connect.introductions.words import day as day_words
from drittort.core.errors import NotFound
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces

SHOWN = 40
SUMS = 12


@dataclass(frozen=True, slots=True)
class Card:
    """One deal as one of its sides reads it."""

    id: int
    person: Face | None
    other: str
    for_company: str
    text: str
    day: str
    band: str
    source: str
    state: str
    can_confirm: bool
    can_withdraw: bool
    over: bool


@dataclass(frozen=True, slots=True)
class SumShown:
    """One published sum in words."""

    months: str
    deals: str
    sides: str
    amount: str
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What waits for the reader, what they told or confirmed, and what the house did."""

    asked: tuple[Card, ...]
    own: tuple[Card, ...]
    sums: tuple[SumShown, ...]


def page(reader: Member, at: datetime) -> Page:
    """The reader's deals and the house's sums, in the same number of queries whatever their number."""
    rows = rules.visible_to(reader).select_related("company", "partner_company", "member", "partner")
    found = list(rows.filter(withdrawn_at=None).order_by("-recorded_at", "-pk")[:SHOWN])
    shown = cards(reader, found, at)
    asked = tuple(card for card, deal in zip(shown, found, strict=True) if card.can_confirm and deal.refused_at is None)
    waiting = {card.id for card in asked}
    return Page(asked, tuple(card for card in shown if card.id not in waiting), sums_of(reader.space_id))


def cards(reader: Member, rows: list[Deal], at: datetime) -> tuple[Card, ...]:
    """Deals as their reader sees them. Whether the other side laid one aside is said to that side only."""
    people = faces(reader.space_id, {pk for deal in rows for pk in (deal.member_id, deal.partner_id) if pk})
    speaks = rules.speaks_for(reader)
    rows = [rules.as_read_by(reader, deal) for deal in rows]
    return tuple(card(reader, deal, people, speaks, at) for deal in rows)


def card(reader: Member, deal: Deal, people: dict[int, Face], speaks: Collection[int], at: datetime) -> Card:
    """One of them."""
    asked = rules.is_asked(reader, deal, speaks)
    other_id = deal.member_id if asked else deal.partner_id
    company = deal.company if asked else deal.partner_company
    mine = deal.partner_company if asked else deal.company
    person = people.get(other_id or 0)
    over = deal.confirmed_at is None and deal.recorded_at <= at - OPEN_FOR
    return Card(
        id=deal.pk,
        person=person,
        other=company.name if company is not None else person.name if person is not None else "",
        for_company=mine.name if mine is not None else "",
        text=deal.text,
        day=day_words(deal.done_on),
        band=str(Deal.Band(deal.band).label) if deal.band else "",
        source=str(Deal.Source(deal.source).label) if deal.source else "",
        state=state(deal, asked, over),
        can_confirm=asked and bool(rules.may_confirm(reader, deal, speaks, at)),
        can_withdraw=bool(rules.may_withdraw(reader, deal, speaks)),
        over=over,
    )


def state(deal: Deal, asked: bool, over: bool) -> str:
    """How it stands, for one side."""
    if deal.withdrawn_at is not None:
        return _("taken back")
    if deal.confirmed_at is not None:
        return _("confirmed by both")
    if asked and deal.refused_at is not None and not over:
        return _("you laid it aside; nobody learns of it")
    if over:
        return _("not confirmed")
    return _("waits for you") if asked else _("waits for the other side")


def one(reader: Member, deal_id: int, at: datetime) -> Card:
    """One deal of the reader's. Raises NotFound."""
    deal = rules.visible_to(reader).select_related("company", "partner_company", "member", "partner").filter(pk=deal_id).first()
    if deal is None:
        raise NotFound
    return cards(reader, [deal], at)[0]


def sums_of(space_id: int) -> tuple[SumShown, ...]:
    """The newest published sums, in words."""
    return tuple(shown(row) for row in DealSum.objects.filter(space_id=space_id).order_by("-from_on")[:SUMS])


def shown(row: DealSum) -> SumShown:
    """One sum in words."""
    amount = ""
    if row.low is not None:
        low, high = (
            number_format(row.low, force_grouping=True),
            number_format(row.high, force_grouping=True) if row.high is not None else "",
        )
        amount = _("%(low)s to %(high)s €") % {"low": low, "high": high} if high else _("over %(low)s €") % {"low": low}
    labels = dict(Deal.Source.choices)
    return SumShown(
        months=months(row.from_on, row.until_on),
        deals=ngettext("%(count)s deal", "%(count)s deals", row.deals) % {"count": row.deals},
        sides=_("between %(count)s companies and people") % {"count": row.sides},
        amount=amount,
        sources=tuple((str(labels.get(name, name)), str(count)) for name, count in sorted(row.sources.items(), key=lambda item: -item[1])),
    )


def months(first: date, last: date) -> str:
    """A month, or the first and the last of several."""
    if (first.year, first.month) == (last.year, last.month):
        return date_format(first, "F Y")
    return _("%(first)s to %(last)s") % {"first": date_format(first, "F Y"), "last": date_format(last, "F Y")}


def published(space_id: int, since: date, until: date) -> dict[str, int]:
    """How many deals of which source ("" for no source of their own) the published sums tell of whose months end in a time. For other pictures: safe as it is."""
    told: dict[str, int] = {}
    for row in DealSum.objects.filter(space_id=space_id, until_on__gte=since, until_on__lte=until):
        for name, count in row.sources.items():
            told[name] = told.get(name, 0) + count
        rest = row.deals - sum(row.sources.values())
        if rest:
            told[""] = told.get("", 0) + rest
    return told
