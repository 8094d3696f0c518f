"""Addresses of plan."""

from drittort.plan.metrics.urls import urlpatterns as metrics
from drittort.plan.overview.urls import urlpatterns as overview
from drittort.plan.programs.urls import urlpatterns as programs
from drittort.plan.writing.urls import urlpatterns as writing

app_name = "plan"
urlpatterns = [
    *overview,
    *writing,
    *programs,
    *metrics,
]  # fmt: skip
