"""What rows and fields are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.joining.agreements.models import Acceptance, AgreementProposal
from drittort.joining.applications.models import (
    Application,
    ApplicationAnswer,
    ApplicationMessage,
    ApplicationQuestion,
    Tour,
)
from drittort.joining.buddies.models import Buddy
from drittort.joining.invitations.models import Invitation
from drittort.joining.lapsing.models import Lapse
from drittort.joining.leaving.models import Departure, MembershipPause
from drittort.members.membership.models import MembershipPeriod

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
privacy.words(
    Application,
    email=pgettext_lazy("field", "e-mail address"),
    source=pgettext_lazy("field", "how you found the house"),
    source_text=pgettext_lazy("field", "how you found it, in your words"),
    referrer_text=pgettext_lazy("field", "who recommended it"),
    confirmed_at=pgettext_lazy("field", "address confirmed"),
    applied_at=pgettext_lazy("field", "applied"),
    waiting_at=pgettext_lazy("field", "on the waiting list since"),
    trial_from=pgettext_lazy("field", "trial from"),
    trial_until=pgettext_lazy("field", "trial until"),
    declined_at=pgettext_lazy("field", "declined"),
    closed_at=pgettext_lazy("field", "put aside"),
    joined_at=pgettext_lazy("field", "came in"),
    touched_at=pgettext_lazy("field", "last change"),
    invitation=pgettext_lazy("field", "invitation"),
)
privacy.words(
    application=pgettext_lazy("field", "application"),
    from_on=pgettext_lazy("field", "from"),
    until_on=pgettext_lazy("field", "until"),
    ended_at=pgettext_lazy("field", "ended"),
)
privacy.words(ApplicationAnswer, question=pgettext_lazy("field", "question"), text=pgettext_lazy("field", "your answer"))
privacy.words(
    ApplicationMessage,
    member=pgettext_lazy("field", "written by"),
    by_house=pgettext_lazy("field", "from the house"),
)
privacy.words(
    Tour,
    slot=pgettext_lazy("field", "hour of the week"),
    location=pgettext_lazy("field", "location"),
    starts_at=pgettext_lazy("field", "begins"),
    minutes=pgettext_lazy("field", "minutes"),
    booked_at=pgettext_lazy("field", "booked"),
    confirmed_at=pgettext_lazy("field", "address confirmed"),
    cancelled_at=pgettext_lazy("field", "called off"),
    came_at=pgettext_lazy("field", "you were there"),
    missed_at=pgettext_lazy("field", "you were not there"),
)
privacy.words(
    Departure,
    by_house=pgettext_lazy("field", "from the house"),
    announced_by=pgettext_lazy("field", "said by"),
    announced_at=pgettext_lazy("field", "said"),
    last_on=pgettext_lazy("field", "last day"),
    reason=pgettext_lazy("field", "reason"),
    reply=pgettext_lazy("field", "your answer"),
    replied_at=pgettext_lazy("field", "answered"),
    farewell=pgettext_lazy("field", "your farewell"),
    why=pgettext_lazy("field", "why you go"),
    missed=pgettext_lazy("field", "what you missed here"),
    asked_back_at=pgettext_lazy("field", "asked to come back"),
    returned_at=pgettext_lazy("field", "came back"),
)
privacy.words(
    MembershipPause,
    begun_at=pgettext_lazy("field", "said"),
)
privacy.words(
    Lapse,
    asked_at=pgettext_lazy("field", "asked after you"),
    hinted_at=pgettext_lazy("field", "pointed out to the team"),
    closed_at=pgettext_lazy("field", "heard of you again"),
    answer=pgettext_lazy("field", "your answer"),
)
privacy.words(
    Buddy,
    buddy=pgettext_lazy("field", "buddy"),
    since=pgettext_lazy("field", "since"),
)
for table, title, page in (
    (Acceptance, _("Agreements you agreed to"), "joining:agreements"),
    (AgreementProposal, _("Changes you proposed"), "joining:agreements"),
    (Invitation, _("Invitations by you and to you"), ""),
    (Application, _("Your application"), ""),
    (ApplicationAnswer, _("What you answered when you applied"), ""),
    (ApplicationMessage, _("Messages about your application"), ""),
    (Tour, _("Tours you booked"), ""),
    (Departure, _("Your goodbyes"), "joining:leaving"),
    (MembershipPeriod, _("When you belonged to the house"), ""),
    (MembershipPause, _("Your breaks from the house"), "joining:leaving"),
    (Lapse, _("When nothing was heard of you"), ""),
    (Buddy, _("Buddies: yours, and whose you were"), ""),
):
    privacy.entitle(table, title, page)
privacy.own_words(AgreementProposal, "text reason")
privacy.own_words(Invitation, "name email sentence")
privacy.own_words(Application, "source_text referrer_text")
privacy.own_words(ApplicationAnswer, "text")
privacy.own_words(Departure, "reason reply farewell missed")
privacy.chapter("joining", _("Coming in"))
privacy.called(ApplicationQuestion, "text")
