"""The connection engine: pure numerics on arrays and frozen dataclasses. No Django, no input or output of its own.

`from drittort.engine import build_network, capital_report, ...` gives every public name; its module is loaded with the first use of a name,
so that a program which only builds a network waits neither for igraph nor for an encoder. `docs/engine.md` shows them at work.
"""

import importlib
from typing import Any

_MODULES: dict[str, str] = {
    "channels": "CHANNELS MUTUAL",
    "graph": "Interactions Network build_network contact_days interactions last_moment network_of",
    "tables": "Parsed People Problem days_of decode parse_people",
    "formats": "Layer Pairs parse_interactions parse_layer parse_pairs",
    "capital": """METHODS REASONS Between Bridges CapitalReport Communities Distances Loss Measure Mixing Resilience Ties between betweenness bridges capital_report
        clustering common_contacts communities components constraint core_number day_of_tie distances effective_size efficiency gini mixing
        modularity resilience tie_starts ties_of transitivity triangles waiting_for_ties""",
    "survival": "Survival kaplan_meier",
    "affinity": """Affinity Concept E5Encoder Encoder Help JoinedEncoder Meaning StoredVectors UseEncoder default_encoder explain help_between
        occupations prepare shared_words too_short""",
    "ties": "Attribute History TieEstimate TieModel attribute_of attributes_of estimate_ties history_of layer_of",
    "gain": "Resolvent efficiency_gain resolvent structural_gain symmetric_weights three_steps",
    "matching": "Matching alternatives match",
    "groups": "CIRCLES Group Grouping PAIRS Size TABLES TRIOS form_groups",
    "voting": "Days Ranking Shares Tally best_days equal_shares most_named schulze",
    "routing": "Fit Readiness Route answered best_of decayed joined least_of means rarity route worth_of",
    "turnout": "Gatherings Strengths TurnoutModel learn on_schedule part_of_day widened",
    "firms": "Firms Missing bridges_of own_worth missing_ties",
    "introductions": """Community Mask OBJECTIVES Parts Proposal Reason Round Valued WHY_NOT Worth hard_and_soft_rules propose value_of
        with_ties""",
}
"""Module to the names that it gives."""

_HOME = {name: module for module, names in _MODULES.items() for name in names.split()}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    """Load the module of a public name (PEP 562) and keep the name here. Raises AttributeError."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Name everything for completion, loaded or not."""
    return sorted({*globals(), *_HOME})
