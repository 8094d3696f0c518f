"""Answers to an invitation: by a calendar program (METHOD:REPLY, RFC 5546), or in a word or two by whoever reads mail only."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils.translation import gettext as _
from icalendar import Calendar

from drittort.core.errors import Invalid, NotFound
from drittort.core.mail.incoming.registry import Received, accepts, reply_address
from drittort.inspire.events import actions, ics
from drittort.inspire.events.models import Event, Registration
from drittort.members.by_mail.people import acting, correspondent
from drittort.members.models import Member

YES, NO, PERHAPS = "ACCEPTED", "DECLINED", "TENTATIVE"
WORDS = {
    YES: {"ja", "ja gern", "ja gerne", "gern", "gerne", "komme", "ich komme", "bin dabei", "ich bin dabei", "zusage", "yes", "yes please", "coming", "i'll come"},
    NO: {"nein", "leider nein", "leider nicht", "kann nicht", "kann doch nicht", "ich kann nicht", "ich kann doch nicht", "absage", "no", "sorry", "can't", "can't make it"},
}  # fmt: skip


def take(received: Received, at: datetime) -> None:
    """Do what somebody's calendar program, or they themselves, answer. Raises NotFound for another event, Invalid for what is no answer, NotAllowed when it is too late."""
    member = acting(received.person)
    said = answer_in(received.calendar, received.thing_id, received.person.email) if received.calendar else word_in(received.text)
    if said == YES:
        mine = Registration.objects.filter(event=received.thing_id, member=member).first()
        # Whoever has a seat keeps it as it is; a calendar knows nothing of guests and answers.
        if mine is None or mine.standing != "going":
            guests, shown, answer = (mine.seats - 1, mine.shown, mine.answer) if mine is not None else (0, False, "")
            actions.register(actor=member, event_id=received.thing_id, guests=guests, shown=shown, answer=answer, at=at)
    elif said == NO:
        actions.withdraw(actor=member, event_id=received.thing_id, at=at)


def answer_in(file: bytes, event_id: int, email: str) -> str:
    """What a calendar program answers for this person and event. Raises NotFound where it speaks of another event, Invalid where it is no answer."""
    try:
        read = Calendar.from_ical(file)
        entries = read.walk("VEVENT") if str(read.get("METHOD", "")).upper() == "REPLY" else []
        if not entries:
            raise ValueError("no reply")
        (entry,) = entries
        told = entry.get("ATTENDEE", [])
        people = told if isinstance(told, list) else [told]
        found = [
            str(one.params.get("PARTSTAT", "")).upper()
            for one in people
            if re.sub("(?i)^mailto:", "", str(one)).strip().lower() == email.lower()
        ]
    except (ValueError, AttributeError, KeyError, IndexError, TypeError) as error:
        raise Invalid(_("This file of your calendar program could not be read. Use the button in our mail, please.")) from error
    if str(entry.get("UID", "")) != ics.uid_of(event_id):
        raise NotFound
    if len(found) != 1 or found[0] not in (YES, NO, PERHAPS):
        raise Invalid(_("This file of your calendar program could not be read. Use the button in our mail, please."))
    return found[0]


def word_in(text: str) -> str:
    """Whether the first line says yes or no. Raises Invalid for anything else."""
    first = next((line for line in text.splitlines() if line.strip()), "").casefold().replace("’", "'")
    plain = " ".join(re.sub(r"[^\w' ]", " ", first).split())
    for said, words in WORDS.items():
        if plain in words:
            return said
    raise Invalid(_("Write “yes” or “no” in the first line, please. For everything else there is the conversation of those who come."))


def answers_to(event: Event, member: Member) -> str:
    """Where a person answers the invitation to an event; "" where no answers come in."""
    return reply_address(KIND, correspondent(member), event.pk)


KIND = accepts("event", "e", take, subject_counts=True)
