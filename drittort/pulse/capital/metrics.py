"""The figures of the network over the months, for the plan: as they were published."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from drittort.core.metrics import DAYS, DOWN, NEITHER, NUMBER, SHARE, UP, Compute, Figure, metric
from drittort.network.queries import published
from drittort.pulse.capital.models import CapitalMonth

SOURCE = _("Days of contact between people who agreed to be counted, published once a month")
LIMITS = _(
    "None below 20 people with a tie. A month stays as it was published, whoever takes the consent back later; only who agreed is seen, and how many they are is told in fives."
)
WHY_PRIVATE = _("Who has to do with whom is nobody's business: only figures of the whole are told.")


def from_report(measure: str, *, of_people: bool = True) -> Compute:
    """A measure of the report by month, as it was published. A share of something else than people does not rest on their number, as a share of people would."""

    def compute(space: Any, months: Sequence[date]) -> Mapping[date, Figure]:
        if not months:
            return {}
        wanted = set(months)
        line = published(space.pk, min(months), max(months)).get(measure, [])
        return {one.month: Figure(one.value, one.people if of_people else 0) for one in line if one.month in wanted}

    return compute


def from_months(figure: Callable[[dict[str, Any]], Figure]) -> Compute:
    """A figure of what was published of a month."""

    def compute(space: Any, months: Sequence[date]) -> Mapping[date, Figure]:
        rows = CapitalMonth.objects.filter(space=space, month__in=list(months)).values_list("month", "content")
        return {month: figure(content) for month, content in rows}

    return compute


def without_best(content: dict[str, Any]) -> Figure:
    """Who could still reach each other without the best connected."""
    return Figure(content["giant"]["without"])


def network_metric(
    name: str,
    label: Any,
    compute: Compute,
    *,
    unit: str,
    better: str,
    definition: Any,
    formula: Any,
    helps: Any,
    helps_at: str,
    **more: Any,
) -> None:
    """A figure of the network: they share their source, their limits and why nobody sees behind them."""
    metric(
        name, label, compute, unit=unit, better=better, program="connect", element="connection", definition=definition, formula=formula,
        source=SOURCE, limits=LIMITS, why_private=WHY_PRIVATE, helps=helps, helps_at=helps_at, **more,
    )  # fmt: skip


network_metric(
    "local_bridges",
    _("Bridges"),
    from_report("local_bridges", of_people=False),
    unit=SHARE,
    counted=False,
    better=NEITHER,
    definition=_("The share of ties that join two people who know nobody in common. News comes over these."),
    formula=_("Ties whose two people share no contact, divided by all ties (Granovetter 1973)."),
    helps=_("Introduce people of different companies and trades to each other."),
    helps_at="connect:between",
)
network_metric(
    "ei_index",
    _("Outward or inward"),
    from_report("company.ei_index"),
    unit=NUMBER,
    about=True,
    lowest=-1.0,
    highest=1.0,
    better=NEITHER,
    definition=_("Whether ties stay inside companies (−1) or lead outside (+1)."),
    formula=_("Ties to other companies minus ties inside, divided by both together (Krackhardt and Stern 1988)."),
    helps=_("See which ties between companies are missing, and make one."),
    helps_at="connect:between",
)
network_metric(
    "efficiency",
    _("Short ways"),
    from_report("efficiency", of_people=False),
    unit=SHARE,
    counted=False,
    better=UP,
    definition=_("How short the ways between people are: 1 if everybody knew everybody, 0 if nobody knew anybody."),
    formula=_("The mean of 1 divided by the number of steps, over all pairs; 0 for a pair that no way joins (Latora and Marchiori 2001)."),
    helps=_("Let a round go out: it brings those together whom many steps keep apart."),
    helps_at="connect:rounds",
)
network_metric(
    "resilience",
    _("Without the best connected"),
    from_months(without_best),
    unit=SHARE,
    counted=False,
    better=UP,
    definition=_(
        "How many of the others could still reach each other if the ten people with the most ties left; in a small house a fifth of those with a tie, if that is fewer."
    ),
    formula=_("The largest piece after taking them out, as a share of those who remain (Albert, Jeong and Barabási 2000)."),
    helps=_("Bring those together whom the same few people know: peer circles and tables do that."),
    helps_at="connect:circles",
)
network_metric(
    "first_tie_days",
    _("Days to the first tie"),
    from_report("first_tie_days"),
    unit=DAYS,
    about=True,
    better=DOWN,
    definition=_("After how many days half of the newcomers have their first tie."),
    formula=_(
        "Median of the Kaplan-Meier curve over people who came since contacts are recorded; who is still waiting counts as long as was seen."
    ),
    helps=_("Introduce newcomers in their first two weeks; the page of what needs care shows who waits."),
    helps_at="home:care",
)
