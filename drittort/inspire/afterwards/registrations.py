"""What comes after events puts into the registries."""

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import ledger, notices, privacy
from drittort.core.files.purposes import purpose
from drittort.core.privacy import Mark
from drittort.inspire.afterwards import actions, jobs, metrics, queries, reactions
from drittort.inspire.afterwards.models import EventFeedback, EventMeeting, EventPhoto, EventPhotoFace
from drittort.inspire.events.reactions import texts

LOADED = (jobs, metrics)
EVENT, PICTURE = "inspire.Event", {"photo": "inspire.EventPhoto"}

ledger.kind(actions.ANSWERED, _("Somebody said how an event was."), subject=EVENT)
ledger.kind(actions.PHOTO, _("added a picture of an event"), subject=EVENT, **PICTURE)
ledger.kind(actions.ASKED_BACK, _("A picture of an event was taken back."), subject=EVENT)
ledger.kind(actions.MINUTES, _("wrote down what stays of an event"), subject=EVENT)
notices.wording(reactions.AFTER, _("How was “%(event)s”? Two questions, and whom you met."), people=(), words=texts)
notices.wording(reactions.IN_PICTURE, _("You are in a picture of “%(event)s”. May it be shown?"), people=(), words=texts)
purpose(actions.PURPOSE, may_see=queries.may_see_photo, used=queries.used)

SAID = Mark(
    purpose=_("let hosts learn how an event was, in sums"), basis=_("contract"), retention=_("12 months after the event"), export=True, erasure="delete",
)  # fmt: skip
MET = replace(SAID, purpose=_("let two people say that they met, so that it becomes a contact if both do"))
PICTURED = replace(SAID, purpose=_("show pictures of events with the consent of those in them"), basis=_("consent"), retention=_("as long as the house, or until taken back"))  # fmt: skip
privacy.register(EventFeedback, SAID, "id event member again text at", person="member_id")
privacy.register(EventMeeting, MET, "id event member other at", person="member_id")
privacy.register(EventPhoto, PICTURED, "id event member file text at shown_at", person="member_id")
privacy.register(EventPhotoFace, PICTURED, "id photo member asked_at agreed_at declined_at", person="member_id")
privacy.register(
    EventPhotoFace, replace(PICTURED, purpose=_("keep a question away from whom somebody has blocked"), export=False), "withheld"
)
privacy.shown(EventPhotoFace, lambda person: Q(withheld=False))

EVENT_WORD = pgettext_lazy("field", "event")
privacy.words(
    EventFeedback,
    event=EVENT_WORD,
    again=pgettext_lazy("field", "would come again"),
    text=pgettext_lazy("field", "what should stay or change"),
)
privacy.words(EventMeeting, event=EVENT_WORD, other=pgettext_lazy("field", "met"))
privacy.words(EventPhoto, event=EVENT_WORD, file=pgettext_lazy("field", "picture"), text=pgettext_lazy("field", "to be seen"), shown_at=pgettext_lazy("field", "shown since"))  # fmt: skip
privacy.words(EventPhotoFace, photo=pgettext_lazy("field", "picture"), asked_at=pgettext_lazy("field", "asked"), agreed_at=pgettext_lazy("field", "said yes"), declined_at=pgettext_lazy("field", "said no"))  # fmt: skip
privacy.entitle(EventFeedback, _("What you said of events"), "inspire:past_events")
privacy.entitle(EventMeeting, _("Whom you met at events"), "inspire:past_events")
privacy.entitle(EventPhoto, _("Pictures of events that you added"), "inspire:past_events")
privacy.entitle(EventPhotoFace, _("Pictures of events in which you are"), "inspire:past_events")
privacy.own_words(EventFeedback, "text")
privacy.own_words(EventPhoto, "text")
