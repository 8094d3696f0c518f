"""The tables of joining, each in its feature's folder."""

from drittort.joining.agreements.models import Acceptance, AgreementProposal
from drittort.joining.invitations.models import Invitation, InvitationBatch
from drittort.joining.lapsing.models import Lapse
from drittort.joining.leaving.models import Departure, MembershipPause, MembershipPeriod

__all__ = ["Acceptance", "AgreementProposal", "Departure", "Invitation", "InvitationBatch", "Lapse", "MembershipPause", "MembershipPeriod"]
