"""Takes answers by mail from the mail server of this machine, by LMTP (or SMTP), until it is told to stop."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import signal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from drittort.core.mail.incoming import addresses
from drittort.core.mail.incoming.receiver import Door, listen
from drittort.core.terminal import terminal_language

PORT = 8024


class Command(BaseCommand):
    """`drittort receive`, `drittort receive --socket /run/drittort/lmtp`."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Where, and which of the two protocols."""
        parser.add_argument("--host", default="127.0.0.1", help="an address of this machine (default: 127.0.0.1)")
        parser.add_argument("--port", type=int, default=PORT, help=f"default: {PORT}")
        parser.add_argument("--socket", default="", help="a socket in the file system instead of a port")
        parser.add_argument("--smtp", action="store_true", help="speak SMTP instead of LMTP")
        parser.add_argument(
            "--beyond-this-machine", action="store_true", help="allow a host that others can reach; guard it with a firewall"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, listen, stop at a signal."""
        with translation.override(terminal_language()):
            if not addresses.is_set():
                raise CommandError(
                    _("There is no reply_address in the settings yet: without it no mail leaves that could be answered here."), returncode=2
                )
            if not options["socket"] and not options["beyond_this_machine"] and not is_loopback(options["host"]):
                raise CommandError(_("Others could reach this host. Name one of this machine, or add --beyond-this-machine."), returncode=2)
            try:
                asyncio.run(self.listen(options))
            except OSError as error:
                raise CommandError(_("Nobody can listen there: %(error)s") % {"error": error}, returncode=1) from error

    async def listen(self, options: dict[str, Any]) -> None:
        """Until a signal."""
        stop = asyncio.Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(each, stop.set)
        where: tuple[str, int] | str = options["socket"] or (options["host"], options["port"])
        if options["socket"]:
            Path(options["socket"]).unlink(missing_ok=True)
            # Its mail server is in the same group.
            os.umask(0o117)
        name = "SMTP" if options["smtp"] else "LMTP"

        def ready(port: int) -> None:
            self.stdout.write(f"{name} {options['socket'] or options['host'] + ':' + str(port)}")
            self.stdout.flush()

        try:
            await listen(Door(timezone.now), where=where, smtp=options["smtp"], stop=stop, ready=ready)
        finally:
            if options["socket"]:
                Path(options["socket"]).unlink(missing_ok=True)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
