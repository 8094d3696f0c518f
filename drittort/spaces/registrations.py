"""What spaces tell the floor below, and their marks."""

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, privacy, scope
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.core.statements import Statement
from drittort.spaces.agreements import actions as agreements
from drittort.spaces.house import actions as house
from drittort.spaces.locations import actions as locations
from drittort.spaces.models import Agreement, AgreementVersion, Location, OpeningLink, Role, Space
from drittort.spaces.opening import actions as opening
from drittort.spaces.roles import actions as roles

LOADED = (locations,)

ledger.kind(opening.OPENED, _("opened the house"), subject="spaces.Space")
ledger.kind(house.CHANGED, _("changed how the house is set up"), subject="spaces.Location")
ledger.kind(agreements.PUBLISHED, _("published agreements"), subject="spaces.AgreementVersion")
ledger.kind(agreements.LOOKED, _("looked at the agreements again"), subject="spaces.AgreementVersion")

HOUSE = Mark(
    purpose=_("the house itself, no personal data"),
    basis=_("contract"),
    retention=_("as long as the house"),
    export=False,
    erasure="with the house",
)
privacy.register(Space, HOUSE, "id slug name language timezone is_demo is_sample hue settings opening role_changes created_at")
privacy.register(Location, HOUSE, "id space name address way_in position removed_at")
privacy.register(Agreement, HOUSE, "id version position language text why")
privacy.register(AgreementVersion, HOUSE, "id space number change published_at looked_at")
privacy.register(
    AgreementVersion,
    Mark(
        purpose=_("show who published the agreements of the house"), basis=_("contract"), retention=_("as long as the house"), export=False,
        erasure="take the person out",
    ),
    "published_by",
)  # fmt: skip
privacy.register(
    OpeningLink,
    Mark(
        purpose=_("let somebody open a house once"),
        basis=_("legitimate interest"),
        retention=_("unused ones until the next link is made, used ones as long as the machine"),
        export=False,
        erasure="expires",
    ),
    "id digest made_at used_at",
)
privacy.register(Role, HOUSE, "id space key name_de name_en position by_trust added taken")

ledger.kind(roles.MADE, _("made a role"), subject="spaces.Role")
ledger.kind(roles.CHANGED, _("changed what a role allows"), subject="spaces.Role")
ledger.kind(roles.DROPPED, _("removed a role"), subject="spaces.Role")


# Asked for every job and every mail.
STANDING = Statement(lambda space: Space.objects.filter(pk=space).values_list("pk"), space=int)
MAILING = Statement(lambda space: Space.objects.filter(pk=space, is_sample=False).values_list("pk"), space=int)


def exists(space_id: int) -> bool:
    """Whether the space is still there."""
    return bool(STANDING.rows(space=space_id))


def mail_may_leave(space_id: int) -> bool:
    """Whether mail of the space may be handed over: never from a sample of public research data."""
    return bool(MAILING.rows(space=space_id))


scope.register_spaces(exists=exists, mail=mail_may_leave)

privacy.refers(AgreementVersion, published_by="members.Member")
privacy.chapter("spaces", _("The house"))
privacy.called(Space, "name")
privacy.called(Location, "name")
privacy.called(AgreementVersion, "number")

moving.plain(Space, "settings opening role_changes")
moving.plain(Role, "added taken")
privacy.called(Role, "name_{language}")
