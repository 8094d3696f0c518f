"""What the market puts into the registries."""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from drittort.connect.market import actions, held, index, jobs, letter, metrics, queries, reactions, rules
from drittort.connect.market.models import Bookmark, Listing, MarketTurn, Referral
from drittort.core import ledger, notices, privacy, reports
from drittort.core.addresses import address
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.members.showcase.shelves import shelf
from drittort.members.translations.kinds import translatable

LOADED = (held, index, jobs, letter, metrics, rules)
LISTING = "connect.Listing"

ledger.kind(actions.SHOWN, _("put something on the market"), subject=LISTING)
ledger.kind(actions.CHANGED, _("changed a listing"), subject=LISTING)
ledger.kind(actions.RENEWED, _("kept a listing for longer"), subject=LISTING)
ledger.kind(actions.TAKEN, _("marked a listing as taken"), subject=LISTING)
ledger.kind(actions.CLOSED, _("took a listing down"), subject=LISTING)
ledger.kind(actions.REOPENED, _("put a listing up again"), subject=LISTING)
ledger.kind(actions.REFERRED, _("thanked somebody for leading to a listing"), subject=LISTING, referral="connect.Referral")

notices.category(
    reactions.CATEGORY,
    _("Your listings"),
    _("Whether they shall stay, and thanks for leading somebody to one."),
    urgency=notices.DAILY,
    personal=True,
    mail_from=notices.QUIET,
    wait=timedelta(0),
)
notices.wording("listing.ends", _("“%(listing)s” stands until %(day)s. Shall it stay?"), people=(), words=reactions.texts)
notices.wording("listing.referred", _("%(who)s thanks you for leading the way to “%(listing)s”: “%(thanks)s”"), words=reactions.texts)

translatable("listing", queries.original)
reports.reportable("listing", _("A listing"), queries.listing_shown, path=lambda slug, pk: address("connect:listing", slug, pk))
shelf("connect.market", queries.shelf)

OFFERING = Mark(
    purpose=_("show what people and companies of the house offer each other"),
    basis=_("contract"),
    retention=_("12 months after its last day on the market"),
    export=True,
    erasure="delete",
)
privacy.register(
    Listing,
    OFFERING,
    "id space member company kind category title text price language picture shown_at expires_at asked_at taken_at closed_at",
    person="member_id",
)
privacy.register(
    MarketTurn,
    Mark(
        purpose=_("let every listing stand at every place equally often: how many orders were dealt, not to whom"),
        basis=_("legitimate interest"),
        retention=_("as long as the house"),
        export=False,
        erasure="with the house",
    ),
    "id space among dealt",
)
moving.plain(MarketTurn, "dealt")
privacy.register(
    Bookmark,
    Mark(
        purpose=_("let somebody keep a listing in mind, for themselves alone"),
        basis=_("contract"),
        retention=_("until it is let go, at most as long as the listing"),
        export=True,
        erasure="delete",
    ),
    "id member listing at",
    person="member_id",
)
THANKING = replace(OFFERING, purpose=_("thank whoever led somebody to a listing"))
privacy.register(Referral, THANKING, "id space listing member referrer text at", person="member_id")
privacy.register(
    Referral,
    Mark(
        purpose=_("keep two people apart without anybody learning of it"),
        basis=_("legitimate interest"),
        retention=_("12 months after its last day on the market"),
        export=False,
        erasure="delete",
    ),
    "withheld",
)
privacy.on_erased(reactions.forget_erased)

moving.thing("listing", LISTING)
moving.thing("referral", "connect.Referral")
