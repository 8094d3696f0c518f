"""What spaces tell the floor below, and their marks."""

from drittort.core import privacy, scope
from drittort.core.privacy import Mark
from drittort.spaces.models import Location, Space

HOUSE = Mark(
    purpose="the house itself, no personal data", basis="contract", retention="as long as the house", export=False, erasure="with the house"
)
privacy.register(Space, HOUSE, "id slug name language timezone is_demo is_sample settings created_at")
privacy.register(Location, HOUSE, "id space name address position")


def exists(space_id: int) -> bool:
    """Whether the space is still there."""
    return Space.objects.filter(pk=space_id).exists()


def mail_may_leave(space_id: int) -> bool:
    """Whether mail of the space may be handed over: never from a sample of public research data."""
    return Space.objects.filter(pk=space_id, is_sample=False).exists()


scope.register_spaces(exists=exists, mail=mail_may_leave)
