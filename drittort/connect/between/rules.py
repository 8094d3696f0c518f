"""Who sees which missing ties, and who may do what about them.

What the worker stores comes from what every member may read: lines, industries, values, and the published map. Whether two people are tied is never looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from drittort.connect.between.models import CompanyAcquaintance, CompanyIntroduction, CompanyTie, CompanyWish
from drittort.connect.introductions.rules import CARE, busy, introducible, kept_apart
from drittort.core.errors import YES, Verdict, no
from drittort.members.models import Employment, Member
from drittort.spaces.models import Space
from drittort.spaces.roles import allows

MOST_WISHES = 3
WISH_LIVES = timedelta(days=60)
QUIET_AFTER = timedelta(days=90)
"""How long a pair is not suggested again once two of its people were introduced for the companies' sake."""
EACH = 6
"""So many people of a company are looked at."""

Pair = tuple[int, int]


def companies_of(member: Member) -> list[int]:
    """The companies for which a member may speak: those where they work now."""
    return list(Employment.objects.filter(member=member, until_on=None).order_by("from_on", "pk").values_list("company_id", flat=True))


def visible_to(member: Member) -> QuerySet[CompanyTie]:
    """The missing ties that a member sees: those of their own companies; all of the house for those who care.

    Beyond what companies said themselves nothing takes a row away before the next night: a row that goes at once would tell why.
    """
    known = CompanyAcquaintance.objects.filter(first=OuterRef("first"), second=OuterRef("second"))
    rows = CompanyTie.objects.filter(~Exists(known), space_id=member.space_id)
    if allows(member, CARE):
        return rows
    own = companies_of(member)
    return rows.filter(Q(first__in=own) | Q(second__in=own))


def not_begun(rows: QuerySet[CompanyTie], at: datetime) -> QuerySet[CompanyTie]:
    """Those for which no introduction was begun lately: for those who care, who begun them."""
    begun = CompanyIntroduction.objects.filter(
        first=OuterRef("first"), second=OuterRef("second"), introduction__proposed_at__gt=at - QUIET_AFTER
    )
    return rows.filter(~Exists(begun))


def wishes_of(member: Member, at: datetime) -> QuerySet[CompanyWish]:
    """The open wishes that a member sees: those of their own companies; all of the house for those who care."""
    rows = CompanyWish.objects.filter(company__space_id=member.space_id, closed_at=None, at__gt=at - WISH_LIVES)
    return rows if allows(member, CARE) else rows.filter(company__in=companies_of(member))


def begun_in(member: Member) -> QuerySet[CompanyIntroduction]:
    """What was begun between companies of the house, for those who care."""
    rows = CompanyIntroduction.objects.filter(introduction__space_id=member.space_id)
    return rows if allows(member, CARE) else rows.none()


def may_speak_for(member: Member, company_id: int) -> Verdict:
    """Whether a member may speak for a company: whoever works there, and those who care."""
    if company_id in companies_of(member) or allows(member, CARE):
        return YES
    return no(_("Only people of the company say that."))


def may_wish(member: Member, company_id: int, at: datetime) -> Verdict:
    """Whether a member may ask for an introduction of a company. Asks about no other company, so that the answer tells of none."""
    if company_id not in companies_of(member):
        return no(_("Only people of the company say that."))
    if CompanyWish.objects.filter(company=company_id, closed_at=None, at__gt=at - WISH_LIVES).count() >= MOST_WISHES:
        return no(_("Three wishes of your company are open. As soon as one is fulfilled, the next one has its turn."))
    return YES


def people_to_ask(space: Space, companies: Collection[int], day: date) -> dict[int, list[int]]:
    """Ids of those in some companies who may be introduced at all, by company."""
    able = introducible(Member.objects.filter(space=space), day)
    rows = Employment.objects.filter(company__in=companies, until_on=None, member__in=able).order_by(
        "company_id", "-is_admin", "from_on", "pk"
    )
    found: dict[int, list[int]] = {}
    for company, member in rows.values_list("company_id", "member_id"):
        found.setdefault(company, []).append(member)
    return found


def can_meet(space: Space, pairs: Collection[Pair], people: Mapping[int, Sequence[int]], at: datetime) -> list[Pair]:
    """Those of some pairs of companies of which two people may be brought together now; `people` are those of each who may be introduced at all."""
    apart = kept_apart(space, at)

    def some(first: int, second: int) -> bool:
        return any(
            a != b and (min(a, b), max(a, b)) not in apart for a in people.get(first, ())[:EACH] for b in people.get(second, ())[:EACH]
        )

    return [pair for pair in pairs if some(*pair)]


def who_with_whom(asker: Member, pairs: Collection[Pair], at: datetime) -> dict[Pair, list[Pair]]:
    """Who of two companies may be brought together now: pairs of ids, of the first company and of the second, without the asker, who would read in a missing name what
    somebody keeps from them. Pairs of companies without any are missing."""
    space = asker.space
    people = people_to_ask(space, {company for pair in pairs for company in pair}, space.day(at))
    others = {company: [pk for pk in found if pk != asker.pk][:EACH] for company, found in people.items()}
    wanted = {pair: [(a, b) for a in others.get(pair[0], []) for b in others.get(pair[1], []) if a != b] for pair in pairs}
    # Each of them may be introduced at all; what is left to ask is what keeps two apart.
    apart = kept_apart(space, at, among={pk for found in others.values() for pk in found})
    # Whoever has enough open introductions is refused when they are asked, so nobody is offered who is.
    full = busy(space, at)
    able = {pair: [p for p in found if (min(p), max(p)) not in apart and full.isdisjoint(p)] for pair, found in wanted.items()}
    return {pair: found for pair, found in able.items() if found}
