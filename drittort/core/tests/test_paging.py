"""Cursors come from addresses, so anything may stand in them."""

from datetime import UTC, datetime

import pytest

from drittort.core.errors import Invalid
from drittort.core.paging import cursor


def test_a_cursor_is_read_as_it_was_written():
    moment = datetime(2026, 5, 12, 9, 30, tzinfo=UTC).isoformat()
    assert cursor(f"{moment}|7", moment=True) == (moment, 7)
    assert cursor("name | with bar|7") == ("name | with bar", 7)
    assert cursor("") is None


@pytest.mark.parametrize("text", ["x|7", "0001-01-01T00:00:00+14:00|5", "9999-12-31T23:59:59-14:00|5", "2026-05-12|", "2026-05-12"])
def test_a_moment_that_is_none_is_refused(text):
    with pytest.raises(Invalid):
        cursor(text, moment=True)


@pytest.mark.parametrize("text", ["a", "a|b", "\0|5"])
def test_a_word_that_is_none_is_refused(text):
    with pytest.raises(Invalid):
        cursor(text)
