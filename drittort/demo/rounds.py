"""Two series of rounds of the demo house, with what came of the last ones: told as it went, without mail."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from drittort.connect.introductions import meeting as pairs
from drittort.connect.introductions import rules as introductions
from drittort.connect.introductions.models import Introduction, Round, Side
from drittort.connect.rounds import meeting
from drittort.connect.rounds.models import DraftSeat, Gathering, GroupDraft, NotWith, Seat, Series
from drittort.demo.texts import read
from drittort.members.models import Consent, Member
from drittort.spaces.models import Space

if TYPE_CHECKING:
    from drittort.connect.introductions.rounds import Ground


def load_rounds(space: Space, at: datetime) -> None:
    """Write the series and their past; the drafts of today are drawn by the engine afterwards."""
    chance = random.Random(space.pk)
    manager = Member.objects.filter(space=space, attributes__plays="manager").first()
    people = list(Member.objects.here().filter(space=space, paused_until=None).agreed(Consent.Kind.INTRODUCED).order_by("pk"))
    if len(people) < 12:
        return
    for row in read("rounds")["series"]:
        series = Series.objects.create(
            space=space, name=row["name"], text=row["text"], size=row["size"], rhythm=row["rhythm"], opened_at=at - timedelta(days=120),
            next_on=space.day(at) + timedelta(days=row["next_in"]), host=manager if row["host"] else None,
        )  # fmt: skip
        for days in row["rounds"]:
            moment = (at - timedelta(days=days)).astimezone(space.zone).replace(hour=9, minute=0, second=0, microsecond=0)
            load_round(series, [m for m in people if m.joined_on < space.day(moment)], moment, chance)
    if manager is not None:
        NotWith.objects.get_or_create(member=people[3], other=people[7], defaults={"at": at})


def load_round(series: Series, people: list[Member], at: datetime, chance: random.Random) -> None:
    """One round of the past: pairs or tables of people who were not brought together before, with their answers."""
    size = 2 if series.size == Series.Size.PAIRS else 5
    known = set(Introduction.objects.filter(space=series.space).values_list("first_id", "second_id"))
    made = Round.objects.create(
        space=series.space,
        series=series,
        made_at=at - timedelta(hours=24),
        seed=at.toordinal(),
        value=1,
        bound=1,
        engine="demo",
        change={},
        sends_at=at,
        sent_at=at,
    )
    order = chance.sample(people, min(len(people), 4 * size if size > 2 else 12))
    for position in range(0, len(order) - size + 1, size):
        group = sorted(order[position : position + size], key=lambda m: m.pk)
        if any((a.pk, b.pk) in known for a, b in combinations(group, 2)):
            continue
        yes = [m for m in group if chance.random() < 0.72]
        drafted = GroupDraft.objects.create(
            round=made, position=position, value=1, reasons=meeting.visible_reasons(group, series.space.day(at)), sent_at=at
        )
        DraftSeat.objects.bulk_create(DraftSeat(group=drafted, member=m) for m in group)
        if size == 2:
            drafted.introduction = pair(series, group, yes, at, drafted.reasons)
        else:
            drafted.gathering = table(series, group, yes, at, drafted.reasons)
        drafted.save(update_fields=["introduction", "gathering"])


def pair(series: Series, group: list[Member], yes: list[Member], at: datetime, reasons: list[object]) -> Introduction:
    """Two people, and what came of it."""
    end, both = at + introductions.OPEN_FOR, len(yes) == 2
    sat = at + timedelta(days=6)
    made = Introduction.objects.create(
        space=series.space, first=group[0], second=group[1], form=Introduction.Form.ROUND, proposed_at=at, expires_at=end, text=series.text, reasons=reasons,
        questions=pairs.questions(group[0], group[1], []), slots=pairs.slots(group[0], group[1], at),
        introduced_at=at + timedelta(hours=20) if both else None, expired_at=None if both else end, met_on=series.space.day(sat) if both else None,
    )  # fmt: skip
    Side.objects.bulk_create(
        Side(introduction=made, member=m, accepted_at=at + timedelta(hours=9) if m in yes else None, met_at=sat if both else None)
        for m in group
    )
    return made


def table(series: Series, group: list[Member], yes: list[Member], at: datetime, reasons: list[object]) -> Gathering:
    """A table, and what came of it."""
    end, sits = at + introductions.OPEN_FOR, len(yes) >= 2
    sat = end + timedelta(days=2)
    made = Gathering.objects.create(
        space=series.space, series=series, proposed_at=at, expires_at=end, text=series.text, reasons=reasons, slots=meeting.slot(group, end),
        introduced_at=end if sits else None, expired_at=None if sits else end, met_on=series.space.day(sat) if sits else None,
    )  # fmt: skip
    Seat.objects.bulk_create(
        Seat(gathering=made, member=m, accepted_at=at + timedelta(hours=9) if m in yes else None, met_at=sat if sits and m in yes else None)
        for m in group
    )
    return made


def draw_rounds(space: Space, at: datetime, ground: Ground) -> None:
    """Draw the drafts that stand on the rounds' pages today; a short search is enough for a house that nobody lives in."""
    from drittort.connect.rounds.drawing import draw

    for series in Series.objects.going().filter(space=space):
        draw(series=series, at=at, kicks=8, ground=ground)
