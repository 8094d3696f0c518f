"""Money, shares and months as a forecast writes them."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _


def number(value: float, digits: int = 0) -> str:
    """A number, rounded, with its thousands apart and a true minus."""
    shown = round(value, digits) + 0.0
    text = number_format(f"{abs(shown):.{digits}f}", digits, use_l10n=True, force_grouping=True)
    return f"−{text}" if shown < 0 else text


def euros(value: float) -> str:
    """An amount in whole euros."""
    return _("%(amount)s €") % {"amount": number(value)}


def percent(share: float, digits: int = 0) -> str:
    """A share between 0 and 1 in percent."""
    return _("%(number)s %%") % {"number": number(share * 100, digits)}


def month(day: date) -> str:
    """A month with its year."""
    return date_format(day, "F Y")


def short_month(day: date) -> str:
    """A month as it stands in a table or below a picture."""
    return date_format(day, "M y")
