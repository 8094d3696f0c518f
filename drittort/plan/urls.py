"""Addresses of plan."""

from drittort.plan.automations.urls import urlpatterns as automations
from drittort.plan.overview.urls import urlpatterns as overview

app_name = "plan"
urlpatterns = [
    *automations,
    *overview,
]  # fmt: skip
