"""The signed part of the address in the mail that asks whether a listing shall stay: it opens a page with one button, without sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.connect.market.models import Listing
from drittort.connect.market.rules import carers_in, of_house
from drittort.core.errors import NotFound
from drittort.members.models import Member
from drittort.members.signed_links import opened, signed

SALT = "drittort.listing"
AGE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Pass:
    """Who may act on which listing by a link."""

    member: Member
    listing: Listing


def token(listing_id: int, member_id: int) -> str:
    """The signed part of a link of one person for one listing."""
    return signed(listing_id, member_id, salt=SALT)


def link(listing_id: int, member_id: int) -> str:
    """The whole address, as it stands in the mail."""
    return f"{settings.ADDRESS}{reverse('connect:answer_listing', args=[token(listing_id, member_id)])}"


def read(text: str) -> Pass:
    """Whose link it is. Raises Invalid when it was altered or is too old, NotFound when the listing is gone or no longer theirs."""
    listing_id, member = opened(text, salt=SALT, age=AGE, too_old=_("This link is too old. Sign in to see your listings."))
    listing = of_house(member.space_id).select_related("company").filter(pk=listing_id).first()
    if listing is None or member.pk not in carers_in(listing):
        raise NotFound
    return Pass(member, listing)
