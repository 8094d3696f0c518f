"""What reviews put into the registries."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from drittort.core import care, ledger, links, notices, privacy
from drittort.core.moving import registry as moving
from drittort.core.moving.registry import Numbers
from drittort.core.privacy import Mark
from drittort.plan.overview.due import due
from drittort.plan.review import actions, held, jobs, letter, queries, reactions
from drittort.plan.review.models import MonthReview, PlanMeasure, ProgramVerdict

LOADED = (held, jobs, letter)
REVIEW, MEASURE = "plan.MonthReview", "plan.PlanMeasure"

ledger.kind(actions.BEGUN, _("began a monthly review"), subject=REVIEW)
ledger.kind(actions.DECIDED, _("decided on a program"), subject=REVIEW, program="plan.Program")
ledger.kind(actions.CLOSED, _("closed a monthly review"), subject=REVIEW)
ledger.kind(actions.ADDED, _("wrote down what is to be done"), subject=MEASURE)
ledger.kind(actions.DONE, _("did what was agreed on"), subject=MEASURE)
ledger.kind(actions.DROPPED, _("dropped what was agreed on"), subject=MEASURE)

notices.category(
    reactions.TEAM, _("Monthly review"), _("For the team: when one is due, and its minutes."), urgency=notices.DAILY, personal=True,
)  # fmt: skip
notices.category(
    reactions.HOUSE, _("What the house decided for itself"), _("What programs go on, change and end, once a month."), urgency=notices.WEEKLY, personal=False,
)  # fmt: skip
notices.category(
    reactions.MINE, _("What I do for the house"), _("When something is yours to do, and when its day is over."), urgency=notices.DAILY, personal=True,
)  # fmt: skip
for code, sentence in (
    ("review.due", _("The review of %(month)s is due: half an hour for the whole team.")),
    ("review.late", _("Nobody has looked at %(month)s yet.")),
    ("review.closed", _("The minutes of %(month)s are there.")),
    ("review.told", _("What the house looked at in %(month)s, and what changes.")),
):
    notices.wording(code, sentence, people=(), words=reactions.months)
for code, sentence in (("plan_measure.yours", _("Yours to do: %(text)s")), ("plan_measure.late", _("Its day is over: %(text)s"))):
    notices.wording(code, sentence, people=(), words=reactions.texts)

care.register("plan.review", queries.waiting)
due(queries.review_due)
due(queries.measures_due)
links.link(
    "plan",
    "plan:reviews",
    _("Monthly review"),
    _("Half an hour a month: what happened, what worked, keep, change or stop, and what is done next."),
)

LOOKING = Mark(
    purpose=_("look together at what the house does, and remember what was decided and why"), basis=_("legitimate interest"),
    retention=_("as long as the house"), export=True, erasure=privacy.TAKE_OUT,
)  # fmt: skip
OF_THE_HOUSE = replace(LOOKING, export=False, erasure=privacy.WITH_HOUSE)
privacy.register(MonthReview, LOOKING, "id space month begun_at begun_by closed_at closed_by", person="begun_by_id closed_by_id")
privacy.register(MonthReview, OF_THE_HOUSE, "language happened worked said told_at")
privacy.register(ProgramVerdict, LOOKING, "id review program says reason by at", person="by_id")
privacy.register(ProgramVerdict, OF_THE_HOUSE, "told")
privacy.register(
    PlanMeasure,
    LOOKING,
    "id space text responsible until_on made_at made_by done_at dropped_at settled_with",
    person="responsible_id made_by_id",
)
privacy.register(PlanMeasure, OF_THE_HOUSE, "program review metric source told late_at")

moving.thing("month_review", REVIEW)
moving.thing("plan_measure", MEASURE)


def source_anew(row: dict[str, Any], numbers: Numbers) -> None:
    """Where a measure comes from is told by kind and number."""
    row["source"] = numbers.thing(row["source"])


moving.rewrites(PlanMeasure, "source", source_anew)
