"""Tables of connect, feature by feature."""

from drittort.connect.between.models import CompanyAcquaintance, CompanyIntroduction, CompanyTie, CompanyWish
from drittort.connect.introductions.models import Draft, Exclusion, Introduction, QuietNo, Round, Side, TextVector, WarmIntroduction
from drittort.connect.needs.models import HelpRequest, Need, NeedAnswer
from drittort.connect.rounds.models import DraftSeat, EmptySeat, Gathering, GroupDraft, NotWith, Seat, Series, SeriesChoice, Unseated

__all__ = [
    "CompanyAcquaintance",
    "CompanyIntroduction",
    "CompanyTie",
    "CompanyWish",
    "Draft",
    "DraftSeat",
    "EmptySeat",
    "Exclusion",
    "Gathering",
    "GroupDraft",
    "HelpRequest",
    "Introduction",
    "Need",
    "NeedAnswer",
    "NotWith",
    "QuietNo",
    "Round",
    "Seat",
    "Series",
    "SeriesChoice",
    "Side",
    "TextVector",
    "Unseated",
    "WarmIntroduction",
]
