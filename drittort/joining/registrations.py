"""What joining puts into the registries: ledger kinds, jobs, reactions, privacy marks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import care, ledger, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.joining.agreements import actions as agreements
from drittort.joining.agreements import jobs as agreement_jobs
from drittort.joining.agreements import reactions as agreement_reactions
from drittort.joining.agreements.models import Acceptance, AgreementProposal
from drittort.joining.invitations import actions as invitations
from drittort.joining.invitations import jobs as invitation_jobs
from drittort.joining.invitations import queries as invitation_queries
from drittort.joining.invitations import reactions as invitation_reactions
from drittort.joining.invitations.models import Invitation, InvitationBatch

A_PROPOSAL = {"subject": "joining.AgreementProposal", "member": "members.Member"}
LOADED = (agreement_jobs, agreement_reactions, invitation_jobs, invitation_reactions)

ledger.kind(agreements.ACCEPTED, _("agreed to the agreements"), subject="spaces.AgreementVersion")
ledger.kind(agreements.PROPOSED, _("proposed to change the agreements"), **A_PROPOSAL)
ledger.kind(agreements.ADOPTED, _("adopted a proposal"), **A_PROPOSAL)
ledger.kind(agreements.DECLINED, _("declined a proposal, with the reason"), **A_PROPOSAL)
ledger.kind(agreements.WITHDRAWN, _("took a proposal back"), **A_PROPOSAL)

AGREED = Mark(
    purpose=_("prove who agreed to which version of the agreements"), basis=_("contract"), retention=_("as long as the membership, then 12 months"),
    export=True, erasure="delete",
)  # fmt: skip
PROPOSED = Mark(
    purpose=_("let members change the agreements of their house"), basis=_("contract"), retention=_("as long as the membership, then 12 months"),
    export=True, erasure=privacy.KEEP_OR_DELETE,
)  # fmt: skip
privacy.register(Acceptance, AGREED, "id member version at", person="member_id")
privacy.register(
    AgreementProposal, PROPOSED,
    "id space member text reason language proposed_at adopted_at declined_at withdrawn_at answered_by answer", person="member_id",
)  # fmt: skip

ledger.kind(invitations.SENT, _("Somebody was invited."), subject="joining.Invitation")
ledger.kind(invitations.ACCEPTED, _("Somebody accepted an invitation."), subject="joining.Invitation")
ledger.kind(invitations.WITHDRAWN, _("An invitation was taken back."), subject="joining.Invitation")
ledger.kind(invitations.ASKED_AGAIN, _("Somebody asks for a new invitation."), subject="joining.Invitation")
ledger.kind(invitations.MANY, _("Many people were invited."), subject="joining.InvitationBatch")

care.register("joining.invitations", invitation_queries.asked_again)

INVITING = Mark(
    purpose=_("ask somebody in whom a member knows, and let them come in by the link"),
    basis=_("legitimate interest"),
    retention=_("90 days after it ran out; accepted ones as long as the membership"),
    export=True,
    erasure="delete",
)
MANY = Mark(
    purpose=_("look at a file of people before they are invited, and send it once"),
    basis=_("legitimate interest"),
    retention=_("until all are sent, 1 day where nobody confirms; the count 90 days"),
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

# What rows and fields are called on everybody's own page and in the copy of their data.
privacy.words(
    Acceptance,
    version=pgettext_lazy("field", "version of the agreements"),
)
privacy.words(
    AgreementProposal,
    reason=pgettext_lazy("field", "reason"),
    proposed_at=pgettext_lazy("field", "proposed"),
    adopted_at=pgettext_lazy("field", "adopted"),
    declined_at=pgettext_lazy("field", "declined"),
    answered_by=pgettext_lazy("field", "answered by"),
    answer=pgettext_lazy("field", "answer"),
)
privacy.words(
    Invitation,
    inviter=pgettext_lazy("field", "invited by"),
    email=pgettext_lazy("field", "e-mail address"),
    sentence=pgettext_lazy("field", "personal sentence"),
    company=pgettext_lazy("field", "company"),
    location=pgettext_lazy("field", "location"),
    batch=pgettext_lazy("field", "list"),
    line=pgettext_lazy("field", "line of the list"),
    invited_at=pgettext_lazy("field", "invited"),
    turn=pgettext_lazy("field", "how often sent"),
    asked_again_at=pgettext_lazy("field", "asked for a new one"),
)
for table, title, page in (
    (Acceptance, _("Agreements you agreed to"), "joining:agreements"),
    (AgreementProposal, _("Changes you proposed"), "joining:agreements"),
    (Invitation, _("Invitations by you and to you"), ""),
):
    privacy.entitle(table, title, page)
privacy.own_words(AgreementProposal, "text reason")
privacy.own_words(Invitation, "name email sentence")
privacy.chapter("joining", _("Coming in"))
privacy.on_erased(invitations.forget_erased)

moving.thing("agreements", "spaces.AgreementVersion")
moving.thing("proposal", "joining.AgreementProposal")
moving.thing("invitation", "joining.Invitation")
moving.plain(InvitationBatch, "rows problems")
