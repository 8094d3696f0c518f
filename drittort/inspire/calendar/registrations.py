"""What the calendar puts into the registries."""

from django.utils.translation import gettext_lazy as _

from drittort.core import privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.inspire.calendar import held
from drittort.inspire.calendar.models import CalendarFeed

LOADED = (held,)

SUBSCRIBED = Mark(
    purpose=_("show events in the calendar program of a person"),
    basis=_("contract"),
    retention=_("until taken back"),
    export=True,
    erasure="delete",
)
privacy.register(CalendarFeed, SUBSCRIBED, "id member kind made_at", person="member_id")
moving.left_out(CalendarFeed, "the address of a calendar is signed by its machine; everybody makes a new one")
