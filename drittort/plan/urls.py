"""Addresses of plan."""

from drittort.plan.advice.urls import urlpatterns as advice
from drittort.plan.automations.urls import urlpatterns as automations
from drittort.plan.comparison.urls import urlpatterns as comparison
from drittort.plan.forecast.urls import urlpatterns as forecast
from drittort.plan.goals.urls import urlpatterns as goals
from drittort.plan.metrics.urls import urlpatterns as metrics
from drittort.plan.overview.urls import urlpatterns as overview
from drittort.plan.programs.urls import urlpatterns as programs
from drittort.plan.review.urls import urlpatterns as review
from drittort.plan.worth.urls import urlpatterns as worth
from drittort.plan.writing.urls import urlpatterns as writing

app_name = "plan"
urlpatterns = [
    *automations,
    *overview,
    *comparison,
    *forecast,
    *worth,
    *writing,
    *programs,
    *goals,
    *review,
    *metrics,
    *advice,
]  # fmt: skip
