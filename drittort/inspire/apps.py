"""Inspirieren."""

from django.apps import AppConfig


class InspireConfig(AppConfig):
    name = "drittort.inspire"
    label = "inspire"
