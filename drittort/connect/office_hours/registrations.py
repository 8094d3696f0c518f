"""What office hours put into the registries."""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from drittort.connect.office_hours import actions, held, jobs, metrics, queries, reactions, running, words
from drittort.connect.office_hours.models import Booking, OfficeHour, OfficeSlot
from drittort.core import ledger, notices, privacy, reports
from drittort.core.addresses import address
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.members.showcase.shelves import shelf

LOADED = (held, jobs, metrics, running)
HOUR = "connect.OfficeHour"
PARTS = {"subject": HOUR, "booking": "connect.Booking", "guest": "members.Member", "host": "members.Member"}

ledger.kind(actions.OPENED, _("offers an office hour"), subject=HOUR)
ledger.kind(actions.CLOSED, _("ended an office hour"), subject=HOUR)
ledger.kind(actions.BOOKED, _("booked a time"), **PARTS)
ledger.kind(actions.MOVED, _("moved a time"), **PARTS)
ledger.kind(actions.CHANGED, _("holds an office hour at another place"), **PARTS)
ledger.kind(actions.CANCELLED, _("called a time off"), **PARTS)
ledger.kind(actions.MET, _("met in an office hour"), **PARTS)
ledger.kind(actions.TOLD, _("said how an office hour was"), **PARTS)
ledger.kind(actions.THANKED, _("said thanks for an office hour"), **PARTS)

notices.category(
    reactions.CATEGORY,
    _("Office hours"),
    _("Who comes when, what is moved or called off, and a reminder the day before."),
    urgency=notices.NOW,
    personal=True,
    mail_from=notices.QUIET,
    wait=timedelta(0),
)
for step, to_guest, to_host in (
    (words.BOOKED, _("You have an hour with %(who)s: %(when)s."), _("%(who)s comes to your office hour: %(when)s.")),
    (words.MOVED, _("Another time with %(who)s: %(when)s."), _("%(who)s comes at another time: %(when)s.")),
    (words.CHANGED, _("Your hour with %(who)s is at another place: %(when)s."), ""),
    (words.CANCELLED, _("Your hour with %(who)s does not take place: %(when)s."), _("%(who)s cannot come after all: %(when)s.")),
    (words.LET_GO, _("You let your hour with %(who)s go: %(when)s."), _("You called the hour with %(who)s off: %(when)s.")),
    (words.TOMORROW, _("Tomorrow: your hour with %(who)s."), _("Tomorrow %(who)s comes to your office hour.")),
    (words.AFTER, _("Have you and %(who)s met?"), _("Have you and %(who)s met?")),
    (words.THANKED, "", _("%(who)s thanks you for “%(title)s”.")),
):
    for side, sentence in (("guest", to_guest), ("host", to_host)):
        if sentence:
            notices.wording(f"booking.{step}.{side}", sentence, words=reactions.texts)

reports.reportable("office_hour", _("An office hour"), queries.shown, path=lambda slug, pk: address("connect:office_hour", slug, pk))
shelf("connect.office_hours", queries.shelf)

OFFERING = Mark(
    purpose=_("let members give each other an hour, and find it"),
    basis=_("contract"),
    retention=_("12 months after its last time"),
    export=True,
    erasure="delete",
)
BOOKING = replace(OFFERING, purpose=_("bring two people together at a time"), retention=_("12 months after the time"))
privacy.register(
    OfficeHour,
    OFFERING,
    "id space member theme title text language place link minutes notice_hours most opened_at closed_at",
    person="member_id",
)
privacy.register(OfficeSlot, replace(BOOKING, export=False), "id office_hour starts_at ends_at book_until dropped_at")
privacy.register(
    Booking,
    BOOKING,
    "id slot member text booked_at sequence cancelled_at by_guest guest_met met_on helped thanks thanked_at",
    person="member_id",
)
privacy.register(Booking, replace(BOOKING, purpose=_("let each of two say for their own side whether they met"), export=False), "host_met")
privacy.register(
    Booking,
    replace(BOOKING, purpose=_("keep two people apart without anybody learning of it"), basis=_("legitimate interest"), export=False),
    "withheld thanks_withheld",
)

moving.thing("office_hour", HOUR)
moving.thing("booking", "connect.Booking")
moving.plain(OfficeHour, "minutes notice_hours most")
moving.plain(Booking, "sequence")
