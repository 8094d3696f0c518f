"""The tables of joining, each in its feature's folder."""

from drittort.joining.agreements.models import Acceptance, AgreementProposal
from drittort.joining.applications.models import Answer, Application, Decision, Knock, Message, Question, Tour, TourSlot, Welcome
from drittort.joining.invitations.models import Invitation, InvitationBatch

__all__ = ["Acceptance", "AgreementProposal", "Answer", "Application", "Decision", "Invitation", "InvitationBatch", "Knock", "Message", "Question", "Tour", "TourSlot", "Welcome"]
