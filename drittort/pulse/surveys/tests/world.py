"""People enough for a survey, waves of it, and ballots as the form makes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from drittort.members.models import Account, Member
from drittort.pulse.surveys import box, counting
from drittort.pulse.surveys.models import SurveyChange, SurveyToken, SurveyWave
from drittort.pulse.surveys.tokens import mark_of
from drittort.spaces.models import Space

DAY = timedelta(days=1)
TOKEN = "a-link-of-somebody-AA"
QUESTIONS = [
    {"kind": "scale", "text": "Die Küche ist ein guter Ort.", "options": []},
    {"kind": "choice", "text": "Was fehlt am meisten?", "options": ["Ruhe", "Pflanzen", "Suppe"]},
    {"kind": "text", "text": "Was würdest du als Erstes ändern?", "options": []},
]
GROUPS = [{"name": "time"}, {"name": "location", "options": [["0", "Oben"], ["1", "Unten"]]}]


def crowd(house: Space, many: int, at: datetime) -> list[Member]:
    """So many more people with an address."""
    accounts = Account.objects.bulk_create(Account(email=f"p{k}@{house.slug}.example", created_at=at) for k in range(many))
    return Member.objects.bulk_create(
        Member(space=house, account=account, name=f"P{k} Schar", portrait="x", joined_on=(at - 100 * DAY).date())
        for k, account in enumerate(accounts)
    )


def wave_of(house: Space, at: datetime, number: int = 1, **more: Any) -> SurveyWave:
    """An open wave with a box whose key is thrown away; `more` for its columns."""
    told = {"closes_at": at + 14 * DAY, "groups": GROUPS, "questions": QUESTIONS, "language": "de", "invited": 40, "sent_at": at, **more}
    told.setdefault("lock", box.lock_of(box.new_key()))
    return SurveyWave.objects.create(space=house, number=number, opened_at=at, **told)


def ballot(rng: Random, mean: float = 3.6, **more: Any) -> dict[str, Any]:
    """What one person may answer; `more` for its parts."""
    bond = rng.gauss(mean, 0.6)
    items = [min(5, max(1, round(rng.gauss(bond, 0.7)))) for _ in range(8)]
    groups = {"time": rng.choice(["new", "long"]), "location": rng.choice(["0", "1"])}
    own = [rng.randrange(5), rng.randrange(3), f"Satz {rng.randrange(10**9)} von jemandem."]
    return {"items": items, "groups": groups, "own": own, **more}


def published(house: Space, at: datetime, number: int = 1, ballots: Sequence[dict[str, Any]] = (), **more: Any) -> SurveyWave:
    """A wave that is counted."""
    rng = Random(number)
    wave = wave_of(house, at - 20 * DAY, number, closes_at=at - 6 * DAY, **more)
    counting.publish(wave, ballots or [ballot(rng) for _ in range(32)], at - 6 * DAY)
    return wave


def link_of(house: Space) -> str:
    """The secret of a link of a house."""
    return f"{TOKEN[:-6]}{house.pk:06d}"


def for_pages(house: Space, member: Member, at: datetime, number: int) -> SurveyWave:
    """A published wave of a number with something changed because of it, and the next one open with one link to it."""
    wave = published(house, at, number)
    SurveyChange.objects.create(wave=wave, member=member, element="needs", text="Es gibt jetzt eine Ruhezone.", language="de", told_at=at)
    SurveyToken.objects.create(mark=mark_of(link_of(house)), wave=wave_of(house, at - DAY, number + 1))
    return wave
