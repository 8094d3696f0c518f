"""What the months of figures put into the registries."""

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, links, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.plan.metrics import actions, giving, jobs
from drittort.plan.metrics.models import MetricMonth
from drittort.pulse.science import sources

LOADED = (jobs,)

ledger.kind(actions.REMADE, _("had a figure of the house computed anew"), subject="")
links.link("plan", "plan:metrics", _("Figures"), _("What the house knows of itself, month by month, and what each figure means."))

privacy.register(
    MetricMonth,
    Mark(
        purpose=_("show how the house is doing, in figures on groups of five and more"),
        basis=_("legitimate interest"),
        retention=_("as long as the house"),
        export=False,
        erasure="with the house",
    ),
    "id space metric month value of low high private since made_at closed_at remade_at",
)
moving.plain(MetricMonth, "of")

sources.source("metrics", _("Figures of the plan, month by month"), giving.rows)
