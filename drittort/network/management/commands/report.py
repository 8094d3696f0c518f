"""Prints the report on the social capital of a house: how it holds together, group by group, never a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from drittort.core.terminal import terminal_language
from drittort.network.counted import present_day
from drittort.network.report.figures import compute_report
from drittort.network.report.queries import report_file, report_text
from drittort.network.snapshots import REPORT, newest
from drittort.spaces.models import Space


class Command(BaseCommand):
    """`drittort report SPACE [--json | --html] [--fresh]`."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """The house and the form."""
        parser.add_argument("space", help="address of the house")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="every figure with its uncertainty and method")
        form.add_argument("--html", action="store_true", help="one page that stands alone and prints well")
        parser.add_argument("--fresh", action="store_true", help="compute now; else the newest stored report is shown, if there is one")
        parser.add_argument("--output", type=Path, metavar="FILE", help="write to a file, not to the terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find or compute the report, and write it in the language of the terminal."""
        language = terminal_language()
        with translation.override(language):
            space = Space.objects.filter(slug=options["space"]).first()
            if space is None:
                known = ", ".join(Space.objects.order_by("slug").values_list("slug", flat=True)) or "-"
                raise CommandError(
                    _("There is no house %(slug)s; there are: %(known)s.") % {"slug": options["space"], "known": known}, returncode=2
                )
            stored = None if options["fresh"] else newest(space.pk, REPORT)
            report = compute_report(space, present_day(space, timezone.now())) if stored is None else stored.content
        if options["json"]:
            text = json.dumps({"space": space.slug, "name": space.name, **report}, ensure_ascii=False, indent=2) + "\n"
        elif options["html"]:
            text = report_file(space.name, report, language)
        else:
            text = f"{space.name}\n{report_text(report, language)}"
        if options["output"] is None:
            self.stdout.write(text, ending="")
            return
        try:
            options["output"].write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}", returncode=2) from error
