"""What events and registrations are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.inspire.events.models import Event, Registration

privacy.words(
    Event,
    host=pgettext_lazy("field", "hosted by"),
    title=pgettext_lazy("field", "called"),
    text=pgettext_lazy("field", "what happens there"),
    starts_at=pgettext_lazy("field", "begins"),
    ends_at=pgettext_lazy("field", "ends"),
    way=pgettext_lazy("field", "in the house or elsewhere"),
    location=pgettext_lazy("field", "location"),
    place=pgettext_lazy("field", "room or address"),
    link=pgettext_lazy("field", "link for taking part"),
    capacity=pgettext_lazy("field", "seats"),
    guests=pgettext_lazy("field", "may bring along"),
    price=pgettext_lazy("field", "price"),
    more=pgettext_lazy("field", "page with more"),
    access=pgettext_lazy("field", "what helps to take part"),
    made_at=pgettext_lazy("field", "written"),
    proposed_at=pgettext_lazy("field", "handed in"),
    returned_at=pgettext_lazy("field", "came back"),
    returned_with=pgettext_lazy("field", "words with which it came back"),
    published_at=pgettext_lazy("field", "announced"),
    published_by=pgettext_lazy("field", "announced by"),
    cancelled_at=pgettext_lazy("field", "called off"),
    cancelled_with=pgettext_lazy("field", "why it was called off"),
    changed_at=pgettext_lazy("field", "last changed"),
)
privacy.words(
    Registration,
    event=pgettext_lazy("field", "event"),
    asked_at=pgettext_lazy("field", "said"),
    seats=pgettext_lazy("field", "seats"),
    shown=pgettext_lazy("field", "seen by the others"),
    seated_at=pgettext_lazy("field", "has a seat since"),
    offered_at=pgettext_lazy("field", "a seat was offered"),
    offer_until=pgettext_lazy("field", "offered until"),
    lapsed_at=pgettext_lazy("field", "the offer ran out"),
    withdrawn_at=pgettext_lazy("field", "can't make it"),
    reminded_at=pgettext_lazy("field", "reminded"),
)
privacy.entitle(Event, _("What you host"), "inspire:events")
privacy.entitle(Registration, _("What you come to"), "inspire:events")
privacy.called(Event, "title")
privacy.own_words(Event, "title text place returned_with cancelled_with")
