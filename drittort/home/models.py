"""The tables of home, each in its feature's folder."""

from drittort.home.first_visit.models import FirstVisit
from drittort.home.phone.models import PhoneHint, PhoneIcon

__all__ = ["FirstVisit", "PhoneHint", "PhoneIcon"]
