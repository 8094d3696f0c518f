"""What comes after events puts into the registries."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import ledger, notices, privacy
from drittort.core.addresses import address
from drittort.core.privacy import Mark
from drittort.inspire.afterwards import actions, jobs, metrics, reactions, rules
from drittort.inspire.afterwards.models import EventFeedback, EventMaterial, EventMeeting
from drittort.inspire.events.reactions import texts
from drittort.inspire.pictures.subjects import subject_of_pictures

LOADED = (jobs, metrics)
EVENT = "inspire.Event"

ledger.kind(actions.ANSWERED, _("Somebody said how an event was."), subject=EVENT)
ledger.kind(actions.MINUTES, _("wrote down what stays of an event"), subject=EVENT)
ledger.kind(actions.MATERIAL, _("put a document to an event"), subject=EVENT)
notices.wording(reactions.AFTER, _("How was “%(event)s”? Two questions, and whom you met."), people=(), words=texts)
subject_of_pictures(
    reactions.EVENT, lambda slug, pk: address("inspire:afterwards", slug, pk), visible=rules.seen_among, may_add=rules.may_add_picture, may_remove=rules.may_remove_picture,
    people=rules.in_pictures, most=rules.MOST_PICTURES,
)  # fmt: skip

SAID = Mark(
    purpose=_("let hosts learn how an event was, in sums"), basis=_("contract"), retention=_("12 months after the event"), export=True, erasure="delete",
)  # fmt: skip
MET = replace(SAID, purpose=_("let two people say that they met, so that it becomes a contact if both do"))
privacy.register(EventFeedback, SAID, "id event member again text at", person="member_id")
privacy.register(
    EventMaterial,
    replace(SAID, purpose=_("keep what was shown at an event"), retention=_("as long as the house, or until taken back")),
    "id event member file at",
    person="member_id",
)
privacy.register(EventMeeting, MET, "id event member other at", person="member_id")

EVENT_WORD = pgettext_lazy("field", "event")
privacy.words(
    EventFeedback,
    event=EVENT_WORD,
    again=pgettext_lazy("field", "would come again"),
    text=pgettext_lazy("field", "what should stay or change"),
)
privacy.words(EventMaterial, event=EVENT_WORD, file=pgettext_lazy("field", "file"))
privacy.words(EventMeeting, event=EVENT_WORD, other=pgettext_lazy("field", "met"))
privacy.entitle(EventFeedback, _("What you said of events"), "inspire:past_events")
privacy.entitle(EventMaterial, _("Documents that you put to events"), "inspire:past_events")
privacy.entitle(EventMeeting, _("Whom you met at events"), "inspire:past_events")
privacy.own_words(EventFeedback, "text")
