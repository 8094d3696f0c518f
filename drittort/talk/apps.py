"""Verbinden."""

from django.apps import AppConfig


class TalkConfig(AppConfig):
    name = "drittort.talk"
    label = "talk"
