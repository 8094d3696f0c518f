"""How soon somebody from outside knows where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from drittort.core.metrics import DAYS, DOWN, HOUSE, Calendar, Figure, gather, metric, middle
from drittort.joining.applications.models import Application
from drittort.spaces.models import Space

A_DAY = 86_400


def days(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """The median of days from an application to its decision, of those decided in a month."""
    calendar = Calendar(space, months)
    rows = Application.objects.filter(space=space, applied_at__isnull=False).annotate(decided=Coalesce("accepted_at", "declined_at"))
    rows = rows.filter(decided__gte=calendar.since, decided__lt=calendar.until)
    found = calendar.by_month(
        (decided, (decided - at).total_seconds() / A_DAY) for decided, at in rows.values_list("decided", "applied_at")
    )
    return gather(months, found, middle)


metric(
    "application_days", _("Days to an answer on an application"), days, unit=DAYS, better=DOWN, program=HOUSE, element="membership", gathers=True,
    why_private=_("Who applied is their own affair. The figure is told of five applications and more."),
    definition=_("How long people waited for a decision on their application, in days: half waited less, half longer."),
    formula=_("The median of the days from the application to yes or no, over decisions of the month."),
    source=_("Applications with their dated steps."),
    limits=_("A trial that was wanted makes the way longer. Who withdrew is left out."),
    helps=_("Applications wait under “Care now”; a first word may be short."), helps_at="joining:applications",
)  # fmt: skip
