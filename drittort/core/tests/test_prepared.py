"""Pages wait for the end of a preparation, and what a house has wrong stops it."""

from __future__ import annotations

import gc
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from drittort.core.prepared import being_prepared, wait_until_prepared
from drittort.core.staying import what_stays


def test_pages_wait_until_the_house_is_prepared(tmp_path: Path) -> None:
    wait_until_prepared(tmp_path)
    pages = Thread(target=wait_until_prepared, args=[tmp_path], daemon=True)
    with being_prepared(tmp_path):
        pages.start()
        pages.join(0.1)
        assert pages.is_alive()
    pages.join(10)
    assert not pages.is_alive()
    wait_until_prepared(tmp_path)


def test_what_a_house_has_wrong_stops_its_preparation(settings: Any) -> None:
    settings.INBOX, settings.REPLY_ADDRESS = "imaps://mail.example/INBOX", ""
    with pytest.raises(SystemCheckError, match="inbox is set, but no reply_address"):
        call_command("prepare", skip_checks=False)


def test_what_stays_is_looked_through_no_more() -> None:
    before = gc.get_freeze_count()
    with what_stays():
        assert not gc.isenabled()
        _kept = [[] for _ in range(1000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() > before
