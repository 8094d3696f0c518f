"""The people."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "drittort.members"
    label = "members"
