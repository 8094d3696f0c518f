"""The tables of home, each in its feature's folder."""

from drittort.home.first_visit.models import FirstVisit

__all__ = ["FirstVisit"]
