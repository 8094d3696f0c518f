"""What the machine's owner sets: one TOML file in the data folder, each value also by an environment variable.

`drittort.toml` holds the secret key, the addresses under which the house is reached, the database and the mail server.
It is written on the first start and is part of every backup.
"""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]

TEMPLATE = """\
# Settings of this machine. Every line can also be set by an environment variable: DRITTORT_ and the name in capitals.
secret_key = "{secret}"
# Where people reach the house; used in mails. Without a path.
address = "{address}"
# Empty: SQLite in this folder. Or: postgresql://user:password@host/name
database = ""
# Mail server: smtp://user:password@host:587 (STARTTLS) or smtps://...:465. Empty: mails stay here and can be read at /-/mail/.
mail = ""
mail_from = "Drittort <haus@localhost>"
# The mailbox to which undeliverable mail comes back: imaps://user:password@host/folder. Empty: nobody looks.
bounces = ""
# Where answers to mails go: an address of yours with * where each reader's own sign stands, antwort+*@example.org or *@antwort.example.org. Empty: mails say that nobody reads an answer.
reply_address = ""
# The mailbox in which they arrive: imaps://user:password@host/folder. Empty: nobody looks; or your mail server hands them to `drittort receive`.
inbox = ""
# The name by which your mail server signs what it found out about senders (Authentication-Results). Empty: it does not look.
mail_checked_by = ""
# The port of the event streams, where no proxy leads /-/live/ to them. Empty: the proxy does.
live = ""
# Machines of your own network that the house may ask to translate, as host:port with a comma between them. Empty: only such as are open to everybody.
translators = ""
# For how many days you keep backups: people who ask to be erased are told.
backups_kept = 30
# Development and demo: mail preview, one-click sign-in of the demo (loopback only).
demo = {demo}
"""


class SettingsError(Exception):
    """The settings of the machine cannot be used; the message is one sentence for its owner."""


@dataclass(frozen=True, slots=True)
class House:
    """The settings of one machine, read once at start."""

    data: Path
    secret_key: str
    address: str
    database: str
    mail: str
    mail_from: str
    bounces: str
    reply_address: str
    inbox: str
    mail_checked_by: str
    translators: tuple[str, ...]
    backups_kept: int
    live: str
    demo: bool

    @property
    def hosts(self) -> list[str]:
        """Host names under which requests are answered."""
        host = urlsplit(self.address).hostname or "localhost"
        return sorted({host, "localhost", "127.0.0.1", "[::1]"}) if self.demo else [host]

    @property
    def secure(self) -> bool:
        """Whether the house is reached by https."""
        return self.address.startswith("https://")


def data_folder() -> Path:
    """The folder with database, files and settings."""
    return Path(os.environ.get("DRITTORT_DATA") or ROOT / "var").resolve()


def first_settings(folder: Path, *, address: str, demo: bool) -> Path:
    """Write the settings file of a new house unless there is one; return its path."""
    path = folder / "drittort.toml"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(TEMPLATE.format(secret=secrets.token_urlsafe(48), address=address, demo=str(demo).lower()), encoding="utf-8")
        draft.replace(path)
    return path


def read_house() -> House:
    """Read `drittort.toml` and the environment. Raises SettingsError with a sentence."""
    folder = data_folder()
    path = folder / "drittort.toml"
    try:
        told: dict[str, object] = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings file {path} cannot be read: {error}.") from error

    def text(name: str, default: str) -> str:
        return str(os.environ.get(f"DRITTORT_{name.upper()}", told.get(name, default)))

    demo = text("demo", "false").lower() in {"1", "true", "yes"}
    secret = text("secret_key", "")
    if not secret:
        raise SettingsError(f"There is no secret_key yet: run bin/start once, or set secret_key in {path}.")
    return House(
        data=folder,
        secret_key=secret,
        address=text("address", "http://localhost:8000").rstrip("/"),
        database=text("database", ""),
        mail=text("mail", ""),
        mail_from=text("mail_from", "Drittort <haus@localhost>"),
        bounces=mailbox("bounces", text("bounces", "")),
        reply_address=reply_address(text("reply_address", "")),
        inbox=mailbox("inbox", text("inbox", "")),
        mail_checked_by=text("mail_checked_by", "").strip().lower(),
        translators=tuple(one.strip().lower() for one in text("translators", "").split(",") if one.strip()),
        backups_kept=days(text("backups_kept", "30")),
        live=port(text("live", "")),
        demo=demo,
    )


def days(told: str) -> int:
    """A number of days. Raises SettingsError."""
    if not told.isdecimal() or int(told) > 3660:
        raise SettingsError("The setting backups_kept must be a number of days.")
    return int(told)


def port(told: str) -> str:
    """A port, or nothing. Raises SettingsError."""
    if told and not (told.isdecimal() and 0 < int(told) < 65536):
        raise SettingsError("The setting live must be empty or the number of a port.")
    return told


def mailbox(setting: str, address: str) -> str:
    """The address of a mailbox, checked; without encryption on this machine only. Raises SettingsError."""
    parts = urlsplit(address)
    safe = parts.scheme == "imaps" or (parts.scheme == "imap" and parts.hostname in {"localhost", "127.0.0.1", "::1"})
    if address and (not safe or not parts.hostname):
        raise SettingsError(f"The setting {setting} must be empty or begin with imaps:// and name a host.")
    return address


def reply_address(pattern: str) -> str:
    """The address that answers go to, checked: one *, a domain, and room for a sign of up to 36 letters before the @. Raises SettingsError."""
    pattern = pattern.strip().lower()
    name, _, domain = pattern.rpartition("@")
    fits = re.fullmatch(r"[a-z0-9._+=-]*\*[a-z0-9._+=-]*", name) and re.fullmatch(r"[a-z0-9.-]+", domain) and len(name) <= 28
    if pattern and not fits:
        raise SettingsError("The setting reply_address must be empty, or an address with one * before the @: antwort+*@example.org.")
    return pattern


def database_settings(house: House) -> dict[str, object]:
    """Django's DATABASES["default"] for this house."""
    if not house.database:
        return {
            "ENGINE": "drittort.core.backends.sqlite3",
            "NAME": house.data / "drittort.sqlite3",
            # Opening the file and setting it up costs more than most questions to it; some times a day it learns anew how large the tables are.
            "CONN_MAX_AGE": 4 * 3600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=1; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000",
            },
        }
    parts = urlsplit(house.database)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SettingsError("The setting database must be empty (SQLite) or begin with postgresql://.")
    query = dict(item.split("=", 1) for item in parts.query.split("&") if "=" in item)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def mail_settings(house: House) -> dict[str, object]:
    """Django's EMAIL_* settings for this house."""
    if not house.mail:
        return {"EMAIL_BACKEND": "drittort.core.mail.backends.KeepHere"}
    parts = urlsplit(house.mail)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SettingsError("The setting mail must be empty or begin with smtp:// or smtps:// and name a host.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and "plain" not in parts.query,
        "EMAIL_TIMEOUT": 20,
    }
