"""Who sees a listing, who may change it, and who may put one up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drittort.connect.market.models import Bookmark, Listing, ListingQuerySet
from drittort.core.errors import YES, Verdict, no
from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import purpose
from drittort.members.models import Company, Employment, Member
from drittort.members.profiles.rules import carers_of, cares_for_it
from drittort.spaces.roles import allows, permission

CLOSE = permission("connect.close_listings", _("Take other people's listings down"))
SHOWN_FOR = timedelta(days=90)
ASK_BEFORE = timedelta(days=7)
MOST_OF_PERSON, MOST_OF_COMPANY = 5, 10


def of_house(space_id: int) -> ListingQuerySet:
    """The listings of a house whose people are still here."""
    return Listing.objects.filter(space_id=space_id, member__left_on=None)


def mine(member: Member) -> ListingQuerySet:
    """The listings that a member cares for: their own, and those of companies whose page they may edit, run out or not."""
    return of_house(member.space_id).filter(editable_by(member))


def editable_by(member: Member) -> Q:
    """Which listings a member may edit, as a condition on rows."""
    return Q(member=member) | (Q(company__isnull=False) & Q(cares_for_it(member, "company")))


def visible_to(member: Member, at: datetime) -> ListingQuerySet:
    """What stands on the market now, what was taken lately, and everything that the member cares for."""
    return of_house(member.space_id).filter(Q(expires_at__gt=at, closed_at=None) | editable_by(member))


def may_edit(member: Member, listing: Listing) -> Verdict:
    """Whether a member may change a listing: who put it up, and who cares for the page of its company."""
    if listing.member_id == member.pk or (listing.company is not None and member.pk in carers_of(listing.company)):
        return YES
    return no(_("Only who put it up may change it."))


def may_close(member: Member, listing: Listing) -> Verdict:
    """Whether a member may take a listing down: whoever may edit it, and those who care for the community."""
    return YES if allows(member, CLOSE) else may_edit(member, listing)


def may_speak_for(member: Member, company: Company) -> Verdict:
    """Whether a member may put something up for a company: who cares for its page."""
    return YES if member.pk in carers_of(company) else no(_("Only the admins of a company edit its page."))


def has_room(member: Member, at: datetime) -> bool:
    """Whether a member may put one more thing up for themselves."""
    return Listing.objects.open(at).filter(member=member, company=None).count() < MOST_OF_PERSON


def companies_of(member: Member) -> list[Company]:
    """The companies for which a member may speak, by name."""
    here = Employment.objects.filter(cares_for_it(member, "company"), member=member, until_on=None, company__space_id=member.space_id)
    return list(Company.objects.filter(pk__in=here.values("company_id")).order_by("sort_name", "pk"))


def carers_in(listing: Listing) -> set[int]:
    """Who is told about a listing: who put it up, and for a company those who care for its page."""
    return {listing.member_id} | (carers_of(listing.company) if listing.company is not None else set())


def bookmarked_by(member: Member, listings: Collection[int]) -> set[int]:
    """Which of some listings a member keeps in mind; only for their own eyes."""
    return set(Bookmark.objects.filter(member=member, listing__in=listings).values_list("listing_id", flat=True))


def may_see(member: Member, file: StoredFile) -> bool:
    """Pictures of listings are there for the house, as long as whoever put them up belongs to it."""
    return of_house(member.space_id).filter(picture_id=file.pk).exists()


def pictured(ids: Collection[int]) -> set[int]:
    """Which of some pictures belong to a listing."""
    return {pk for pk in Listing.objects.filter(picture_id__in=ids).values_list("picture_id", flat=True) if pk is not None}


PICTURE = purpose("connect.listing", may_see=may_see, used=pictured)
