"""What lapsing puts into the registries."""

from django.utils.translation import gettext_lazy as _

from drittort.core import care, ledger, notices, privacy
from drittort.core.privacy import Mark
from drittort.joining.lapsing import actions, jobs, queries, reactions
from drittort.joining.lapsing.models import Lapse

LOADED = (jobs, reactions)

ledger.kind(actions.ASKED, _("was asked whether all is well"), subject="members.Member", lapse="joining.Lapse")
ledger.kind(actions.ANSWERED, _("answered that all is well"), subject="members.Member", lapse="joining.Lapse")
ledger.kind(actions.CARED, _("asked after somebody"), subject="members.Member", lapse="joining.Lapse")

notices.category(
    reactions.CATEGORY,
    _("When nothing was heard of you"),
    _("One mail that asks whether all is well."),
    urgency=notices.NOW,
    personal=True,
    mail_from=notices.QUIET,
)
care.register("joining.lapsing", queries.waiting)

SILENT = Mark(
    purpose=_("ask after somebody of whom nothing was heard, once"), basis=_("legitimate interest"), retention=_("12 months after it ended"),
    export=True, erasure="delete",
)  # fmt: skip
privacy.register(Lapse, SILENT, "id member asked_at hinted_at closed_at answer", person="member_id")
