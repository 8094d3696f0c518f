"""Notices about a loan, and their letters. What was never delivered (a block) tells nobody anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from drittort.connect.introductions.words import weekday_and_day
from drittort.connect.lending import actions, tokens, words
from drittort.connect.lending.models import Loan
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.notices import Letter, Told, composer
from drittort.members.membership.actions import LEFT
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.people.words import first_name
from drittort.network.ties.actions import note_contact

CATEGORY = "loan"
STEP = "connect/lending/mail/step"


def found(loan_id: int) -> Loan | None:
    """A loan with its people, if it was delivered."""
    rows = Loan.objects.filter(pk=loan_id, withheld=False, withdrawn_at=None)
    return rows.select_related("space", "listing__member__space", "borrower__space").first()


def write(loan: Loan, reader: Member, step: int, key: str, at: datetime) -> None:
    """Tell one of the two about a step."""
    other = loan.borrower if reader.pk == loan.listing.member_id else loan.listing.member
    tell(
        member=reader,
        category=CATEGORY,
        thread=f"loan:{loan.pk}",
        key=f"loan:{loan.pk}:{key}",
        at=at,
        text=f"loan.{step}",
        context={"loan": loan.pk, "who": other.pk, "step": step},
        path=reverse("connect:loan", args=[loan.space.slug, loan.pk]),
        mail=STEP,
    )


def of_row(row: LedgerRow) -> tuple[Loan, Member, Member] | None:
    """The loan of a row, its lender and its borrower."""
    loan = found(row.facts.get("loan", 0))
    return (loan, loan.listing.member, loan.borrower) if loan is not None else None


@reaction(actions.ASKED, name="connect.lending.ask")
def ask(row: LedgerRow, at: datetime) -> None:
    """Ask whose thing it is."""
    told = of_row(row)
    if told is not None:
        write(told[0], told[1], words.ASKED, "asked", at)


@reaction(actions.AGREED, name="connect.lending.agreed")
def agreed(row: LedgerRow, at: datetime) -> None:
    """Tell who asked that the answer is yes."""
    told = of_row(row)
    if told is not None:
        write(told[0], told[2], words.AGREED, "agreed", at)


@reaction(actions.LONGER, name="connect.lending.longer")
def longer(row: LedgerRow, at: datetime) -> None:
    """Tell the borrower of the new day."""
    told = of_row(row)
    if told is not None:
        write(told[0], told[2], words.LONGER, f"longer:{row.pk}", at)


@reaction(actions.HANDED_OVER, name="connect.lending.met")
def met(row: LedgerRow, at: datetime) -> None:
    """Who hands something over meets: it counts as a meeting of the two, if both agreed to be counted."""
    told = of_row(row)
    if told is not None:
        loan, lender, borrower = told
        note_contact(space=loan.space, a=lender.pk, b=borrower.pk, at=row.at, kind="meeting", origin=f"loan:{loan.pk}")


@reaction(actions.RETURNED, name="connect.lending.returned")
def returned(row: LedgerRow, at: datetime) -> None:
    """Tell the other that it is back; the borrower is offered to say thanks."""
    told = of_row(row)
    if told is None:
        return
    loan, lender, borrower = told
    write(loan, borrower, words.BACK, "back", at)
    if row.actor_id == borrower.pk:
        write(loan, lender, words.BACK, "back", at)


@reaction(actions.THANKED, name="connect.lending.thanked")
def thanked(row: LedgerRow, at: datetime) -> None:
    """Hand the thanks over, never beside a block; they count as such between the two, for their writer would read it on their ties if they did not."""
    told = of_row(row)
    if told is not None:
        loan, lender, borrower = told
        if not loan.thanks_withheld:
            write(loan, lender, words.THANKED, "thanked", at)
        note_contact(space=loan.space, a=borrower.pk, b=lender.pk, at=row.at, kind="thanks", origin=f"loan:{loan.pk}")


@composer(STEP)
def letter(told: Told) -> Letter | None:
    """The newest step as a letter, as long as it still holds."""
    facts = told.facts[-1]
    loan, step = found(facts["loan"]), facts["step"]
    if loan is None or told.reader not in (loan.borrower_id, loan.listing.member_id):
        return None
    over = {words.ASKED: loan.agreed_at, words.AGREED: loan.returned_at, words.DUE: loan.returned_at, words.STILL: loan.returned_at}
    if over.get(step) is not None or (step == words.ASKED and (loan.rested_at or loan.unheard_at) is not None):
        return None
    lends = loan.listing.member_id == told.reader
    reader, other = (loan.listing.member, loan.borrower) if lends else (loan.borrower, loan.listing.member)
    link = tokens.link(loan.pk, reader.pk)
    return Letter(
        {
            "heading": words.heading(step, first_name(other.name), loan.listing.title, weekday_and_day(loan.until_on)),
            "more": words.more(step, loan, reader),
            "quote": loan.text if step == words.ASKED else loan.thanks if step == words.THANKED else "",
            "buttons": [(f"{link}?says={says}", label) for says, label in words.buttons(step, loan, reader)],
            "link": link,
        }
    )


@reaction(LEFT, name="connect.lending.end")
def end(row: LedgerRow, at: datetime) -> None:
    """Whoever leaves asks for nothing any more."""
    actions.end_of(member_id=row.subject_id or 0, at=at)


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The things that notices speak of, in one query."""
    loans = {loan.pk: loan for loan in Loan.objects.filter(pk__in={row["loan"] for row in rows}).select_related("listing")}
    return [
        {"thing": loan.listing.title, "day": weekday_and_day(loan.until_on)} if loan is not None else {"thing": "…", "day": "…"}
        for loan in (loans.get(row["loan"]) for row in rows)
    ]
