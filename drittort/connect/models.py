"""Tables of connect, feature by feature."""

from drittort.connect.introductions.models import Draft, Exclusion, Introduction, QuietNo, Round, Side, TextVector
from drittort.connect.needs.models import HelpRequest, Need, NeedAnswer

__all__ = ["Draft", "Exclusion", "HelpRequest", "Introduction", "Need", "NeedAnswer", "QuietNo", "Round", "Side", "TextVector"]
