"""Numbers as people write them, in the language of the reader."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.formats import number_format
from django.utils.translation import get_language

Written = Callable[[float], str]


def _digits(value: float, digits: int) -> str:
    # Django's number_format cuts digits off; people expect rounding.
    return _minus(number_format(f"{value:.{digits}f}", digits))


def percent(value: float) -> str:
    """A share as whole percent; below one percent with one decimal, so that little is not nothing."""
    shown = value * 100
    digits = 1 if 0 < abs(shown) < 0.95 else 0
    gap = "\u00a0" if (get_language() or "de").startswith("de") else ""
    return f"{_digits(shown, digits)}{gap}%"


def whole(value: float) -> str:
    """A count."""
    return _minus(number_format(round(value), 0, force_grouping=abs(value) >= 10_000))


def tenth(value: float) -> str:
    """One decimal."""
    return _digits(value, 1)


def hundredth(value: float) -> str:
    """Two decimals."""
    return _digits(value, 2)


def signed(value: float) -> str:
    """Two decimals with their sign, zero without."""
    text = hundredth(value)
    if text.strip("\u22120.,") == "":
        return hundredth(0)
    return f"+{text}" if value > 0 else text


def _minus(text: str) -> str:
    # Rounded to nothing is nothing: no minus before a zero.
    if text.startswith("-"):
        return text[1:] if text[1:].strip("0.,") == "" else f"\u2212{text[1:]}"
    return text
