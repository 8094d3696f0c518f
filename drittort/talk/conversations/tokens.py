"""The signed address in a mail: it opens what the mail held, with a place to answer, without sign-in, for a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.utils.translation import gettext as _

from drittort.core.errors import Invalid, NotFound
from drittort.talk.conversations.models import Participant

SALT = "drittort.conversation"
AGE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Pass:
    """Who may answer which messages by a link."""

    mine: Participant
    first: int
    last: int


def token(participant_id: int, first: int, last: int) -> str:
    """The signed part of a link: for one participant, the messages that their mail held."""
    return signing.dumps([participant_id, first, last], salt=SALT, compress=False)


def read(text: str) -> Pass:
    """Who a link belongs to. Raises Invalid when it was altered or is too old, NotFound when the person takes no part any more."""
    try:
        participant_id, first, last = signing.loads(text, salt=SALT, max_age=AGE)
    except signing.SignatureExpired as error:
        raise Invalid(_("This link is older than a week. Sign in to read and answer.")) from error
    except (signing.BadSignature, ValueError) as error:
        raise Invalid(_("This link is not complete. Please open it from the mail once more.")) from error
    rows = Participant.objects.here().filter(pk=participant_id, member__left_on=None)
    mine = rows.select_related("member__space", "conversation").first()
    if mine is None:
        raise NotFound
    return Pass(mine, first, last)
