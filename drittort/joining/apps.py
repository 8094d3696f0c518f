"""Verbinden."""

from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "drittort.joining"
    label = "joining"
