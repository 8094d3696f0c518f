"""Sets the mail server of this machine: asks for the password, tries the server, writes drittort.toml."""

from __future__ import annotations

import getpass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from drittort.core.machine import change_setting
from drittort.core.mail.way import words_of
from drittort.core.terminal import terminal_language


class Command(BaseCommand):
    """`drittort mail smtp://name@mail.example.org:587 --from haus@example.org`."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """The server without its password, and the sender."""
        parser.add_argument("server", help="smtp://name@host:587 (STARTTLS) or smtps://name@host:465; an @ in the name is %%40")
        parser.add_argument(
            "--from", dest="sender", default="", help='the address that mails come from, perhaps with a name: "Haus <haus@example.org>"'
        )
        parser.add_argument("--untried", action="store_true", help="write it without asking the server")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, try, write."""
        with translation.override(terminal_language()):
            self.set_server(options)

    def set_server(self, options: dict[str, Any]) -> None:
        """The whole command, in the language of the terminal."""
        parts = urlsplit(options["server"])
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise CommandError(_("The server is written as smtp://name@host:587 or smtps://name@host:465."), returncode=2)
        password = unquote(parts.password or "")
        if parts.username and not password:
            password = getpass.getpass(_("Password: "))
        port = parts.port or (465 if parts.scheme == "smtps" else 587)
        if not options["untried"]:
            connection = get_connection(
                "django.core.mail.backends.smtp.EmailBackend", host=parts.hostname, port=port, username=unquote(parts.username or ""),
                password=password, use_ssl=parts.scheme == "smtps", use_tls=parts.scheme == "smtp" and "plain" not in parts.query, timeout=20,
            )  # fmt: skip
            try:
                connection.open()
                connection.close()
            except OSError as error:
                exact = f"{type(error).__name__}: {error}"
                raise CommandError(
                    _("%(words)s (%(exact)s) Nothing was written.") % {"words": words_of(exact), "exact": exact}, returncode=1
                ) from error
        name = f"{quote(unquote(parts.username), safe='')}:{quote(password, safe='')}@" if parts.username else ""
        query = f"?{parts.query}" if parts.query else ""
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        if not change_setting("mail", f"{parts.scheme}://{name}{host}:{port}{query}"):
            raise CommandError(
                _("There is no drittort.toml in the data folder: this machine is set by environment variables."), returncode=1
            )
        if options["sender"]:
            change_setting("mail_from", options["sender"])
        self.stdout.write(_("The server knows you. It is written; restart the house, and send yourself a test mail from its settings."))
