"""A house is backed up, changed, and brought back whole: database, files and settings."""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = "from drittort.spaces.actions import open_space; from django.utils import timezone; open_space(slug={slug!r}, name={slug!r}, at=timezone.now())"


def drittort(data, *words, **environment):
    return subprocess.run(
        [sys.executable, "-m", "drittort.cli", *words], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(data), "DRITTORT_DATA": str(data), **environment},
    )  # fmt: skip


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_backup_and_restore(tmp_path, database):
    with ExitStack() as stack:
        environment = {}
        if database == "postgresql":
            from tests.postgres import binaries, server

            environment = {"DRITTORT_DATABASE": stack.enter_context(server("drittort")), "DRITTORT_POSTGRES_BIN": str(binaries())}
        house = tmp_path / "house"
        house.mkdir()
        (house / "drittort.toml").write_text('secret_key = "kept"\naddress = "http://localhost:8000"\n')
        (house / "files").mkdir()
        (house / "files" / "letter.txt").write_text("Liebe Leute")

        def spaces():
            done = drittort(
                house,
                "shell",
                "-v",
                "0",
                "-c",
                "from drittort.spaces.models import Space; print(sorted(Space.objects.values_list('slug', flat=True)))",
                **environment,
            )
            assert done.returncode == 0, done.stderr
            return done.stdout.strip()

        assert drittort(house, "prepare", **environment).returncode == 0
        assert drittort(house, "shell", "-v", "0", "-c", SCRIPT.format(slug="erstes"), **environment).returncode == 0
        saved = drittort(house, "backup", str(tmp_path / "house.tar.gz"), **environment)
        assert saved.returncode == 0, saved.stderr
        assert (tmp_path / "house.tar.gz").stat().st_mode & 0o077 == 0
        assert drittort(house, "shell", "-v", "0", "-c", SCRIPT.format(slug="zweites"), **environment).returncode == 0
        (house / "files" / "letter.txt").write_text("verloren")
        assert spaces() == "['erstes', 'zweites']"
        back = drittort(house, "restore", str(tmp_path / "house.tar.gz"), "--yes", **environment)
        assert back.returncode == 0, back.stderr
        assert spaces() == "['erstes']"
        assert (house / "files" / "letter.txt").read_text() == "Liebe Leute"
        aside = next(house.glob("before-restore-*"))
        assert (aside / "files" / "letter.txt").read_text() == "verloren"


def test_what_is_no_backup_changes_nothing(tmp_path):
    house = tmp_path / "house"
    house.mkdir()
    (house / "drittort.toml").write_text('secret_key = "kept"\n')
    (tmp_path / "x.tar.gz").write_bytes(b"no archive")
    done = drittort(house, "restore", str(tmp_path / "x.tar.gz"), "--yes")
    assert done.returncode == 1
    assert "not a backup" in done.stderr
    assert "Traceback" not in done.stderr
    assert [p.name for p in house.iterdir()] == ["drittort.toml"]
