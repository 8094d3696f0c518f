"""Tables of connect, feature by feature."""

from drittort.connect.between.models import CompanyAcquaintance, CompanyIntroduction, CompanyTie, CompanyWish
from drittort.connect.introductions.models import Draft, Exclusion, Introduction, QuietNo, Round, Side, TextVector, WarmIntroduction
from drittort.connect.needs.models import Need

__all__ = [
    "CompanyAcquaintance",
    "CompanyIntroduction",
    "CompanyTie",
    "CompanyWish",
    "Draft",
    "Exclusion",
    "Introduction",
    "Need",
    "QuietNo",
    "Round",
    "Side",
    "TextVector",
    "WarmIntroduction",
]
