"""Beside a block an event is what it is for everybody: one comes, and reads who comes. Words to who hosts it look given and never reach them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from drittort.inspire.events import actions, queries
from drittort.inspire.events.models import Event, Registration
from drittort.inspire.events.tests.test_events import announced
from drittort.members.models import Block
from tests.cast import Cast
from tests.quiet import Clock, Course, differences, nothing

DAY = timedelta(days=1)


def mara_blocks_jonas(cast: Cast) -> None:
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)


def jonas_blocks_mara(cast: Cast) -> None:
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)


@pytest.fixture
def soup(cast: Cast) -> Event:
    """Mara's soup, with a question."""
    return announced(cast, question="Was isst du nicht?")


def comes(cast: Cast) -> None:
    actions.register(actor=cast.jonas, event_id=Event.objects.get().pk, answer="Sellerie", shown=True, at=cast.now)


def test_who_is_blocked_reads_what_they_would_without_the_block(cast: Cast, soup: Event, monkeypatch: pytest.MonkeyPatch):
    clock, slug = Clock(cast.now).hold(monkeypatch), cast.house.slug
    paths = [reverse("inspire:event", args=[slug, soup.pk]), *(reverse(f"inspire:{name}", args=[slug]) for name in ("events", "calendar"))]
    course = Course(cast, clock, due=())
    moments = [cast.now, cast.now + DAY]
    for block, blocked in ((mara_blocks_jonas, cast.jonas), (jonas_blocks_mara, cast.mara)):
        # Whoever is blocked, and somebody who has nothing to do with it.
        others = {blocked: paths, cast.ada: paths}
        began = comes if blocked == cast.jonas else nothing
        plain, beside = (course.run(before, began, watchers=others, moments=moments) for before in (nothing, block))
        assert differences(plain, beside) == [], block


@pytest.mark.parametrize("block", [mara_blocks_jonas, jonas_blocks_mara])
def test_an_answer_beside_a_block_looks_given_and_never_reaches_the_host(cast: Cast, soup: Event, block):
    block(cast)
    comes(cast)
    (one,) = queries.one(cast.mara, soup.pk, cast.now).coming
    assert (one.name, one.answer) == ("Jonas Falk", "")
    assert queries.one(cast.jonas, soup.pk, cast.now).my_answer == "Sellerie"
    # Not now, and not when the block is taken back.
    Block.objects.all().delete()
    comes(cast)
    assert Registration.objects.get().withheld
    assert queries.one(cast.mara, soup.pk, cast.now).coming[0].answer == ""
    actions.register(actor=cast.jonas, event_id=soup.pk, answer="Sellerie und Fenchel", at=cast.now)
    assert queries.one(cast.mara, soup.pk, cast.now).coming[0].answer == "Sellerie und Fenchel"
