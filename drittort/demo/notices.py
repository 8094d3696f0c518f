"""Inboxes of the people whom visitors of the demo play: what the house would have told them of what happened lately."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from drittort.connect.introductions.actions import thread
from drittort.connect.introductions.models import Introduction, Side
from drittort.connect.needs.models import Need
from drittort.core.addresses import address
from drittort.members.models import Member
from drittort.members.notices.models import Notice
from drittort.spaces.models import Space

LATELY = 8
FRESH = timedelta(days=21)


def load_notices(space: Space, at: datetime) -> None:
    """Write the inboxes; the newest things are not read yet. Nothing of it is mailed: it is the past."""
    players = list(Member.objects.filter(space=space, attributes__has_key="plays").select_related("space"))
    rows = [row for member in players for row in (*introductions(member, at), *helped(member, at), new_device(member, at))]
    Notice.objects.bulk_create(row for row in rows if row.at <= at)


def introductions(member: Member, at: datetime) -> Iterator[Notice]:
    """The course of somebody's last introductions."""
    found = Introduction.objects.filter(Q(first=member) | Q(second=member)).order_by("-proposed_at")[:LATELY]
    sides = {s.introduction_id: s for s in Side.objects.filter(member=member, introduction__in=list(found))}
    for one in found:
        side = sides.get(one.pk)
        steps = [("proposed", one.proposed_at), ("introduced", one.introduced_at)]
        if side is not None and side.accepted_at is not None:
            steps.append(("expired", one.expired_at))
        for step, moment in steps:
            if moment is not None:
                yield notice(
                    member,
                    category="introduction",
                    thread=thread(one.pk),
                    key=f"introduction:{one.pk}:{step}",
                    moment=moment,
                    at=at,
                    code=f"introduction.{step}",
                    facts={"introduction": one.pk, "other": one.other(member.pk)},
                    path=address("connect:introduction", member.space.slug, one.pk),
                )


def helped(member: Member, at: datetime) -> Iterator[Notice]:
    """Who could help somebody lately."""
    for need in Need.objects.filter(member=member).exclude(answered_by=None).order_by("-answered_at")[:LATELY]:
        if need.answered_at is not None:
            yield notice(
                member,
                category="need",
                thread=f"need:{need.pk}",
                key=f"need:{need.pk}:answered:{need.answered_by_id}",
                moment=need.answered_at,
                at=at,
                code="need.answered",
                facts={"need": need.pk, "who": need.answered_by_id},
                path=address("connect:need", member.space.slug, need.pk),
            )


def new_device(member: Member, at: datetime) -> Notice:
    """A sign-in from elsewhere, some weeks ago."""
    return notice(
        member,
        category="security",
        thread="security",
        key="security:demo",
        moment=at - FRESH - timedelta(days=5),
        at=at,
        code="security.signed_in",
        facts={},
        path=address("members:me", member.space.slug),
    )


def notice(member: Member, *, moment: datetime, at: datetime, **fields: object) -> Notice:
    """One notice, read unless it is fresh."""
    return Notice(member=member, at=moment, seen_at=None if moment > at - FRESH else moment, **fields)
