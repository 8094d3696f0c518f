"""The tables of joining, each in its feature's folder."""

from drittort.joining.agreements.models import Acceptance, AgreementProposal

__all__ = ["Acceptance", "AgreementProposal"]
