"""What circles put into the registries."""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from drittort.connect.circles import actions, held, hosting, index, jobs, metrics, queries, reactions, rulebook, rules, running
from drittort.connect.circles.models import (
    Circle,
    CircleMeeting,
    CircleNo,
    CirclePresence,
    CircleSeason,
    CircleSeat,
    CircleWish,
    Commitment,
)
from drittort.connect.circles.stories import circles
from drittort.connect.outcomes.sources import source
from drittort.core import care, ledger, notices, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.spaces.trades import for_trades
from drittort.talk.conversations.about import subject_kind

LOADED = (held, index, jobs, metrics, running, rulebook)

ledger.kind(actions.CALLED, _("A call for circles is out."), subject="connect.CircleSeason")
ledger.kind(actions.ASKED, _("Some people were asked to a circle."), subject="connect.Circle")
ledger.kind(actions.BEGUN, _("A circle came about."), subject="connect.Circle")
ledger.kind(actions.OFF, _("A circle did not come about."), subject="connect.Circle")
ledger.kind(actions.MET, _("A circle has met."), subject="connect.CircleMeeting")
ledger.kind(actions.MOVED, _("A meeting of a circle has another date."), subject="connect.CircleMeeting")
ledger.kind(actions.LEFT_CIRCLE, _("You left a circle."), subject="connect.Circle")
ledger.kind(actions.ASKED_ON, _("A circle was asked whether it goes on."), subject="connect.Circle")
ledger.kind(actions.RENEWED, _("A circle goes on."), subject="connect.Circle")
ledger.kind(actions.ENDED, _("A circle has ended."), subject="connect.Circle")
ledger.kind(actions.PAUSED, _("A circle rests."), subject="connect.Circle")

notices.category(
    reactions.CATEGORY,
    _("Your circle"),
    _("Who your circle is, its dates, and what you take on."),
    urgency=notices.NOW,
    personal=True,
    mail_from=notices.QUIET,
    wait=timedelta(0),
)
notices.category(
    reactions.CALLING,
    _("Calls for circles"),
    _("A new season of circles begins, and you could be in."),
    urgency=notices.DAILY,
    personal=True,
)
for code, sentence in (
    ("call", _("%(title)s: would you like to be in?")),
    ("unseated", _("%(title)s: no place for you this time.")),
    ("asked", _("%(title)s: these are the people. Are you in?")),
    ("nudge", _("%(title)s: there are a few days left to answer.")),
    ("begun", _("%(title)s: it begins.")),
    ("off", _("%(title)s: it did not come about this time.")),
    ("soon", _("%(title)s: your next meeting.")),
    ("after", _("%(title)s: who was there?")),
    ("moved", _("%(title)s: a meeting has another date.")),
    ("going_on", _("%(title)s: would you like to go on?")),
    ("renewed", _("%(title)s: you go on.")),
    ("ended", _("%(title)s: this is the end, and thank you.")),
    ("paused", _("%(title)s: your circle rests.")),
    ("gone", _("%(title)s: you are one fewer.")),
    ("left", _("%(title)s: you are not in it any more.")),
):
    notices.wording(
        f"circle.{code}",
        sentence,
        people=(),
        words=queries.texts,
        refers={"season": "connect.CircleSeason", "meeting": "connect.CircleMeeting"},
    )

HOUSE = Mark(
    purpose=_("hold seasons of peer circles"),
    basis=_("legitimate interest"),
    retention=_("24 months after it ended"),
    export=False,
    erasure="delete",
)
WISH = Mark(
    purpose=_("seat those who would like to be in a circle"),
    basis=_("consent (be introduced)"),
    retention=_("24 months after it ended"),
    export=True,
    erasure="delete",
)
COURSE = Mark(
    purpose=_("bring a circle together and let it keep its dates"),
    basis=_("consent (be introduced)"),
    retention=_("24 months after it ended"),
    export=True,
    erasure="delete",
)
REFUSAL = replace(COURSE, purpose=_("let somebody say no without anybody learning of it"))
PROMISE = replace(COURSE, purpose=_("let a circle read what its people take on, and nobody else"), basis=_("contract"))
privacy.register(
    CircleSeason,
    HOUSE,
    "id space host theme industry words text language every_days first_at minutes location place online confidence opened_at open_until closed_at",
)
privacy.register(CircleWish, WISH, "id season member stage at", person="member_id")
privacy.register(
    Circle,
    replace(COURSE, export=False),
    "id space season asked_at expires_at begun_at off_at turn asked_on_at paused_at woken_at ended_at",
)
privacy.register(CircleSeat, COURSE, "id circle member accepted_at goes_on_at left_at came outcome outcome_shared", person="member_id")
privacy.register(CircleNo, REFUSAL, "id circle member turn at", person="member_id")
privacy.register(CircleMeeting, replace(COURSE, export=False), "id circle turn number starts_at sequence hot_seat")
privacy.register(CirclePresence, COURSE, "id meeting member at", person="member_id")
privacy.register(Commitment, PROMISE, "id meeting member text made_at said checked_at", person="member_id")

moving.thing("circle", "connect.Circle")
moving.thing("circles", "connect.CircleSeason")
moving.thing("circle_meeting", "connect.CircleMeeting")

subject_kind("circle", queries.names, people=rules.people_in)
care.register("connect.circles", hosting.waiting)
source("circles", circles)
for_trades(queries.calls_for_trades)
