"""Days on which people are elsewhere: holidays of the country, of parts of it, and the days between a holiday and a weekend.

The country follows from the time zone of the house; where it is none of these, nothing is said. Libraries of all holidays of the world exist, but those that
are looked after ask for an older `dateutil` than calendars here need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from dateutil.easter import easter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

COUNTRIES = {"Europe/Berlin": "DE", "Europe/Busingen": "DE", "Europe/Vienna": "AT", "Europe/Zurich": "CH"}
SATURDAY = 5
ONE = timedelta(days=1)
Rule = tuple[int, int] | int
"""A month and a day, or days after Easter Sunday."""

NEW_YEAR, BERCHTOLD, EPIPHANY = (1, 1), (1, 2), (1, 6)
GOOD_FRIDAY, EASTER_MONDAY, ASCENSION, WHIT_MONDAY, CORPUS_CHRISTI = -2, 1, 39, 50, 60
LABOUR, ASSUMPTION, ALL_SAINTS, CONCEPTION, CHRISTMAS, BOXING = (5, 1), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26)
NAMES: Mapping[Rule, Any] = {
    NEW_YEAR: gettext_lazy("New Year's Day"),
    BERCHTOLD: gettext_lazy("Berchtold's Day"),
    EPIPHANY: gettext_lazy("Epiphany"),
    (3, 8): gettext_lazy("International Women's Day"),
    GOOD_FRIDAY: gettext_lazy("Good Friday"),
    EASTER_MONDAY: gettext_lazy("Easter Monday"),
    LABOUR: gettext_lazy("Labour Day"),
    ASCENSION: gettext_lazy("Ascension Day"),
    WHIT_MONDAY: gettext_lazy("Whit Monday"),
    CORPUS_CHRISTI: gettext_lazy("Corpus Christi"),
    (8, 1): gettext_lazy("Swiss National Day"),
    ASSUMPTION: gettext_lazy("Assumption Day"),
    (9, 20): gettext_lazy("World Children's Day"),
    (10, 3): gettext_lazy("Day of German Unity"),
    (10, 26): gettext_lazy("Austrian National Day"),
    (10, 31): gettext_lazy("Reformation Day"),
    ALL_SAINTS: gettext_lazy("All Saints' Day"),
    CONCEPTION: gettext_lazy("Feast of the Immaculate Conception"),
    CHRISTMAS: gettext_lazy("Christmas Day"),
    BOXING: gettext_lazy("Second Christmas Day"),
}
EVERYWHERE: Mapping[str, tuple[Rule, ...]] = {
    "DE": (NEW_YEAR, GOOD_FRIDAY, EASTER_MONDAY, LABOUR, ASCENSION, WHIT_MONDAY, (10, 3), CHRISTMAS, BOXING),
    "AT": (NEW_YEAR, EPIPHANY, EASTER_MONDAY, LABOUR, ASCENSION, WHIT_MONDAY, CORPUS_CHRISTI, ASSUMPTION, (10, 26), ALL_SAINTS, CONCEPTION, CHRISTMAS, BOXING),
    "CH": (NEW_YEAR, ASCENSION, (8, 1), CHRISTMAS),
}  # fmt: skip
IN_PARTS: Mapping[str, tuple[Rule, ...]] = {
    "DE": (EPIPHANY, (3, 8), CORPUS_CHRISTI, ASSUMPTION, (9, 20), (10, 31), ALL_SAINTS),
    "AT": (),
    "CH": (
        BERCHTOLD,
        EPIPHANY,
        GOOD_FRIDAY,
        EASTER_MONDAY,
        LABOUR,
        WHIT_MONDAY,
        CORPUS_CHRISTI,
        ASSUMPTION,
        ALL_SAINTS,
        CONCEPTION,
        BOXING,
    ),
}


@dataclass(frozen=True, slots=True)
class FreeDays:
    """The holidays of a country in a year: for everybody, and only in some parts of it."""

    everywhere: Mapping[date, Rule]
    in_parts: Mapping[date, Rule]


@lru_cache(maxsize=64)
def of_year(timezone: str, year: int) -> FreeDays:
    """The holidays of a year where a house stands; none where nothing is known."""
    country = COUNTRIES.get(timezone, "")
    found = [
        {(easter(year) + timedelta(days=rule) if isinstance(rule, int) else date(year, *rule)): rule for rule in rules.get(country, ())}
        for rules in (EVERYWHERE, IN_PARTS)
    ]
    return FreeDays(*found)


def is_free(timezone: str, day: date) -> bool:
    """Whether a day is a weekend or a holiday of everybody."""
    return day.weekday() >= SATURDAY or is_holiday(timezone, day)


def is_holiday(timezone: str, day: date) -> bool:
    """Whether a day is a holiday of everybody."""
    return day in of_year(timezone, day.year).everywhere


def is_bridge(timezone: str, day: date) -> bool:
    """Whether a working day lies alone between a holiday and a weekend, or between Christmas and the new year."""
    if timezone not in COUNTRIES or is_free(timezone, day):
        return False
    if day.month == 12 and day.day > 23:
        return True
    beside = (day - ONE, day + ONE)
    return all(is_free(timezone, each) for each in beside) and any(is_holiday(timezone, each) for each in beside)


def away(timezone: str, day: date) -> bool:
    """Whether many are elsewhere: on a holiday of everybody, and beside one."""
    return is_holiday(timezone, day) or is_bridge(timezone, day)


def words(timezone: str, day: date) -> str:
    """What is to be said of a day; "" for any other day."""
    days = of_year(timezone, day.year)
    if day in days.everywhere:
        return _("That day is a holiday: %(name)s.") % {"name": NAMES[days.everywhere[day]]}
    if is_bridge(timezone, day):
        return _("Many take that day off: it lies beside a holiday.")
    if day in days.in_parts:
        return _("That day is a holiday in parts of the country: %(name)s.") % {"name": NAMES[days.in_parts[day]]}
    return ""
