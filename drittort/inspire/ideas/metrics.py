"""Whether the house answers ideas in time, and who has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from drittort.core.metrics import INSPIRE, SHARE, UP, Calendar, Figure, gives, metric, open_share, page
from drittort.inspire.ideas import rules
from drittort.inspire.ideas.models import Idea
from drittort.spaces.models import Space


def in_time(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """The share of ideas that had a first word of the house by the day that was promised."""
    calendar = Calendar(space, months)
    rows = Idea.objects.standing().filter(space=space, at__gte=calendar.since, at__lt=calendar.until).annotate(first=Min("steps__at"))
    found = calendar.by_month(
        (at, first is not None and space.day(first) <= rules.word_until(space, at)) for at, first in rows.values_list("at", "first")
    )
    return {month: open_share(sum(each), len(each)) for month, each in found.items()}


def giving(space_id: int, since: datetime, until: datetime) -> Iterator[tuple[datetime, int | None]]:
    """Who had an idea for the house."""
    return Idea.objects.standing().filter(space=space_id, at__gte=since, at__lt=until).values_list("at", "member_id").iterator()


gives("ideas", giving)
metric(
    "ideas_in_time", _("Ideas answered in time"), in_time, unit=SHARE, better=UP, program=INSPIRE, element="influence", open=True, ripens=91,
    rows=page("inspire:ideas"),
    definition=_("Of the ideas of the month, the share to which the house said a first word by the day that it had promised."),
    formula=_("Ideas with a first step in time / all ideas that stand under their own name."),
    source=_("Ideas and the steps of the house; the number of days stands among the house's decisions."),
    limits=_("A first word can be a kind no. Told three months later, for so long a promise may run."),
    helps=_("Say a first word now: that it was read, and until when there is more."), helps_at="inspire:ideas",
)  # fmt: skip
