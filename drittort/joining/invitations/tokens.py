"""The signed part of an invitation's link. It names the turn, so that sending again makes older links old."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.core.errors import Invalid
from drittort.joining.invitations.models import Invitation

SALT = "drittort.invitation"


@dataclass(frozen=True, slots=True)
class Held:
    """What a link names: an invitation, and the turn in which the link was sent."""

    invitation_id: int
    turn: int


def token(invitation: Invitation) -> str:
    """The signed part of the present link."""
    return signing.dumps([invitation.pk, invitation.turn], salt=SALT, compress=False)


def link(invitation: Invitation) -> str:
    """The whole address, as it stands in the mail."""
    return f"{settings.ADDRESS}{reverse('joining:invitation', args=[token(invitation)])}"


def read(text: str) -> Held:
    """What a link names. Raises Invalid when it was altered."""
    try:
        invitation_id, turn = signing.loads(text, salt=SALT)
        return Held(int(invitation_id), int(turn))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Invalid(_("This link is not complete. Please open it from the mail once more.")) from error
