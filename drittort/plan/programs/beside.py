"""Programs beside the elements of the survey: those whose figure speaks of one."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from drittort.core.addresses import address
from drittort.core.metrics import METRICS
from drittort.plan.programs import rules
from drittort.pulse.surveys.beside import Beside


def of_elements(member: Any) -> dict[str, list[Beside]]:
    """Programs that stand, by the element of their figure, for whoever reads the plan. One query at most."""
    found: dict[str, list[Beside]] = defaultdict(list)
    for pk, name, metric in rules.visible_to(member).standing().order_by("name", "pk").values_list("pk", "name", "metric"):
        element = METRICS[metric].element if metric in METRICS else ""
        if element:
            found[element].append(Beside(name, address("plan:program", member.space.slug, pk)))
    return found
