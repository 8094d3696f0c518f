"""Stories for tests: a need that helped, and what the two tell of it."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

from PIL import Image

from drittort.connect.needs.models import Need
from drittort.core.files.actions import Bytes, decode
from drittort.core.jobs.runner import run_due
from drittort.inspire.history.actions import write_entry
from drittort.inspire.milestones.models import Milestone
from drittort.inspire.pictures.actions import add_picture, agree_to_picture
from drittort.inspire.pictures.rules import PHOTO
from drittort.inspire.stories import actions
from drittort.inspire.stories.actions import Answers
from drittort.inspire.stories.models import Story, StorySide
from drittort.inspire.thanks.actions import say_thanks
from drittort.members.models import Member
from tests.cast import Cast

DAY = timedelta(days=1)
MARA = Answers("Er hing am Brett.", "Wir saßen zwei Stunden über Belegen.", "Seitdem schlafe ich wieder.", "de")
JONAS = Answers("I pinned a note.", "She came by with tea.", "My taxes are done.", "en")


def helped(cast: Cast, *, days: int = 22) -> Need:
    """Jonas looked for something, and Mara helped, some days ago."""
    at = cast.now - days * DAY
    return Need.objects.create(
        space=cast.house, member=cast.jonas, text="Umsatzsteuer", language="de", opened_at=at - DAY, answered_at=at, answered_by=cast.mara, told_at=at, helped_at=at,
        helped_by=cast.mara,
    )  # fmt: skip


def asked(cast: Cast) -> Story:
    """Both were asked for it."""
    helped(cast)
    actions.find_stories(space=cast.house, at=cast.now)
    run_due(clock=lambda: cast.now)
    return Story.objects.get()


def tells(member: Member, story: Story, answers: Answers, at: datetime) -> None:
    """Somebody sends their side."""
    actions.tell_side(actor=member, story_id=story.pk, answers=answers, send=True, at=at)


def told(cast: Cast) -> Story:
    """Both have told, and nobody agreed to anything yet."""
    story = asked(cast)
    tells(cast.mara, story, MARA, cast.now)
    tells(cast.jonas, story, JONAS, cast.now)
    return Story.objects.get()


def shown(cast: Cast, *, public: bool = False) -> Story:
    """The house reads it, or everybody."""
    story = told(cast)
    for one in (cast.mara, cast.jonas):
        actions.agree(actor=one, story_id=story.pk, audience=actions.PUBLIC if public else actions.HOUSE, at=cast.now)
    run_due(clock=lambda: cast.now)
    return Story.objects.get()


def memory(cast: Cast, at: datetime) -> dict[str, int]:
    """One of everything that the house remembers, for tests of all pages: a story that everybody reads, a picture, thanks, a day, an entry. Ids by address."""
    story = actions.begin_story(actor=cast.mara, others=[cast.jonas], answers=MARA, at=at)
    tells(cast.jonas, story, JONAS, at)
    for one in (cast.mara, cast.jonas):
        actions.agree(actor=one, story_id=story.pk, audience=actions.PUBLIC, at=at)
    actions.write_text(actor=cast.mara, story_id=story.pk, title="Der Schuhkarton", text="Es begann mit Belegen.", seen=0, at=at)
    side = StorySide.objects.get(story=story, member=cast.mara)
    actions.pick_quote(actor=cast.hanna, side_id=side.pk, text="Seitdem schlafe ich wieder.", use="site", at=at)
    picture = add_picture(
        actor=cast.mara, subject=f"story:{story.pk}", upload=decode(upload(), PHOTO), alt="Ein Tisch im Hof.", people=[cast.mara.pk], at=at
    )
    for audience in (actions.HOUSE, actions.PUBLIC):
        for one in (cast.mara, cast.jonas):
            agree_to_picture(actor=one, picture_id=picture.pk, audience=audience, at=at)
    thanks = say_thanks(actor=cast.jonas, people=[cast.mara], text="Danke für den Tee.", language="de", audience="house", at=at)
    day = Milestone.objects.create(space=cast.house, kind="years", member=cast.ada, on=cast.house.day(at), number=3)
    entry = write_entry(actor=cast.mara, year=2019, on=None, title="Die erste Kaffeemaschine", text="", language="de", at=at)
    return {
        **dict.fromkeys(("story", "tell_story", "story_text", "story_step", "public_story"), story.pk),
        **dict.fromkeys(("picture_step", "public_picture"), picture.pk),
        "add_picture": story.pk,
        "thanks_step": thanks.pk,
        "congratulate": day.pk,
        **dict.fromkeys(("edit_history_entry", "history_step"), entry.pk),
    }


def upload() -> Bytes:
    """A picture as somebody brings it."""
    out = io.BytesIO()
    Image.new("RGB", (640, 420), "olive").save(out, "JPEG")
    return Bytes("hof.jpg", out.getvalue())
