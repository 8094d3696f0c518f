"""Take all keys off an account whose owner lost them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from drittort.members.models import Account
from drittort.members.security.actions import reset_keys


class Command(BaseCommand):
    """`drittort reset_keys ADDRESS`"""

    help = "Take password, passkeys, code app and recovery codes off an account and sign it out everywhere. The link by mail is left."

    def add_arguments(self, parser: CommandParser) -> None:
        """One address."""
        parser.add_argument("email", help="address of the account")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Make sure on another way that it is the person who asks: this opens the door to whoever reads the mailbox."""
        account = Account.objects.with_address(email).first()
        if account is None:
            raise CommandError(f"There is no account {email}.")
        reset_keys(account=account, at=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"{account.email} has no keys any more. The way in is a link by mail.")
