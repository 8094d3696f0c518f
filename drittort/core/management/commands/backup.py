"""Writes everything of this machine into one file: database, files, settings. `drittort backup FILE.tar.gz`."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from drittort import __version__
from drittort.core.backups import DUMP, FILES, MANIFEST, SETTINGS, postgres_environment, program


class Command(BaseCommand):
    """`drittort backup FILE`."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write beside the target first, then move: a backup is whole or not there. The house stays open meanwhile."""
        target: Path = options["file"].resolve()
        if not target.parent.is_dir():
            raise CommandError(f"The folder {target.parent} does not exist.")
        draft = target.with_name(target.name + ".part")
        with tempfile.TemporaryDirectory() as folder:
            dump = Path(folder) / DUMP
            dump_database(dump)
            manifest = Path(folder) / MANIFEST
            manifest.write_text(
                json.dumps(
                    {"drittort": __version__, "database": connection.vendor, "made_at": datetime.now(UTC).isoformat(timespec="seconds")}
                )
            )
            # The settings hold the secret key: the file is for its owner only from its first byte on.
            with (
                open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw,
                tarfile.open(fileobj=raw, mode="w:gz") as archive,
            ):
                archive.add(manifest, MANIFEST)
                archive.add(dump, DUMP)
                for name in (SETTINGS, FILES):
                    if (settings.DATA / name).exists():
                        archive.add(settings.DATA / name, name)
        draft.replace(target)
        self.stdout.write(f"{target} ({target.stat().st_size / 1e6:.1f} MB)")


def dump_database(dump: Path) -> None:
    """A consistent copy of the database while others write."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(dump) as copy:
            connection.connection.backup(copy)
        copy.close()
        return
    command = [program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}"]
    done = subprocess.run(command, env=postgres_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(f"pg_dump failed: {done.stderr.strip().splitlines()[-1] if done.stderr else done.returncode}")
