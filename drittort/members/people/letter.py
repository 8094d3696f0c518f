"""New faces in the house letter: those who came since the last one and have agreed to be introduced."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from drittort.core import letter
from drittort.core.addresses import address
from drittort.core.letter import MOST_MADE, Item
from drittort.members.consents.actions import REVOKED
from drittort.members.models import Consent, Member
from drittort.members.people.queries import faces
from drittort.members.people.words import initials
from drittort.members.safety.rules import INTRODUCTIONS, not_paused
from drittort.spaces.models import Space


def new_faces(space: Space, since: datetime, until: datetime) -> Iterator[Item]:
    """Who came, the newest first."""
    rows = (
        Member.objects.here()
        .agreed(Consent.Kind.INTRODUCED)
        .filter(space=space, joined_on__gt=space.day(since), joined_on__lte=space.day(until))
    )
    came = list(not_paused(rows, INTRODUCTIONS, space.day(until)).order_by("-joined_on", "-pk").values_list("pk", "language")[:MOST_MADE])
    people = faces(space.pk, [pk for pk, _language in came])
    for pk, language in came:
        face = people[pk]
        yield Item(pk, face.name, face.line, face.company, initials(face.name), language, people=(pk,), not_for=frozenset((pk,)))


def path(slug: str, thing: int) -> str:
    """The page of a person."""
    return address("members:person", slug, thing)


letter.block(
    "faces", _("New faces"), new_faces, kind="member", path=path, place=10, most=6, in_order=True, taken_back=(REVOKED,),
    counted=ngettext_lazy("one new face", "%(n)s new faces", "n"),
)  # fmt: skip
