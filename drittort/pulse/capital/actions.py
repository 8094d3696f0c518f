"""Publishing a month, placing the groups of all months, and taking a person out of what was drawn.

Pages load this module, and only the worker computes: what needs the engine is loaded where it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from drittort.core.database import locked
from drittort.core.moving.registry import Numbers
from drittort.network.ties.days import kept_since
from drittort.pulse.capital import rules
from drittort.pulse.capital.models import CapitalMonth, MonthDrawing
from drittort.spaces.models import Space

if TYPE_CHECKING:
    from drittort.network.told import Month


def publish(month: Month) -> Callable[[], None]:
    """Compute what is published of a month and who is drawn on its map; what comes back writes it."""
    from drittort.pulse.capital.figures import of_month

    content, between, drawing = of_month(month)

    def write() -> None:
        CapitalMonth.objects.get_or_create(space=month.space, month=month.first, defaults={"content": content, "between": between})
        # Computing takes its time: whoever took a consent back meanwhile was looked for in vain, and must not be written in now.
        locked(Space.objects.filter(pk=month.space.pk)).get()
        still = set(rules.wants_to_be_drawn(month.space).values_list("pk", flat=True))
        drawn = only_of(drawing, still)
        if drawn["people"]:
            MonthDrawing.objects.get_or_create(space=month.space, month=month.first, defaults={"content": drawn})

    return write


def only_of(drawing: dict[str, Any], people: Collection[int]) -> dict[str, Any]:
    """A drawing with some of its people, and the ties among them."""
    return {
        "people": [one for one in drawing["people"] if one[0] in people],
        "ties": [tie for tie in drawing["ties"] if tie[0] in people and tie[1] in people],
    }


def place(space: Space, at: datetime) -> None:
    """Find the places of the groups for the pictures of all months, once after each new month. May be run again."""
    months = list(CapitalMonth.objects.filter(space=space).order_by("month"))
    if not months or months[-1].places:
        return
    from drittort.pulse.capital.places import places_of

    newest = months[-1]
    newest.places = places_of(space, [month.between for month in months])
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
        # Not between a look at the consents and the writing of a month.
        locked(Space.objects.filter(pk=space_id)).get()
        for row in locked((rows if until is None else rows.filter(month__lte=until)).order_by("pk")):
            others = {one[0] for one in row.content["people"]} - {member_id}
            if len(others) < len(row.content["people"]):
                row.content = only_of(row.content, others)
                row.save(update_fields=["content"])


def month_moved(row: dict[str, Any], numbers: Numbers) -> None:
    """A house stands at other numbers: its companies among the groups of a month."""
    for groups in (row["between"].get("groups", []), row["places"].get("groups", [])):
        for group in groups:
            if group[0] == "company":
                group[1] = str(numbers.new("members.Company", int(group[1])))


def drawing_moved(row: dict[str, Any], numbers: Numbers) -> None:
    """A house stands at other numbers: the people of a drawing and their ties."""
    content = row["content"]
    content["people"] = [[numbers.new("members.Member", pk), group] for pk, group in content["people"]]
    content["ties"] = [[numbers.new("members.Member", a), numbers.new("members.Member", b)] for a, b in content["ties"]]
