"""What the forecast puts into the registries."""

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, links, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.plan.forecast import actions, in_plan, jobs, metrics
from drittort.plan.forecast.models import ActualFigure, ActualFile, Forecast, PlannedCost, PlannedLoan, PlannedTariff

LOADED = (in_plan, jobs, metrics)

ledger.kind(actions.CHANGED, _("changed the forecast"), subject="plan.Forecast")
ledger.kind(actions.BROUGHT, _("brought actual figures in"), subject="plan.ActualFile")
ledger.kind(actions.UNDONE, _("took actual figures back"), subject="plan.ActualFile")

links.link("plan", "plan:forecast", _("Forecast"), _("Members, money and cash for three years, beside what really came."))

PLANNED = Mark(
    purpose=_("reckon what the house will earn and hold"), basis=_("legitimate interest"), retention=_("as long as the house"), export=False,
    erasure="with the house",
)  # fmt: skip
CAME = Mark(
    purpose=_("set beside the plan what really came, in sums of a month"), basis=_("legitimate interest"),
    retention=_("as long as the house; the text of a table until it is brought in, 1 day where nobody does"), export=False, erasure="with the house",
)  # fmt: skip
privacy.register(
    Forecast,
    PLANNED,
    "id space begins_on cash places leads conversion more_leads dearer costlier small_business taxes careful_leads careful_churn careful_costs"
    " brave_leads brave_churn brave_costs seed chance changed_at",
)
privacy.register(PlannedTariff, PLANNED, "id space name price vat cost members churn share places")
privacy.register(PlannedCost, PLANNED, "id space name kind amount vat from_on until_on years")
privacy.register(PlannedLoan, PLANNED, "id space name amount interest from_on months free")
privacy.register(ActualFile, CAME, "id space name text mapping figures made_at brought_at undone_at")
privacy.register(ActualFigure, CAME, "id space file month name value")

moving.plain(Forecast, "chance")
moving.plain(ActualFile, "mapping")
