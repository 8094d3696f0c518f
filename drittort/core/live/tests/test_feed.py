"""The ledger read live: once each, also out of order; and the small parts of a stream."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from drittort.core.live import stream, topics
from drittort.core.live.feed import OVERLAP, Feed
from drittort.core.live.stream import Streams, session_key
from drittort.core.live.tests.test_stream import key
from drittort.core.models import LedgerRow
from drittort.members import live as _listeners  # noqa: F401  who may listen, as the process of the streams loads it
from drittort.talk.conversations import actions
from tests.cast import Cast


def row(at: Any, pk: int | None = None, kind: str = actions.SAID) -> LedgerRow:
    return LedgerRow.objects.create(pk=pk, space_id=1, at=at, kind=kind, audience="nobody", facts={})


def test_every_row_comes_once_also_when_a_lower_id_commits_later(cast: Cast) -> None:
    clock = [0.0]
    feed = Feed(lambda: clock[0])
    first, late = row(cast.now).pk, None
    late = first + 1
    third = row(cast.now, first + 2).pk
    assert [r.pk for r in feed.rows()] == [first, third]
    clock[0] += OVERLAP / 2
    row(cast.now, late)
    assert [r.pk for r in feed.rows()] == [late]
    assert feed.rows() == []
    # What is older than the overlap is not read again, and nothing of it is remembered.
    for _ in range(4):
        clock[0] += OVERLAP
        assert feed.rows() == []
    assert feed.floor == third
    assert feed.seen == set()


def test_rows_that_wake_nobody_do_not_come(cast: Cast) -> None:
    feed = Feed()
    row(cast.now, kind="need.opened")
    assert feed.rows() == []


def test_the_questions_of_a_round_are_as_many_for_one_listener_as_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    talk = actions.begin_conversation(actor=cast.hanna, others=[cast.mara, cast.jonas], text="Kaffee?", at=cast.now)
    streams = Streams()
    streams.feed = Feed()
    people = {topics.find_listener(key(m), "lagerhaus", cast.now) for m in (cast.hanna, cast.mara, cast.jonas)}
    actions.say(actor=cast.mara, conversation_id=talk.pk, text="Jetzt.", at=cast.now)
    with django_assert_max_num_queries(9):
        told, ended = streams.look({who for who in people if who}, look=True, check=True)
    assert len(told) == 3
    assert not ended


def test_only_pages_of_this_house_read_a_stream_at_another_port() -> None:
    with override_settings(LIVE_READERS=["http://localhost:8000"]):
        assert dict(stream.allowed("http://localhost:8000"))[b"access-control-allow-origin"] == b"http://localhost:8000"
        assert stream.allowed("http://localhost:9000") == stream.allowed("https://elsewhere.example") == stream.allowed("") == []


def test_a_strange_cookie_is_no_session() -> None:
    assert session_key("a=b; drittort=abc") == "abc"
    assert session_key("") == session_key("x=;;;=;") == session_key("drittort") == ""


def test_what_is_rolled_back_wakes_nobody(cast: Cast) -> None:
    feed = Feed()

    def fails() -> None:
        with transaction.atomic():
            row(cast.now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert feed.rows() == []
