"""What leaving puts into the registries."""

from django.utils.translation import gettext_lazy as _

from drittort.core import care, ledger, links, notices, privacy
from drittort.core.privacy import Mark
from drittort.joining.leaving import actions, jobs, queries, reactions, rules
from drittort.joining.leaving.models import Departure, MembershipPause
from drittort.members import scope
from drittort.members.membership.actions import on_ended, on_resumed

LOADED = (jobs, reactions)

ledger.kind(actions.ANNOUNCED, _("set a last day"), subject="members.Member", departure="joining.Departure")
ledger.kind(actions.WITHDRAWN, _("took a last day back"), subject="members.Member", departure="joining.Departure")
ledger.kind(actions.ENDING, _("ended a membership, with notice"), subject="members.Member", departure="joining.Departure")
ledger.kind(actions.REPLIED, _("answered to the end of the membership"), subject="members.Member", departure="joining.Departure")
ledger.kind(actions.ASKED_BACK, _("asks to come back"), subject="members.Member", departure="joining.Departure")
ledger.kind(actions.PAUSED, _("takes a break from the house"), subject="members.Member")
ledger.kind(actions.RESUMED, _("is back from a break"), subject="members.Member")

notices.category(
    reactions.CATEGORY,
    _("Your membership"),
    _("Your last day, and what the house decides about it."),
    urgency=notices.NOW,
    personal=True,
    vital=True,
)
care.register("joining.leaving", queries.waiting)
scope.register_away("joining:away")
links.link("people", "joining:alumni", _("Who was here before"))
links.link("people", "joining:departures", _("Who leaves"), shown=rules.is_pointed)
links.link("person", "joining:end_membership", _("End the membership"), shown=rules.is_pointed)
on_ended(actions.close_departure)
on_resumed(actions.end_departure)

GOING = Mark(
    purpose=_("let people go well: on a day, with a reason, with the right to answer, and back again"), basis=_("contract"),
    retention=_("as long as the membership, then 12 months"), export=True, erasure="delete",
)  # fmt: skip
STAYED = Mark(
    purpose=_("let somebody stay away for a while without being asked after"), basis=_("contract"),
    retention=_("as long as the membership, then 12 months"), export=True, erasure="delete",
)  # fmt: skip
privacy.register(
    Departure, GOING,
    "id space member by_house announced_by announced_at last_on reason reply replied_at farewell language why missed withdrawn_at done_at"
    " asked_back_at returned_at",
    person="member_id",
)  # fmt: skip
privacy.register(MembershipPause, STAYED, "id member from_on until_on begun_at ended_at", person="member_id")
