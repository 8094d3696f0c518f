"""Prints a link with which somebody opens a house on this machine, once and within a day."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from drittort.core.terminal import terminal_language
from drittort.spaces.opening.actions import make_link


class Command(BaseCommand):
    """`drittort open`."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the link; earlier ones that were not used are void."""
        with translation.override(terminal_language()):
            path = reverse("home:opening_link", args=[make_link(at=timezone.now())])
            self.stdout.write(_("Whoever has this link opens a house here, once and within a day. Earlier links are void now."))
        self.stdout.write(f"{settings.ADDRESS}{path}")
