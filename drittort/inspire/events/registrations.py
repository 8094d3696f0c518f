"""What events put into the registries."""

from dataclasses import replace
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import composer, ledger, notices, privacy, reports, screen
from drittort.core import today as first_page
from drittort.core.addresses import address
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.core.thanking import occasion
from drittort.inspire.events import (
    actions,
    held,
    index,
    jobs,
    letter,
    metrics,
    queries,
    reactions,
    rulebook,
    rules,
    running,
    today,
    wall,
    words,
)
from drittort.inspire.events.models import CoHost, Event, EventSeries, Registration
from drittort.members.skills.topics import tells
from drittort.members.translations.kinds import translatable
from drittort.talk.conversations.about import subject_kind

LOADED = (held, index, jobs, letter, metrics, running, rulebook)
EVENT, ROW = "inspire.Event", {"registration": "inspire.Registration"}

ledger.kind(actions.PROPOSED, _("proposed an event"), subject=EVENT)
ledger.kind(actions.RETURNED, _("handed a proposed event back"), subject=EVENT)
ledger.kind(actions.PUBLISHED, _("announced an event"), subject=EVENT)
tells(actions.PUBLISHED)
ledger.kind(actions.CHANGED, _("changed an event"), subject=EVENT)
ledger.kind(actions.CANCELLED, _("called an event off"), subject=EVENT)
ledger.kind(actions.REGISTERED, _("comes to an event"), subject=EVENT, **ROW)
ledger.kind(actions.WAITS, _("waits in line for an event"), subject=EVENT, **ROW)
ledger.kind(actions.OFFERED, _("was offered a seat at an event"), subject=EVENT, **ROW)
ledger.kind(actions.LAPSED, _("let a seat at an event go on"), subject=EVENT, **ROW)
ledger.kind(actions.WITHDRAWN, _("can't come to an event after all"), subject=EVENT, **ROW)
ledger.kind(actions.ASKS, _("asks for a seat at an event"), subject=EVENT, **ROW)
ledger.kind(actions.ADMITTED, _("may come to an event as soon as a seat is free"), subject=EVENT, **ROW)
ledger.kind(actions.DECLINED, _("asked for a seat at an event, and it did not work out"), subject=EVENT, **ROW)

notices.category(
    reactions.CATEGORY,
    _("Events I come to"),
    _("A seat is free, something changes, it is called off, it is tomorrow."),
    urgency=notices.NOW,
    personal=True,
    mail_from=notices.QUIET,
    wait=timedelta(0),
)
notices.category(
    reactions.REVIEW,
    _("Proposed events"),
    _("For those who announce events: somebody proposes one, or one needs a host."),
    urgency=notices.NOW,
    personal=True,
)
for step, sentence in (
    (words.PROPOSED, _("%(who)s proposes “%(event)s”.")),
    (words.RETURNED, _("A few words on “%(event)s”: have another look.")),
    (words.PUBLISHED, _("“%(event)s” is announced.")),
    (words.CHANGED, _("“%(event)s” has changed.")),
    (words.CANCELLED, _("“%(event)s” is called off.")),
    (words.GOING, _("You come to “%(event)s”.")),
    (words.OFFERED, _("A seat is free for you: “%(event)s”.")),
    (words.LAPSED, _("The seat at “%(event)s” went on to the next.")),
    (words.REMINDER, _("Tomorrow: “%(event)s”.")),
    (words.HOSTLESS, _("“%(event)s” needs a host.")),
    (words.HAPPENS, _("Does it take place? “%(event)s”")),
    (words.WITHDRAWN, _("“%(event)s” without you: all right.")),
    (words.ASKS, _("Somebody would like to come to “%(event)s”: you decide.")),
    (words.ADMITTED, _("Gladly: you stand in line for “%(event)s”.")),
    (words.DECLINED, _("“%(event)s”: it does not work out this time.")),
):
    notices.wording(f"event.{step}", sentence, people=("who",) if step == words.PROPOSED else (), words=reactions.texts)
notices.wording("event.suggested", _("“%(event)s” comes soon. Perhaps that is something for you?"), people=(), words=reactions.texts)

translatable("event", queries.original)
occasion("event", queries.thanks_begin)
reports.reportable("event", _("An event"), queries.shown, path=lambda slug, pk: address("inspire:event", slug, pk))
subject_kind("event", queries.names, people=rules.people_in)
screen.register("events", wall.days, template="inspire/events/_wall.html", paper="inspire/events/_paper.html")
first_page.register("events", today.occasions, queries=1)
composer.verb(
    "invite", pgettext_lazy("composer", "invite"), _("What shall we do together, when, and for whom is it good?"), "inspire:new_event"
)

HOSTING = Mark(
    purpose=_("let people do things together, and remember them"),
    basis=_("contract"),
    retention=_("as long as the house"),
    export=True,
    erasure=privacy.TAKE_OUT,
)
COMING = Mark(
    purpose=_("know who comes, keep the line in order, and remind nobody else"),
    basis=_("contract"),
    retention=_("12 months after the event"),
    export=True,
    erasure="delete",
)
privacy.register(
    Event,
    HOSTING,
    "id space host title text language starts_at ends_at way location place link capacity guests price more access question contact is_public by_host roles checklist made_at proposed_at returned_at "
    "returned_with published_at published_by cancelled_at cancelled_with changed_at sequence taken series series_on apart_at asked_at confirmed_at others_came minutes budget spent badges",
    person="host_id",
)
privacy.register(
    EventSeries,
    HOSTING,
    "id space host title text language way location place link capacity guests price more access question contact is_public by_host roles checklist rule begins_on begins_at minutes until_on made_at "
    "published_at made_until ended_at changed_at sequence",
    person="host_id",
)
privacy.register(
    Registration,
    COMING,
    "id event member guest asked_at approved_at declined_at seats shown walked_in came_at marked_at seated_at offered_at offer_until lapsed_at withdrawn_at reminded_at",
    person="member_id",
)
privacy.register(
    Registration,
    replace(
        COMING,
        purpose=_("let who hosts an event know what it takes, such as what somebody does not eat"),
        retention=_("30 days after the event"),
    ),
    "answer",
)
privacy.register(
    Registration, replace(COMING, purpose=_("keep somebody's words away from whom they have blocked"), export=False), "withheld"
)

privacy.register(
    CoHost,
    replace(COMING, purpose=_("let several people host an event together")),
    "id event member role asked_at accepted_at",
    person="member_id",
)
privacy.register(CoHost, replace(COMING, purpose=_("keep a question away from whom somebody has blocked"), export=False), "withheld")
privacy.shown(CoHost, lambda person: Q(withheld=False))

moving.thing("event", EVENT)
moving.thing("event_series", "inspire.EventSeries")
moving.plain(Event, "access roles checklist")
moving.plain(EventSeries, "access roles checklist")
