"""Who sees a loan: the two it is between. Who may do what with it now."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drittort.connect.lending.models import Loan, LoanQuerySet
from drittort.connect.market.models import Listing
from drittort.core.errors import YES, Verdict, no
from drittort.members.models import Member

LONGEST = timedelta(days=60)
AHEAD = timedelta(days=180)
MOST_WAITING = 5
RECENT = timedelta(days=90)


def visible_to(member: Member) -> LoanQuerySet:
    """What a member asked for, and what they were asked for, as far as it was delivered."""
    rows = Loan.objects.filter(space_id=member.space_id)
    return rows.filter(Q(borrower=member) | Q(listing__member=member, withheld=False, withdrawn_at=None))


def lent_by(member: Member) -> LoanQuerySet:
    """What a member was asked to lend and has not laid aside. The only place that reads whether somebody did, beside the page of that loan."""
    return visible_to(member).filter(listing__member=member, rested_at=None)


def promised_to(member: Member) -> Q:
    """The loans that are agreed as far as a member may know."""
    return Q(agreed_at__isnull=False) | Q(unheard_at__isnull=False, listing__member=member)


def as_read_by(member: Member, loan: Loan) -> Loan:
    """A loan as one of the two reads it: to the lender a yes that was never delivered looks like any other, and thanks that were not are not there.

    Not to be saved as it is.
    """
    if loan.unheard_at is not None and loan.listing.member_id == member.pk:
        loan.agreed_at = loan.unheard_at
    if loan.thanks_withheld and loan.listing.member_id == member.pk:
        loan.thanks, loan.thanked_at = "", None
    return loan


def may_ask(member: Member, listing: Listing, at: datetime) -> Verdict:
    """Whether a member may ask to borrow a thing."""
    if listing.kind != Listing.Kind.LEND or listing.closed_at is not None or listing.taken_at is not None or listing.expires_at <= at:
        return no(_("This is not to be lent just now."))
    if listing.member_id == member.pk:
        return no(_("This is your own."))
    return YES


def may_agree(member: Member, loan: Loan, today: date) -> Verdict:
    """Whether the lender may say yes, or lay it aside: until the day on which it was wanted."""
    if loan.listing.member_id != member.pk:
        return no(_("The one whose thing it is decides."))
    if loan.agreed_at is not None or loan.withdrawn_at is not None or loan.from_on < today:
        return no(_("This question is over."))
    return YES


def is_lent(loan: Loan) -> bool:
    """Whether both agreed and it is not back yet."""
    return loan.agreed_at is not None and loan.returned_at is None and loan.withdrawn_at is None


def may_hand_over(member: Member, loan: Loan) -> Verdict:
    """Whether somebody may say that the thing changed hands: either of the two."""
    return YES if is_lent(loan) and loan.handed_over_at is None else no(_("There is nothing to hand over."))


def may_give_back(member: Member, loan: Loan) -> Verdict:
    """Whether somebody may say that it is back: either of the two."""
    return YES if is_lent(loan) and loan.handed_over_at is not None else no(_("There is nothing to give back."))


def may_lend_longer(member: Member, loan: Loan) -> Verdict:
    """Whether the lender may set another day for giving back."""
    return YES if is_lent(loan) and loan.listing.member_id == member.pk else no(_("The one whose thing it is decides."))


def may_withdraw(member: Member, loan: Loan) -> Verdict:
    """Whether the borrower may let it be: until it was handed over."""
    if loan.borrower_id != member.pk:
        return no(_("Only who asked takes it back."))
    return no(_("It is with you already. Give it back when you are done.")) if loan.handed_over_at is not None else YES


def may_thank(member: Member, loan: Loan) -> Verdict:
    """Whether the borrower may say thanks: once, when it is back."""
    if loan.borrower_id != member.pk or loan.returned_at is None:
        return no(_("Thanks come when it is back."))
    return YES
