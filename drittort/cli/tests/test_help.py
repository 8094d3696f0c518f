"""The help of the command line, which needs no settings: it is the first thing that somebody types."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import Any

import pytest

from drittort.cli import serve
from drittort.cli.__main__ import main
from drittort.config.house import SettingsError
from drittort.core.prepared import LOCK


@pytest.mark.parametrize("argv", [[], ["-h"], ["--help"], ["help"]])
def test_help_names_the_commands_of_the_house_first(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 0
    out = capsys.readouterr().out
    for command in ("serve", "import", "report", "prepare", "worker", "backup", "restore", "privacy", "engine"):
        assert f"\n  {command} " in out
    assert "createsuperuser" not in out


def test_pages_without_styles_are_not_served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(serve, "BUILT", tmp_path / "house.css")
    monkeypatch.setattr(serve, "free", lambda host, port: True)
    monkeypatch.setattr(serve, "prepare", lambda environment, demo: pytest.fail("prepared all the same"))
    assert main(["serve", "--first"]) == 1
    assert "run bin/start once" in capsys.readouterr().err


def test_pages_load_while_the_house_is_prepared_and_end_when_that_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []

    class Pages:
        def __init__(self, command: list[str], **how: Any) -> None:
            said.append("loading")

        def terminate(self) -> None:
            said.append("told to end")

        def wait(self, seconds: float) -> None:
            said.append("ended")

    def prepare(environment: dict[str, str], *, demo: bool) -> None:
        said.append("preparing")
        with (tmp_path / LOCK).open() as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        raise SettingsError("The disk is full.")

    monkeypatch.setenv("DRITTORT_DATA", str(tmp_path))
    monkeypatch.setattr(serve, "BUILT", Path(__file__))
    monkeypatch.setattr(serve, "free", lambda host, port: True)
    monkeypatch.setattr(serve.signal, "signal", lambda *told: None)
    monkeypatch.setattr(serve.subprocess, "Popen", Pages)
    monkeypatch.setattr(serve, "prepare", prepare)
    assert main(["serve", "--first"]) == 2
    assert said == ["loading", "preparing", "told to end", "ended"]
    assert "The disk is full." in capsys.readouterr().err
