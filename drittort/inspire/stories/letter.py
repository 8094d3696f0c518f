"""That the house reads a new story, in the house letter. It tells what the story grew out of and none of its words: a letter stays, a consent may be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from drittort.core import letter, telling
from drittort.core.addresses import address
from drittort.core.letter import MOST_MADE, Item
from drittort.inspire.stories.models import Story
from drittort.spaces.models import Space


def told(space: Space, since: datetime, until: datetime) -> Iterator[Item]:
    """What the house reads since the last letter, the newest first."""
    rows = Story.objects.shown().filter(space=space, shown_at__gt=since, shown_at__lte=until).order_by("-shown_at", "-pk")
    for story in rows[:MOST_MADE]:
        what = telling.label(story.subject)
        yield Item(
            story.pk,
            _("A new story: %(what)s, and what became of it") % {"what": what} if what else _("A new story from the house"),
            on_wall=True,
        )


def path(slug: str, thing: int) -> str:
    """The page of a story."""
    return address("inspire:story", slug, thing)


letter.block(
    "stories", gettext_lazy("What became of it"), told, kind="story", path=path, place=60, most=3, in_order=True, counted=ngettext_lazy("one story", "%(n)s stories", "n"),
)  # fmt: skip
