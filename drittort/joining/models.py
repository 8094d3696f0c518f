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
from drittort.joining.invitations.models import Invitation, InvitationBatch

__all__ = [
    "Acceptance",
    "AgreementProposal",
    "Application",
    "ApplicationAnswer",
    "ApplicationMessage",
    "ApplicationQuestion",
    "Decision",
    "Invitation",
    "InvitationBatch",
    "Knock",
    "Tour",
    "TourSlot",
    "Welcome",
]
