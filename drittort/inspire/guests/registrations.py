"""What guests put into the registries."""

from django.utils.translation import gettext_lazy as _

from drittort.core import privacy
from drittort.core.privacy import Mark
from drittort.inspire.guests import jobs, reactions
from drittort.inspire.guests.models import EventGuest

LOADED = (jobs, reactions)

OUTSIDE = Mark(
    purpose=_("let people from outside come to an event without an account"),
    basis=_("steps before a contract, at their request"),
    retention=_("2 days without confirmation of the address; 30 days after the event"),
    export=False,
    erasure=privacy.EXPIRES,
)
privacy.register(EventGuest, OUTSIDE, "id event name email language seats answer asked_at confirmed_at")
