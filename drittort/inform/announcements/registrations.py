"""What announcements put into the registries."""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, notices, privacy, running, screen, today
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.inform.announcements import actions, held, jobs, queries, reactions, wall
from drittort.inform.announcements import today as announced
from drittort.inform.announcements.models import Acknowledgement, Announcement
from drittort.members.translations.kinds import translatable

LOADED = (held, jobs)
ROW = {"subject": "inform.Announcement"}

ledger.kind(actions.PUBLISHED, _("announced something"), **ROW)
ledger.kind(actions.CHANGED, _("changed an announcement"), **ROW)
ledger.kind(actions.ENDED, _("took an announcement down"), **ROW)
ledger.kind(actions.ACKNOWLEDGED, _("has read an announcement"), **ROW)

notices.category(
    reactions.GATHERED,
    _("Announcements"),
    _("What the people who look after the house have to tell everybody."),
    urgency=notices.DAILY,
    personal=False,
)
notices.category(
    reactions.AT_ONCE,
    _("Announcements that press"),
    _("The alarm is tested, the water is off: what you have to know in time, or say a word to."),
    urgency=notices.NOW,
    personal=True,
    mail_from=notices.QUIET,
    wait=timedelta(0),
)
notices.wording("announcement.new", _("Announced: %(title)s"), people=(), words=reactions.texts)
notices.wording("announcement.reminds", _("Have you read this? %(title)s"), people=(), words=reactions.texts)

translatable("announcement", queries.original)
screen.register("announcements", wall.announced, template="inform/announcements/_wall.html", paper="inform/announcements/_paper.html")
today.register("announcements", announced.announced, queries=1, template="inform/announcements/_today.html")

ANNOUNCING = Mark(
    purpose=_("tell everybody what they have to know"),
    basis=_("contract"),
    retention=_("as long as the house"),
    export=True,
    erasure=privacy.TAKE_OUT,
)
privacy.register(
    Announcement,
    ANNOUNCING,
    "id space member title_de text_de title_en text_en location role pressing acknowledge tells on_wall happens_at published_at until changed_at ended_at reminded_at",
    person="member_id",
)
privacy.register(
    Acknowledgement,
    replace(
        ANNOUNCING, purpose=_("know who has read what everybody has to know"), retention=_("12 months after its last day"), erasure="delete"
    ),
    "id announcement member at",
    person="member_id",
)
privacy.on_erased(reactions.forget_erased)
moving.thing("announcement", "inform.Announcement")
running.the_only(
    "announcement",
    _("Announcements"),
    _("what everybody has to know until a day"),
    "inform:announcements",
    prefixes=("announcement:",),
    begin="inform:new_announcement",
)
