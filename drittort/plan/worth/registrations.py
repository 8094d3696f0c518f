"""What the worth of community puts into the registries."""

from django.utils.translation import gettext_lazy as _

from drittort.core import links, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.plan.worth import jobs
from drittort.plan.worth.models import StayMonth

LOADED = (jobs,)

links.link(
    "plan",
    "plan:worth",
    _("What community is worth"),
    _("How long connected members stay, what members do for each other, and what it comes to."),
)

privacy.register(
    StayMonth,
    Mark(
        purpose=_("tell how long people stay who are connected, in groups of six and more"), basis=_("legitimate interest"), retention=_("as long as the house"),
        export=False, erasure="with the house",
    ),
    "id space month connected others curves hazard made_at",
)  # fmt: skip
moving.plain(StayMonth, "curves hazard")
