"""An answer to the question whether somebody can help: words are help, a bare “not now” is a quiet no. Everything else comes back with the buttons, since
what counts as help stands on the board for all to read."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils.translation import gettext as _

from drittort.connect.by_mail.introductions import BUT, NO, YES, begins
from drittort.connect.needs.actions import answer_need, decline_request
from drittort.connect.needs.models import Need, NeedAnswer
from drittort.connect.needs.rules import visible_to
from drittort.connect.needs.tokens import link_for
from drittort.core.errors import Invalid, NotFound, OutOfDate
from drittort.core.mail.incoming.registry import Received, accepts, reply_address
from drittort.core.mail.incoming.replies import matter
from drittort.members.by_mail.answers import confirm, write
from drittort.members.by_mail.people import acting, correspondent
from drittort.members.models import Member

TEMPLATE = "connect/by_mail/mail/unsure"
MOST: int = NeedAnswer._meta.get_field("text").max_length or 0
LEAST_WORDS = 3
HELP = re.compile(
    rf"(?:{YES.pattern}|(?:da |dabei )?(?:kann ich|ich kann|ich) (?:gern |gerne |dir |ihr |ihm |euch )*helfe?n?|i can help|mache? ich|ich mache?)"
)
REFUSAL = re.compile(rf"(?:{NO.pattern}|leider(?: nicht)?|keine zeit|no time)")
COURTESY = re.compile(r"(?:vielen |herzlichen )?dank|danke|thanks|thank you|sorry|bitte|tut mir leid")
BARE = re.compile(rf"(?:(?:{REFUSAL.pattern}|{COURTESY.pattern})(?!\w)[\s.,;:!–-]*)+")
LONGEST_NO = 60
# Whoever names somebody of the house has not offered help of their own; whoever names a shop has.
ELSE = re.compile(
    r"\bfrag(?:t|e|en sie)?(?: doch| mal| lieber)+\b(?! (?:bei|mal|mich|uns)\b)|\bask (?!me\b|us\b|at\b)|\bkenne?\b.{0,30}\b(?:jemand\w*|wen)\b|\bknow (?:some|a )"
)
SURELY_NOT = re.compile(
    r"\b(?:leider(?! (?:erst|nur))|keine zeit|kann (?:\w+ )?(?:leider )?nicht|weiß (?:\w+ )?nicht|kein\w* ahnung|unfortunately|no time|can't|cannot)\b"
)


def meant(text: str) -> str:
    """What an answer means: "help", "pass" for a no and nothing else, or "" where a human would ask again."""
    said = " ".join(matter(text).split()).casefold().replace("’", "'")
    if len(said) <= LONGEST_NO and BARE.fullmatch(said) and REFUSAL.search(said):
        return "pass"
    if begins(REFUSAL, said) or SURELY_NOT.search(said) or ELSE.search(said):
        return ""
    if begins(HELP, said):
        return "help"
    only_asks = not re.sub(r"[^?.!]*\?", "", said).strip(" .!")
    return "" if only_asks or BUT.search(said) or begins(COURTESY, said) or len(said.split()) < LEAST_WORDS else "help"


def offered(text: str) -> str:
    """The words that go with the help; none where somebody wrote a bare yes."""
    said = " ".join(matter(text).split())
    return "" if YES.fullmatch(said.casefold().strip(" .!")) else said


def answer(received: Received, at: datetime) -> None:
    """Help with these words, or a quiet no. Raises Invalid for too many words, OutOfDate where it comes too late, NotFound."""
    member, text = acting(received.person), offered(received.text)
    if len(text) > MOST:
        raise Invalid(
            _("At most %(most)s characters stand beside a need. Say it shorter, please; you can write more to each other then.")
            % {"most": MOST}
        )
    wanted = meant(received.text)
    if wanted == "help":
        given = answer_need(actor=member, need_id=received.thing_id, at=at, text=text)
        told = [_("Thank you! %(name)s hears from you.") % {"name": given.need.member.name}]
        if received.enclosed:
            told.append(_("Files do not come along here. Send them when you write to each other."))
        confirm(received, told, at)
    elif wanted == "pass":
        if NeedAnswer.objects.filter(need=received.thing_id, member=member, withdrawn_at=None).exists():
            raise OutOfDate(_("You have offered your help already. You can take it back in the house, on the page of what is looked for."))
        decline_request(actor=member, need_id=received.thing_id, at=at)
        confirm(received, [_("All right, not now. Nobody learns of it.")], at)
    else:
        ask_again(received, member, at)


def ask_again(received: Received, member: Member, at: datetime) -> None:
    """Send it back with the buttons of the question, and with what was written."""
    need = visible_to(member).select_related("member").filter(pk=received.thing_id).first()
    if need is None:
        raise NotFound
    write(
        received.person, f"need.unsure:{received.person.person_id}:{received.message_id or at.isoformat()}", _("Is that a yes?"), [], at,
        message_id=received.message_id, template=TEMPLATE, asker=need.member.name, words=received.text, link=link_for(need, member.pk),
    )  # fmt: skip


HELPING = accepts("help", "n", answer)


def answer_address(member: Member, need: Need) -> str:
    """Where a member answers by mail whether they can help; "" where no answers come in."""
    return reply_address(HELPING, correspondent(member), need.pk)
