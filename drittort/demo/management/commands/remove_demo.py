"""Takes the demo off this machine, without a trace."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core.terminal import terminal_language
from drittort.demo.removal import mail_is_set, remove_demo
from drittort.spaces.models import Space


class Command(BaseCommand):
    """`drittort remove-demo [--yes]`."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Without --yes it asks."""
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, remove, say what was done."""
        with translation.override(terminal_language()):
            there = Space.objects.filter(is_demo=True).count()
            if there and not options["yes"]:
                self.stdout.write(_("Remove the demo with all its people, mails and pictures? [y/N] "), ending="")
                self.stdout.flush()
                try:
                    agreed = input().strip().lower() in ("y", "yes", "j", "ja")
                except EOFError as error:
                    raise CommandError(_("Nobody is here to answer: say --yes."), returncode=2) from error
                if not agreed:
                    self.stdout.write(_("Nothing was removed."))
                    return
            done = remove_demo()
            self.stdout.write(ngettext("%(n)s demo house removed.", "%(n)s demo houses removed.", done.houses) % {"n": done.houses})
            if not done.wiped:
                self.stdout.write(_("The database was busy, so freed space was not overwritten. Run this again when the house is closed."))
            if not mail_is_set():
                self.stdout.write(
                    _("No mail server is set: from the next start on, nobody can read a sign-in link. Set one with bin/drittort mail.")
                )
