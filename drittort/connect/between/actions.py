"""The verbs between companies: to wish, to know each other, to introduce."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.connect.between import rules
from drittort.connect.between.models import CompanyAcquaintance, CompanyIntroduction, CompanyTie, CompanyWish, ordered
from drittort.connect.introductions.actions import propose_introduction
from drittort.connect.introductions.models import Introduction
from drittort.connect.introductions.rules import may_care
from drittort.connect.rounds.rules import may_seat
from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, require
from drittort.members.models import Company, Employment, Member

WISHED = "company.wished"
KEPT = timedelta(days=731)


def two_companies(actor: Member, company_id: int, other_id: int) -> tuple[Company, Company]:
    """Two companies of the actor's house, in the order given. Raises NotFound."""
    found = {firm.pk: firm for firm in Company.objects.filter(space_id=actor.space_id, pk__in=(company_id, other_id))}
    if len(found) < 2:
        raise NotFound
    return found[company_id], found[other_id]


def wish_for_company(*, actor: Member, company_id: int, other_id: int, at: datetime) -> CompanyWish:
    """Ask those who care to introduce the actor's company to another. Raises OutOfDate where that was asked already, NotAllowed at the company's limit."""
    company, other = two_companies(actor, company_id, other_id)
    with transaction.atomic():
        locked(Company.objects.filter(pk=company.pk)).get()
        if CompanyWish.objects.filter(company=company, other=other, closed_at=None, at__gt=at - rules.WISH_LIVES).exists():
            raise OutOfDate(_("Your company has asked for this already."))
        require(rules.may_wish(actor, company.pk, at))
        # One that ran out unanswered makes room for the new one.
        CompanyWish.objects.filter(company=company, other=other, closed_at=None).update(closed_at=at)
        wish = CompanyWish.objects.create(company=company, other=other, by=actor, at=at)
        ledger.record(
            space_id=actor.space_id, at=at, kind=WISHED, actor_id=actor.pk, subject_id=wish.pk, audience=ledger.MANAGERS, facts={}
        )
    return wish


def take_wish_back(*, actor: Member, wish_id: int, at: datetime) -> None:
    """A wish is settled: taken back by the company, or seen to by those who care. Doing it twice changes nothing. Raises NotFound."""
    with transaction.atomic():
        wish = locked(rules.wishes_of(actor, at).filter(pk=wish_id)).first()
        if wish is None:
            raise NotFound
        wish.closed_at = at
        wish.save(update_fields=["closed_at"])


def say_acquainted(*, actor: Member, company_id: int, other_id: int, at: datetime) -> None:
    """The two companies know each other: they are not suggested any more. Once is enough; anybody of either may say it."""
    company, other = two_companies(actor, company_id, other_id)
    require(rules.may_speak_for(actor, company.pk))
    first, second = ordered(company.pk, other.pk)
    with transaction.atomic():
        CompanyAcquaintance.objects.get_or_create(first_id=first, second_id=second, defaults={"by": actor, "at": at})
        CompanyWish.objects.filter(company=company, other=other, closed_at=None).update(closed_at=at)


def take_acquaintance_back(*, actor: Member, company_id: int, other_id: int, at: datetime) -> None:
    """They don't know each other after all."""
    company, other = two_companies(actor, company_id, other_id)
    require(rules.may_speak_for(actor, company.pk))
    first, second = ordered(company.pk, other.pk)
    CompanyAcquaintance.objects.filter(first=first, second=second).delete()


def introduce_companies(
    *, actor: Member, company_id: int, other_id: int, member_id: int, other_member_id: int, text: str, at: datetime
) -> Introduction:
    """Introduce one person of each of two companies, with the words of somebody who cares and is neither. Raises NotFound, Invalid, and NotAllowed where the two may
    not be brought together now.
    """
    require(may_care(actor))
    require(may_seat(actor, (member_id, other_member_id)))
    company, other = two_companies(actor, company_id, other_id)
    one, another = works_for(company, member_id), works_for(other, other_member_id)
    first, second = ordered(company.pk, other.pk)
    with transaction.atomic():
        introduction = propose_introduction(
            actor=actor, first=one, second=another, text=text, at=at, reasons=reasons_for(first, second), form=Introduction.Form.MANAGER
        )
        CompanyIntroduction.objects.create(introduction=introduction, first_id=first, second_id=second)
        CompanyWish.objects.filter(company__in=(first, second), other__in=(first, second), closed_at=None).update(closed_at=at)
    return introduction


def works_for(company: Company, member_id: int) -> Member:
    """Somebody who works for a company now. Raises Invalid."""
    found = Member.objects.here().filter(pk=member_id, employments__in=Employment.objects.filter(company=company, until_on=None)).first()
    if found is None:
        raise Invalid(_("Choose somebody of each company."))
    return found


def reasons_for(first: int, second: int) -> list[dict[str, Any]]:
    """Why the two people: the values of their companies, as a reason that an introduction knows; the rest stands in the words."""
    row = CompanyTie.objects.filter(first=first, second=second).first()
    return [{"code": "different_companies"}, *(reason for reason in (row.reasons if row else []) if reason["code"] == "shared")]


def forget_old(*, at: datetime) -> None:
    """Wishes are kept for 24 months, as introductions are."""
    CompanyWish.objects.filter(at__lt=at - KEPT).delete()
