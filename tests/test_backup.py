"""A house is backed up, changed, and brought back whole: database, files and settings."""

import os
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = "from drittort.spaces.actions import open_space; from django.utils import timezone; open_space(slug={slug!r}, name={slug!r}, at=timezone.now())"


def drittort(data, *words, **environment):
    return subprocess.run(
        [sys.executable, "-m", "drittort.cli", *words], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(data), "DRITTORT_DATA": str(data), **environment},
    )  # fmt: skip


def opened(house, address):
    """The database of a house as it lies there, so that looking into it needs no process."""
    if address:
        import psycopg

        return closing(psycopg.connect(address, autocommit=True))
    return closing(sqlite3.connect(house / "drittort.sqlite3", isolation_level=None))


def spaces(house, address):
    with opened(house, address) as database:
        return [slug for (slug,) in database.execute("select slug from spaces_space order by slug").fetchall()]


def another_space(house, address, slug):
    """A second row like the first."""
    with opened(house, address) as database:
        found = database.execute("select * from spaces_space")
        names = [column[0] for column in found.description if column[0] not in ("id", "slug")]
        rest = ", ".join(f'"{name}"' for name in names)
        database.execute(f"insert into spaces_space (slug, {rest}) select '{slug}', {rest} from spaces_space")


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_backup_and_restore(tmp_path, database):
    with ExitStack() as stack:
        environment, address = {}, ""
        if database == "postgresql":
            from tests.postgres import binaries, server

            address = stack.enter_context(server("drittort"))
            environment = {"DRITTORT_DATABASE": address, "DRITTORT_POSTGRES_BIN": str(binaries())}
        house = tmp_path / "house"
        house.mkdir()
        (house / "drittort.toml").write_text('secret_key = "kept"\naddress = "http://localhost:8000"\n')
        (house / "files").mkdir()
        (house / "files" / "letter.txt").write_text("Liebe Leute")

        assert drittort(house, "prepare", **environment).returncode == 0
        assert drittort(house, "shell", "-v", "0", "-c", SCRIPT.format(slug="erstes"), **environment).returncode == 0
        saved = drittort(house, "backup", str(tmp_path / "house.tar.gz"), **environment)
        assert saved.returncode == 0, saved.stderr
        assert (tmp_path / "house.tar.gz").stat().st_mode & 0o077 == 0
        another_space(house, address, "zweites")
        (house / "files" / "letter.txt").write_text("verloren")
        assert spaces(house, address) == ["erstes", "zweites"]
        back = drittort(house, "restore", str(tmp_path / "house.tar.gz"), "--yes", **environment)
        assert back.returncode == 0, back.stderr
        assert spaces(house, address) == ["erstes"]
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
