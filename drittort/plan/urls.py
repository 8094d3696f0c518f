"""Addresses of plan."""

from drittort.plan.forecast.urls import urlpatterns as forecast
from drittort.plan.metrics.urls import urlpatterns as metrics
from drittort.plan.overview.urls import urlpatterns as overview
from drittort.plan.worth.urls import urlpatterns as worth

app_name = "plan"
urlpatterns = [
    *overview,
    *forecast,
    *worth,
    *metrics,
]  # fmt: skip
