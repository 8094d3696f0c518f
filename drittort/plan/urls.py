"""Addresses of plan."""

from drittort.plan.forecast.urls import urlpatterns as forecast
from drittort.plan.metrics.urls import urlpatterns as metrics
from drittort.plan.overview.urls import urlpatterns as overview

app_name = "plan"
urlpatterns = [
    *overview,
    *forecast,
    *metrics,
]  # fmt: skip
