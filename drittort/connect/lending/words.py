"""How a loan stands, in sentences for each of the two. Nobody is late here, somebody only still needs it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from drittort.connect.introductions.words import weekday_and_day
from drittort.connect.lending import rules
from drittort.connect.lending.models import Loan
from drittort.members.models import Member
from drittort.members.people.words import first_name

ASKED, AGREED, DUE, STILL, LONGER, BACK, THANKED = range(7)
"""The steps of which somebody is told, as numbers: a notice holds ids and numbers only."""


def span(from_on: date, until_on: date) -> str:
    """The days of a loan."""
    if from_on == until_on:
        return weekday_and_day(from_on)
    return _("%(first)s to %(last)s") % {"first": weekday_and_day(from_on), "last": weekday_and_day(until_on)}


def standing(loan: Loan, reader: Member, today: date) -> str:
    """How it stands, for one of the two. What the lender laid aside is said to the lender only."""
    lender, borrower = first_name(loan.listing.member.name), first_name(loan.borrower.name)
    lends = loan.listing.member_id == reader.pk
    until = weekday_and_day(loan.until_on)
    said = {"name": borrower if lends else lender, "day": until}
    if loan.withdrawn_at is not None:
        return _("You let it be.") if loan.listing.member.left_on is None else _("It did not work out this time.")
    if loan.returned_at is not None:
        return _("It is back with you.") if lends else _("It is back with %(name)s.") % said
    if loan.handed_over_at is not None and loan.until_on < today:
        if lends:
            return _("Still with %(name)s. The day agreed on was %(day)s; a friendly word is enough.") % said
        return (
            _("Still with you; the day agreed on was %(day)s. No harm done: bring it along next time, or ask %(name)s for longer.") % said
        )
    if loan.handed_over_at is not None:
        return (_("With %(name)s until %(day)s.") if lends else _("With you until %(day)s, then it goes back to %(name)s.")) % said
    if loan.agreed_at is not None:
        return (_("Promised to %(name)s.") if lends else _("%(name)s lends it to you. Agree on where you meet.")) % said
    if loan.from_on < today:
        return _("It did not work out this time.")
    if lends:
        if loan.rested_at is not None:
            return _("You laid it aside. Nobody learns of it, and you can still say yes.")
        return _("%(name)s would like to borrow it.") % said
    return _("Waiting for an answer from %(name)s.") % said


def steps(loan: Loan, reader: Member, today: date) -> list[tuple[str, str, str]]:
    """What the reader can do now: the word of the verb, the words on its button, and its kind."""
    lends = loan.listing.member_id == reader.pk
    found = []
    if rules.may_agree(reader, loan, today):
        found.append(("agree", _("Yes, gladly"), "primary"))
        if loan.rested_at is None:
            found.append(("rest", _("Not this time"), "plain"))
    if rules.may_hand_over(reader, loan):
        found.append(("hand_over", _("Handed over") if lends else _("I have it"), "primary"))
    if rules.may_give_back(reader, loan):
        found.append(("give_back", _("It is back") if lends else _("I gave it back"), "primary"))
    if rules.may_withdraw(reader, loan) and loan.withdrawn_at is None and (loan.agreed_at is not None or loan.from_on >= today):
        found.append(("withdraw", _("I don't need it any more"), "plain"))
    return found


def heading(step: int, name: str, thing: str, day: str) -> str:
    """The sentence of a letter."""
    return {
        ASKED: _("%(name)s would like to borrow “%(thing)s”"),
        AGREED: _("%(name)s lends you “%(thing)s”"),
        DUE: _("“%(thing)s” goes back to %(name)s tomorrow"),
        STILL: _("Do you still need “%(thing)s”?"),
        LONGER: _("“%(thing)s” may stay with you until %(day)s"),
        BACK: _("“%(thing)s” is back"),
        THANKED: _("%(name)s thanks you for “%(thing)s”"),
    }[step] % {"name": name, "thing": thing, "day": day}


def more(step: int, loan: Loan, reader: Member) -> str:
    """What a letter says below its sentence."""
    lends = loan.listing.member_id == reader.pk
    lender = first_name(loan.listing.member.name)
    if step in (ASKED, AGREED):
        return span(loan.from_on, loan.until_on)
    if step == DUE:
        return _("If you need it longer, just ask %(name)s.") % {"name": lender}
    if step == STILL:
        return _("The day agreed on is over, and that happens. Bring it along next time, or ask %(name)s for a few days more.") % {
            "name": lender
        }
    if step == BACK:
        return _("Thank you for lending it.") if lends else _("If it helped you, a sentence of thanks makes somebody's day.")
    return ""


def buttons(step: int, loan: Loan, reader: Member) -> list[tuple[str, str]]:
    """The buttons of a letter: the word of the verb, and what stands on it."""
    lends = loan.listing.member_id == reader.pk
    if step == ASKED:
        return [("agree", _("Yes, gladly")), ("rest", _("Not this time"))]
    if step in (DUE, STILL):
        return [("give_back", _("I gave it back"))] if loan.handed_over_at is not None else []
    if step == BACK and not lends:
        return [("thank", _("Say thanks"))]
    return []
