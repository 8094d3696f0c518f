"""Tables of connect, feature by feature."""

from drittort.connect.between.models import CompanyAcquaintance, CompanyIntroduction, CompanyTie, CompanyWish
from drittort.connect.deals.models import Deal, DealSum
from drittort.connect.introductions.models import Draft, Exclusion, Introduction, QuietNo, Round, Side, TextVector, WarmIntroduction
from drittort.connect.lending.models import Loan
from drittort.connect.market.models import Bookmark, Listing, Referral
from drittort.connect.needs.models import HelpRequest, Need, NeedAnswer
from drittort.connect.outcomes.models import OutcomeFigure

__all__ = [
    "Bookmark",
    "CompanyAcquaintance",
    "CompanyIntroduction",
    "CompanyTie",
    "CompanyWish",
    "Deal",
    "DealSum",
    "Draft",
    "Exclusion",
    "HelpRequest",
    "Introduction",
    "Listing",
    "Loan",
    "Need",
    "NeedAnswer",
    "OutcomeFigure",
    "QuietNo",
    "Referral",
    "Round",
    "Side",
    "TextVector",
    "WarmIntroduction",
]
