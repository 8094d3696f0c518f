"""Tables of connect, feature by feature."""

from drittort.connect.deals.models import Deal, DealSum
from drittort.connect.introductions.models import Draft, Exclusion, Introduction, QuietNo, Round, Side, TextVector
from drittort.connect.lending.models import Loan
from drittort.connect.market.models import Bookmark, Listing, Referral
from drittort.connect.needs.models import Need
from drittort.connect.outcomes.models import OutcomeFigure

__all__ = [
    "Bookmark",
    "Deal",
    "DealSum",
    "Draft",
    "Exclusion",
    "Introduction",
    "Listing",
    "Loan",
    "Need",
    "OutcomeFigure",
    "QuietNo",
    "Referral",
    "Round",
    "Side",
    "TextVector",
]
