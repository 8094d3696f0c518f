"""What joining puts into the registries: ledger kinds, jobs, reactions, privacy marks."""

from django.utils.translation import gettext_lazy as _

from drittort.core import care, ledger, privacy
from drittort.core.privacy import Mark
from drittort.joining.agreements import actions as agreements
from drittort.joining.agreements import jobs as agreement_jobs
from drittort.joining.agreements import reactions as agreement_reactions
from drittort.joining.agreements.models import Acceptance, AgreementProposal
from drittort.joining.importing import registrations as importing
from drittort.joining.invitations import actions as invitations
from drittort.joining.invitations import jobs as invitation_jobs
from drittort.joining.invitations import queries as invitation_queries
from drittort.joining.invitations import reactions as invitation_reactions
from drittort.joining.invitations.models import Invitation, InvitationBatch
from drittort.joining.lapsing import registrations as lapsing
from drittort.joining.leaving import registrations as leaving

LOADED = (agreement_jobs, agreement_reactions, invitation_jobs, invitation_reactions, importing, lapsing, leaving)

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

ledger.kind(invitations.SENT, _("Somebody was invited."))
ledger.kind(invitations.ACCEPTED, _("Somebody accepted an invitation."))
ledger.kind(invitations.WITHDRAWN, _("An invitation was taken back."))
ledger.kind(invitations.ASKED_AGAIN, _("Somebody asks for a new invitation."))
ledger.kind(invitations.MANY, _("Many people were invited."))

care.register("joining.invitations", invitation_queries.asked_again)

INVITING = Mark(
    purpose="ask somebody in whom a member knows, and let them come in by the link",
    basis="legitimate interest",
    retention="90 days after it ran out; accepted ones as long as the membership",
    export=True,
    erasure="delete",
)
MANY = Mark(
    purpose="look at a file of people before they are invited, and send it once",
    basis="legitimate interest",
    retention="until all are sent, 1 day where nobody confirms; the count 90 days",
    export=False,
    erasure="delete",
)
privacy.register(
    Invitation,
    INVITING,
    "id space inviter name email sentence language company location batch line invited_at sent_at expires_at turn withdrawn_at asked_again_at"
    " accepted_at member",
    person="inviter_id member_id",
)
privacy.register(InvitationBatch, MANY, "id space by made_at rows problems total confirmed_at done_at", person="by_id")
