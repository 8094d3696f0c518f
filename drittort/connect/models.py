"""Tables of connect, feature by feature."""

from drittort.connect.introductions.models import Draft, Exclusion, Introduction, QuietNo, Round, Side, TextVector
from drittort.connect.lending.models import Loan
from drittort.connect.market.models import Bookmark, Listing, Referral
from drittort.connect.needs.models import Need

__all__ = [
    "Bookmark",
    "Draft",
    "Exclusion",
    "Introduction",
    "Listing",
    "Loan",
    "Need",
    "QuietNo",
    "Referral",
    "Round",
    "Side",
    "TextVector",
]
