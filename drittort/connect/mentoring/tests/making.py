"""Seasons that several tests begin with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from drittort.connect.mentoring import actions, drawing
from drittort.connect.mentoring.actions import Frame, Wanted
from drittort.connect.mentoring.models import MentoringApplication, MentoringPair, MentoringSeason
from drittort.members.models import Member
from tests.cast import Cast, person

DAY = timedelta(days=1)
MENTOR, MENTEE = MentoringApplication.Side.MENTOR, MentoringApplication.Side.MENTEE


def words_only() -> None:
    """No encoder: words and themes decide."""


def season_of(cast: Cast, **more: Any) -> MentoringSeason:
    """A season of four months, open to apply for ten days."""
    today = cast.house.day(cast.now)
    frame = Frame("Herbststaffel", "Vier Monate, zwei Leute.", today + 10 * DAY, today + 27 * DAY, today + 145 * DAY, 2)
    return actions.open_season(actor=cast.hanna, frame=frame, at=cast.now)


def applies(cast: Cast, season: MentoringSeason, who: Member, side: str, *topics: str, **more: Any) -> MentoringApplication:
    """Somebody applies."""
    wanted = Wanted(
        more.get("text", "Ich bringe Zeit mit."),
        topics or ("money",),
        more.get("languages", ("de",)),
        more.get("days", (1,)),
        more.get("mentees", 1),
    )
    return actions.apply(actor=who, season_id=season.pk, side=side, wanted=wanted, at=cast.now)


def people(cast: Cast, count: int, name: str = "Person") -> list[Member]:
    """Further people of the house."""
    return [person(cast.house, f"{name}{k} Neu") for k in range(count)]


def drafted(cast: Cast, season: MentoringSeason, at: Any = None) -> MentoringSeason:
    """The draft of a season, drawn by words."""
    at = at or cast.now + 17 * DAY
    assert drawing.draw_draft(season=season, at=at, affinity=words_only)
    season.refresh_from_db()
    return season


def asked(cast: Cast) -> MentoringPair:
    """Jonas and Mara, who were asked a moment ago."""
    season = season_of(cast)
    applies(cast, season, cast.jonas, MENTOR)
    applies(cast, season, cast.mara, MENTEE)
    drafted(cast, season, cast.now)
    actions.send_season(actor=cast.hanna, season_id=season.pk, at=cast.now)
    return MentoringPair.objects.get()


def begun(cast: Cast) -> MentoringPair:
    """Jonas and Mara, who both said yes."""
    pair = asked(cast)
    for who in (cast.jonas, cast.mara):
        pair = actions.accept_pair(actor=who, pair_id=pair.pk, at=cast.now)
    return pair
