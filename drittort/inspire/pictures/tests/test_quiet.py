"""Beside a block somebody is not asked for a picture, and whoever brought it reads what they would beside silence."""

from __future__ import annotations

from itertools import count

import pytest
from django.urls import reverse

from drittort.core.files.actions import decode
from drittort.inspire.pictures.actions import HOUSE, add_picture, take_back
from drittort.inspire.pictures.models import Picture
from drittort.inspire.pictures.rules import PHOTO
from drittort.inspire.stories import actions as stories
from drittort.inspire.stories.models import Story
from drittort.inspire.stories.tests.world import DAY, JONAS, upload
from drittort.members.models import Block
from tests.cast import Cast
from tests.quiet import Clock, Course, differences, nothing


def test_a_no_and_a_block_look_like_silence(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    clock, slug = Clock(cast.now).hold(monkeypatch), cast.house.slug
    stories.begin_story(actor=cast.jonas, others=[], answers=JONAS, at=cast.now)
    brought = decode(upload(), PHOTO)
    pages = [reverse("inspire:my_pictures", args=[slug]), reverse("inspire:story", args=[slug, Story.objects.get().pk])]

    def shows_her(cast: Cast) -> None:
        subject = f"story:{Story.objects.get().pk}"
        add_picture(actor=cast.jonas, subject=subject, upload=brought, alt="Mara am Tisch.", people=[cast.mara.pk], at=cast.now)

    def mara_blocks_jonas(cast: Cast) -> None:
        Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now)

    def mara_says_no(cast: Cast) -> None:
        take_back(actor=cast.mara, picture_id=Picture.objects.get().pk, audience=HOUSE, at=cast.now)

    def course(before, after):
        names = count()
        monkeypatch.setattr("drittort.core.files.actions.new_token", lambda: f"{next(names):032}")
        return Course(cast, clock, due=()).run(
            before, shows_her, after, watchers={cast.jonas: pages, cast.mara: []}, moments=[cast.now + DAY, cast.now + 20 * DAY]
        )

    silence, blocked, refused = course(nothing, nothing), course(mara_blocks_jonas, nothing), course(nothing, mara_says_no)
    assert [what for what in differences(silence, blocked) if "Jonas" in what[1]] == []
    assert [what for what in differences(silence, refused) if "Jonas" in what[1]] == []
    key = str((cast.mara.name, "notices"))
    assert silence[0][key] != blocked[0][key], "without a block she is asked"
