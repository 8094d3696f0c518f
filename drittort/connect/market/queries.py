"""What pages show of the market. Everything begins at `rules.visible_to`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.connect.introductions.words import day as day_words
from drittort.connect.market import rules
from drittort.connect.market.index import LISTING
from drittort.connect.market.models import Bookmark, Listing, ListingQuerySet, Referral
from drittort.connect.market.rotation import rotated
from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.core.files.queries import address_of
from drittort.core.paging import number
from drittort.core.reports import Shown
from drittort.core.search.find import find
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.members.people.words import first_name
from drittort.members.profiles.rules import Owner
from drittort.members.safety.rules import folded_for
from drittort.members.showcase.shelves import Shelf, ShelfItem
from drittort.members.translations.kinds import Original

PAGE = 36
FOUND = 60
"""How many listings a search finds at most."""
MINE = 60
ON_SHELF = 10


@dataclass(frozen=True, slots=True)
class Card:
    """One listing in a list."""

    id: int
    kind: str
    category: str
    title: str
    text: str
    language: str
    price: str
    by: str
    company: str
    picture: str
    width: int
    height: int
    seed: str
    state: str
    until: str
    kept: bool
    mine: bool
    folded: bool


@dataclass(frozen=True, slots=True)
class Market:
    """A page of the market: its cards, the cursor of what follows, and whether a search knew meaning."""

    cards: tuple[Card, ...]
    more: str
    understood: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """One listing with everything that its reader may do."""

    card: Card
    person: Face
    company_id: int | None
    is_to_lend: bool
    open: bool
    taken: bool
    closed: bool
    can_edit: bool
    can_close: bool
    can_ask: bool
    report_path: str
    referral: str


def state_of(listing: Listing, at: datetime) -> str:
    """What has become of a listing, in words; empty while it simply stands."""
    if listing.closed_at is not None:
        return _("taken down")
    if listing.expires_at <= at:
        return _("ran out")
    if listing.taken_at is not None:
        return _("taken")
    return ""


def cards(member: Member, rows: Sequence[Listing], at: datetime, people: dict[int, Face] | None = None) -> tuple[Card, ...]:
    """Listings as cards, in the same number of queries whatever their number. The rows bring company and picture along."""
    people = faces(member.space_id, {row.member_id for row in rows}) if people is None else people
    kept = rules.bookmarked_by(member, [row.pk for row in rows]) if rows else set()
    folded = folded_for(member) if rows else set()
    own = {company.pk for company in rules.companies_of(member)} if rows else set()
    slug = member.space.slug
    return tuple(
        Card(
            id=row.pk, kind=str(Listing.Kind(row.kind).label), category=str(Listing.Category(row.category).label), title=row.title, text=row.text,
            language=row.language, price=row.price, by=people[row.member_id].name, company=row.company.name if row.company else "",
            picture=address_of(slug, row.picture, "s") if row.picture else "",
            width=row.picture.sizes["s"][0] if row.picture else 0, height=row.picture.sizes["s"][1] if row.picture else 0,
            seed=f"{row.title} {row.pk}", state=state_of(row, at),
            until=day_words(member.space.day(row.expires_at)), kept=row.pk in kept,
            mine=row.member_id == member.pk or row.company_id in own, folded=row.member_id in folded,
        )
        for row in rows
    )  # fmt: skip


def of_ids(member: Member, ids: Sequence[int], at: datetime) -> tuple[Card, ...]:
    """The cards of some listings in their order."""
    rows = {row.pk: row for row in rules.visible_to(member, at).filter(pk__in=ids).select_related("company", "picture")}
    return cards(member, [rows[pk] for pk in ids if pk in rows], at)


def narrowed(rows: ListingQuerySet, kind: str, category: str) -> ListingQuerySet:
    """The listings of a kind and a category; empty words narrow nothing."""
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(category=category) if category else rows


def market(
    member: Member,
    at: datetime,
    *,
    turn: int = 0,
    kind: str = "",
    category: str = "",
    query: str = "",
    after: tuple[str, int] | None = None,
) -> Market:
    """A page of what stands on the market. Without words each listing in turn stands at each place (see `rotation`); with words the best answers first."""
    rows = narrowed(rules.of_house(member.space_id).open(at), kind, category)
    if query:
        answer = find(member.space_id, LISTING, query, limit=FOUND * 3)
        open_now = set(rows.filter(pk__in=[hit.ref for hit in answer.hits]).values_list("pk", flat=True))
        ids = [hit.ref for hit in answer.hits if hit.ref in open_now][:FOUND]
        return page(member, ids, at, "", after, understood=answer.understood)
    # The turn stands in the address of the next page, so that the order holds while somebody reads past midnight.
    turn = (number(after[0]) if after is not None else None) or turn
    ids = rotated(list(rows.values_list("pk", flat=True)), among=f"{member.space_id}:{part_of(kind, category)}", turn=turn)
    return page(member, ids, at, str(turn), after)


def part_of(kind: str, category: str) -> str:
    """The name of a part of the market, of which turns are dealt."""
    return f"{kind}:{category}"


def page(member: Member, ids: list[int], at: datetime, key: str, after: tuple[str, int] | None, *, understood: bool = True) -> Market:
    """A page out of ids in their order."""
    start = after[1] if after is not None and 0 < after[1] < len(ids) else 0
    more = f"{key}|{start + PAGE}" if start + PAGE < len(ids) else ""
    return Market(of_ids(member, ids[start : start + PAGE], at), more, understood)


def kept_by(member: Member, at: datetime) -> tuple[Card, ...]:
    """What a member keeps in mind, as far as it still stands, the newest bookmark first."""
    ids = Bookmark.objects.filter(member=member, listing__expires_at__gt=at, listing__closed_at=None).order_by("-at", "-pk")
    return of_ids(member, list(ids.values_list("listing_id", flat=True)[:MINE]), at)


def own(member: Member, at: datetime) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
    """What a member cares for: what stands, and what is over and may stand again."""
    rows = list(rules.mine(member).select_related("company", "picture").order_by("-shown_at", "-pk")[:MINE])
    shown = cards(member, rows, at)
    return tuple(card for card in shown if not card.state), tuple(card for card in shown if card.state)


def found(member: Member, listing_id: int, at: datetime) -> Listing:
    """A listing that a member may see. Raises NotFound."""
    listing = rules.visible_to(member, at).select_related("company", "picture", "member").filter(pk=listing_id).first()
    if listing is None:
        raise NotFound
    return listing


def one(member: Member, listing: Listing, at: datetime) -> Page:
    """One listing as its reader sees it."""
    people = faces(member.space_id, [listing.member_id])
    can_edit = bool(rules.may_edit(member, listing))
    referral = Referral.objects.filter(member=member, listing=listing).select_related("referrer").first()
    is_open = not state_of(listing, at)
    card = cards(member, [listing], at, people)[0]
    return Page(
        card=card,
        person=people[listing.member_id],
        company_id=listing.company_id,
        is_to_lend=listing.kind == Listing.Kind.LEND,
        open=is_open,
        taken=listing.taken_at is not None and listing.closed_at is None,
        closed=listing.closed_at is not None or listing.expires_at <= at,
        can_edit=can_edit,
        can_close=bool(rules.may_close(member, listing)) and listing.closed_at is None,
        can_ask=is_open and listing.member_id != member.pk,
        report_path="" if can_edit else f"{address('members:report', member.space.slug)}?about=listing:{listing.pk}",
        referral=first_name(referral.referrer.name) if referral is not None else "",
    )


def thanked(member: Member) -> list[tuple[str, str, str, str]]:
    """Thanks that a member got for leading somebody to a listing, the newest first: who, their words, the listing, and the day."""
    rows = Referral.objects.filter(referrer=member, withheld=False).select_related("member", "listing").order_by("-at", "-pk")[:10]
    return [(row.member.name, row.text, row.listing.title, date_format(member.space.day(row.at), "DATE_FORMAT")) for row in rows]


def shelf(reader: Member, owner: Owner, at: datetime) -> Shelf | None:
    """What a person or a company has on the market, for their page; newest first, there is only one who shows. One query."""
    rows = (
        rules.of_house(reader.space_id)
        .open(at)
        .filter(**({"company": owner.company} if owner.company else {"member": owner.member, "company": None}))
    )
    slug = reader.space.slug
    items = tuple(
        ShelfItem(str(Listing.Kind(kind).label), title, language, price, address("connect:listing", slug, pk))
        for pk, kind, title, language, price in rows.order_by("-shown_at", "-pk").values_list("pk", "kind", "title", "language", "price")[
            :ON_SHELF
        ]
    )
    return Shelf(_("On the market"), items) if items else None


def listing_shown(reader: Member, listing_id: int, at: datetime) -> Shown | None:
    """A listing as somebody who reads it reports it."""
    listing = rules.visible_to(reader, at).filter(pk=listing_id, closed_at=None).first()
    words = "\n".join(part for part in (listing.title, listing.text, listing.price) if part) if listing else ""
    return Shown(words, listing.member_id, listing.shown_at) if listing else None


def titles(ids: Iterable[int]) -> dict[int, tuple[str, date]]:
    """Titles of some listings and the last day of each, for notices."""
    rows = Listing.objects.filter(pk__in=set(ids)).select_related("space")
    return {row.pk: (row.title, row.space.day(row.expires_at)) for row in rows}


def original(reader: Member, listing_id: int, at: datetime) -> Original:
    """The words of a listing, to be translated. Raises NotFound."""
    listing = found(reader, listing_id, at)
    path = address("connect:listing", reader.space.slug, listing.pk)
    return Original(listing.member_id, listing.language, (listing.title, listing.text), path)
