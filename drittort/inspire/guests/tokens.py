"""The signed address in a guest's letters: it proves that a letter arrived, and opens their own page. It names one guest and one address."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.core.errors import Invalid
from drittort.inspire.guests.models import EventGuest

SALT = "drittort.event.guest"


def token(guest: EventGuest) -> str:
    """The signed part of the address."""
    return signing.Signer(salt=SALT).sign_object([guest.pk, guest.email])


def link(guest: EventGuest) -> str:
    """The whole address, in the language in which somebody wrote."""
    return f"{settings.ADDRESS}{reverse('inspire:guest', args=[token(guest)])}?language={guest.language}"


def read(text: str) -> tuple[int, str]:
    """Which guest, and which address. Raises Invalid for an address that was altered."""
    try:
        guest_id, email = signing.Signer(salt=SALT).unsign_object(text)
        return int(guest_id), str(email)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Invalid(_("This link is not complete. Please open it from the mail once more.")) from error
