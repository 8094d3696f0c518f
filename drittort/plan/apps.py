"""Der Plan."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "drittort.plan"
    label = "plan"
