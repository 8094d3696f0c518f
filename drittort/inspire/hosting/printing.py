"""Name badges as a PDF (PDF/UA-1), set by typst from words alone. Only the worker imports this."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.db import transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from drittort.core.database import locked
from drittort.core.files.actions import Bytes, drop_files, keep_file
from drittort.inspire.events.models import Event, Registration
from drittort.inspire.hosting import rules
from drittort.members.people.queries import faces

LAYOUT = Path(__file__).with_name("badges.typ")


def print_badges(event_id: int, at: datetime) -> None:
    """The job: badges for all who have a seat and who host it, in place of the last ones."""
    event = Event.objects.select_related("space").filter(pk=event_id, cancelled_at=None).first()
    if event is None:
        return
    content = typst.compile(
        LAYOUT, sys_inputs={"badges": json.dumps(told(event))}, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True
    )
    with transaction.atomic():
        row = locked(Event.objects.filter(pk=event.pk)).first()
        if row is None:
            return
        before = row.badges_id
        upload = Bytes(f"{slugify(event.title) or 'event'}.pdf", content)
        row.badges = keep_file(space_id=event.space_id, owner_id=None, upload=upload, purpose=rules.BADGES, at=at)
        row.save(update_fields=["badges"])
        drop_files(ids=[before] if before else [])


def told(event: Event) -> dict[str, Any]:
    """The words of the badges. They reach typst as values, so nothing in them is read as a command. Whoever is brought along has a line to write a name on."""
    rows = list(Registration.objects.going().filter(event=event).select_related("guest"))
    known = faces(event.space_id, {*(row.member_id for row in rows if row.member_id), *event.hosts})
    with translation.override(event.space.language):
        people = {face.name: face.company for face in known.values()}
        guests = [(row.guest.name, _("Guest")) for row in rows if row.guest is not None]
        along = sum(row.seats - 1 for row in rows)
        named = sorted([*people.items(), *guests], key=lambda one: one[0].casefold())
        return {
            "language": event.space.language, "title": _("Name badges: %(title)s") % {"title": event.title},
            "people": [{"name": name, "below": below} for name, below in [*named, *[("\u2007", _("comes along"))] * along]],
        }  # fmt: skip
