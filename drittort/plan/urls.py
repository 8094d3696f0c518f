"""Addresses of plan."""

from drittort.plan.advice.urls import urlpatterns as advice
from drittort.plan.automations.urls import urlpatterns as automations
from drittort.plan.goals.urls import urlpatterns as goals
from drittort.plan.metrics.urls import urlpatterns as metrics
from drittort.plan.overview.urls import urlpatterns as overview
from drittort.plan.programs.urls import urlpatterns as programs
from drittort.plan.review.urls import urlpatterns as review

app_name = "plan"
urlpatterns = [
    *automations,
    *overview,
    *programs,
    *goals,
    *review,
    *metrics,
    *advice,
]  # fmt: skip
