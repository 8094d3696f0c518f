"""What pages show of loans: each of the two reads their own side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from drittort.connect.introductions.words import weekday_and_day
from drittort.connect.lending import rules, words
from drittort.connect.lending.models import Loan, LoanQuerySet
from drittort.connect.market.models import Listing
from drittort.core import thanking
from drittort.core.errors import NotFound
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Step:
    """Something the reader can do now."""

    says: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Page:
    """One loan as one of the two reads it."""

    id: int
    listing_id: int
    thing: str
    language: str
    other: Face
    days: str
    standing: str
    text: str
    thanks: str
    steps: tuple[Step, ...]
    lends: bool
    over: bool
    can_lend_longer: bool
    can_thank: bool
    thank_path: str
    until_on: date


@dataclass(frozen=True, slots=True)
class OfListing:
    """What the page of a thing says about lending it: until when it is away (for all), and what its reader has to do with it."""

    away: str
    pages: tuple[Page, ...]


def pages(reader: Member, rows: list[Loan], at: datetime) -> tuple[Page, ...]:
    """Loans as their reader sees them, with one query for all faces. The rows bring listing, lender and borrower along."""
    today = reader.space.day(at)
    rows = [rules.as_read_by(reader, loan) for loan in rows]
    people = faces(reader.space_id, {other_of(loan, reader) for loan in rows})
    return tuple(
        Page(
            id=loan.pk, listing_id=loan.listing_id, thing=loan.listing.title, language=loan.listing.language, other=people[other_of(loan, reader)],
            days=words.span(loan.from_on, loan.until_on), standing=words.standing(loan, reader, today), text=loan.text, thanks=loan.thanks,
            steps=tuple(Step(*step) for step in words.steps(loan, reader, today)), lends=loan.listing.member_id == reader.pk,
            over=loan.returned_at is not None or loan.withdrawn_at is not None or (loan.agreed_at is None and loan.from_on < today),
            can_lend_longer=bool(rules.may_lend_longer(reader, loan)),
            can_thank=bool(rules.may_thank(reader, loan)) and loan.thanked_at is None,
            thank_path=thanking.page(reader, other_of(loan, reader), f"loan:{loan.pk}") if rules.may_thank(reader, loan) else "", until_on=loan.until_on,
        )
        for loan in rows
    )  # fmt: skip


def thanks_begin(member: Member, loan_id: int) -> str:
    """How thanks for something that one borrowed and gave back may begin."""
    loan = rules.visible_to(member).select_related("listing").filter(pk=loan_id).first()
    return (
        _("Thank you for lending me “%(what)s”.") % {"what": loan.listing.title}
        if loan is not None and rules.may_thank(member, loan)
        else ""
    )


def other_of(loan: Loan, reader: Member) -> int:
    """The other of the two."""
    return loan.borrower_id if loan.listing.member_id == reader.pk else loan.listing.member_id


def with_people(rows: LoanQuerySet) -> LoanQuerySet:
    """With everything that a page says of a loan."""
    return rows.select_related("listing__member", "borrower")


def one(reader: Member, loan_id: int, at: datetime) -> Page:
    """One loan of the reader's. Raises NotFound."""
    row = with_people(rules.visible_to(reader)).filter(pk=loan_id).first()
    if row is None:
        raise NotFound
    return pages(reader, [row], at)[0]


def list_for(reader: Member, at: datetime) -> tuple[tuple[Page, ...], tuple[Page, ...]]:
    """What the reader borrows, and what they lend: everything that goes on, and what ended lately, the newest question first."""
    since = at - rules.RECENT
    lately = Q(returned_at=None) | Q(returned_at__gt=since)
    known = Q(asked_at__gt=since) | rules.promised_to(reader)
    rows = with_people(rules.visible_to(reader)).filter(lately, known, withdrawn_at=None).order_by("-asked_at", "-pk")
    borrowed = list(rows.filter(borrower=reader)[:SHOWN])
    lent = list(rows.filter(listing__member=reader, rested_at=None)[:SHOWN])
    found = pages(reader, [*borrowed, *lent], at)
    return found[: len(borrowed)], found[len(borrowed) :]


def of_listing(reader: Member, listing: Listing, at: datetime) -> OfListing:
    """Until when a thing is away, which everybody reads, and the reader's own loans of it."""
    today = reader.space.day(at)
    away = (
        Loan.objects.agreed().filter(listing=listing, from_on__lte=today).order_by("-until_on").values_list("until_on", flat=True).first()
    )
    rows = with_people(rules.visible_to(reader)).filter(listing=listing, returned_at=None, withdrawn_at=None)
    going_on = rows.filter(rules.promised_to(reader) | Q(from_on__gte=today)).order_by("from_on", "pk")
    return OfListing("" if away is None else weekday_and_day(max(away, today)), pages(reader, list(going_on[:SHOWN]), at))


def usual_days(today: date) -> dict[str, Any]:
    """What the form begins with: tomorrow, for three days."""
    return {"from_on": today + timedelta(days=1), "until_on": today + timedelta(days=3)}


def asked_of(reader: Member, at: datetime) -> int:
    """How many questions wait for the reader's answer."""
    return rules.lent_by(reader).filter(unheard_at=None).waiting(reader.space.day(at)).count()
