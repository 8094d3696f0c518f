"""Programs stand beside the element that their figure speaks of, for those who read the plan."""

from __future__ import annotations

from drittort.core.metrics import METRICS
from drittort.plan.programs.models import Program
from drittort.pulse.surveys.beside import of_elements
from tests.cast import Cast


def test_a_program_stands_beside_the_element_of_its_figure(cast: Cast):
    of_needs = next(name for name, metric in METRICS.items() if metric.element == "needs")
    of_nothing = next(name for name, metric in METRICS.items() if not metric.element)
    for name, metric, started in (("Abendbrot", of_needs, cast.now), ("Miete", of_nothing, cast.now), ("Entwurf", of_needs, None)):
        Program.objects.create(
            space=cast.house, kind="connect", name=name, purpose="x", language="de", metric=metric, made_at=cast.now, started_at=started, starts_on=cast.now.date()
        )  # fmt: skip
    assert {element: [one.name for one in some] for element, some in of_elements(cast.hanna).items()} == {"needs": ["Abendbrot"]}
    assert of_elements(cast.mara) == {}
