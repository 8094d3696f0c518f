"""What the team decided in a review, in the house letter: for all members, and only where it was closed for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from drittort.core import letter
from drittort.core.letter import Item
from drittort.plan.review import words
from drittort.plan.review.models import MonthReview
from drittort.plan.review.queries import members_page
from drittort.spaces.models import Space

LONGEST = 240


def told(space: Space, since: datetime, until: datetime) -> Iterator[Item]:
    """The reviews that were told since the last letter."""
    for row in MonthReview.objects.filter(space=space, told_at__gt=since, told_at__lte=until).order_by("-month"):
        text = row.said if len(row.said) <= LONGEST else row.said[:LONGEST].rsplit(" ", 1)[0] + " …"
        yield Item(
            row.pk,
            _("What the house looked at in %(month)s") % {"month": words.month(row.month)},
            text,
            language=row.language if text else "",
        )


letter.block(
    "review", gettext_lazy("From the plan"), told, kind="month_review", path=members_page, place=65, most=1, in_order=True,
    counted=ngettext_lazy("one review", "%(n)s reviews", "n"),
)  # fmt: skip
