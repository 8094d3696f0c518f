"""Figures on what people agreed to, in steps in which no single yes or no can be seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from drittort.core.metrics import CONNECT, NOTHING, PRIVATE, SHARE, UP, Calendar, Figure, last_day, metric
from drittort.core.sums import LEAST
from drittort.members.membership.queries import belongs, spans
from drittort.members.models import Consent
from drittort.spaces.models import Space

STEP = 0.1
WHY = _("A consent is a person's own affair. The share is told in tenths, and only where five and more said yes and five and more did not.")


def banded(yes: int, whole: int) -> Figure:
    """A share in tenths, so that nobody can subtract one month from the next; only of five and more on either side, so it is never none or all."""
    if not whole:
        return NOTHING
    if min(yes, whole - yes) < LEAST:
        return PRIVATE
    return Figure(min(max(round(round(yes / whole / STEP) * STEP, 1), STEP), 1 - STEP))


def agreed(kind: str) -> Callable[[Space, Sequence[date]], Mapping[date, Figure]]:
    """The share of members whose consent of a kind stood at the end of a month."""

    def compute(space: Space, months: Sequence[date]) -> dict[date, Figure]:
        calendar = Calendar(space, months)
        given = defaultdict(list)
        rows = Consent.objects.filter(member__space=space, kind=kind).values_list("member_id", "given_at", "revoked_at")
        for member, begun, revoked in rows:
            given[member].append((begun, revoked))
        everybody = spans(space)
        told = {}
        for month in months:
            end = calendar.end(month)
            here = [pk for pk, each in everybody.items() if belongs(each, last_day(month))]
            yes = sum(any(begun < end and (over is None or over >= end) for begun, over in given[pk]) for pk in here if pk in given)
            told[month] = banded(yes, len(here))
        return told

    return compute


METHOD = {
    "formula": _("Members with the consent on the last day of the month / members on that day, rounded to a tenth."),
    "source": _("Consents with the moments at which they were given and taken back."),
    "limits": _("Small changes do not show. Nobody should be asked twice because of this figure."),
    "helps": _("Say in the house letter what a consent is for, and what happens without it."),
    "helps_at": "inform:letters",
    "why_private": WHY,
}  # fmt: skip
metric(
    "consent_introduced", _("Agreed to be introduced"), agreed(Consent.Kind.INTRODUCED), unit=SHARE, better=UP, program=CONNECT, element="connection",
    definition=_("The share of members who said that the house may introduce them."), **METHOD,
)  # fmt: skip
metric(
    "consent_counted", _("Agreed to be counted"), agreed(Consent.Kind.COUNTED), unit=SHARE, better=UP, program=CONNECT, element="connection",
    definition=_("The share of members who let their contacts count: so much of the house do the figures on ties rest upon."), **METHOD,
)  # fmt: skip
