"""What Heute shows: at most three introductions for me, my next events, new faces, needs that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import date_format

from drittort.connect.introductions import queries as introductions
from drittort.connect.needs import queries as needs
from drittort.inspire.events import queries as events
from drittort.members.consents.actions import standing
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.members.people.words import first_name

NEW = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Today:
    """Everything of the page."""

    date: str
    name: str
    cards: tuple[introductions.Card, ...]
    events: tuple[events.Next, ...]
    needs: tuple[needs.Card, ...]
    new: tuple[Face, ...]
    asks_consent: bool


def today(member: Member, at: datetime) -> Today:
    """The day of a member."""
    day = member.space.day(at)
    cards, _more = introductions.list_for(member, at)
    new_ids = list(
        Member.objects.filter(space_id=member.space_id, joined_on__gte=day - NEW, joined_on__lte=day)
        .here()
        .exclude(pk=member.pk)
        .order_by("-joined_on", "-id")
        .values_list("pk", flat=True)[:6]
    )
    waiting = needs.newest_open(member, at)
    found = faces(member.space_id, {*new_ids, *needs.people_in(waiting)})
    return Today(
        date=f"{date_format(day, 'l')}, {date_format(day, 'MONTH_DAY_FORMAT')}",
        name=first_name(member.name),
        cards=tuple(card for card in cards if card.state in {"asked", "introduced"})[:3],
        events=tuple(events.mine_ahead(member, at)),
        needs=tuple(needs.cards(member, waiting, at, found)),
        new=tuple(found[i] for i in new_ids),
        # Whom introductions wait for has agreed to them.
        asks_consent=not cards and not standing(member),
    )
