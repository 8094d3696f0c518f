"""The addresses of subscribed calendars: signed, the same every time, and good for nothing once they were taken back."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from drittort.core.errors import NotFound
from drittort.inspire.calendar.models import CalendarFeed

SALT = "drittort.calendar"


def token(feed: CalendarFeed) -> str:
    """The signed part of an address."""
    return signing.Signer(salt=SALT).sign_object([feed.pk, feed.member_id])


def link(feed: CalendarFeed, slug: str) -> str:
    """The whole address, for a calendar program."""
    return f"{settings.ADDRESS}{reverse('inspire:calendar_feed', args=[slug, token(feed)])}"


def read(text: str, slug: str) -> CalendarFeed:
    """Whose calendar it is. Raises NotFound for an address that was altered or taken back, of another house, or of somebody who has left."""
    try:
        feed_id, member_id = signing.Signer(salt=SALT).unsign_object(text)
    except (signing.BadSignature, ValueError) as error:
        raise NotFound from error
    rows = CalendarFeed.objects.select_related("member__space").filter(pk=feed_id, member=member_id)
    feed = rows.filter(member__left_on=None, member__space__slug=slug).first()
    if feed is None:
        raise NotFound
    # The power of a role sleeps behind an address that works without sign-in.
    feed.member.asleep = True
    return feed
