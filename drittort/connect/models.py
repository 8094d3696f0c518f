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
from drittort.connect.mentoring.models import (
    MentoringAnswer,
    MentoringApplication,
    MentoringCandidate,
    MentoringMeeting,
    MentoringNo,
    MentoringPair,
    MentoringSeason,
    MentoringSide,
    MentoringWish,
)
from drittort.connect.needs.models import HelpRequest, Need, NeedAnswer
from drittort.connect.office_hours.models import Booking, OfficeHour, OfficeSlot
from drittort.connect.outcomes.models import OutcomeFigure
from drittort.connect.questions.models import QuestionRequest
from drittort.connect.rounds.models import DraftSeat, EmptySeat, Gathering, GroupDraft, NotWith, Seat, Series, SeriesChoice, Unseated

__all__ = [
    "Booking",
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
    "MentoringAnswer",
    "MentoringApplication",
    "MentoringCandidate",
    "MentoringMeeting",
    "MentoringNo",
    "MentoringPair",
    "MentoringSeason",
    "MentoringSide",
    "MentoringWish",
    "Need",
    "NeedAnswer",
    "NotWith",
    "OfficeHour",
    "OfficeSlot",
    "OutcomeFigure",
    "QuestionRequest",
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
