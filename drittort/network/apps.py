"""The ties."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "drittort.network"
    label = "network"
