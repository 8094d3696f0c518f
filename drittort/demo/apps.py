"""The demo house."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "drittort.demo"
    label = "demo"
