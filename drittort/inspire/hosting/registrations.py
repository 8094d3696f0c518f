"""What hosting puts into the registries."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import ledger, notices, privacy
from drittort.core.privacy import Mark
from drittort.inspire.events.reactions import texts
from drittort.inspire.hosting import actions, jobs, reactions
from drittort.inspire.hosting.models import EventMessage, EventPart

LOADED = (jobs,)
EVENT, PART = "inspire.Event", {"part": "inspire.EventPart"}

ledger.kind(actions.ASKED_ALONG, _("asked somebody to host an event along"), subject=EVENT, co_host="inspire.CoHost")
ledger.kind(actions.HOSTS_ALONG, _("hosts an event along"), subject=EVENT)
ledger.kind(actions.STEPPED_BACK, _("hosts an event no longer"), subject=EVENT)
ledger.kind(actions.TAKEN, _("took something on for an event"), subject=EVENT, **PART)
ledger.kind(actions.GIVEN_BACK, _("gave something back that they had taken on for an event"), subject=EVENT, **PART)
ledger.kind(actions.WROTE, _("wrote to those who come to an event"), subject=EVENT, message="inspire.EventMessage")
notices.wording(reactions.ALONG, _("%(who)s asks whether you host “%(event)s”, too."), words=texts)
notices.wording(
    reactions.MESSAGE, _("%(who)s writes to all who come to “%(event)s”."), words=texts, refers={"message": "inspire.EventMessage"}
)

HELD = Mark(
    purpose=_("share what it takes to host an event"), basis=_("contract"), retention=_("12 months after the event"), export=True, erasure="delete",
)  # fmt: skip
privacy.register(EventPart, HELD, "id event text member taken_at done_at", person="member_id")
privacy.register(EventMessage, replace(HELD, purpose=_("let hosts write to those who come")), "id event member text at", person="member_id")
privacy.words(EventPart, event=pgettext_lazy("field", "event"), text=pgettext_lazy("field", "what"), taken_at=pgettext_lazy("field", "taken on"), done_at=pgettext_lazy("field", "done"))  # fmt: skip
privacy.words(EventMessage, event=pgettext_lazy("field", "event"), text=pgettext_lazy("field", "text"))
privacy.entitle(EventPart, _("What you took on for events"), "inspire:events")
privacy.entitle(EventMessage, _("What you wrote to those who came"), "inspire:events")
privacy.own_words(EventMessage, "text")
