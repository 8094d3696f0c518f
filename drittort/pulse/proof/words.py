"""What may be said of an effect. The words are chosen by how it was found out: only a lot allows to speak of causes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.numbers import percent, points, signed

if TYPE_CHECKING:
    from drittort.engine.uplift import Interval


LOT, ROW = "lot", "row"
"""By lot; by a row of months before and after."""


def said(design: str, effect: Interval, unit: str = "") -> str:
    """What an effect means, in a sentence. By lot: a cause, as far as the interval allows. By a row of months: what changed when, and that it may have other reasons."""
    shown = {"value": points(effect.value), "low": points(effect.low), "high": points(effect.high)} if design == LOT else {
        "value": f"{signed(effect.value, 1)}{unit}", "low": f"{signed(effect.low, 1)}{unit}", "high": f"{signed(effect.high, 1)}{unit}",
    }  # fmt: skip
    open_ = effect.low <= 0 <= effect.high
    if design == LOT and open_:
        return (
            _(
                "Introductions changed the share of ties by %(value)s, between %(low)s and %(high)s: it may be nothing. More pairs will tell."
            )
            % shown
        )
    if design == LOT:
        return (
            _("Introductions caused it: %(value)s of ties, between %(low)s and %(high)s. The lot decided, so nothing else is behind it.")
            % shown
        )
    if open_:
        return (
            _(
                "After the beginning the figure stood at %(value)s beside its trend, between %(low)s and %(high)s: no change can be told from chance."
            )
            % shown
        )
    return _("After the beginning the figure stood at %(value)s beside its trend, between %(low)s and %(high)s. Whatever else began then is in it: this shows a change, not its reason.") % shown  # fmt: skip


def quarter_end(day: date) -> str:
    """The day of a look in words."""
    return date_format(day, "DATE_FORMAT")


def of(count: int, all_: int) -> str:
    """So many of so many, with the share."""
    return _("%(count)s of %(all)s (%(share)s)") % {"count": count, "all": all_, "share": percent(count / all_ if all_ else 0.0, 0)}
