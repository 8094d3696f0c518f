"""What plan puts into the registries, feature by feature."""

from django.utils.translation import gettext_lazy as _

from drittort.core import privacy
from drittort.plan import rules
from drittort.plan.advice import registrations as advice
from drittort.plan.automations import registrations as automations
from drittort.plan.comparison import registrations as comparison
from drittort.plan.forecast import registrations as forecast
from drittort.plan.goals import registrations as goals
from drittort.plan.metrics import registrations as metrics
from drittort.plan.programs import registrations as programs
from drittort.plan.review import registrations as review
from drittort.plan.worth import registrations as worth
from drittort.plan.writing import registrations as writing

LOADED = (
    automations,
    comparison,
    forecast,
    rules,
    goals,
    metrics,
    writing,
    advice,
    programs,
    worth,
    review,
)  # fmt: skip

privacy.chapter("plan", _("The plan: programs, goals, reviews, rules and money"))
