"""What joining puts into the registries: ledger kinds, jobs, reactions, privacy marks."""

from django.utils.translation import gettext_lazy as _

from drittort.core import care, ledger, notices, privacy, running
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.joining import held, rulebook
from drittort.joining.agreements import actions as agreements
from drittort.joining.agreements import jobs as agreement_jobs
from drittort.joining.agreements import reactions as agreement_reactions
from drittort.joining.agreements.models import Acceptance, AgreementProposal
from drittort.joining.applications import actions as applications
from drittort.joining.applications import jobs as application_jobs
from drittort.joining.applications import metrics as application_metrics
from drittort.joining.applications import queries as application_queries
from drittort.joining.applications import reactions as application_reactions
from drittort.joining.applications import shaping
from drittort.joining.applications.models import (
    Application,
    ApplicationAnswer,
    ApplicationMessage,
    ApplicationQuestion,
    Decision,
    Knock,
    Tour,
    TourSlot,
    Welcome,
)
from drittort.joining.buddies import actions as buddies
from drittort.joining.buddies import jobs as buddy_jobs
from drittort.joining.buddies import metrics as buddy_metrics
from drittort.joining.buddies import reactions as buddy_reactions
from drittort.joining.buddies.models import Buddy
from drittort.joining.importing import registrations as importing
from drittort.joining.invitations import actions as invitations
from drittort.joining.invitations import jobs as invitation_jobs
from drittort.joining.invitations import metrics as invitation_metrics
from drittort.joining.invitations import queries as invitation_queries
from drittort.joining.invitations import reactions as invitation_reactions
from drittort.joining.invitations.models import Invitation, InvitationBatch
from drittort.joining.lapsing import registrations as lapsing
from drittort.joining.leaving import registrations as leaving

A_PROPOSAL = {"subject": "joining.AgreementProposal", "member": "members.Member"}
PERSON = "members.Member"
LOADED = (
    application_metrics,
    buddy_metrics,
    invitation_metrics,
    held, agreement_jobs, agreement_reactions, buddy_jobs, buddy_reactions, application_jobs, application_reactions, invitation_jobs, invitation_reactions, importing, lapsing, leaving,
    rulebook,
)  # fmt: skip

ledger.kind(agreements.ACCEPTED, _("agreed to the agreements"), subject="spaces.AgreementVersion")
ledger.kind(agreements.PROPOSED, _("proposed to change the agreements"), **A_PROPOSAL)
ledger.kind(agreements.ADOPTED, _("adopted a proposal"), **A_PROPOSAL)
ledger.kind(agreements.DECLINED, _("declined a proposal, with the reason"), **A_PROPOSAL)
ledger.kind(agreements.WITHDRAWN, _("took a proposal back"), **A_PROPOSAL)

notices.category(
    agreement_reactions.CATEGORY, _("Agreements"), _("An answer to what you proposed; and, if you publish agreements, when it is time to look at them."),
    urgency=notices.NOW, personal=True, push_from=notices.ALL,
)  # fmt: skip
notices.category(
    agreement_reactions.NEWS, _("New agreements"), _("The house has agreed on something new."), urgency=notices.DAILY, personal=False
)
notices.wording("proposal.adopted", _("Your proposal for the agreements was adopted."), people=())
notices.wording("proposal.declined", _("Your proposal for the agreements has an answer."), people=())
notices.wording("agreements.published", _("The agreements have a new version. Read what changed."), people=())
notices.wording(
    "agreements.review",
    _("It is time to look at the agreements again: do they still fit?"),
    people=(),
    refers={"version": "spaces.AgreementVersion"},
)

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

notices.category(
    invitation_reactions.NEWS,
    _("Your invitations"),
    _("Somebody you invited has come in, or asks for a new link."),
    urgency=notices.NOW,
    personal=True,
)
notices.wording("invitation.accepted", _("%(who)s accepted your invitation. Say hello."), words=invitation_reactions.names)
notices.wording("invitation.asked_again", _("%(name)s asks for a new invitation."), people=(), words=invitation_reactions.names)

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

ledger.kind(
    applications.RECEIVED, _("Somebody from outside asked, booked a tour or applied."), subject="joining.Application", tour="joining.Tour"
)
ledger.kind(applications.WROTE, _("An applicant wrote."), subject="joining.Application", message="joining.ApplicationMessage")
ledger.kind(
    applications.ANSWERED, _("Somebody answered an applicant."), subject="joining.Application", message="joining.ApplicationMessage"
)
ledger.kind(applications.BOOKED, _("A tour was booked."), subject="joining.Application", tour="joining.Tour")
ledger.kind(applications.CANCELLED, _("A tour was cancelled."), subject="joining.Application", tour="joining.Tour")
ledger.kind(applications.TOURED, _("It was noted whether somebody came to a tour."), subject="joining.Application", tour="joining.Tour")
ledger.kind(applications.DECIDED, _("An application was decided."), subject="joining.Application", decision="joining.Decision")
ledger.kind(
    applications.UNDONE, _("A decision on an application was taken back."), subject="joining.Application", decision="joining.Decision"
)
ledger.kind(
    applications.TOOK_EFFECT, _("A decision on an application took effect."), subject="joining.Application", decision="joining.Decision"
)
ledger.kind(applications.WITHDRAWN, _("An application was withdrawn."), subject="joining.Application")
ledger.kind(applications.JOINED, _("An applicant came in."), subject="joining.Application", member=PERSON, referrer=PERSON)
ledger.kind(applications.RECOMMENDED, _("It was noted who recommended an applicant."), subject="joining.Application", referrer=PERSON)
ledger.kind(applications.TRIAL_ENDS, _("A trial ends soon."), subject="joining.Application")
ledger.kind(applications.TRIAL_OVER, _("A trial is over."), subject="joining.Application", member=PERSON)
ledger.kind(shaping.QUESTIONS, _("The questions to applicants were changed."), subject="joining.ApplicationQuestion")
ledger.kind(shaping.HOURS, _("The hours of tours were changed."), subject="joining.TourSlot")
ledger.kind(shaping.WORDS, _("The words of the public page were changed."), subject="")

care.register("joining.applications", application_queries.waiting)

notices.category(
    applications.CATEGORY, _("Enquiries"), _("People who ask from outside, for those who answer them; and thanks when somebody came whom you recommended."),
    urgency=notices.NOW, personal=True,
)  # fmt: skip
for code, sentence in (
    ("application.asked", _("%(name)s asks you something.")),
    ("application.applied", _("%(name)s applies for a place.")),
    ("application.tour", _("%(name)s comes for a tour.")),
    ("application.tour_cancelled", _("%(name)s cannot come to the tour.")),
    ("application.wrote", _("%(name)s wrote to you.")),
    ("application.withdrawn", _("%(name)s took the application back.")),
    ("application.trial_ends", _("The trial of %(name)s lasts until %(until)s. Decide how it goes on.")),
    ("application.my_trial_ends", _("Your trial lasts until %(until)s. Tell us whether you would like to stay.")),
    ("application.on_trial", _("Your trial lasts until %(until)s.")),
    ("application.stays", _("You stay: your trial has become a membership.")),
):
    notices.wording(code, sentence, people=(), words=application_reactions.names)
notices.wording("application.thanks", _("%(who)s is here now, because you recommended the house. Thank you."))

OUTSIDE = Mark(
    purpose=_("answer somebody who asks from outside, and decide with them whether they become a member"), basis=_("steps before a contract, at their request"),
    retention=_("3 days without confirmation of the address; 6 months after it came to nothing; else as long as the membership"), export=True, erasure="delete",
)  # fmt: skip
ASIDE = Mark(
    purpose=_("let the people who answer know who decided what, and why"), basis=_("legitimate interest"),
    retention=_("as the application"), export=False, erasure="delete",
)  # fmt: skip
DOOR = Mark(purpose=_("show the house to strangers and ask applicants what the house wants to know"), basis=_("no personal data"), retention=_("as long as the house"), export=False, erasure="with the house")  # fmt: skip
BRAKE = Mark(
    purpose=_("slow down machines that fill public forms"),
    basis=_("legitimate interest"),
    retention=_("1 hour, at most 2"),
    export=False,
    erasure="delete",
)
privacy.register(
    Application, OUTSIDE,
    "id space name email language source source_text referrer_text asked_at confirmed_at applied_at waiting_at trial_from trial_until accepted_at"
    " declined_at withdrawn_at closed_at joined_at touched_at invitation member", person="member_id",
)  # fmt: skip
privacy.register(Application, ASIDE, "referrer reminded_at waits_since")
privacy.register(ApplicationAnswer, OUTSIDE, "id application question text", person="application__member")
privacy.register(ApplicationMessage, OUTSIDE, "id application member by_house text at", person="application__member")
privacy.register(
    Tour,
    OUTSIDE,
    "id application slot location starts_at minutes booked_at confirmed_at cancelled_at came_at missed_at",
    person="application__member",
)
privacy.register(Decision, ASIDE, "id application kind by at text until undone_at undone_by carried_out_at", person="application__member")
privacy.register(ApplicationQuestion, DOOR, "id space kind text choices required position made_at retired_at replaces")
privacy.register(TourSlot, DOOR, "id space location weekday starts minutes capacity closed_at")
privacy.register(Welcome, DOOR, "id space de en")
privacy.register(Knock, BRAKE, "id connection at")
ledger.kind(buddies.GIVEN, _("Somebody new has a buddy."), subject="joining.Buddy", member=PERSON, buddy=PERSON)
ledger.kind(buddies.ENDED, _("Somebody is no longer a buddy."), subject="joining.Buddy", member=PERSON, buddy=PERSON)
notices.category(
    buddy_reactions.CATEGORY,
    _("Buddies"),
    _("You are the buddy of somebody new."),
    urgency=notices.NOW,
    personal=True,
)
notices.wording("buddy.given", _("%(who)s is new here, and you are the buddy. A hello is enough to begin with."))
privacy.register(
    Buddy,
    Mark(
        purpose=_("give somebody new a person to ask, and let everybody take a fair turn"),
        basis=_("contract; for the buddy their consent"),
        retention=_("12 months"),
        export=True,
        erasure="delete",
    ),
    "id space member buddy since ended_at",
    person="member_id buddy_id",
)

privacy.on_erased(invitations.forget_erased)

moving.thing("agreements", "spaces.AgreementVersion")
moving.thing("agreements-review", "spaces.AgreementVersion")
moving.thing("proposal", "joining.AgreementProposal")
moving.thing("agreement-proposal", "joining.AgreementProposal")
moving.thing("invitation", "joining.Invitation")
moving.plain(InvitationBatch, "rows problems")
moving.thing("application", "joining.Application")
moving.thing("buddy", "joining.Buddy")
moving.plain(ApplicationQuestion, "choices")
moving.left_out(Knock, "it slows down machines at the door of the machine that it came from")
privacy.on_erased(applications.forget_erased)
running.the_only(
    "buddy",
    _("Buddies"),
    _("somebody who has been here longer and says hello first"),
    "joining:buddies",
    prefixes=("buddy:",),
    begin="joining:buddies",
)
