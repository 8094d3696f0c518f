"""What deals put into the registries."""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from drittort.connect.deals import actions, held, jobs, metrics, reactions, rules
from drittort.connect.deals.models import Deal, DealSum
from drittort.core import ledger, links, notices, privacy, running
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark

LOADED = (held, jobs, metrics)
DEAL = "connect.Deal"

ledger.kind(actions.RECORDED, _("told of business"), subject=DEAL)
ledger.kind(actions.CONFIRMED, _("confirmed business"), subject=DEAL)
ledger.kind(actions.WITHDRAWN, _("took business back"), subject=DEAL)

notices.category(
    reactions.CATEGORY,
    _("Business in the house"),
    _("Somebody tells of business with you, or confirms it."),
    urgency=notices.NOW,
    personal=True,
    mail_from=notices.QUIET,
    wait=timedelta(0),
)
notices.wording("deal.asked", _("%(who)s tells of business with you: “%(deal)s”. Is it so?"), words=reactions.texts)
notices.wording("deal.confirmed", _("%(who)s confirms: “%(deal)s”."), words=reactions.texts)

links.link("person", "connect:new_deal_with", _("Note a deal"))

BUSINESS = Mark(
    purpose=_("count business that was done inside the house, once both sides say so"),
    basis=_("contract"),
    retention=_("24 months; what was not confirmed three months"),
    export=True,
    erasure="delete",
)
QUIET = replace(BUSINESS, purpose=_("let somebody say no without anybody learning of it"), export=False)
privacy.register(
    Deal,
    BUSINESS,
    "id space member company partner partner_company text done_on band source recorded_at confirmed_at withdrawn_at",
    person="member_id partner_id",
)
privacy.register(Deal, QUIET, "withheld refused_at unheard_at")
privacy.shown(Deal, rules.shown_to)
privacy.register(
    DealSum,
    Mark(
        purpose=_("tell how much business was done, in sums in which nobody can be seen"),
        basis=_("legitimate interest"),
        retention=_("as long as the house"),
        export=False,
        erasure="with the house",
    ),
    "id space from_on until_on deals sides low high sources made_at",
)

moving.thing("deal", DEAL)
moving.plain(DealSum, "low high sources")
running.the_only(
    "deal",
    _("Business in the house"),
    _("what companies do for each other"),
    "connect:deals",
    prefixes=("deal:",),
    begin="connect:new_deal",
)
