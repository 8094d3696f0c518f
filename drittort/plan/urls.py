"""Addresses of plan."""

from drittort.plan.forecast.urls import urlpatterns as forecast
from drittort.plan.overview.urls import urlpatterns as overview

app_name = "plan"
urlpatterns = [
    *overview,
    *forecast,
]  # fmt: skip
