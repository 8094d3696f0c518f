"""What advice on the plan puts into the registries."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import ledger, links, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.plan.advice import actions, jobs
from drittort.plan.advice.models import PlanAdvice

LOADED = (jobs,)
ADVICE = "plan.PlanAdvice"

ledger.kind(actions.TAKEN, _("took up advice on the plan"), subject=ADVICE)
ledger.kind(actions.DECLINED, _("let advice on the plan rest"), subject=ADVICE)
ledger.kind(actions.WOKEN, _("let advice on the plan speak again"), subject=ADVICE)
links.link("plan", "plan:advice", _("Advice"), _("What to do next, with what speaks for it, what it may bring and what it costs."))

FIGURES = Mark(
    purpose=_("advise the house on what to do next, by figures on groups of five and more"), basis=_("no personal data"), retention=_("as long as the house"),
    export=False, erasure=privacy.WITH_HOUSE,
)  # fmt: skip
ANSWERED = replace(
    FIGURES,
    purpose=_("know who took advice up or put it aside, and why"),
    basis=_("legitimate interest"),
    export=True,
    erasure=privacy.TAKE_OUT,
)
privacy.register(
    PlanAdvice, FIGURES,
    "id space rule rank worth made_at renewed_at gone_at grounds metric before before_on low high source drift_low drift_high hours money until_on rests_until after after_on scored_at",
)  # fmt: skip
privacy.register(PlanAdvice, ANSWERED, "taken_at taken_by declined_at declined_by declined_with", person="taken_by_id declined_by_id")
privacy.words(
    PlanAdvice,
    taken_at=pgettext_lazy("field", "taken up"),
    taken_by=pgettext_lazy("field", "taken up by"),
    declined_at=pgettext_lazy("field", "put aside"),
    declined_by=pgettext_lazy("field", "put aside by"),
    declined_with=pgettext_lazy("field", "why not now"),
)
privacy.called(PlanAdvice, "rule")
privacy.own_words(PlanAdvice, "declined_with")
privacy.entitle(PlanAdvice, _("Advice on the plan that you answered"), "plan:advice")

moving.thing("plan_advice", ADVICE)
moving.plain(PlanAdvice, "grounds")
