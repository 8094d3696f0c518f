"""The ledger read live: once each, also out of order; and the small parts of a stream."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.db import DatabaseError, transaction
from django.test import override_settings

from drittort.core.live import stream, topics
from drittort.core.live.feed import OVERLAP, TRIES, Feed
from drittort.core.live.stream import Streams, session_key
from drittort.core.live.tests.test_stream import key
from drittort.core.models import LedgerRow
from drittort.members import live as _listeners  # noqa: F401  who may listen, as the process of the streams loads it
from drittort.talk.conversations import actions
from tests.cast import Cast


def row(at: Any, pk: int | None = None, kind: str = actions.SAID) -> LedgerRow:
    return LedgerRow.objects.create(pk=pk, space_id=1, at=at, kind=kind, audience="nobody", facts={})


def read(feed: Feed) -> list[int]:
    with feed.batch() as rows:
        return [row.pk for row in rows]


def test_every_row_comes_once_also_when_a_lower_id_commits_later(cast: Cast) -> None:
    clock = [0.0]
    feed = Feed(lambda: clock[0])
    first, late = row(cast.now).pk, None
    late = first + 1
    third = row(cast.now, first + 2).pk
    assert read(feed) == [first, third]
    clock[0] += OVERLAP / 2
    row(cast.now, late)
    assert read(feed) == [late]
    assert read(feed) == []
    # What is older than the overlap is not read again, and nothing of it is remembered.
    for _ in range(4):
        clock[0] += OVERLAP
        assert read(feed) == []
    assert feed.floor == third
    assert feed.seen == set()


def test_rows_that_wake_nobody_do_not_come(cast: Cast) -> None:
    feed = Feed()
    row(cast.now, kind="need.opened")
    assert read(feed) == []


def test_what_could_not_be_handed_out_comes_again_but_not_for_ever(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = actions.begin_conversation(actor=cast.hanna, others=[cast.mara], text="Kaffee?", at=cast.now)
    streams = Streams()
    streams.feed = Feed()
    people = {who for m in (cast.hanna, cast.mara) if (who := topics.find_listener(key(m), "lagerhaus", cast.now))}

    def fails(*_args: Any) -> Any:
        raise DatabaseError

    for name in ("woken", "still_listening", "numbers"):
        actions.say(actor=cast.mara, conversation_id=talk.pk, text=name, at=cast.now)
        with monkeypatch.context() as broken:
            broken.setattr(topics, name, fails)
            with pytest.raises(DatabaseError):
                streams.look(people, look=True, check=False)
        assert cast.hanna.pk in streams.look(people, look=True, check=False)[0], name
    row(cast.now)
    with monkeypatch.context() as broken:
        broken.setattr(topics, "woken", fails)
        for _ in range(TRIES):
            with pytest.raises(DatabaseError):
                streams.look(people, look=True, check=False)
    assert read(streams.feed) == []


def test_a_full_batch_goes_on_without_another_commit(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drittort.core.live.feed.MOST", 2)
    streams = Streams()
    feed = streams.feed = Feed()
    pks = [row(cast.now).pk for _ in range(3)]

    async def ask(work: Any) -> Any:
        return await sync_to_async(work)()

    async def rounds() -> list[bool]:
        streams.changed = asyncio.Event()
        done = []
        for _ in range(2):
            streams.changed.clear()
            await streams.once(look=True)
            done.append(streams.changed.is_set())
        return done

    monkeypatch.setattr(streams, "ask", ask)
    assert async_to_sync(rounds)() == [True, False]
    assert feed.seen == set(pks)


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
    assert read(feed) == []
