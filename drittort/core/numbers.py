"""Numbers as people write them, in the language of the reader: the one home of percent, euros, signs and spans."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drittort.core.sums import LEAST

Written = Callable[[float], str]


def _digits(value: float, digits: int, *, grouped: bool = False) -> str:
    # Django's number_format cuts digits off; people expect rounding.
    return _minus(number_format(f"{value:.{digits}f}", digits, force_grouping=grouped))


def percent(value: float, digits: int | None = None) -> str:
    """A share as whole percent; below one percent with one decimal, so that little is not nothing. Or with so many decimals."""
    shown = value * 100
    if digits is None:
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


def number(value: float, digits: int = 0) -> str:
    """A number as it stands in a calculation, with its thousands apart."""
    return _digits(value, digits, grouped=True)


def euros(value: float) -> str:
    """An amount in whole euros."""
    return _("%(amount)s €") % {"amount": number(value)}


def signed(value: float, digits: int = 2) -> str:
    """A number with its sign, zero without."""
    text = _digits(value, digits)
    if text.strip("\u22120.,") == "":
        return _digits(0, digits)
    return f"+{text}" if value > 0 else text


def points(share: float, digits: int = 0) -> str:
    """A difference of shares in percentage points, with its sign."""
    return _("%(n)s points") % {"n": signed(share * 100, digits)}


def span(low: float, high: float, written: Written) -> str:
    """From one number to another."""
    return _("%(low)s to %(high)s") % {"low": written(low), "high": written(high)}


def about(count: float) -> str:
    """How many people (or ties of theirs) where that is told in fives, with the word that says so."""
    return _("about %(n)s") % {"n": whole(count)} if count >= LEAST else _("fewer than five")


DIGITS: dict[Written, int] = {whole: 0, tenth: 1, hundredth: 2, signed: 2, percent: 2}


def as_written(value: float, written: Written) -> float:
    """A value with no more digits than are written of it: from the rest one could reckon of how many people it is."""
    return round(value, 3 if written is percent and abs(value) < 0.0095 else DIGITS[written])


def _minus(text: str) -> str:
    # Rounded to nothing is nothing: no minus before a zero.
    if text.startswith("-"):
        return text[1:] if text[1:].strip("0.,") == "" else f"\u2212{text[1:]}"
    return text
