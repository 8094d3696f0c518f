"""The tables of joining, each in its feature's folder."""

from drittort.joining.agreements.models import Acceptance, AgreementProposal
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
from drittort.joining.buddies.models import Buddy
from drittort.joining.importing.models import ImportFile, ImportMapping
from drittort.joining.invitations.models import Invitation, InvitationBatch
from drittort.joining.lapsing.models import Lapse
from drittort.joining.leaving.models import Departure, MembershipPause

__all__ = [
    "Acceptance",
    "AgreementProposal",
    "Application",
    "ApplicationAnswer",
    "ApplicationMessage",
    "ApplicationQuestion",
    "Buddy",
    "Decision",
    "Departure",
    "ImportFile",
    "ImportMapping",
    "Invitation",
    "InvitationBatch",
    "Knock",
    "Lapse",
    "MembershipPause",
    "Tour",
    "TourSlot",
    "Welcome",
]
