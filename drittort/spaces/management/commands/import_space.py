"""Brings a house in that was written by export-space: `drittort import-space FILE.zip`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from drittort.core.errors import HouseError
from drittort.core.moving.bringing import import_house
from drittort.spaces.models import RESERVED, SLUG, Space


class Command(BaseCommand):
    """`drittort import-space FILE`."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Where from, and where the house will stand."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--slug", default="", help="another address than the one that it had")

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring it in whole or not at all."""
        source: Path = options["file"]
        if not source.is_file():
            raise CommandError(f"There is no file {source}.")
        slug: str = options["slug"]
        if slug:
            try:
                SLUG(slug)
            except ValidationError as error:
                raise CommandError(f"“{slug}” can be no address of a house.") from error
            if slug in RESERVED:
                raise CommandError(f"“{slug}” can be no address of a house.")
        try:
            number = import_house(source, at=timezone.now(), slug=slug)
        except HouseError as error:
            raise CommandError(str(error.reason)) from error
        space = Space.objects.get(pk=number)
        self.stdout.write(f"{space.name} stands at /{space.slug}/. Everybody signs in by mail.")
