"""Addresses of pulse."""

from drittort.pulse.capital.urls import urlpatterns as capital
from drittort.pulse.proof.urls import urlpatterns as proof
from drittort.pulse.science.urls import urlpatterns as science
from drittort.pulse.surveys.urls import urlpatterns as surveys

app_name = "pulse"
urlpatterns = [
    *surveys,
    *capital,
    *proof,
    *science,
]  # fmt: skip
