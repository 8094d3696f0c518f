"""Social capital: how a community holds together, in measures that say what they rest on."""

from drittort.engine.capital.communities import Communities, communities, modularity
from drittort.engine.capital.groups import Between, Mixing, between, mixing
from drittort.engine.capital.losses import Loss, Resilience, resilience
from drittort.engine.capital.newcomers import day_of_tie, tie_starts, waiting_for_ties
from drittort.engine.capital.report import METHODS, REASONS, CapitalReport, Measure, capital_report
from drittort.engine.capital.structure import (
    Bridges,
    Distances,
    Ties,
    betweenness,
    bridges,
    clustering,
    common_contacts,
    components,
    constraint,
    core_number,
    distances,
    effective_size,
    efficiency,
    gini,
    ties_of,
    transitivity,
    triangles,
)

__all__ = [
    "METHODS",
    "REASONS",
    "Between",
    "Bridges",
    "CapitalReport",
    "Communities",
    "Distances",
    "Loss",
    "Measure",
    "Mixing",
    "Resilience",
    "Ties",
    "between",
    "betweenness",
    "bridges",
    "capital_report",
    "clustering",
    "common_contacts",
    "communities",
    "components",
    "constraint",
    "core_number",
    "day_of_tie",
    "distances",
    "effective_size",
    "efficiency",
    "gini",
    "mixing",
    "modularity",
    "resilience",
    "tie_starts",
    "ties_of",
    "transitivity",
    "triangles",
    "waiting_for_ties",
]
