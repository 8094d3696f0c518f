"""The tables of home, each in its feature's folder."""

from drittort.home.first_visit.models import FirstVisit
from drittort.home.phone.models import PhoneHint, PhoneIcon
from drittort.home.search.models import RecentSearch, SearchGap, SearchQuiet
from drittort.home.today.models import Composition

__all__ = ["Composition", "FirstVisit", "PhoneHint", "PhoneIcon", "RecentSearch", "SearchGap", "SearchQuiet"]
