"""Days and times as people in the house read them, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

MOMENT = datetime(2026, 7, 3, 14, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "kind", "words"),
    [
        ("de", "DATE_FORMAT", "3.\N{NO-BREAK SPACE}Juli 2026"),
        ("de", "DATETIME_FORMAT", "3.\N{NO-BREAK SPACE}Juli 2026, 14:42 Uhr"),
        ("en", "DATE_FORMAT", "July\N{NO-BREAK SPACE}3, 2026"),
        ("en", "DATETIME_FORMAT", "July\N{NO-BREAK SPACE}3, 2026, 14:42"),
        ("en", "TIME_FORMAT", "14:42"),
        ("en", "SHORT_DATETIME_FORMAT", "Jul\N{NO-BREAK SPACE}3, 2026, 14:42"),
    ],
)
def test_no_day_can_be_taken_for_another(language: str, kind: str, words: str) -> None:
    with translation.override(language):
        assert date_format(MOMENT, kind) == words
