"""Asking for a thing, lending it, giving it back, saying thanks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from drittort.connect.lending import rules
from drittort.connect.lending.models import Loan
from drittort.connect.market import rules as market
from drittort.connect.market.actions import on_handed_on
from drittort.connect.market.models import Listing
from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, require
from drittort.members.models import Member
from drittort.members.safety.rules import MESSAGES, may_use, reach_each_other

ASKED, AGREED, HANDED_OVER = "loan.asked", "loan.agreed", "loan.handed_over"
LONGER, RETURNED, THANKED = "loan.longer", "loan.returned", "loan.thanked"
KEPT = timedelta(days=366)


def ask_loan(*, actor: Member, listing_id: int, from_on: date, until_on: date, text: str, at: datetime) -> Loan:
    """Ask to borrow a thing for some days. Asking for the same days again is one question.

    Beside a block it looks sent and is never delivered. Raises Invalid for days that are over, too far or too many, and where one waits for five answers already.
    """
    today = actor.space.day(at)
    if not today <= from_on <= until_on or until_on - from_on > rules.LONGEST or from_on > today + rules.AHEAD:
        raise Invalid(_("From today on, for up to sixty days: which days do you mean?"))
    require(may_use(actor, MESSAGES, at))
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).get()
        listing = market.visible_to(actor, at).select_related("member").filter(pk=listing_id).first()
        if listing is None:
            raise NotFound
        require(rules.may_ask(actor, listing, at))
        mine = Loan.objects.filter(borrower=actor).waiting(today)
        same = mine.filter(listing=listing, from_on=from_on, until_on=until_on).first()
        if same is not None:
            return same
        if mine.count() >= rules.MOST_WAITING:
            raise Invalid(_("You wait for five answers already. Let people answer first."))
        loan = Loan.objects.create(
            space_id=actor.space_id,
            listing=listing,
            borrower=actor,
            text=" ".join(text.split()),
            from_on=from_on,
            until_on=until_on,
            asked_at=at,
            withheld=not reach_each_other(actor.pk, listing.member_id),
        )
        record(ASKED, actor, loan, at)
    return loan


def visible(actor: Member, loan_id: int) -> Loan:
    """A loan of the actor's, locked. Raises NotFound."""
    loan = locked(rules.visible_to(actor).filter(pk=loan_id)).first()
    if loan is None:
        raise NotFound
    loan.listing = Listing.objects.select_related("member").get(pk=loan.listing_id)
    return rules.as_read_by(actor, loan)


def require_free(loan: Loan, until_on: date) -> None:
    """Raise OutOfDate where the thing is promised to somebody else between the first day of a loan and another day. Holds the thing meanwhile."""
    locked(Listing.objects.filter(pk=loan.listing_id)).get()
    others = Loan.objects.promised().filter(listing=loan.listing_id).exclude(pk=loan.pk)
    if others.filter(from_on__lte=until_on, until_on__gte=loan.from_on).exists():
        raise OutOfDate(_("In those days it is with somebody else."))


def record(kind: str, actor: Member, loan: Loan, at: datetime) -> None:
    """One row in the ledger, for the two only: nobody else reads who borrows from whom."""
    facts = {"loan": loan.pk, "borrower": loan.borrower_id}
    ledger.record(
        space_id=loan.space_id, at=at, kind=kind, actor_id=actor.pk, subject_id=loan.listing_id, audience=ledger.NOBODY, facts=facts
    )


def agree_loan(*, actor: Member, loan_id: int, at: datetime) -> Loan:
    """Say yes. Twice is once. Raises OutOfDate where the thing is promised to somebody else in those days.

    Where a block was set after the question, the yes looks done and is never delivered: to who asked it waits, and runs out on its day. No ledger row.
    """
    with transaction.atomic():
        loan = visible(actor, loan_id)
        if loan.agreed_at is not None and loan.listing.member_id == actor.pk:
            return loan
        require(rules.may_agree(actor, loan, actor.space.day(at)))
        require_free(loan, loan.until_on)
        if not reach_each_other(actor.pk, loan.borrower_id):
            Loan.objects.filter(pk=loan.pk).update(unheard_at=at, rested_at=None)
            return loan
        loan.agreed_at, loan.rested_at = at, None
        loan.save(update_fields=["agreed_at", "rested_at"])
        record(AGREED, actor, loan, at)
    return loan


def rest_loan(*, actor: Member, loan_id: int, at: datetime) -> Loan:
    """Lay a question aside. Nobody learns of it: for the other it waits, and runs out on its day. No ledger row."""
    with transaction.atomic():
        loan = visible(actor, loan_id)
        require(rules.may_agree(actor, loan, actor.space.day(at)))
        Loan.objects.filter(pk=loan.pk).update(rested_at=at)
    return loan


def hand_over(*, actor: Member, loan_id: int, at: datetime) -> Loan:
    """The thing changed hands; either says so, once."""
    with transaction.atomic():
        loan = visible(actor, loan_id)
        if loan.handed_over_at is None:
            require(rules.may_hand_over(actor, loan))
            if loan.unheard_at is not None:
                return loan
            loan.handed_over_at = at
            loan.save(update_fields=["handed_over_at"])
            record(HANDED_OVER, actor, loan, at)
    return loan


def give_back(*, actor: Member, loan_id: int, at: datetime) -> Loan:
    """The thing is back; either says so, once."""
    with transaction.atomic():
        loan = visible(actor, loan_id)
        if loan.returned_at is None:
            require(rules.may_give_back(actor, loan))
            loan.returned_at = at
            loan.save(update_fields=["returned_at"])
            record(RETURNED, actor, loan, at)
    return loan


def lend_longer(*, actor: Member, loan_id: int, until_on: date, at: datetime) -> Loan:
    """Set another day for giving back; it will be reminded of anew. Raises Invalid for a day that is over or more than sixty days ahead, OutOfDate where the
    thing is promised to somebody else by then."""
    today = actor.space.day(at)
    with transaction.atomic():
        loan = visible(actor, loan_id)
        require(rules.may_lend_longer(actor, loan))
        if not max(today, loan.from_on) <= until_on <= today + rules.LONGEST:
            raise Invalid(_("Choose a day within the next sixty."))
        require_free(loan, until_on)
        if loan.until_on != until_on and loan.unheard_at is None:
            loan.until_on, loan.reminded_on, loan.asked_after_on = until_on, None, None
            loan.save(update_fields=["until_on", "reminded_on", "asked_after_on"])
            record(LONGER, actor, loan, at)
    return loan


def withdraw_loan(*, actor: Member, loan_id: int, at: datetime) -> Loan:
    """Let it be, before it was handed over. Twice is once."""
    with transaction.atomic():
        loan = visible(actor, loan_id)
        if loan.withdrawn_at is None:
            require(rules.may_withdraw(actor, loan))
            Loan.objects.filter(pk=loan.pk).update(withdrawn_at=at)
    return loan


def say_thanks(*, actor: Member, loan_id: int, text: str, at: datetime) -> Loan:
    """Say thanks for a thing that is back, in a sentence; once. Beside a block they look said and are never delivered. Raises Invalid without words."""
    text = " ".join(text.split())
    if not text:
        raise Invalid(_("Write a few words first."))
    require(may_use(actor, MESSAGES, at))
    with transaction.atomic():
        loan = visible(actor, loan_id)
        require(rules.may_thank(actor, loan))
        if loan.thanked_at is None:
            loan.thanks, loan.thanked_at = text, at
            loan.thanks_withheld = not reach_each_other(actor.pk, loan.listing.member_id)
            loan.save(update_fields=["thanks", "thanked_at", "thanks_withheld"])
            record(THANKED, actor, loan, at)
    return loan


@on_handed_on
def ask_the_heir(listing: Listing, at: datetime) -> None:
    """A thing got another owner: what waits for an answer waits for theirs, and whether it is delivered says whatever stands between those two.

    A yes of the owner before that was never delivered is nothing that the new one promised. Who asked for a thing that is their own now asks nobody.
    """
    for loan in locked(Loan.objects.filter(listing=listing, agreed_at=None, withdrawn_at=None)):
        loan.withheld = not reach_each_other(loan.borrower_id, listing.member_id)
        loan.unheard_at = loan.rested_at = None
        loan.withdrawn_at = at if loan.borrower_id == listing.member_id else None
        loan.save(update_fields=["withheld", "unheard_at", "rested_at", "withdrawn_at"])


def note_reminded(*, loan_id: int, on: date) -> None:
    """Note that the day of giving back was reminded of."""
    Loan.objects.filter(pk=loan_id).update(reminded_on=on)


def note_asked_after(*, loan_id: int, on: date) -> None:
    """Note that it was asked after."""
    Loan.objects.filter(pk=loan_id).update(asked_after_on=on)


def end_of(*, member_id: int, at: datetime) -> None:
    """Somebody leaves: what they asked for and what was asked of them, and has not changed hands, is over."""
    theirs = Q(borrower=member_id) | Q(listing__member=member_id, listing__company=None)
    Loan.objects.filter(theirs, handed_over_at=None, withdrawn_at=None).update(withdrawn_at=at)


def forget_old(*, at: datetime) -> int:
    """Remove loans after the 12 months that the register promises; return how many."""
    return Loan.objects.filter(asked_at__lt=at - KEPT).delete()[0]
