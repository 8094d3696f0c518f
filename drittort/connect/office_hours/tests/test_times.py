"""Times by the clocks of the house, also where they change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from drittort.connect.office_hours.times import Times, moments

BERLIN = ZoneInfo("Europe/Berlin")


def found(times: Times, minutes: int) -> list[tuple[datetime, datetime]]:
    return list(moments(times, minutes, BERLIN))


def test_a_series_stays_at_its_hour_when_the_clock_changes():
    series = Times(date(2026, 10, 20), date(2026, 10, 27), frozenset({1}), time(14), time(15))
    assert [one[0] for one in found(series, 60)] == [datetime(2026, 10, 20, 12, tzinfo=UTC), datetime(2026, 10, 27, 13, tzinfo=UTC)]


def test_an_hour_that_the_clock_skips_is_left_out_and_one_that_comes_twice_counts_once():
    spring = Times(date(2026, 3, 29), date(2026, 3, 29), frozenset(), time(1), time(4))
    assert [one[0].astimezone(BERLIN).hour for one in found(spring, 60)] == [1, 3]
    autumn = Times(date(2026, 10, 25), date(2026, 10, 25), frozenset(), time(1), time(4))
    assert [one[0] for one in found(autumn, 60)] == [
        datetime(2026, 10, 24, 23, tzinfo=UTC),
        datetime(2026, 10, 25, 0, tzinfo=UTC),
        datetime(2026, 10, 25, 2, tzinfo=UTC),
    ]


def test_only_whole_times_fit_and_without_weekdays_it_is_one_day():
    assert len(found(Times(date(2026, 5, 12), date(2026, 6, 12), frozenset(), time(9), time(10, 20)), 30)) == 2
    assert len(found(Times(date(2026, 5, 11), date(2026, 5, 24), frozenset({0, 3}), time(9), time(10)), 30)) == 8
    assert found(Times(date(2026, 5, 12), date(2026, 5, 12), frozenset(), time(9), time(9, 20)), 30) == []
