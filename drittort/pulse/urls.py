"""Addresses of pulse."""

from typing import Any

app_name = "pulse"
urlpatterns: list[Any] = [
]  # fmt: skip
