"""A no to a story is silence for the other side, and so is a block that was set after the question."""

from __future__ import annotations

import pytest
from django.urls import reverse

from drittort.inspire.stories import actions
from drittort.inspire.stories.models import Story
from drittort.inspire.stories.tests.world import DAY, JONAS, MARA, asked, tells
from drittort.members.models import Block
from tests.cast import Cast
from tests.quiet import Clock, Course, differences, nothing


def test_nothing_tells_a_no_or_a_block_from_silence(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    clock, slug = Clock(cast.now).hold(monkeypatch), cast.house.slug

    def jonas_tells(cast: Cast) -> None:
        tells(cast.jonas, Story.objects.get(), JONAS, cast.now)

    def mara_declines(cast: Cast) -> None:
        actions.decline(actor=cast.mara, story_id=Story.objects.get().pk, never=True, at=cast.now)

    def mara_blocks_and_tells(cast: Cast) -> None:
        Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)
        tells(cast.mara, Story.objects.get(), MARA, cast.now)

    def pages(story_id: int) -> list[str]:
        return [
            reverse("inspire:story", args=[slug, story_id]),
            reverse("inspire:my_stories", args=[slug]),
            reverse("inspire:stories", args=[slug]),
        ]

    story = asked(cast)
    watchers = {cast.jonas: pages(story.pk), cast.hanna: [reverse("inspire:stories_waiting", args=[slug])]}
    silence, refused, blocked = (
        Course(cast, clock, due=()).run(jonas_tells, nothing, after, watchers=watchers, moments=[cast.now + DAY, cast.now + 40 * DAY])
        for after in (nothing, mara_declines, mara_blocks_and_tells)
    )
    assert differences(silence, refused) == []
    assert differences(silence, blocked) == []
