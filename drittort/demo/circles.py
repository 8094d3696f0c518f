"""A circle of the demo house after its second meeting, and a call that is open: told as it went, without mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from drittort.connect.circles import actions, rules
from drittort.connect.circles.models import Circle, CirclePresence, CircleSeason, CircleSeat, CircleWish, Commitment
from drittort.connect.rounds.models import NotWith
from drittort.demo.texts import read
from drittort.members.models import Block, Consent, Employment, Member
from drittort.spaces.models import Location, Space
from drittort.talk.conversations.models import Conversation, Message, Participant

PEOPLE = 6
FEWEST = 16


def load_circles(space: Space, at: datetime) -> None:
    """Write the running circle with what its people took on, and the call with those who would like to be in."""
    texts = read("circles")
    manager = Member.objects.filter(space=space, attributes__plays="manager").first()
    member = Member.objects.filter(space=space, attributes__plays="member").first()
    open_to = Member.objects.here().filter(space=space, paused_until=None).agreed(Consent.Kind.INTRODUCED)
    people = [m for m in open_to.order_by("pk") if m != manager]
    if member is None or len(people) < FEWEST:
        return
    place = Location.objects.filter(space=space).order_by("pk").first()
    usual = {
        "space": space,
        "host": manager,
        "theme": CircleSeason.Theme.ROLE,
        "language": "de",
        "every_days": 14,
        "minutes": 90,
        "location": place,
    }
    evening = at.astimezone(space.zone).replace(hour=17, minute=0, second=0, microsecond=0)
    running, call = texts["running"], texts["call"]
    wanted = ("words", "text", "confidence", "place")
    season = CircleSeason.objects.create(
        **usual, **{name: running[name] for name in wanted}, first_at=evening - timedelta(days=25), opened_at=at - timedelta(days=50),
        open_until=space.day(at) - timedelta(days=38), closed_at=at - timedelta(days=36),
    )  # fmt: skip
    sit = together(member, people)
    if len(sit) == PEOPLE:
        load_running(season, sit, running, at)
    season = CircleSeason.objects.create(
        **usual, **{name: call[name] for name in wanted}, first_at=evening + timedelta(days=21), opened_at=at - timedelta(days=3),
        open_until=space.day(at) + timedelta(days=9),
    )  # fmt: skip
    others = [m for m in people if m not in sit][2::3]
    CircleWish.objects.bulk_create(
        CircleWish(season=season, member=m, stage=stage, at=at - timedelta(hours=5 * k + 3))
        for k, (m, stage) in enumerate(zip(others, call["stages"], strict=False))
    )


def together(member: Member, people: Sequence[Member]) -> list[Member]:
    """The member and five others of as many companies who may sit together."""
    work = dict(Employment.objects.filter(member__in=people, until_on=None).values_list("member_id", "company_id"))
    apart = {frozenset(pair) for pair in Block.objects.filter(blocker__in=people).values_list("blocker_id", "blocked_id")}
    apart |= {frozenset(pair) for pair in NotWith.objects.filter(member__in=people).values_list("member_id", "other_id")}
    found = [member]
    for one in people[1::4]:
        strange = one.pk not in {m.pk for m in found} and work.get(one.pk) not in {work.get(m.pk) for m in found}
        if len(found) < PEOPLE and strange and not any(frozenset((one.pk, m.pk)) in apart for m in found):
            found.append(one)
    return found


def load_running(season: CircleSeason, sit: Sequence[Member], texts: dict[str, Any], at: datetime) -> None:
    """The circle before its third meeting."""
    asked = at - timedelta(days=36)
    circle = Circle.objects.create(
        space=season.space, season=season, asked_at=asked, expires_at=asked + timedelta(days=7), begun_at=asked + timedelta(days=3)
    )
    CircleSeat.objects.bulk_create(CircleSeat(circle=circle, member=m, accepted_at=asked + timedelta(days=1)) for m in sit)
    actions.set_dates(circle, asked)
    meetings = rules.meetings(circle)
    for meeting in meetings[:2]:
        CirclePresence.objects.bulk_create(
            CirclePresence(meeting=meeting, member=m, at=meeting.starts_at + timedelta(hours=2)) for m in sit if m != sit[-meeting.number]
        )
    Commitment.objects.bulk_create(
        Commitment(
            meeting=meetings[number - 1], member=sit[who], text=text, made_at=meetings[number - 1].starts_at + timedelta(minutes=80),
            said=said, checked_at=meetings[number].starts_at + timedelta(minutes=20) if said else None,
        )
        for who, number, text, said in texts["took_on"]
    )  # fmt: skip
    begun = meetings[1].starts_at + timedelta(hours=16)
    talk = Conversation.objects.create(
        space=season.space,
        code=sha256(f"{season.space.slug}:circle".encode()).hexdigest()[:16],
        begun_at=begun,
        begun_by=sit[2],
        about=f"circle:{circle.pk}",
    )
    said = [
        Message.objects.create(conversation=talk, author=sit[who], at=begun + timedelta(minutes=41 * k), text=text)
        for k, (who, text) in enumerate(texts["said"])
    ]
    Participant.objects.bulk_create(
        Participant(
            conversation=talk, member=m, joined_at=begun, newest_id=said[-1].pk, newest_at=said[-1].at, notified_up_to=said[-1].pk, seen_up_to=said[-1].pk
        )
        for m in sit
    )  # fmt: skip
