"""Addresses of plan."""

from drittort.plan.automations.urls import urlpatterns as automations
from drittort.plan.metrics.urls import urlpatterns as metrics
from drittort.plan.overview.urls import urlpatterns as overview

app_name = "plan"
urlpatterns = [
    *automations,
    *overview,
    *metrics,
]  # fmt: skip
