"""Somebody who came into the demo house today, and those who stand by newcomers there."""

from __future__ import annotations

from datetime import datetime, timedelta

from drittort.core import ledger
from drittort.core.models import LedgerRow
from drittort.demo import texts
from drittort.home.first_visit.models import FirstVisit
from drittort.joining.buddies.models import LASTS, Buddy
from drittort.members.models import Account, Consent, Member
from drittort.spaces.models import Space

NEWCOMER = "newcomer"
BUDDIES = 9
"""One in so many of those who have been here for long stands by newcomers."""
LONG = timedelta(days=120)


def load_first_visit(space: Space, at: datetime) -> None:
    """Everybody else has their first visit behind them; some are buddies, and those who came lately have one."""
    today = space.day(at)
    here = list(Member.objects.here().filter(space=space).order_by("pk"))
    FirstVisit.objects.bulk_create(
        FirstVisit(member=one, begun_at=at, done_at=at, settled_at=at, steps=dict.fromkeys(("face", "words", "days", "agreements"), "done"))
        for one in here
    )
    buddies = [one for one in here if one.joined_on <= today - LONG and one.pk % BUDDIES == 0]
    Consent.objects.bulk_create(Consent(member=one, kind=Consent.Kind.BUDDY, given_at=at - timedelta(days=60)) for one in buddies)
    late = [one for one in here if one.joined_on > today - LASTS]
    Buddy.objects.bulk_create(
        Buddy(space=space, member=one, buddy=buddies[k % len(buddies)], since=at - (today - one.joined_on)) for k, one in enumerate(late)
    )
    load_newcomer(space, at)


def load_newcomer(space: Space, at: datetime) -> Member:
    """Invited, come in, and nothing said yet: a drawn face that nobody chose, no line, no consent."""
    told = texts.read("first_visit")["newcomer"]
    account = Account.objects.create(email=told["email"], created_at=at, password="!")
    member = Member.objects.create(
        space=space,
        account=account,
        name=told["name"],
        language="de",
        languages=told["languages"],
        portrait="noa",
        joined_on=space.day(at),
        attributes={"plays": NEWCOMER},
    )
    LedgerRow.objects.create(
        space_id=space.pk, kind="member.joined", at=at, actor_id=member.pk, subject_id=member.pk, audience=ledger.NOBODY, facts={}
    )
    return member
