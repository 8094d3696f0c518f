"""What the writing of the plan puts into the registries."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, links, notices, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.plan.writing import actions, held, jobs, queries, reactions, rules
from drittort.plan.writing.models import PlanPaper, PlanPart, PlanVersion
from drittort.talk.conversations.about import Comments, subject_kind

LOADED = (held, jobs)
PART, PAPER = "plan.PlanPart", "plan.PlanPaper"

ledger.kind(actions.WRITTEN, _("wrote on the plan"), subject=PART, version="plan.PlanVersion")
ledger.kind(actions.STANDS, _("let a part of the plan stand"), subject=PART)
ledger.kind(actions.ARRANGED, _("said who looks after a part of the plan, and until when"), subject=PART)
ledger.kind(actions.HANDED_OVER, _("gave a part of the plan into somebody's care"), subject=PART, member="members.Member")
ledger.kind(actions.REVIEWED, _("looked through a part of the plan"), subject=PART)
ledger.kind(actions.ASKED, _("had the plan set on paper"), subject=PAPER)
ledger.kind(actions.MADE, _("The plan is set on paper."), subject=PAPER)
ledger.kind(actions.DROPPED, _("The plan is set on paper anew, for a sentence in it was taken back."), subject=PAPER)
ledger.kind(actions.THROWN_AWAY, _("threw a plan on paper away"), subject=PAPER)

notices.category(
    reactions.CATEGORY,
    _("Parts of the plan that I look after"),
    _("When one is given into your care, when it is to be looked at again, and when a plan that you asked for is set on paper."),
    urgency=notices.NOW,
    personal=True,
    push_from=None,
)
notices.wording(reactions.YOURS, _("%(who)s asks you to look after “%(title)s” in the plan."), words=reactions.texts, refers={"part": PART})
notices.wording(reactions.DUE, _("Is “%(title)s” in the plan still right?"), people=(), words=reactions.texts, refers={"part": PART})
notices.wording(reactions.READY, _("The plan is set on paper and ready to be sent."), people=(), refers={"paper": PAPER})

subject_kind(rules.SUBJECT, queries.names, comments=Comments(rules.readers, rules.may_say, rules.told_of))
links.link(
    "plan",
    "plan:writing",
    _("Writing the plan"),
    _("Twelve parts in an afternoon, with examples. As a PDF for bank, town and funding agencies."),
)

WRITING = Mark(
    purpose=_("write down what the house is for, and have somebody look after it"),
    basis=_("contract"),
    retention=_("as long as the house"),
    export=True,
    erasure=privacy.TAKE_OUT,
)
privacy.register(PlanPart, WRITING, "id space key owner begun_at stands_at review_on", person="owner_id")
privacy.register(PlanPart, replace(WRITING, export=False), "asked_on")
privacy.register(PlanVersion, WRITING, "id part language number text rows note member at stands", person="member_id")
ON_PAPER = replace(
    WRITING,
    purpose=_("hand the plan of the house to a bank, a town or a partner"),
)
privacy.register(PlanPaper, ON_PAPER, "id space language recipient parts asked_by asked_at", person="asked_by_id")
privacy.register(PlanPaper, replace(ON_PAPER, export=False, erasure=privacy.WITH_HOUSE), "fills done_at pages told file")
privacy.on_erased(reactions.forget_erased)

moving.thing(rules.SUBJECT, PART)
moving.thing("plan_paper", PAPER)
moving.plain(PlanVersion, "rows")
moving.plain(PlanPaper, "parts told")
