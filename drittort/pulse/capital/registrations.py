"""What social capital over time puts into the registries."""

from django.utils.translation import gettext_lazy as _

from drittort.core import links, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.network import told
from drittort.pulse.capital import actions, jobs, metrics, reactions
from drittort.pulse.capital.models import CapitalMonth, MonthDrawing

LOADED = (jobs, metrics)

told.tells_month(actions.publish)
told.draws_too(actions.place)

WORDS = _("How the house held together, month by month: bridges, newcomers, what would be lost.")
links.link("plan", "pulse:capital", _("Social capital over time"), WORDS)
links.link("report", "pulse:capital", _("Over time"))
links.link("report", "pulse:capital_months", _("The map through the months"))

privacy.register(
    CapitalMonth,
    Mark(
        purpose=_("show how the community holds together over time, in figures and pictures of groups of five and more"),
        basis=_("legitimate interest"),
        retention=_("as long as the house"),
        export=False,
        erasure="with the house",
    ),
    "id space month content between places",
)
privacy.register(
    MonthDrawing,
    Mark(
        purpose=_("draw the months of the map; names the people who agreed to be drawn, and the ties among them"),
        basis=_("consent (be counted, show me on the map)"),
        retention=_("24 months, or until one of the two consents is taken back"),
        export=False,
        erasure="take the person out",
    ),
    "id space month content",
)
privacy.on_erased(reactions.forget_erased)
moving.rewrites(CapitalMonth, "between places", actions.month_moved)
moving.plain(CapitalMonth, "content")
moving.rewrites(MonthDrawing, "content", actions.drawing_moved)
