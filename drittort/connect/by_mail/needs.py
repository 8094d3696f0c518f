"""A mail to the house that says what somebody looks for. It comes back once to be looked at, with one button: what hangs on the board is never a
signature or a quotation by accident. Until then it stands nowhere but in the signed link of that mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.connect.needs.models import Need
from drittort.core.errors import Invalid, NotFound
from drittort.core.mail.incoming.registry import Received
from drittort.core.mail.incoming.replies import ANSWERING, matter
from drittort.members.by_mail.answers import write
from drittort.members.by_mail.house import otherwise
from drittort.members.models import Member

SALT = "drittort.need.draft"
AGE = timedelta(days=7)
TEMPLATE = "connect/by_mail/mail/draft"
MOST: int = Need._meta.get_field("text").max_length or 0
LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wrote, before it hangs on the board."""

    member: Member
    text: str


def take(received: Received, at: datetime) -> None:
    """Send it back to be looked at. Raises Invalid for what is too long or too short for the board."""
    text = wanted(received.subject, received.text)
    if len(text) > MOST:
        raise Invalid(_("The board takes %(most)s characters. Say in a sentence or two what you look for, please.") % {"most": MOST})
    if len(text.split()) < LEAST_WORDS:
        raise Invalid(_("We did not understand that. Write what you look for in a whole sentence, or “help”."))
    url = f"{settings.ADDRESS}{reverse('connect:ask_by_mail', args=[token(received.person.person_id, text)])}"
    key = f"need.draft:{received.person.person_id}:{received.message_id or at.isoformat()}"
    title = _("Shall it hang on the board?")
    write(received.person, key, title, [], at, message_id=received.message_id, template=TEMPLATE, text=text, url=url)


def wanted(subject: str, text: str) -> str:
    """Subject and words as one text; a subject that only answers or repeats says nothing."""
    said = " ".join(matter(text).split())
    head = " ".join(subject.split())
    if not said:
        return ANSWERING.sub("", head)
    if not head or ANSWERING.match(head) or head.casefold().strip(" .!?") in said.casefold():
        return said
    return f"{head} {said}" if head[-1] in ".!?:" else f"{head}. {said}"


def token(member_id: int, text: str) -> str:
    """The signed part of the link."""
    return signing.dumps([member_id, text], salt=SALT, compress=True)


def read(signed: str) -> Draft:
    """Who wrote what. Raises Invalid when the link was altered or is too old, NotFound when the person has left."""
    try:
        member_id, text = signing.loads(signed, salt=SALT, max_age=AGE)
    except signing.SignatureExpired as error:
        raise Invalid(_("This link is older than a week. Write the mail once more, please.")) from error
    except (signing.BadSignature, ValueError) as error:
        raise Invalid(_("This link is not complete. Please open it from the mail once more.")) from error
    member = Member.objects.here().select_related("space", "account").filter(pk=member_id).first()
    if member is None:
        raise NotFound
    return Draft(member, str(text))


otherwise(take)
