"""Opening and deleting a space."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from drittort.core import scope
from drittort.core.database import locked
from drittort.core.errors import Invalid
from drittort.spaces.models import RESERVED, Location, Space
from drittort.spaces.roles.actions import make_default_roles

TRIES = 5
OPENED: list[Callable[[Space], None]] = []


def on_opened(begin: Callable[[Space], None]) -> Callable[[Space], None]:
    """Register what a module gives a new house to begin with; inside the opening transaction."""
    OPENED.append(begin)
    return begin


def open_space(
    *,
    slug: str,
    name: str,
    at: datetime,
    language: str = "de",
    timezone: str = "Europe/Berlin",
    locations: tuple[tuple[str, str], ...] = (),
    is_demo: bool = False,
    is_sample: bool = False,
) -> Space:
    """Open a house with its locations (name, address). Raises Invalid for an address that is taken, reserved or malformed."""
    space = Space(slug=slug, name=name, language=language, timezone=timezone, is_demo=is_demo, is_sample=is_sample, created_at=at)
    check_space(space)
    with transaction.atomic():
        space.save(force_insert=True)
        Location.objects.bulk_create(Location(space=space, name=n, address=a, position=k) for k, (n, a) in enumerate(locations))
        make_default_roles(space=space)
        for begin in OPENED:
            begin(space)
    return space


def check_space(space: Space) -> None:
    """Raise Invalid where a house that is not opened yet could not be opened."""
    if space.slug in RESERVED:
        raise Invalid(_("This address belongs to the site itself: %(slug)s") % {"slug": space.slug})
    try:
        space.full_clean()
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error


def delete_space(*, space: Space) -> None:
    """Delete a house with everything in it. Jobs that still name it end as done.

    A job that runs may write a row between finding and deleting, which PostgreSQL refuses at the end or breaks off as a
    deadlock; then all of it is found and deleted again.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                locked(Space.objects.filter(pk=space.pk), whole=True).first()
                scope.forget_space(space.pk)
                Space.objects.filter(pk=space.pk).delete()
            return
        except (IntegrityError, OperationalError):
            if not tries_left:
                raise
