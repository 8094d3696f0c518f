"""The tables of joining, each in its feature's folder."""

from drittort.joining.agreements.models import Acceptance, AgreementProposal
from drittort.joining.importing.models import ImportFile, ImportMapping
from drittort.joining.invitations.models import Invitation, InvitationBatch
from drittort.joining.lapsing.models import Lapse
from drittort.joining.leaving.models import Departure, MembershipPause, MembershipPeriod

__all__ = [
    "Acceptance",
    "AgreementProposal",
    "Departure",
    "ImportFile",
    "ImportMapping",
    "Invitation",
    "InvitationBatch",
    "Lapse",
    "MembershipPause",
    "MembershipPeriod",
]
