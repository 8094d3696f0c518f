"""Months as a forecast writes them."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format


def month(day: date) -> str:
    """A month with its year."""
    return date_format(day, "F Y")


def short_month(day: date) -> str:
    """A month as it stands in a table or below a picture."""
    return date_format(day, "M y")
