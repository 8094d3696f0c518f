"""Changing a house: its name and address, its colour, its dozen settings. Each change is one row of the ledger, named by what was changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, require
from drittort.spaces.actions import check_space
from drittort.spaces.house.rules import Actor, may_change
from drittort.spaces.models import Space
from drittort.spaces.settings import checked, setting
from drittort.web.colours import HUES

CHANGED = "settings.changed"


def note_change(actor: Actor, name: str, at: datetime, *, subject_id: int | None = None) -> None:
    """Record that something of the house was changed; never what it says."""
    ledger.record(
        space_id=actor.space_id,
        at=at,
        kind=CHANGED,
        actor_id=actor.pk,
        subject_id=subject_id,
        audience=ledger.MANAGERS,
        facts={"setting": name},
    )


def change_house(*, actor: Actor, name: str, language: str, timezone: str, at: datetime, slug: str | None = None) -> Space:
    """Change what the house is called and how it counts time. Its address changes only while it is being opened: later, links and mails hold it. Raises Invalid."""
    require(may_change(actor))
    told = {"name": name, "language": language, "timezone": timezone, **({"slug": slug} if slug else {})}
    try:
        with transaction.atomic():
            space = locked(Space.objects.filter(pk=actor.space_id)).get()
            if slug and slug != space.slug and space.opening is None:
                raise Invalid(_("The address of an open house stays as it is: links and mails hold it."))
            new = {key: value for key, value in told.items() if getattr(space, key) != value}
            for key, value in new.items():
                setattr(space, key, value)
            if new:
                check_space(space)
                space.save(update_fields=list(new))
            for key in new:
                note_change(actor, key, at)
    except IntegrityError as error:
        raise Invalid(_("Somebody has just taken this address. Choose another one.")) from error
    return space


def change_hue(*, actor: Actor, hue: int | None, at: datetime) -> Space:
    """Give the house another colour; None is the green of the beginning. Raises Invalid for what is no hue."""
    require(may_change(actor))
    if hue is not None and hue not in HUES:
        raise Invalid(_("This is no colour of the circle."))
    with transaction.atomic():
        space = locked(Space.objects.filter(pk=actor.space_id)).get()
        if space.hue != hue:
            space.hue = hue
            space.save(update_fields=["hue"])
            note_change(actor, "hue", at)
    return space


def change_settings(*, actor: Actor, told: Mapping[str, bool | int], at: datetime) -> list[str]:
    """Decide some of the dozen settings; returns the names of those that changed. Only what differs from the default is stored. Raises Invalid."""
    require(may_change(actor))
    values = {name: checked(name, value) for name, value in told.items()}
    with transaction.atomic():
        space = locked(Space.objects.filter(pk=actor.space_id)).get()
        changed = [name for name, value in values.items() if setting(space, name) != value]
        if changed:
            space.settings = {**space.settings, **{name: values[name] for name in changed}}
            space.save(update_fields=["settings"])
        for name in changed:
            note_change(actor, name, at)
    return changed
