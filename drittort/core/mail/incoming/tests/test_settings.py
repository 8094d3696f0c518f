"""What the owner of a machine may write into the settings of answers by mail, and what they are told when half of it is missing."""

from __future__ import annotations

import pytest

from drittort.config.house import SettingsError, mailbox, reply_address
from drittort.core.checks import answers_find_their_way


@pytest.mark.parametrize("pattern", ["", "antwort+*@example.org", "*@antwort.example.org", " Antwort-*@Example.org "])
def test_addresses_that_can_be_signed(pattern: str):
    assert reply_address(pattern) == pattern.strip().lower()


@pytest.mark.parametrize("pattern", ["antwort@example.org", "antwort+**@example.org", "antwort+*", "*@", "antwort+*@exa mple.org", "a" * 40 + "*@example.org", "antwort+*\n@example.org", "Haus <antwort+*@example.org>"])  # fmt: skip
def test_addresses_that_can_not(pattern: str):
    with pytest.raises(SettingsError, match="reply_address"):
        reply_address(pattern)


def test_a_mailbox_is_opened_encrypted_unless_it_is_on_this_machine():
    for good in ("", "imaps://haus:x@mail.example.org/Antworten", "imap://haus:x@127.0.0.1:1143", "imap://haus:x@localhost"):
        assert mailbox("inbox", good) == good
    for bad in ("imap://haus:x@mail.example.org", "pop3://haus@x", "imaps://", "mail.example.org"):
        with pytest.raises(SettingsError, match="inbox"):
            mailbox("inbox", bad)


def test_what_is_half_set_is_said_at_the_start(settings):
    settings.REPLY_ADDRESS, settings.INBOX, settings.MAIL_CHECKED_BY = "", "", ""
    assert answers_find_their_way() == []
    settings.INBOX = "imaps://haus:x@mail.example.org"
    assert [each.id for each in answers_find_their_way()] == ["drittort.E002"]
    settings.REPLY_ADDRESS = "antwort+*@example.org"
    assert [each.id for each in answers_find_their_way()] == ["drittort.W001"]
    settings.MAIL_CHECKED_BY = "mail.example.org"
    assert answers_find_their_way() == []
