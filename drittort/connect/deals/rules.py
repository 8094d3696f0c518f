"""Who sees a deal: its two sides. Who confirms it, and who may take it back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from drittort.connect.deals.models import OPEN_FOR, Deal, DealQuerySet
from drittort.connect.market.rules import companies_of
from drittort.core.errors import YES, Verdict, no
from drittort.members.models import Block, Company, Member, MemberQuerySet
from drittort.members.profiles.rules import carers_of, cares_for_it

LONGEST_AGO = timedelta(days=366)
MOST_WAITING = 10
DELIVERED = Q(withheld=False) & (Q(confirmed_at__isnull=False) | Q(withdrawn_at=None))
"""Which deals the other side may know of: not beside a block, and not what was taken back before they confirmed it."""


def told_by(member: Member) -> Q:
    """The deals of which a member is the side that told: their own, and those of companies for which they speak."""
    return Q(member=member) | (Q(company__isnull=False) & Q(cares_for_it(member, "company")))


def asked_of(member: Member) -> Q:
    """The deals of which a member is the other side, as far as they were delivered. For a company, nobody who stands beside a block is asked."""
    apart = Block.objects.filter(
        Q(blocker=member, blocked=OuterRef("member")) | Q(blocked=member, blocker=OuterRef("member")),
    )
    for_company = (
        Q(partner_company__isnull=False) & Q(cares_for_it(member, "partner_company")) & (Q(confirmed_at__isnull=False) | ~Q(Exists(apart)))
    )
    return DELIVERED & ~Q(member=member) & (Q(partner=member) | for_company)


def shown_to(person_id: int) -> Q:
    """Which of the deals that name a person stand in the copy of their data: as on their page."""
    return Q(member=person_id) | DELIVERED


def visible_to(member: Member) -> DealQuerySet:
    """A member's own deals, of either side."""
    return Deal.objects.filter(told_by(member) | asked_of(member), space_id=member.space_id)


def people_asked(deal: Deal) -> MemberQuerySet:
    """Who is asked whether it is so: the other person, or who speaks for the other company; never beside a block."""
    here = Member.objects.here().filter(space_id=deal.space_id).exclude(pk=deal.member_id)
    if deal.withheld:
        return here.none()
    if deal.partner_company is None:
        return here.filter(pk=deal.partner_id or 0)
    apart = Block.objects.filter(
        Q(blocker=OuterRef("pk"), blocked=deal.member_id) | Q(blocked=OuterRef("pk"), blocker=deal.member_id),
    )
    return here.filter(~Exists(apart), pk__in=carers_of(deal.partner_company))


def speaks_for(member: Member) -> set[int]:
    """The companies for which a member speaks now; asked once for a whole page."""
    return {company.pk for company in companies_of(member)}


def is_asked(member: Member, deal: Deal, speaks: Collection[int]) -> bool:
    """Whether somebody who speaks for some companies stands on the side that confirms."""
    return deal.member_id != member.pk and (deal.partner_id == member.pk or deal.partner_company_id in speaks)


def as_read_by(member: Member, deal: Deal) -> Deal:
    """A deal as its reader sees it: to who said yes, a yes that was never delivered looks like any other. Not to be saved as it is."""
    if deal.unheard_at is not None and deal.partner_id == member.pk:
        deal.confirmed_at = deal.unheard_at
    return deal


def may_confirm(member: Member, deal: Deal, speaks: Collection[int], at: datetime) -> Verdict:
    """Whether somebody may say that it is so, or quietly that it is not: the other side, for thirty days."""
    if not is_asked(member, deal, speaks):
        return no(_("The other side confirms."))
    if deal.confirmed_at is not None or deal.withdrawn_at is not None or deal.recorded_at <= at - OPEN_FOR:
        return no(_("This question is over."))
    return YES


def may_withdraw(member: Member, deal: Deal, speaks: Collection[int]) -> Verdict:
    """Whether somebody may take it back: who told of it at any time, the other side once it confirmed."""
    if deal.withdrawn_at is not None:
        return no(_("It was taken back already."))
    if deal.member_id == member.pk or deal.company_id in speaks:
        return YES
    return YES if deal.confirmed_at is not None and is_asked(member, deal, speaks) else no(_("There is nothing to take back."))


def companies_named(member: Member, words: str) -> list[Company]:
    """Companies of the house whose name holds some words; one where the whole name was said."""
    rows = Company.objects.filter(space_id=member.space_id, employments__until_on=None, employments__member__left_on=None).distinct()
    whole = list(rows.filter(name__iexact=words)[:2])
    return whole or list(rows.filter(name__icontains=words).order_by("sort_name", "pk")[:5])
