"""Where mail goes when no server is set."""

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class KeepHere(BaseEmailBackend):
    """Development and demo: mail is kept in the outbox table, readable at /-/mail/, and leaves the machine by no way."""

    keeps_words = True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Count the messages; the outbox keeps their words."""
        return len(email_messages)
