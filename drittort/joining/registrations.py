"""What joining puts into the registries: ledger kinds, jobs, reactions, privacy marks."""

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, privacy
from drittort.core.privacy import Mark
from drittort.joining.agreements import actions as agreements
from drittort.joining.agreements import jobs as agreement_jobs
from drittort.joining.agreements import reactions as agreement_reactions
from drittort.joining.agreements.models import Acceptance, AgreementProposal

LOADED = (agreement_jobs, agreement_reactions)

ledger.kind(agreements.ACCEPTED, _("agreed to the agreements"))
ledger.kind(agreements.PROPOSED, _("proposed to change the agreements"))
ledger.kind(agreements.ADOPTED, _("adopted a proposal"))
ledger.kind(agreements.DECLINED, _("declined a proposal, with the reason"))
ledger.kind(agreements.WITHDRAWN, _("took a proposal back"))

AGREED = Mark(
    purpose="prove who agreed to which version of the agreements", basis="contract", retention="as long as the membership, then 12 months",
    export=True, erasure="delete",
)  # fmt: skip
PROPOSED = Mark(
    purpose="let members change the agreements of their house", basis="contract", retention="as long as the membership, then 12 months",
    export=True, erasure="delete",
)  # fmt: skip
privacy.register(Acceptance, AGREED, "id member version at", person="member_id")
privacy.register(
    AgreementProposal, PROPOSED,
    "id space member text reason language proposed_at adopted_at declined_at withdrawn_at answered_by answer", person="member_id",
)  # fmt: skip
