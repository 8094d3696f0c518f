"""The house letter as a running part of the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from drittort.core import running
from drittort.core.running import Meeting
from drittort.inform.letter.models import Letter
from drittort.inform.letter.sending import CATEGORY
from drittort.spaces.models import Space


def meetings(space: Space, since: datetime, until: datetime) -> Iterator[Meeting]:
    """When letters went out, and when the one that is being made will."""
    rows = Letter.objects.filter(space=space, due_at__gte=since, due_at__lt=until, skipped_at=None)
    for due_at, sent_at in rows.values_list("due_at", "sent_at"):
        yield Meeting(0, sent_at or due_at, 0)


running.the_only(
    "letter", _("House letter"), _("once a week, everything that one must know"), "inform:letters", prefixes=(f"{CATEGORY}:",), begin="inform:letter_plan",
    meetings=meetings,
)  # fmt: skip
