"""A yes, a no or a pause written as an answer to a mail, and what came of a meeting. What is not clearly one of them is nothing: it comes back with
the question. A no leaves no more trace than on the page."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from drittort.connect.introductions import actions, words
from drittort.core.errors import Invalid
from drittort.core.mail.incoming.registry import Received, accepts, reply_address
from drittort.core.mail.incoming.replies import matter
from drittort.members.by_mail.answers import confirm
from drittort.members.by_mail.people import acting, correspondent
from drittort.members.models import Member

PAUSE = timedelta(weeks=4)
LONGEST = 300
YES = re.compile(
    r"(?:au )?ja|jo|jep|gern|gerne|klar|okay|ok|einverstanden|yes|yep|sure|gladly|with pleasure|of course|selbstverständlich|sehr gern|sehr gerne"
)
NO = re.compile(
    r"nein|nö|nee|leider nein|nicht jetzt|gerade nicht|jetzt nicht|lieber nicht|diesmal nicht|no|nope|not now|rather not|not this time"
)
HOLD = re.compile(r"pause|break")
# Beside one of these a yes is none.
BUT = re.compile(r"\b(?:aber|nicht|kein\w*|nein|nie|später|doch erst|but|not|never|later|don't|no|pause)\b")
MET = re.compile(r"(?:ja|wir haben uns (?:schon )?getroffen|haben uns getroffen|getroffen|yes|we met|we have met|met)")
PLANNED = re.compile(r"noch nicht|(?:ist |noch )?geplant|kommt noch|not yet|still planned|planned")
MISSED = re.compile(
    r"nein|nicht geklappt|hat nicht geklappt|hat leider nicht geklappt|leider nicht|no|did not work(?: out)?|didn't work(?: out)?|missed"
)


def begins(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a text begins with one of the words, as whole words."""
    return re.match(rf"(?:{pattern.pattern})(?![\w'])", text) is not None


def meant(text: str) -> str:
    """What an answer to the question means: "yes", "no", "pause", or "" where a human would ask again."""
    said = " ".join(matter(text).split()).casefold()
    if len(said) > LONGEST:
        return ""
    if begins(HOLD, said):
        return "pause"
    if begins(NO, said):
        return "no"
    return "yes" if begins(YES, said) and not BUT.search(said) else ""


def told(text: str) -> tuple[str, str]:
    """What an answer to “did you meet?” means: "met", "planned" or "missed", and the words about what came of it. Raises Invalid with the question where it is none of them."""
    words_of_theirs = matter(text)
    said = " ".join(words_of_theirs.split()).casefold()
    found = next((name for name, pattern in (("planned", PLANNED), ("missed", MISSED), ("met", MET)) if begins(pattern, said)), "")
    if not found:
        raise Invalid(
            _("We could not tell whether you met. Begin your answer with “yes”, “not yet” or “no”, or use the buttons of the mail.")
        )
    return found, words_of_theirs if found == "met" and len(said.split()) > 4 else ""


def answer(received: Received, at: datetime) -> None:
    """Yes, no or pause. Raises Invalid with the question where it is none of them, OutOfDate where it comes too late."""
    member, wanted = acting(received.person), meant(received.text)
    if wanted == "pause":
        until = member.space.day(at) + PAUSE
        actions.pause_introductions(actor=member, until=until, at=at, introduction_id=received.thing_id)
        said = [_("You have a pause until %(day)s. Nobody learns of it.") % {"day": words.day(until)}]
    elif wanted == "no":
        actions.decline_introduction(actor=member, introduction_id=received.thing_id, at=at)
        said = [_("All right, not now. Nobody learns of it.")]
    elif wanted == "yes":
        done = actions.accept_introduction(actor=member, introduction_id=received.thing_id, at=at)
        said = [
            _("You both said yes. Mail with both addresses is on its way.")
            if done.introduced_at
            else _("Thank you. As soon as the other side says yes too, you both get mail.")
        ]
        if len(matter(received.text).split()) > 3:
            said.append(_("What you wrote beside your yes is not passed on. Write it to each other as soon as you both have said yes."))
    else:
        raise Invalid(
            _("We could not tell whether that is a yes. Answer the mail with “yes”, “not now” or “pause” alone, or use its buttons.")
        )
    confirm(received, said, at)


def tell(received: Received, at: datetime) -> None:
    """Met, planned or not, and in further words what came of it; those stay with whoever wrote them. Raises Invalid, NotAllowed."""
    said, outcome = told(received.text)
    actions.tell_outcome(actor=acting(received.person), introduction_id=received.thing_id, said=said, at=at, outcome=outcome)
    own = _("What you wrote is for you alone. Whether the other side may read it, you decide on the page of the introduction.")
    thank(received, own if outcome else "", at)


def thank(received: Received, own: str, at: datetime) -> None:
    """Confirm that it was told; `own` says to whom what they wrote of it belongs, "" where they wrote nothing."""
    confirm(received, [_("Thank you for telling."), *filter(None, [own])], at)


INTRODUCTION = accepts("introduction", "i", answer)
OUTCOME = accepts("outcome", "o", tell)


def answer_address(kind: str, member: Member, thing_id: int) -> str:
    """Where a member answers about an introduction or a table by mail; "" where no answers come in."""
    return reply_address(kind, correspondent(member), thing_id)
