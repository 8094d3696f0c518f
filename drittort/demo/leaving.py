"""Comings and goings of the demo house: signs of life, a farewell, two former members, a break, and somebody of whom nothing was heard."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils.crypto import get_random_string

from drittort.demo.texts import read
from drittort.joining.lapsing.models import Lapse
from drittort.joining.leaving.models import Departure, MembershipPause
from drittort.members.membership.models import MembershipPeriod
from drittort.members.models import Account, Consent, Member, SignIn
from drittort.spaces.models import Space

BROWSERS = (("Firefox", "Android"), ("Safari", "iPhone"), ("Chrome", "Windows"), ("Firefox", "Linux"), ("Safari", "Mac"))
SEEN_WITHIN = 23
"""Days in which everybody was here but those of whom nothing was heard: else the first night would ask the whole house whether all is well."""


def load_leaving(space: Space, at: datetime) -> None:
    """Take people from the end of the house, in a fixed order, whom no visitor plays."""
    words = read("leaving")
    today = space.day(at)
    gone = list(Member.objects.filter(space=space, left_on__isnull=False).order_by("-left_on", "pk")[:2])
    here = list(
        Member.objects.here().filter(space=space, roles=[]).exclude(attributes__has_key="plays").order_by("-joined_on", "-pk")[12:17]
    )
    MembershipPeriod.objects.bulk_create(MembershipPeriod(member=m, from_on=m.joined_on, until_on=m.left_on) for m in gone)
    for member in gone:
        Consent.objects.create(member=member, kind=Consent.Kind.ALUMNI, given_at=at - timedelta(days=20))
    load_signs(space, at, silent={m.account_id for m in here[2:]})
    if len(here) < 3:
        return
    goes, rests, silent = here[:3]
    Departure.objects.create(
        space=space, member=goes, announced_by=goes, announced_at=at - timedelta(days=6), last_on=today + timedelta(days=9),
        farewell=words["farewell"], language="de", why="moving", missed=words["missed"],
    )  # fmt: skip
    MembershipPause.objects.create(
        member=rests, from_on=today - timedelta(days=12), until_on=today + timedelta(days=48), begun_at=at - timedelta(days=12)
    )
    Lapse.objects.create(member=silent, asked_at=at - timedelta(days=33), hinted_at=at - timedelta(days=3))


def load_signs(space: Space, at: datetime, *, silent: set[int | None]) -> None:
    """The browser in which everybody was last seen: within three weeks, and five weeks ago for the silent."""
    people = Member.objects.here().filter(space=space)
    accounts = {get_random_string(32): one for one in Account.objects.filter(pk__in=people.values("account")).order_by("pk")}
    # Empty sessions that open nothing: a browser without a session is forgotten in the first night, and its sign of life with it.
    until = at + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    Session.objects.bulk_create(Session(session_key=key, session_data="", expire_date=until) for key in accounts)
    SignIn.objects.bulk_create(
        SignIn(
            account=account, session_key=key, browser=BROWSERS[account.pk % 5][0], system=BROWSERS[account.pk % 5][1],
            since=at - timedelta(days=60), seen_at=at - timedelta(days=35 if account.pk in silent else account.pk * 7 % SEEN_WITHIN, hours=3),
        )
        for key, account in accounts.items()
    )  # fmt: skip
