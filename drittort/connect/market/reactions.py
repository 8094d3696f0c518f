"""What follows: the index, the question whether a listing shall stay, thanks to whoever led somebody to it, and leaving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from drittort.connect.introductions.words import day as day_words
from drittort.connect.market import actions, index, queries
from drittort.connect.market.models import Listing, Referral
from drittort.connect.market.rules import carers_in
from drittort.connect.market.tokens import link
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.notices import Letter, Told, composer
from drittort.core.privacy import Erased
from drittort.core.search import index as search
from drittort.members.membership.actions import LEFT
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.network.ties.actions import note_contact

CATEGORY = "listing"
ENDS = "connect/market/mail/ends"


@reaction(
    actions.SHOWN, actions.CHANGED, actions.RENEWED, actions.TAKEN, actions.CLOSED, actions.REOPENED, name="connect.market.write_index"
)
def write_index(row: LedgerRow, at: datetime) -> None:
    """A listing came, changed or went: the index follows."""
    search.index(space_id=row.space_id, kind=index.LISTING, refs=[row.subject_id or 0], at=at)


def ask_whether_to_stay(listing: Listing, at: datetime) -> None:
    """Ask everybody who cares for a listing, once for each time that it is shown."""
    people = Member.objects.here().select_related("space", "account").filter(pk__in=carers_in(listing))
    for member in people:
        tell(
            member=member,
            category=CATEGORY,
            thread=f"listing:{listing.pk}",
            key=f"listing:{listing.pk}:ends:{listing.expires_at.date().isoformat()}",
            at=at,
            text="listing.ends",
            context={"listing": listing.pk},
            path=reverse("connect:listing", args=[member.space.slug, listing.pk]),
            mail=ENDS,
        )
    actions.note_asked(listing_id=listing.pk, at=at)


@composer(ENDS)
def ends_letter(told: Told) -> Letter | None:
    """The question with its three buttons, as long as the listing stands or has just run out."""
    listing = Listing.objects.select_related("space", "company").filter(pk=told.facts[-1]["listing"], closed_at=None, taken_at=None).first()
    if listing is None or listing.asked_at is None or told.reader not in carers_in(listing):
        return None
    day = day_words(listing.space.day(listing.expires_at))
    return Letter({"title": listing.title, "day": day, "link": link(listing.pk, told.reader), "lends": listing.kind == Listing.Kind.LEND})


@reaction(actions.REFERRED, name="connect.market.thank")
def thank(row: LedgerRow, at: datetime) -> None:
    """Tell whoever led somebody to a listing that they are thanked, never beside a block; it counts as thanks between the two, for who thanks would
    read it on their ties if it did not."""
    rows = Referral.objects.select_related("referrer__space", "member", "listing", "space")
    referral = rows.filter(pk=row.facts.get("referral", 0)).first()
    if referral is None:
        return
    if not referral.withheld:
        tell(
            member=referral.referrer,
            category=CATEGORY,
            thread=f"referral:{referral.pk}",
            key=f"referral:{referral.pk}",
            at=at,
            text="listing.referred",
            context={"who": referral.member_id, "listing": referral.listing_id, "referral": referral.pk},
            path=reverse("connect:my_listings", args=[referral.space.slug]),
        )
    note_contact(
        space=referral.space,
        a=referral.member_id,
        b=referral.referrer_id,
        at=referral.at,
        kind="thanks",
        origin=f"referral:{referral.pk}",
    )


@reaction(LEFT, name="connect.market.take_down")
def take_down(row: LedgerRow, at: datetime) -> None:
    """Whoever leaves has nothing on the market any more; what was their company's goes on with the next."""
    actions.hand_over(member_id=row.subject_id or 0, at=at)
    search.changed(
        space_id=row.space_id,
        kind=index.LISTING,
        refs=Listing.objects.filter(member_id=row.subject_id or 0).values_list("pk", flat=True),
        at=at,
    )


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: the index holds nothing of what they had on the market, however short its words."""
    refs = list(Listing.objects.filter(member=erased.person_id).values_list("pk", flat=True))
    if refs:
        search.index(space_id=erased.space_id, kind=index.LISTING, refs=refs, at=erased.at)


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The listings that notices speak of, in two queries: title, last day, and words of thanks."""
    found = queries.titles(row["listing"] for row in rows)
    thanks = dict(Referral.objects.filter(pk__in={row["referral"] for row in rows if "referral" in row}).values_list("pk", "text"))
    told = []
    for row in rows:
        title, last = found.get(row["listing"], ("…", None))
        told.append({"listing": title, "day": day_words(last) if last else "…", "thanks": thanks.get(row.get("referral", 0), "…")})
    return told
