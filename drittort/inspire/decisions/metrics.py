"""Whether decisions have an outcome, and how many take part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core.metrics import INSPIRE, SHARE, UP, Calendar, Figure, metric, open_share, page
from drittort.core.sums import LEAST
from drittort.inspire.decisions.models import HouseDecision
from drittort.spaces.models import Space

SAID_WITHIN = timedelta(days=14)


def with_outcome(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """The share of counted decisions of which somebody said within two weeks what follows."""
    calendar = Calendar(space, months)
    rows = HouseDecision.objects.filter(space=space, dropped_at=None, closed_at__gte=calendar.since, closed_at__lt=calendar.until)
    found = calendar.by_month(
        (at, said is not None and said <= at + SAID_WITHIN) for at, said in rows.values_list("closed_at", "outcome_at") if at is not None
    )
    return {month: open_share(sum(each), len(each)) for month, each in found.items()}


def took_part(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """Of those who may take part in the decisions of a month, the share who did, over all of them."""
    calendar = Calendar(space, months)
    rows = HouseDecision.objects.filter(
        space=space,
        who=HouseDecision.Who.HOUSE,
        dropped_at=None,
        closed_at__gte=calendar.since,
        closed_at__lt=calendar.until,
        electors__gte=LEAST,
    )
    found = calendar.by_month(
        (at, (part, electors))
        for at, part, electors in rows.values_list("closed_at", "took_part", "electors")
        if at is not None and part is not None
    )
    return {
        month: open_share(sum(part for part, _all in each), sum(electors or 0 for _part, electors in each)) for month, each in found.items()
    }


DECISIONS = {
    "unit": SHARE,
    "better": UP,
    "program": INSPIRE,
    "element": "influence",
    "open": True,
    "rows": page("inspire:decisions"),
    "source": _("Decisions that were opened and counted; those that were called off are left out."),
}
metric(
    "decisions_outcome", _("Decisions with an outcome"), with_outcome, ripens=15, **DECISIONS,
    definition=_("Of the decisions counted in the month, the share of which somebody wrote within two weeks what follows from it."),
    formula=_("Decisions with an outcome within fourteen days / all counted decisions."),
    limits=_("An outcome is a sentence. Whether it was done stands on the decision's own page."),
    helps=_("Decisions without an outcome stand under “Care now”: one sentence is enough."), helps_at="inspire:decisions",
)  # fmt: skip
metric(
    "decisions_part", _("Who takes part in decisions"), took_part, **DECISIONS,
    definition=_("Of those who could take part in the house's decisions of the month, the share who did."),
    formula=_("Ballots and positions, over all decisions of the whole house / those who could take part in them."),
    limits=_("Decisions of a group or a location are left out. A secret ballot tells its number only."),
    helps=_("Ask about something small that people feel at their desk."), helps_at="inspire:new_decision",
)  # fmt: skip
