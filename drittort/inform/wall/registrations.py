"""What screens put into the registries."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, links, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.inform.wall import actions, held, rules
from drittort.inform.wall.models import Wall, WallChoice
from drittort.spaces.roles import holds

LOADED = (held,)

ledger.kind(actions.HUNG, _("hung up a wall screen"), subject="inform.Wall")
ledger.kind(actions.RENEWED, _("gave a wall screen another address"), subject="inform.Wall")
ledger.kind(actions.TAKEN, _("took a wall screen down"), subject="inform.Wall")

links.link(
    "settings",
    "inform:walls",
    _("Wall screens"),
    _("For the kitchen and the entrance: today, what is on, who is here."),
    shown=lambda member: holds(member, rules.HANG),
)

HANGING = Mark(
    purpose=_("show on a wall what concerns the house"),
    basis=_("contract"),
    retention=_("until it is taken down"),
    export=True,
    erasure=privacy.TAKE_OUT,
)
privacy.register(Wall, HANGING, "id space name location language made_at made_by seen_at", person="made_by_id")
privacy.register(Wall, replace(HANGING, export=False), "key")
privacy.register(
    WallChoice,
    Mark(
        purpose=_("show on walls only who said yes to it"), basis=_("consent"), retention=_("until taken back"), export=True, erasure="delete",
    ),
    "id member face_at words_at",
    person="member_id",
)  # fmt: skip
moving.left_out(Wall, "the address of a screen is signed by its machine; each is hung up anew")
