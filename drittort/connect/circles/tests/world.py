"""A circle for tests: eight people of as many companies, who may all sit together."""

from __future__ import annotations

from datetime import timedelta

from drittort.connect.circles import actions
from drittort.connect.circles.models import Circle, CircleSeason
from drittort.members.models import Company, Employment, Member, StandingLine
from tests.cast import Cast, person

DAY = timedelta(days=1)


def without_encoder(cast: Cast) -> None:
    """Nobody seeks or offers anything: what fits by meaning has tests of its own, and the encoder is slow to load."""
    StandingLine.objects.all().delete()
    Employment.objects.filter(member=cast.ada).update(company=Company.objects.create(space=cast.house, name="Ada Lenz"))


def eight(cast: Cast) -> list[Member]:
    """Eight people of the house."""
    return [*cast.everybody(), person(cast.house, "Ruth Adler"), person(cast.house, "Timo Beck")]


def season(cast: Cast, **more: object) -> CircleSeason:
    """A season of the house, by hand unless it is said otherwise."""
    wanted = {
        "theme": "role", "words": "Gründen", "text": "Wer allein gründet.", "language": "de", "every_days": 14, "minutes": 90,
        "first_at": cast.now + 10 * DAY, "confidence": "Was hier gesagt wird, bleibt hier.", "location": cast.upstairs, **more,
    }  # fmt: skip
    return actions.open_season(actor=cast.hanna, wanted=wanted, at=cast.now)


def host(cast: Cast) -> Member:
    """Somebody who hosts circles and sits in none."""
    found = Member.objects.filter(space=cast.house, name="Greta Runde").first() or person(cast.house, "Greta Runde", consents=())
    found.roles = ["circle-host"]
    found.save(update_fields=["roles"])
    return found


def asked(cast: Cast, people: list[Member]) -> Circle:
    """A circle whose people were asked by hand."""
    made = season(cast)
    return actions.ask_by_hand(actor=host(cast), season_id=made.pk, members={m.pk for m in people}, at=cast.now)


def running(cast: Cast, people: list[Member]) -> Circle:
    """A circle to which everybody said yes."""
    circle = asked(cast, people)
    for one in people:
        actions.say_yes(actor=one, circle_id=circle.pk, at=cast.now)
    return Circle.objects.get(pk=circle.pk)
