"""From ballots to a result: which shape a ballot has in each kind of decision, and which rule of `drittort.engine.voting` counts it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from drittort.core.errors import Invalid
from drittort.engine.voting import best_days, equal_shares, most_named, schulze
from drittort.inspire.decisions.models import HouseDecision

Kind, Method = HouseDecision.Kind, HouseDecision.Method


def most_of(decision: HouseDecision, options: int) -> int | None:
    """How many options a ballot may name; None for as many as one likes."""
    if decision.method == Method.SINGLE:
        return 1
    return min(decision.most or options, options) if decision.method == Method.SEVERAL else None


def fitting(decision: HouseDecision, options: int, content: Any) -> Any:
    """A ballot in the shape in which it is kept. Raises Invalid for one that breaks the rule.

    Named options (a list of places), ranked ones (a list of lists, the best first), days (2, 1 or 0 for each), points (a number for each project).
    """
    places = range(options)
    if decision.kind == Kind.BUDGET:
        if len(content) != options or any(given < 0 for given in content) or sum(content) > (decision.points or 0):
            raise Invalid(_("You have %(n)s points to give, and no more.") % {"n": decision.points})
        return list(content)
    if decision.kind == Kind.DATE:
        if len(content) != options or any(said not in (0, 1, 2) for said in content):
            raise Invalid(_("Say something of each day."))
        return list(content)
    named = [place for each in content for place in each] if decision.method == Method.RANKED else list(content)
    if any(place not in places for place in named) or len(set(named)) != len(named):
        raise Invalid(_("Choose among the answers that stand there."))
    if decision.method == Method.RANKED:
        return [sorted(each) for each in content if each]
    most = most_of(decision, options)
    if most is not None and len(named) > most:
        raise Invalid(_("That is more than you may choose."))
    return sorted(named)


def counted(decision: HouseDecision, costs: Sequence[int | None], ballots: Sequence[Any]) -> dict[str, Any]:
    """The result of some ballots as it is kept: figures and `winners` by the places of the options. `costs`: of each option, for a budget."""
    n = len(costs)
    if decision.kind == Kind.BUDGET:
        shares = equal_shares([cost or 1 for cost in costs], decision.budget or 0, ballots)
        return {
            "totals": list(shares.totals),
            "funded": list(shares.funded),
            "filled": list(shares.filled),
            "winners": list(shares.winners),
            "spent": shares.spent,
        }
    if decision.kind == Kind.DATE:
        days = best_days(n, ballots)
        return {"gladly": list(days.gladly), "at_all": list(days.at_all), "winners": list(days.winners)}
    if decision.method == Method.RANKED:
        ranking = schulze(n, ballots)
        said = any(ballots)
        return {
            "duels": [list(row) for row in ranking.duels],
            "places": [list(place) for place in ranking.places],
            "winners": list(ranking.winners) if said else [],
            "beats_all": ranking.beats_all if said else None,
        }
    tally = most_named(n, ballots, most=most_of(decision, n))
    return {"counts": list(tally.counts), "winners": list(tally.winners)}
