"""Who hears of what those who host do: whoever is asked along, and all who have a seat."""

from __future__ import annotations

from datetime import datetime

from drittort.core.addresses import address
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.notices import CHANGE, Letter, Told, composer
from drittort.inspire.events import rules, tokens, words
from drittort.inspire.events.models import CoHost, Event, Registration
from drittort.inspire.events.reactions import CATEGORY
from drittort.inspire.guests.reactions import letter as guest_letter
from drittort.inspire.hosting import actions
from drittort.inspire.hosting.models import EventMessage
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.people.words import first_name
from drittort.members.safety.rules import reach_each_other

ALONG, MESSAGE = "event.along", "event.message"
WRITTEN = "inspire/hosting/mail/message"


@reaction(actions.ASKED_ALONG, name="inspire.hosting.ask_along")
def ask_along(row: LedgerRow, at: datetime) -> None:
    """Tell somebody that they are asked to host an event along."""
    asked = CoHost.objects.open().select_related("event__space", "member__space").filter(pk=row.facts.get("co_host", 0)).first()
    if asked is None or asked.event.ends_at <= at:
        return
    path, thread = address("inspire:event_parts", asked.event.space.slug, asked.event_id), f"event:{asked.event_id}"
    context = {"event": asked.event_id, "who": row.actor_id or 0}
    tell(
        member=asked.member,
        category=CATEGORY,
        thread=thread,
        key=f"{thread}:along:{asked.pk}",
        at=at,
        text=ALONG,
        context=context,
        path=path,
    )


@reaction(actions.WROTE, name="inspire.hosting.pass_on")
def pass_on(row: LedgerRow, at: datetime) -> None:
    """Pass on what a host wrote: to members as a notice with its letter, to guests as a letter. Beside a block it reaches nobody."""
    said = EventMessage.objects.select_related("event__space", "event__location", "member").filter(pk=row.facts.get("message", 0)).first()
    if said is None:
        return
    event = said.event
    path, thread = address("inspire:event", event.space.slug, event.pk), f"event:{event.pk}"
    for mine in Registration.objects.going().filter(event=event).select_related("member__space", "guest"):
        if mine.guest is not None:
            guest_letter(mine.guest, event, words.MESSAGE, f"event_message:{said.pk}:{mine.guest_id}", at, mine=mine, quote=said.text)
        elif mine.member is not None and mine.member_id != said.member_id and reach_each_other(mine.member.pk, said.member_id):
            context = {"event": event.pk, "message": said.pk, "who": said.member_id, CHANGE: said.pk}
            tell(
                member=mine.member, category=CATEGORY, thread=thread, key=f"{thread}:message:{said.pk}", at=at, text=MESSAGE, context=context, path=path, mail=WRITTEN,
                happens_at=event.starts_at,
            )  # fmt: skip


@composer(WRITTEN)
def letter(told: Told) -> Letter | None:
    """The letter with what a host wrote; what was written since the last one stands in it together."""
    ids = [facts["message"] for facts in told.facts if "message" in facts]
    said = list(EventMessage.objects.select_related("event__space", "event__location", "member").filter(pk__in=ids).order_by("at", "pk"))
    reader = Member.objects.here().select_related("space").filter(pk=told.reader).first()
    if reader is None or not said:
        return None
    event: Event = said[0].event
    mine = Registration.objects.going().filter(event=event, member=reader).first()
    if mine is None:
        return None
    link = tokens.link(event.pk, reader.pk)
    return Letter(
        {
            "heading": words.heading(words.MESSAGE, event.title, first_name(said[-1].member.name)),
            "when": words.when(event, event.space.zone),
            "where": words.where(event),
            "online": event.link if rules.sees_link(reader, event, mine) else "",
            "quote": "\n\n".join(one.text for one in said),
            "buttons": [(f"{link}?says={code}", label) for code, label in words.buttons(words.MESSAGE)],
            "link": link,
        }
    )
