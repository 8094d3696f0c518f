"""Tables of connect, feature by feature."""

from drittort.connect.between.models import CompanyAcquaintance, CompanyIntroduction, CompanyTie, CompanyWish
from drittort.connect.circles.models import (
    Circle,
    CircleMeeting,
    CircleNo,
    CirclePresence,
    CircleSeason,
    CircleSeat,
    CircleWish,
    Commitment,
)
from drittort.connect.deals.models import Deal, DealSum
from drittort.connect.introductions.models import Draft, Exclusion, Introduction, QuietNo, Round, Side, TextVector, WarmIntroduction
from drittort.connect.lending.models import Loan
from drittort.connect.market.models import Bookmark, Listing, MarketTurn, Referral
from drittort.connect.needs.models import HelpRequest, Need, NeedAnswer
from drittort.connect.outcomes.models import OutcomeFigure
from drittort.connect.rounds.models import DraftSeat, EmptySeat, Gathering, GroupDraft, NotWith, Seat, Series, SeriesChoice, Unseated

__all__ = [
    "Bookmark",
    "Circle",
    "CircleMeeting",
    "CircleNo",
    "CirclePresence",
    "CircleSeason",
    "CircleSeat",
    "CircleWish",
    "Commitment",
    "CompanyAcquaintance",
    "CompanyIntroduction",
    "CompanyTie",
    "CompanyWish",
    "Deal",
    "DealSum",
    "Draft",
    "DraftSeat",
    "EmptySeat",
    "Exclusion",
    "Gathering",
    "GroupDraft",
    "HelpRequest",
    "Introduction",
    "Listing",
    "Loan",
    "MarketTurn",
    "Need",
    "NeedAnswer",
    "NotWith",
    "OutcomeFigure",
    "QuietNo",
    "Referral",
    "Round",
    "Seat",
    "Series",
    "SeriesChoice",
    "Side",
    "TextVector",
    "Unseated",
    "WarmIntroduction",
]
