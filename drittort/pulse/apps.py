"""Der Puls."""

from django.apps import AppConfig


class PulseConfig(AppConfig):
    name = "drittort.pulse"
    label = "pulse"
