"""That people said thanks, in the house letter: one line that leads there, with nobody's words. They may be taken back, and a letter stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from drittort.core import letter
from drittort.core.addresses import address
from drittort.core.letter import Item
from drittort.inspire.thanks.models import Thanks
from drittort.spaces.models import Space


def said(space: Space, since: datetime, until: datetime) -> Iterator[Item]:
    """One line for all thanks since the last letter."""
    found = list(Thanks.objects.in_house().filter(space=space, at__gt=since, at__lte=until).order_by("-pk").values_list("pk", flat=True))
    if found:
        many = ngettext("Somebody said thanks for something", "%(n)s times somebody said thanks for something", len(found)) % {
            "n": len(found)
        }
        yield Item(found[0], many, fresh=False, on_wall=True)


def path(slug: str, thing: int) -> str:
    """The page of thanks."""
    return address("inspire:thanks", slug)


letter.block(
    "thanks", gettext_lazy("Thanks"), said, kind="thanks", path=path, place=70, most=1, in_order=True, counted=ngettext_lazy("thanks", "thanks", "n"),
)  # fmt: skip
