"""Addresses of pulse."""

from drittort.pulse.capital.urls import urlpatterns as capital

app_name = "pulse"
urlpatterns = [
    *capital,
]  # fmt: skip
