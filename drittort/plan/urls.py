"""Addresses of plan."""

from drittort.plan.overview.urls import urlpatterns as overview
from drittort.plan.writing.urls import urlpatterns as writing

app_name = "plan"
urlpatterns = [
    *overview,
    *writing,
]  # fmt: skip
