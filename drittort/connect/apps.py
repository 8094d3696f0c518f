"""Verbinden."""

from django.apps import AppConfig


class ConnectConfig(AppConfig):
    name = "drittort.connect"
    label = "connect"
