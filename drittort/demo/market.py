"""The market of the demo house: what people and companies put up, what is lent, who led whom to it, and business done. Nothing is mailed: it is the past."""

from __future__ import annotations

from datetime import datetime, timedelta

from drittort.connect.deals.actions import publish_sums
from drittort.connect.deals.models import Deal
from drittort.connect.lending.models import Loan
from drittort.connect.market import rules
from drittort.connect.market.models import Bookmark, Listing, Referral
from drittort.demo.texts import read
from drittort.members.models import Employment, Member
from drittort.spaces.models import Space

LENT_FOR, EARLIER = timedelta(days=320), 26
KEPT = 7
"""Whoever visits as a member keeps every seventh listing in mind."""


def load_market(space: Space, at: datetime) -> None:
    """Write listings, loans and thanks in a handful of statements. Whoever is not in the house (a smaller world) has nothing on the market."""
    told = read("market")
    members = {m.name: m for m in Member.objects.here().filter(space=space)}
    people = {**members, **{m.attributes["plays"]: m for m in members.values() if "plays" in m.attributes}}
    firms = dict(Employment.objects.filter(member__space=space, until_on=None).values_list("member_id", "company_id"))
    rows = [row for row in told["listing"] if row["by"] in people]
    shown = [at - timedelta(days=row["days"], minutes=17 * place) for place, row in enumerate(rows)]
    made = Listing.objects.bulk_create(
        Listing(
            space=space, member=people[row["by"]], company_id=firms.get(people[row["by"]].pk) if row.get("company") else None, kind=row["kind"],
            category=row["category"], title=row["title"], text=row["text"], price=row["price"], language=row.get("language", "de"),
            shown_at=moment, expires_at=moment + rules.SHOWN_FOR, taken_at=at - timedelta(days=1) if row.get("taken") else None,
        )
        for row, moment in zip(rows, shown, strict=True)
    )  # fmt: skip
    # Things to lend have stood there for long, kept by a tap every ninety days.
    lent = [listing for listing in made if listing.kind == Listing.Kind.LEND]
    for listing in lent:
        listing.shown_at = at - LENT_FOR
    Listing.objects.bulk_update(lent, ["shown_at"])
    here = sorted(members.values(), key=lambda m: m.pk)
    pairs = [(k, lent[k % len(lent)], here[13 * k % len(here)]) for k in range(EARLIER)] if lent else []
    earlier = [earlier_loan(space, listing, borrower, k, at) for k, listing, borrower in pairs if borrower.pk != listing.member_id]
    Loan.objects.bulk_create(one for one in earlier if one.borrower.joined_on <= one.from_on)
    by_title = {listing.title: listing for listing in made}
    Loan.objects.bulk_create(
        loan(space, row, by_title[row["thing"]], people[row["borrower"]], at)
        for row in told["loan"]
        if row["thing"] in by_title and row["borrower"] in people and people[row["borrower"]].pk != by_title[row["thing"]].member_id
    )
    Referral.objects.bulk_create(
        Referral(
            space=space, listing=by_title[row["title"]], member=people[row["member"]], referrer=people[row["referrer"]], text=row["text"],
            at=at - timedelta(days=4 + 5 * place),
        )
        for place, row in enumerate(told["referral"])
        if row["title"] in by_title and row["member"] in people and row["referrer"] in people
    )  # fmt: skip
    if "member" in people:
        keeps = [listing for listing in made[::KEPT] if listing.member_id != people["member"].pk]
        Bookmark.objects.bulk_create(Bookmark(member=people["member"], listing=listing, at=at) for listing in keeps)


def earlier_loan(space: Space, listing: Listing, borrower: Member, place: int, at: datetime) -> Loan:
    """A loan of the last year of which nobody tells any more; every fifth question came to nothing."""
    asked = at - timedelta(days=75 + 9 * place)
    came = place % 5 != 4
    first = space.day(asked) + timedelta(days=2)
    return Loan(
        space=space, listing=listing, borrower=borrower, from_on=first, until_on=first + timedelta(days=3), asked_at=asked,
        agreed_at=asked + timedelta(hours=5) if came else None, handed_over_at=asked + timedelta(days=2) if came else None,
        returned_at=asked + timedelta(days=5) if came else None, withdrawn_at=None if came else asked + timedelta(days=1),
    )  # fmt: skip


def load_deals(space: Space, at: datetime) -> None:
    """Write deals that both sides confirmed, one that waits, and publish what may be told of them."""
    members = {m.name: m for m in Member.objects.filter(space=space)}
    people = {**members, **{m.attributes["plays"]: m for m in members.values() if "plays" in m.attributes}}
    firms = dict(Employment.objects.filter(member__space=space).values_list("member_id", "company_id"))
    Deal.objects.bulk_create(
        Deal(
            space=space, member=people[row["by"]], partner=people[row["with"]], text=row["text"], done_on=space.day(at) - timedelta(days=row["days"]),
            company_id=firms.get(people[row["by"]].pk) if row.get("company") else None,
            partner_company_id=firms.get(people[row["with"]].pk) if row.get("company") else None, band=row.get("band", ""), source=row["source"],
            recorded_at=at - timedelta(days=row["days"]), confirmed_at=None if row.get("waits") else at - timedelta(days=row["days"], hours=-20),
        )
        for row in read("deals")["deal"]
        if row["by"] in people and row["with"] in people and row["by"] != row["with"]
    )  # fmt: skip
    publish_sums(space=space, at=at)


def loan(space: Space, row: dict[str, int | str | bool], listing: Listing, borrower: Member, at: datetime) -> Loan:
    """One loan, as far as it went."""
    first, last = (space.day(at) + timedelta(days=int(row[end])) for end in ("from", "until"))
    back, over = bool(row.get("back")), bool(row.get("handed_over"))
    agreed = back or over or bool(row.get("agreed"))
    asked = at + timedelta(days=min(int(row["from"]), 0) - 2)
    handed = at + timedelta(days=int(row["from"])) if back or over else None
    returned = at + timedelta(days=int(row["until"])) if back else None
    return Loan(
        space=space, listing=listing, borrower=borrower, text=str(row.get("text", "")), from_on=first, until_on=last, asked_at=asked,
        agreed_at=asked + timedelta(hours=3) if agreed else None, handed_over_at=handed, returned_at=returned, thanks=str(row.get("thanks", "")),
        thanked_at=returned + timedelta(hours=5) if returned is not None and row.get("thanks") else None,
    )  # fmt: skip
