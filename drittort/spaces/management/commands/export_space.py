"""Writes one house into one file, to stand on another machine: `drittort export-space SLUG FILE.zip`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from drittort.core.moving.export import export_house
from drittort.spaces.models import Space


class Command(BaseCommand):
    """`drittort export-space SLUG FILE`."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Which house, and where to."""
        parser.add_argument("slug")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it whole or not at all; the house stays open meanwhile."""
        space = Space.objects.filter(slug=options["slug"]).first()
        if space is None:
            raise CommandError(f"There is no house at /{options['slug']}/.")
        target: Path = options["file"].resolve()
        if not target.parent.is_dir():
            raise CommandError(f"The folder {target.parent} does not exist.")
        manifest = export_house(space.pk, target, at=timezone.now())
        rows = sum(part.get("rows", 0) for part in manifest["parts"].values())
        files = sum(name.startswith("files/") for name in manifest["parts"])
        self.stdout.write(f"{target}: {rows} rows, {files} files. Passwords and keys stay here; everybody signs in by mail there.")
        for label, why in manifest["left_out"].items():
            self.stdout.write(f"  without {label}: {why}")
