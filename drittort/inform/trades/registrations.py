"""What the trades of a house put into the registries."""

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, links, notices, privacy
from drittort.core.privacy import Mark
from drittort.inform.trades import actions, held, jobs, queries, reactions
from drittort.inform.trades.models import TradeMember

LOADED = (held, jobs)

ledger.kind(actions.JOINED, _("You take part in a trade."), subject="members.Member")
ledger.kind(actions.LEFT, _("You take part in a trade no more."), subject="members.Member")
notices.category(
    reactions.CATEGORY,
    _("Your trade"),
    _("What was asked, told and written down in a trade in which you take part. Once a week or once a month, if there was anything."),
    urgency=notices.WEEKLY,
    personal=False,
)
notices.wording(reactions.NEWS, _("New in “%(trade)s”: %(news)s."), people=(), words=queries.texts)
links.link("people", "inform:trades", _("Trades"))

privacy.register(
    TradeMember,
    Mark(
        purpose=_("tell somebody what is new in a trade, as often as they like"), basis=_("contract"),
        retention=_("as long as the membership, then 12 months"), export=True, erasure="delete",
    ),
    "id member letter rhythm joined_at seen_at",
    person="member_id",
)  # fmt: skip
