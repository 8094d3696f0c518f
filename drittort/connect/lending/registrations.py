"""What lending puts into the registries."""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from drittort.connect.lending import actions, held, jobs, metrics, queries, reactions, words
from drittort.connect.lending.models import Loan
from drittort.core import ledger, notices, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.core.thanking import occasion

LOADED = (held, jobs, metrics)
PARTS = {"subject": "connect.Listing", "loan": "connect.Loan", "borrower": "members.Member"}

ledger.kind(actions.ASKED, _("asked to borrow something"), **PARTS)
ledger.kind(actions.AGREED, _("lent something"), **PARTS)
ledger.kind(actions.HANDED_OVER, _("handed something over"), **PARTS)
ledger.kind(actions.LONGER, _("lent something for longer"), **PARTS)
ledger.kind(actions.RETURNED, _("said that something is back"), **PARTS)
ledger.kind(actions.THANKED, _("said thanks for something lent"), **PARTS)

notices.category(
    reactions.CATEGORY,
    _("Lending"),
    _("Somebody asks, says yes, brings something back, or says thanks."),
    urgency=notices.NOW,
    personal=True,
    mail_from=notices.QUIET,
    wait=timedelta(0),
)
for step, sentence in (
    (words.ASKED, _("%(who)s would like to borrow “%(thing)s”.")),
    (words.AGREED, _("%(who)s lends you “%(thing)s”.")),
    (words.DUE, _("“%(thing)s” goes back to %(who)s tomorrow.")),
    (words.STILL, _("Do you still need “%(thing)s” of %(who)s?")),
    (words.LONGER, _("“%(thing)s” of %(who)s may stay with you until %(day)s.")),
    (words.BACK, _("“%(thing)s” is back; it was between %(who)s and you.")),
    (words.THANKED, _("%(who)s thanks you for “%(thing)s”.")),
):
    notices.wording(f"loan.{step}", sentence, words=reactions.texts)

LENDING = Mark(
    purpose=_("lend things between two people, and remind of the day they go back"),
    basis=_("contract"),
    retention=_("12 months"),
    export=True,
    erasure="delete",
)
QUIET = replace(LENDING, purpose=_("let somebody say no without anybody learning of it"), export=False)
privacy.register(
    Loan,
    LENDING,
    "id space listing borrower text from_on until_on asked_at agreed_at handed_over_at returned_at withdrawn_at reminded_on asked_after_on thanks thanked_at",
    person="borrower_id",
)
privacy.register(Loan, QUIET, "withheld rested_at unheard_at thanks_withheld")

moving.thing("loan", "connect.Loan")

occasion("loan", queries.thanks_begin)
