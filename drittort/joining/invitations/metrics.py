"""Whether those who are asked in come in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core.metrics import HOUSE, SHARE, UP, Calendar, Figure, gather, metric, share
from drittort.joining.invitations.models import Invitation
from drittort.spaces.models import Space

WITHIN = timedelta(days=28)


def accepted(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """Of the invitations of a month, the share that was accepted within four weeks."""
    calendar = Calendar(space, months)
    rows = Invitation.objects.filter(space=space, withdrawn_at=None, invited_at__gte=calendar.since, invited_at__lt=calendar.until)
    found = calendar.by_month((at, yes is not None and yes <= at + WITHIN) for at, yes in rows.values_list("invited_at", "accepted_at"))
    return gather(months, found, lambda each: share(sum(each), len(each)))


metric(
    "invitations_accepted", _("Invitations accepted"), accepted, unit=SHARE, better=UP, program=HOUSE, element="membership", gathers=True, ripens=29,
    why_private=_("Who was asked in and did not come is between the two. The share is told of five invitations and more."),
    definition=_("Of the invitations of the month, the share that was accepted within four weeks."),
    formula=_("Accepted invitations / invitations that were not withdrawn."),
    source=_("Invitations with the days on which they were sent and accepted."),
    limits=_("Whoever was asked a second time counts by the first."),
    helps=_("A sentence of one's own in the invitation works better than any poster."), helps_at="joining:invitations",
)  # fmt: skip
