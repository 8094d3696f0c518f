"""What backup and restore share: the names inside the archive and the way to PostgreSQL's own programs."""

from __future__ import annotations

import os
import shutil

from django.core.management.base import CommandError
from django.db import connection

MANIFEST, DUMP, SETTINGS, FILES = "backup.json", "database.dump", "drittort.toml", "files"


def program(name: str) -> str:
    """Path of one of PostgreSQL's programs: of the system, of DRITTORT_POSTGRES_BIN, or a sentence."""
    folder = os.environ.get("DRITTORT_POSTGRES_BIN")
    found = shutil.which(name, path=folder) if folder else shutil.which(name)
    if found is None:
        raise CommandError(
            f"{name} is missing: install PostgreSQL's client programs (on Debian: apt install postgresql-client) or name their folder in DRITTORT_POSTGRES_BIN."
        )
    return found


def postgres_environment() -> dict[str, str]:
    """The connection of this house as PostgreSQL's programs read it; a password does not stand on a command line."""
    told = connection.settings_dict
    pairs = {
        "PGDATABASE": told["NAME"],
        "PGUSER": told["USER"],
        "PGPASSWORD": told["PASSWORD"],
        "PGHOST": told["HOST"],
        "PGPORT": str(told["PORT"] or ""),
    }
    return {**os.environ, **{name: value for name, value in pairs.items() if value}}
