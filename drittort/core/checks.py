"""System checks: what must be true before a house opens."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from drittort.core import rulebook
from drittort.core.sqlite import complaint

HOUSE = "house"
"""What a house may have wrong. Everything else that Django checks is the code's doing, and the same in every house: `bin/check` asks that."""


def load() -> None:
    """Importing this module registers the checks; the call says so."""


@register("database", HOUSE)
def sqlite_is_recent(**kwargs: Any) -> list[CheckMessage]:
    """Refuse SQLite versions whose write-ahead log can lose data."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return []
    import sqlite3

    sentence = complaint(sqlite3.sqlite_version_info)
    return [Error(sentence, id="drittort.E001")] if sentence else []


@register(HOUSE)
def answers_find_their_way(**kwargs: Any) -> list[CheckMessage]:
    """Tell whoever starts a house when answers by mail are half set."""
    if settings.INBOX and not settings.REPLY_ADDRESS:
        return [
            Error(
                "inbox is set, but no reply_address: no mail leaves that could be answered there.",
                hint="Set reply_address in drittort.toml to an address that arrives in that mailbox, with a *: antwort+*@example.org.",
                id="drittort.E002",
            )
        ]
    if settings.REPLY_ADDRESS and not settings.MAIL_CHECKED_BY:
        return [
            Warning(
                "Answers by mail come in, but mail_checked_by is empty: a sender is known by the secret address and the words of From alone.",
                hint="Set it to the name with which your mail server begins Authentication-Results.",
                id="drittort.W001",
            )
        ]
    return []


@register(HOUSE)
def no_rule_can_see_what_rules_do(**kwargs: Any) -> list[CheckMessage]:
    """Refuse an action that writes what a condition reads: with it, rules could set each other off for ever."""
    return [Error(sentence, id="drittort.E003") for sentence in rulebook.closed_loops()]
