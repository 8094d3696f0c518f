"""Informieren."""

from django.apps import AppConfig


class InformConfig(AppConfig):
    name = "drittort.inform"
    label = "inform"
