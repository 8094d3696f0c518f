"""The tables of joining, each in its feature's folder."""

from drittort.joining.agreements.models import Acceptance, AgreementProposal
from drittort.joining.invitations.models import Invitation, InvitationBatch

__all__ = ["Acceptance", "AgreementProposal", "Invitation", "InvitationBatch"]
