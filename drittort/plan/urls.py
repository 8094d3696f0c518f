"""Addresses of plan."""

from drittort.plan.overview.urls import urlpatterns as overview

app_name = "plan"
urlpatterns = [
    *overview,
]  # fmt: skip
