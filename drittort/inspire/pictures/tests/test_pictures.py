"""A picture shows while everybody agrees who can be seen in it, and whose story it is; with the first yes that is taken back it is gone, bytes and all."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.urls import reverse

from drittort.core.errors import Invalid, NotFound
from drittort.core.files import storage
from drittort.core.files.actions import decode
from drittort.core.files.models import StoredFile
from drittort.core.jobs.runner import run_due
from drittort.inspire.pictures import actions, queries, rules
from drittort.inspire.pictures.models import Picture, PictureConsent
from drittort.inspire.stories import actions as stories
from drittort.inspire.stories.tests.world import shown, told, upload
from drittort.members.models import Block, Member, Notice
from tests.cast import Cast

DAY = timedelta(days=1)


def brought(cast: Cast, story, *, by: Member | None = None, people=()) -> Picture:
    return actions.add_picture(
        actor=by or cast.mara, subject=f"story:{story.pk}", upload=decode(upload(), rules.PHOTO), alt="Zwei Leute an einem Tisch.", people=[one.pk for one in people],
        at=cast.now,
    )  # fmt: skip


def showing(cast: Cast) -> int:
    return sum(len(found) for found in queries.of(cast.house.pk, [p.subject for p in Picture.objects.all()]).values())


def test_it_waits_for_everybody_and_a_yes_taken_back_takes_it_along(cast: Cast):
    story = shown(cast)
    picture = brought(cast, story, people=[cast.ada])
    run_due(clock=lambda: cast.now)
    assert set(Notice.objects.filter(code="picture.asked").values_list("member__name", flat=True)) == {"Jonas Falk", "Ada Lenz"}
    assert showing(cast) == 0
    file = picture.file
    assert (rules.may_see(cast.neo, file), rules.may_see(cast.ada, file)) == (False, True)
    for one in (cast.jonas, cast.ada):
        actions.agree_to_picture(actor=one, picture_id=picture.pk, audience=actions.HOUSE, at=cast.now)
    assert (showing(cast), rules.may_see(cast.neo, file)) == (1, True)
    with pytest.raises(NotFound):
        actions.agree_to_picture(actor=cast.neo, picture_id=picture.pk, audience=actions.HOUSE, at=cast.now)
    bytes_of = storage.path_of(file, "m")
    assert bytes_of.exists()
    actions.take_back(actor=cast.ada, picture_id=picture.pk, audience=actions.HOUSE, at=cast.now)
    assert not Picture.objects.exists()
    assert not StoredFile.objects.filter(pk=file.pk).exists()


def test_a_no_looks_like_silence_and_both_end_after_a_month(cast: Cast):
    story = shown(cast)
    for answer in (None, actions.take_back):
        picture = brought(cast, story)
        if answer is not None:
            answer(actor=cast.jonas, picture_id=picture.pk, audience=actions.HOUSE, at=cast.now)
        assert [(one.shown, one.path != "") for one in queries.brought(cast.mara)] == [(False, True)]
        assert actions.forget_unanswered(at=cast.now + 29 * DAY) == 0
        assert actions.forget_unanswered(at=cast.now + 30 * DAY) == 1


def test_beside_a_block_nobody_is_asked_and_it_never_shows(cast: Cast):
    story = shown(cast)
    Block.objects.create(blocker=cast.ada, blocked=cast.mara, at=cast.now)
    picture = brought(cast, story, people=[cast.ada])
    actions.agree_to_picture(actor=cast.jonas, picture_id=picture.pk, audience=actions.HOUSE, at=cast.now)
    run_due(clock=lambda: cast.now)
    assert not Notice.objects.filter(code="picture.asked", member=cast.ada).exists()
    assert showing(cast) == 0


def test_who_would_rather_be_in_none_is_never_asked_and_nobody_learns_of_it(cast: Cast):
    story = shown(cast)
    _waits, kept = brought(cast, story, people=[cast.ada]), brought(cast, story, people=[cast.ada])
    actions.agree_to_picture(actor=cast.ada, picture_id=kept.pk, audience=actions.HOUSE, at=cast.now)
    for _twice in range(2):
        actions.want_pictures(actor=cast.ada, wanted=False, at=cast.now)
    brought(cast, story, people=[cast.ada])
    run_due(clock=lambda: cast.now)
    assert [one.house for one in queries.asked(cast.ada)] == [True], "what waits waits in vain; what she agreed to is hers to take back"
    assert not Notice.objects.filter(code="picture.asked", member=cast.ada).exists()
    assert {one.shown for one in queries.brought(cast.mara)} == {False}
    own = brought(cast, story, by=cast.mara, people=[cast.mara])
    actions.want_pictures(actor=cast.mara, wanted=False, at=cast.now)
    assert PictureConsent.objects.get(picture=own, member=cast.mara).house_at, "one's own yes stays one's own"
    browser, slug = cast.client(cast.ada), cast.house.slug
    assert browser.post(reverse("inspire:want_pictures", args=[slug]), {"wanted": "yes"}).status_code == 302
    assert queries.wants(cast.ada)


def test_who_is_deleted_does_not_count_as_a_yes(cast: Cast):
    story = shown(cast)
    brought(cast, story, people=[cast.neo])
    actions.agree_to_picture(actor=cast.jonas, picture_id=Picture.objects.get().pk, audience=actions.HOUSE, at=cast.now)
    Member.objects.filter(pk=cast.neo.pk).delete()
    assert showing(cast) == 0


def test_only_those_who_told_bring_one_and_say_what_can_be_seen(cast: Cast):
    story = told(cast)
    with pytest.raises(NotFound):
        brought(cast, story, by=cast.hanna)
    with pytest.raises(Invalid):
        actions.add_picture(
            actor=cast.mara, subject=f"story:{story.pk}", upload=decode(upload(), rules.PHOTO), alt=" ", people=[], at=cast.now
        )
    slug, browser = cast.house.slug, cast.client(cast.mara)
    there = reverse("inspire:add_picture", args=[slug, "story", story.pk])
    given = {"alt": "Ein Tisch.", "people": "", "nobody": "on"}
    assert browser.post(there, {**given, "picture": io.BytesIO(b"no picture")}).status_code == 422
    sent = io.BytesIO(upload().content)
    sent.name = "hof.jpg"
    assert browser.post(there, {**given, "picture": sent}).status_code == 302
    assert browser.get(reverse("inspire:my_pictures", args=[slug])).status_code == 200
    assert browser.get(reverse("inspire:add_picture", args=[slug, "nothing", 1])).status_code == 404


def test_outside_the_house_it_is_seen_only_as_long_as_all_agree_to_that(cast: Cast):
    story, browser = shown(cast, public=True), cast.client(None)
    picture = brought(cast, story)
    there = reverse("inspire:public_picture", args=[cast.house.slug, picture.pk, "m"])
    for one in (cast.mara, cast.jonas):
        actions.agree_to_picture(actor=one, picture_id=picture.pk, audience=actions.HOUSE, at=cast.now)
    assert browser.get(there).status_code == 404
    for one in (cast.mara, cast.jonas):
        actions.agree_to_picture(actor=one, picture_id=picture.pk, audience=actions.PUBLIC, at=cast.now)
    answer = browser.get(there)
    assert (answer.status_code, answer["Cache-Control"], dict(answer.cookies)) == (200, "no-store", {})
    stories.withdraw(actor=cast.jonas, story_id=story.pk, audience=stories.PUBLIC, at=cast.now)
    assert browser.get(there).status_code == 404, "the story is not public any more"
