"""Every page of the house reads the same to whoever is blocked: as it would if the two were kept apart for a reason that has nothing to do with them.

`test_blocks.py` runs every form in which people are brought together. This goes over all pages that a member can open, in a house with a thing of every kind in it: lists,
suggestions, search, the own ties, figures, copies, calendars and answers for scripts. Those by which people meet each day, of the others one third, and all of them in three.
"""

# ruff: noqa: F811  (fixtures that were imported)

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from drittort.connect.introductions.models import Exclusion
from drittort.core.jobs.runner import run_due
from drittort.members.models import Block
from tests.architecture.test_permissions import ACCOUNT, MATRIX, MEMBER, OPEN, SIGNED_IN, addresses, cast, known  # noqa: F401
from tests.cast import Cast
from tests.quiet import Clock, Course, differences, nothing

NEW_EACH_TIME = {"members:code_app"}
"""A key for an app is drawn with every look."""
EVERY_DAY, THIRDS = ("connect:", "talk:", "network:", "home:"), 3
PAGES = sorted(
    name
    for name, rule in MATRIX.items()
    if rule.who in (OPEN, SIGNED_IN, ACCOUNT, MEMBER) and "GET" in rule.methods.split() and name not in NEW_EACH_TIME
)


def the_house_keeps_them_apart(cast: Cast) -> None:
    low, high = sorted((cast.mara, cast.jonas), key=lambda member: member.pk)
    Exclusion.objects.create(space=cast.house, first=low, second=high, by=cast.hanna, at=cast.now)


def mara_blocks_jonas(cast: Cast) -> None:
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)


def test_no_page_of_the_house_tells_of_a_block(cast: Cast, addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.localdate().toordinal() % THIRDS
    # Keys of forms and the faces of the game of names are drawn anew each time.
    monkeypatch.setattr(uuid, "uuid4", lambda: uuid.UUID(int=7))
    monkeypatch.setattr("drittort.members.people.views.random.randint", lambda least, most: 7)
    course = Course(cast, Clock(cast.now).hold(monkeypatch), due=())
    pages = [addresses[name] for place, name in enumerate(PAGES) if name.startswith(EVERY_DAY) or place % THIRDS == today]
    # What was there before is told before.
    run_due(clock=lambda: cast.now + timedelta(minutes=1))
    kept_apart, blocked = (
        course.run(step, nothing, watchers={cast.jonas: pages}, moments=[cast.now + timedelta(minutes=1)])
        for step in (the_house_keeps_them_apart, mara_blocks_jonas)
    )
    assert sum(kept_apart[0][str((cast.jonas.name, page))][0] == 200 for page in pages) > 60
    assert differences(blocked, kept_apart) == []
