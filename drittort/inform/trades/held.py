"""What taking part in a trade is called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.inform.trades.models import TradeMember

privacy.words(
    TradeMember,
    letter=pgettext_lazy("field", "trade (section)"),
    rhythm=pgettext_lazy("field", "hears of it"),
    joined_at=pgettext_lazy("field", "takes part since"),
    seen_at=pgettext_lazy("field", "last looked"),
)
privacy.entitle(TradeMember, _("Trades in which you take part, which only you read"), "inform:trades")
