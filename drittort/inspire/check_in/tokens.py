"""What a code at the door says: one registration, sealed. It is good for nothing but being noted as there, by those who stand at the door."""

from __future__ import annotations

from django.conf import settings
from django.core import signing

from drittort.core.addresses import address
from drittort.inspire.events.models import Registration

SALT = "drittort.event.door"


def code(registration: Registration) -> str:
    """The code of a registration."""
    return signing.Signer(salt=SALT).sign(str(registration.pk))


def link(registration: Registration, slug: str) -> str:
    """What the drawn code holds: an address that opens the list at the door, for a telephone that reads no codes in the page."""
    return f"{settings.ADDRESS}{address('inspire:check_in', slug, registration.event_id)}?code={code(registration)}"


def read(text: str) -> int | None:
    """Which registration a code, or the address that holds it, names; None for anything else."""
    try:
        return int(signing.Signer(salt=SALT).unsign(text.rpartition("code=")[2]))
    except (signing.BadSignature, ValueError):
        return None
