"""The houses."""

from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "drittort.spaces"
    label = "spaces"
