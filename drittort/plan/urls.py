"""Addresses of plan."""

from drittort.plan.advice.urls import urlpatterns as advice
from drittort.plan.metrics.urls import urlpatterns as metrics
from drittort.plan.overview.urls import urlpatterns as overview
from drittort.plan.programs.urls import urlpatterns as programs

app_name = "plan"
urlpatterns = [
    *overview,
    *programs,
    *metrics,
    *advice,
]  # fmt: skip
