"""A brake on guessing: so many failures in so long a time, per account and per connection.

A try is written down and committed before anything is checked, and then counted: of any number of tries at the same time no more
than the limit get through, on either database and without a lock. A success takes its own try away again, and so does a refusal, so
that knocking on a closed door does not keep it closed. The fingerprint is of the address as typed: known and unknown ones brake alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from drittort.core import connections
from drittort.core.errors import HouseError
from drittort.members.security.models import Attempt

KEPT = timedelta(days=1)


class TooMany(HouseError):
    """Too many failures lately; says nothing about whether there is such an account."""

    status = 429


@dataclass(frozen=True, slots=True)
class Limit:
    """How many failures in how long."""

    count: int
    window: timedelta


PER_ACCOUNT = Limit(5, timedelta(minutes=30))
PER_CONNECTION = Limit(10, timedelta(minutes=1))
# What anybody may ask for that makes mail. A whole house may sit behind one connection on the morning of its opening.
LINKS = Limit(60, timedelta(minutes=15))
NEW_ADDRESSES = Limit(5, timedelta(minutes=15))


def digest(kind: str, text: str) -> str:
    """The fingerprint under which tries are counted."""
    return salted_hmac(f"members.attempts.{kind}", text.strip().lower(), algorithm="sha256").hexdigest()


def connection_of(request: HttpRequest) -> str:
    """The address that a request comes from (core.connections)."""
    return connections.connection_of(str(request.META.get("REMOTE_ADDR", "")), request.headers.get("X-Forwarded-For", ""))


def begin(*, kind: str, who: str, connection: str, at: datetime) -> list[int]:
    """Write a try down and count. Returns its rows, for `succeeded`. Raises TooMany; outside a transaction, or the count would be blind to others."""
    asked = ((digest(kind, who), PER_ACCOUNT), (digest("connection", connection), PER_CONNECTION))
    mine = [Attempt.objects.create(digest=fingerprint, at=at).pk for fingerprint, _limit in asked]
    for fingerprint, limit in asked:
        if Attempt.objects.filter(digest=fingerprint, at__gt=at - limit.window).count() > limit.count:
            succeeded(mine)
            raise TooMany(_("Too many tries. Wait half an hour, or have a link sent to you: that works at any time."))
    return mine


def brake(*, kind: str, who: str, limit: Limit, at: datetime) -> None:
    """Slow down what anybody may do without being checked. Raises TooMany; outside a transaction, so that every try counts."""
    fingerprint = digest(kind, who)
    Attempt.objects.create(digest=fingerprint, at=at)
    if Attempt.objects.filter(digest=fingerprint, at__gt=at - limit.window).count() > limit.count:
        raise TooMany(_("That was a lot from this connection. Please try again in an hour."))


def succeeded(tries: list[int]) -> None:
    """Take a try off the count."""
    Attempt.objects.filter(pk__in=tries).delete()


def ask(*, kind: str, who: str, limit: Limit, at: datetime) -> None:
    """Count something that may be asked for only so often, whatever comes of it. Raises TooMany; outside a transaction, as `begin`."""
    fingerprint = digest(kind, who)
    mine = Attempt.objects.create(digest=fingerprint, at=at)
    if Attempt.objects.filter(digest=fingerprint, at__gt=at - limit.window).count() > limit.count:
        succeeded([mine.pk])
        raise TooMany(_("That was asked for several times just now. Please wait a quarter of an hour."))


def forget(*, at: datetime) -> None:
    """Tries of yesterday count for nothing."""
    Attempt.objects.filter(at__lt=at - KEPT).delete()
