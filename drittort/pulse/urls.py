"""Addresses of pulse."""

from drittort.pulse.capital.urls import urlpatterns as capital
from drittort.pulse.proof.urls import urlpatterns as proof

app_name = "pulse"
urlpatterns = [
    *capital,
    *proof,
]  # fmt: skip
