"""Brings a backup back: `drittort restore FILE.tar.gz`. What was here is kept beside it, never overwritten."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from drittort.core.backups import DUMP, FILES, MANIFEST, SETTINGS, postgres_environment, program


class Command(BaseCommand):
    """`drittort restore FILE`. The house must be closed meanwhile."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where from."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        """Unpack and check everything first, then switch."""
        source: Path = options["file"]
        if not source.is_file():
            raise CommandError(f"There is no file {source}.")
        with tempfile.TemporaryDirectory(dir=existing(settings.DATA)) as folder:
            unpacked = Path(folder)
            try:
                with tarfile.open(source) as archive:
                    archive.extractall(unpacked, filter="data")
                manifest = json.loads((unpacked / MANIFEST).read_text())
            except (tarfile.TarError, OSError, ValueError, KeyError) as error:
                raise CommandError(f"{source} is not a backup of Drittort: {error}") from error
            if manifest.get("database") != connection.vendor:
                raise CommandError(
                    f"This backup holds a {manifest.get('database')} database, and this house uses {connection.vendor}: set the database accordingly first."
                )
            if not options["yes"] and input("Everything in this house is replaced by the backup. Go on? [y/N] ").strip().lower() not in {
                "y",
                "yes",
                "j",
                "ja",
            }:
                raise CommandError("Nothing was changed.")
            aside = settings.DATA / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}"
            aside.mkdir(parents=True)
            restore_database(unpacked / DUMP, aside)
            for name in (SETTINGS, FILES):
                if (settings.DATA / name).exists():
                    shutil.move(settings.DATA / name, aside / name)
                if (unpacked / name).exists():
                    shutil.move(unpacked / name, settings.DATA / name)
        self.stdout.write(f"Restored the backup of {manifest.get('made_at')}. What was here before lies in {aside.name}.")


def existing(folder: Path) -> Path:
    """The folder, made if it is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def restore_database(dump: Path, aside: Path) -> None:
    """Put the database in place; the old one is moved aside (SQLite) or dumped there first (PostgreSQL)."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            part = Path(f"{path}{suffix}")
            if part.exists():
                shutil.move(part, aside / part.name)
        shutil.move(dump, path)
        return
    environment = postgres_environment()
    connection.close()
    for command in (
        [program("pg_dump"), "--format=custom", f"--file={aside / DUMP}"],
        [
            program("pg_restore"),
            "--clean",
            "--if-exists",
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            "--exit-on-error",
            f"--dbname={environment['PGDATABASE']}",
            str(dump),
        ],
    ):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CommandError(
                f"{Path(command[0]).name} failed, and nothing was changed: {done.stderr.strip().splitlines()[-1] if done.stderr else done.returncode}"
            )
