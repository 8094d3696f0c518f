"""A seat at a table of a round taken or left by an answer to a mail, and whether one was there. The words are those of introductions, and so is what is not
clearly one of them: it comes back with the question. A no leaves no more trace than on the page."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from drittort.connect.by_mail.introductions import PAUSE, meant, thank, told
from drittort.connect.introductions import words
from drittort.connect.introductions.actions import pause_introductions
from drittort.connect.rounds import actions
from drittort.connect.rounds import words as seats
from drittort.core.errors import Invalid
from drittort.core.mail.incoming.registry import Received, accepts
from drittort.core.mail.incoming.replies import matter
from drittort.members.by_mail.answers import confirm
from drittort.members.by_mail.people import acting


def answer(received: Received, at: datetime) -> None:
    """Yes, no or pause. Raises Invalid with the question where it is none of them, OutOfDate where it comes too late."""
    member, wanted = acting(received.person), meant(received.text)
    if wanted == "yes":
        done = actions.take_seat(actor=member, gathering_id=received.thing_id, at=at)
        said = [seats.seat_taken(done.introduced_at, at)]
        if len(matter(received.text).split()) > 3:
            said.append(_("What you wrote beside your yes is not passed on. Write it to the others as soon as it is settled who comes."))
    elif wanted in ("no", "pause"):
        actions.leave_seat(actor=member, gathering_id=received.thing_id, at=at)
        said = [_("All right, not this time. Nobody learns of it.")]
        if wanted == "pause":
            until = member.space.day(at) + PAUSE
            pause_introductions(actor=member, until=until, at=at)
            said = [_("You have a pause until %(day)s. Nobody learns of it.") % {"day": words.day(until)}]
    else:
        raise Invalid(
            _("We could not tell whether you come. Answer the mail with “yes”, “not this time” or “pause” alone, or use its buttons.")
        )
    confirm(received, said, at)


def tell(received: Received, at: datetime) -> None:
    """Been there, planned or not, and in further words what came of it; those stay with whoever wrote them. Raises Invalid, NotAllowed."""
    said, outcome = told(received.text)
    actions.tell_of_table(actor=acting(received.person), gathering_id=received.thing_id, said=said, at=at, outcome=outcome)
    own = _("What you wrote is for you alone. Whether the others may read it, you decide on the page of the table.")
    thank(received, own if outcome else "", at)


SEAT = accepts("seat", "s", answer)
SAT = accepts("sat", "t", tell)
