"""What the proof puts into the registries."""

from django.utils.translation import gettext_lazy as _

from drittort.connect.introductions import holding
from drittort.core import links, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.pulse.proof import actions, jobs, rules
from drittort.pulse.proof.models import DrawnPair, Look

LOADED = (jobs,)

holding.holds(actions.ByLot())

links.link(
    "plan",
    "pulse:proof",
    _("Did it work?"),
    _("Whether introductions help, by lot, with an interval."),
    shown=lambda member: bool(rules.may_read(member)),
)

DRAWN = Mark(
    purpose=_("find out by lot whether introductions help: some chosen pairs are left to chance for 60 days"), basis=_("consent"),
    retention=_("24 months"), export=False, erasure="delete",
)  # fmt: skip
PUBLISHED = Mark(
    purpose=_("tell whether introductions help, in sums of 30 held-out pairs and more"), basis=_("legitimate interest"),
    retention=_("as long as the house"), export=False, erasure="with the house",
)  # fmt: skip
privacy.register(
    DrawnPair, DRAWN, "id space first second drawn_at seed share thin held measured_at tied introduced by_hand", person="first_id second_id"
)
privacy.register(
    Look, PUBLISHED, "id space on treated held tied_treated tied_held missing by_hand wanted limit value low high p uptake takers made_at"
)
moving.plain(DrawnPair, "seed")
moving.plain(Look, "takers")
