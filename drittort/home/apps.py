"""The house as people see it."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "drittort.home"
    label = "home"
