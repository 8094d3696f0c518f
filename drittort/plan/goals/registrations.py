"""What goals put into the registries."""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core import care, ledger, links, notices, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.plan.goals import actions, held, jobs, queries, reactions
from drittort.plan.goals.models import Goal, GoalAlarm
from drittort.plan.metrics.beside import says
from drittort.plan.overview.due import due

LOADED = (held, jobs)
GOAL, PERSON = "plan.Goal", "members.Member"

ledger.kind(actions.SET, _("set a goal"), subject=GOAL, owner=PERSON)
ledger.kind(actions.ENDED, _("let a goal end"), subject=GOAL)
ledger.kind(actions.ALARM, _("A figure has been outside its corridor for two months."), subject=GOAL)
ledger.kind(actions.HEARD, _("said what is done about a figure that went astray"), subject=GOAL)

notices.category(
    reactions.CATEGORY,
    _("Goals of the house"),
    _("A figure that has a goal has gone astray, for whoever owns the goal."),
    urgency=notices.DAILY,
    personal=True,
    wait=timedelta(0),
)
notices.wording("goal.alarm", _("“%(figure)s” has been outside its corridor for two months. %(helps)s"), people=(), words=reactions.texts)
care.register("plan.goals", queries.waiting)
links.link("plan", "plan:goals", _("Goals"), _("What a figure is to be by when, whose goal it is, and what is done when it goes astray."))
says(queries.beside)
due(queries.due)

WANTED = Mark(
    purpose=_("say what the house wants of its figures, and who takes care of it"),
    basis=_("legitimate interest"),
    retention=_("as long as the house"),
    export=True,
    erasure=privacy.TAKE_OUT,
)
privacy.register(Goal, WANTED, "id space metric target by_on owner why set_at ended_at", person="owner_id set_by_id")
privacy.register(Goal, replace(WANTED, export=False), "low high set_by ended_with")
privacy.register(GoalAlarm, WANTED, "id goal heard_at heard_by measure", person="heard_by_id")
privacy.register(GoalAlarm, replace(WANTED, export=False), "month raised_at over_at")
moving.thing("goal", GOAL)
