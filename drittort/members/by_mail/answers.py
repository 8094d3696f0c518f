"""What the house answers to a mail with which nothing could be done: kindly, once, and with the writer's own words where they would be lost."""

from __future__ import annotations

from datetime import datetime
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.mail.incoming import registry
from drittort.core.mail.incoming.inbox import LARGEST, MOST
from drittort.core.mail.incoming.proof import CHECK
from drittort.core.mail.incoming.registry import Correspondent, Received, Reply
from drittort.core.mail.incoming.replies import ANSWERING
from drittort.core.mail.outbox import house_address, post
from drittort.members.by_mail.people import acting

CATEGORY = "by_mail"
TEMPLATE = "members/by_mail/mail/reply"


def reply(person: Correspondent, told: Reply, at: datetime) -> None:
    """Write it."""
    with translation.override(person.language):
        title, sentences = said(person, told)
        back = f"{settings.ADDRESS}{address('home:today', acting(person).space.slug)}" if told.what == registry.REFUSED else ""
        write(
            person, f"by_mail:{told.key}", title, sentences, at, message_id=told.message_id, subject_of_theirs="" if ANSWERING.match(told.subject) else told.subject, words=told.text, url=back
        )  # fmt: skip


def confirm(received: Received, sentences: list[str], at: datetime, *, title: str = "") -> None:
    """Say what was done with a mail, as an answer to it. For handlers, in the language of the reader."""
    key = f"by_mail:done:{received.person.person_id}:{received.message_id or at.isoformat()}"
    write(received.person, key, title or _("Done"), sentences, at, message_id=received.message_id)


def write(
    person: Correspondent,
    key: str,
    title: str,
    sentences: list[str],
    at: datetime,
    *,
    message_id: str = "",
    template: str = TEMPLATE,
    **context: Any,
) -> None:
    """A letter of the house in answer to a mail. To the person's own address and nowhere else, whatever that mail said of itself."""
    space = acting(person).space
    post(
        key=key,
        at=at,
        template=template,
        context={"title": title, "sentences": sentences, "house": space.name, **context},
        to=person.email,
        to_member_id=person.person_id,
        language=person.language,
        category=CATEGORY,
        space_id=person.space_id,
        sender=formataddr((space.name, house_address())),
        thread=(message_id,) if message_id else (),
    )


def said(person: Correspondent, told: Reply) -> tuple[str, list[str]]:
    """The subject and the sentences."""
    if told.what == registry.EMPTY:
        return _("Your mail was empty"), [
            _("Your mail arrived, but there is nothing in it that you wrote yourself."),
            _("Perhaps it stands below what your mail program quotes? Write above it, please, and send it once more."),
        ]
    if told.what == registry.SEALED:
        return _("We cannot read your mail"), [
            _("It came encrypted, and the house has no key that opens it."),
            _("Send it once more without encryption, please, or write in the house."),
        ]
    if told.what == registry.LARGE:
        return _("Your mail was too large"), [
            _("It has more than %(most)s, so it was not taken.") % {"most": filesizeformat(LARGEST)},
            _("Send the words alone, please, and the file smaller or as a link."),
        ]
    if told.what == registry.MANY:
        return _("A lot of mail within an hour"), [
            _("%(n)s mails came from you within an hour; what came after them was not taken.") % {"n": MOST},
            _("Perhaps a program answers in your name? Otherwise take a breath, and send it once more in an hour."),
        ]
    if told.what == registry.FORGED:
        return _("A mail in your name was not taken"), forged(person, told.reason)
    return _("Your mail was not passed on"), [told.reason] if told.reason else [_("What you answered is no longer there.")]


def forged(person: Correspondent, doubt: str) -> list[str]:
    """What the true owner of an address is told when somebody else, or they from elsewhere, wrote to it."""
    first = (
        _(
            "A mail came to an answer address that is yours alone. It says that it comes from you, but your mail provider does not confirm it."
        )
        if doubt == CHECK
        else _("A mail came to an answer address that is yours alone, but it did not come from %(email)s.") % {"email": person.email}
    )
    nothing = _("So nothing was done with it.")
    return [
        f"{first} {nothing}",
        _("Was it you? Then send it once more from %(email)s, or change your address in the house.") % {"email": person.email},
        _(
            "Was it somebody else? Then they have come by a mail that was meant for you, perhaps because it was passed on. They can do nothing with it."
        ),
    ]
