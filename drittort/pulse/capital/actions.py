"""Publishing a month, placing the groups of all months, and taking a person out of what was drawn.

Pages load this module, and only the worker computes: what needs the engine is loaded where it is used.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from drittort.core.database import locked
from drittort.core.moving.registry import Numbers
from drittort.network.ties.days import kept_since
from drittort.pulse.capital.models import CapitalMonth, MonthDrawing
from drittort.spaces.models import Space

if TYPE_CHECKING:
    from drittort.network.told import Month


def publish(month: Month) -> Callable[[], None]:
    """Compute what is published of a month and who is drawn on its map; what comes back writes it."""
    from drittort.pulse.capital.figures import of_month

    content, drawing = of_month(month)

    def write() -> None:
        CapitalMonth.objects.get_or_create(space=month.space, month=month.first, defaults={"content": content})
        if drawing["people"]:
            MonthDrawing.objects.get_or_create(space=month.space, month=month.first, defaults={"content": drawing})

    return write


def place(space: Space, at: datetime) -> None:
    """Find the places of the groups for the pictures of all months, once after each new month. May be run again."""
    months = list(CapitalMonth.objects.filter(space=space).order_by("month"))
    if not months or months[-1].places:
        return
    from drittort.pulse.capital.places import places_of

    newest = months[-1]
    newest.places = places_of(space, [month.content for month in months])
    with transaction.atomic():
        newest.save(update_fields=["places"])
        CapitalMonth.objects.filter(space=space).exclude(pk=newest.pk).exclude(places={}).update(places={})


def forget_old(*, at: datetime) -> int:
    """Remove drawings of people that are older than the contacts behind them; a sample of public data keeps all of its own. Returns how many went."""
    gone = 0
    for space in Space.objects.filter(is_sample=False):
        gone += MonthDrawing.objects.filter(space=space, month__lt=kept_since(space.day(at)).replace(day=1)).delete()[0]
    return gone


def take_out(*, space_id: int, member_id: int, until: date | None = None) -> None:
    """Remove a person and their ties from the drawings of all months (up to that of `until`); groups and figures stay as they were published. May be run again."""
    rows = MonthDrawing.objects.filter(space_id=space_id)
    with transaction.atomic():
        for row in locked((rows if until is None else rows.filter(month__lte=until)).order_by("pk")):
            people = [one for one in row.content["people"] if one[0] != member_id]
            if len(people) < len(row.content["people"]):
                row.content = {"people": people, "ties": [tie for tie in row.content["ties"] if member_id not in tie]}
                row.save(update_fields=["content"])


def month_moved(row: dict[str, Any], numbers: Numbers) -> None:
    """A house stands at other numbers: its companies among the groups of a month."""
    for groups in (row["content"]["groups"], row["places"].get("groups", [])):
        for group in groups:
            if group[0] == "company":
                group[1] = str(numbers.new("members.Company", int(group[1])))


def drawing_moved(row: dict[str, Any], numbers: Numbers) -> None:
    """A house stands at other numbers: the people of a drawing and their ties."""
    content = row["content"]
    content["people"] = [[numbers.new("members.Member", pk), group] for pk, group in content["people"]]
    content["ties"] = [[numbers.new("members.Member", a), numbers.new("members.Member", b)] for a, b in content["ties"]]
