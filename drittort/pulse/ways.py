"""The way back to the first page of the plan, the same word on every page that belongs to it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import pgettext


def to_plan(space: str) -> tuple[str, str]:
    """The first step of a way: address and name."""
    return reverse("plan:overview", args=[space]), pgettext("navigation", "Plan")
