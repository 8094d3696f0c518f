"""What questions that the house brings to people put into the registries."""

from django.utils.translation import gettext_lazy as _

from drittort.connect.questions import actions, held, jobs, queries, reactions, rules
from drittort.connect.questions.models import QuestionRequest
from drittort.core import asking, ledger, notices, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark

LOADED = (held, jobs)

ledger.kind(actions.ROUTED, _("The house asked people who may know an answer."), subject="inform.Post")
notices.wording(reactions.ASKED, _("Do you know it? %(who)s asks: “%(question)s”"), words=queries.titles)
notices.wording(reactions.PASSED_ON, _("%(who)s thinks that you know it: “%(question)s”"), words=queries.titles)
asking.routes(queries.wanted, rules.waiting_for)

privacy.register(
    QuestionRequest,
    Mark(
        purpose=_("ask those who may know an answer, nobody more than twice a week"), basis=_("consent (be introduced)"), retention=_("90 days"), export=True,
        erasure="delete",
    ),
    "id question member by position fit reasons found_at asked_at knows_at passed_at",
    person="member_id",
)  # fmt: skip
privacy.on_erased(reactions.forget_erased)
moving.rewrites(QuestionRequest, "reasons", rules.moved)
# The thread of notices that ask somebody, and the fact of which they speak.
moving.thing("asked", "inform.Post")
moving.thing("question", "inform.Post")
