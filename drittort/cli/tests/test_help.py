"""The help of the command line, which needs no settings: it is the first thing that somebody types."""

from __future__ import annotations

from pathlib import Path

import pytest

from drittort.cli import serve
from drittort.cli.__main__ import main


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
