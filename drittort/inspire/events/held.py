"""What events and registrations are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.inspire.events.models import CoHost, Event, EventSeries, Registration

SAID = {
    "host": pgettext_lazy("field", "hosted by"),
    "title": pgettext_lazy("field", "called"),
    "text": pgettext_lazy("field", "what happens there"),
    "way": pgettext_lazy("field", "in the house or elsewhere"),
    "location": pgettext_lazy("field", "location"),
    "place": pgettext_lazy("field", "room or address"),
    "link": pgettext_lazy("field", "link for taking part"),
    "capacity": pgettext_lazy("field", "seats"),
    "guests": pgettext_lazy("field", "may bring along"),
    "price": pgettext_lazy("field", "price"),
    "more": pgettext_lazy("field", "page with more"),
    "access": pgettext_lazy("field", "what helps to take part"),
    "question": pgettext_lazy("field", "question to those who come"),
    "contact": pgettext_lazy("field", "whom one may ask"),
    "is_public": pgettext_lazy("field", "people from outside may come"),
    "by_host": pgettext_lazy("field", "who hosts it says yes to each"),
    "roles": pgettext_lazy("field", "what people can take on"),
    "checklist": pgettext_lazy("field", "to be done before"),
    "made_at": pgettext_lazy("field", "written"),
    "published_at": pgettext_lazy("field", "announced"),
    "changed_at": pgettext_lazy("field", "last changed"),
    "sequence": pgettext_lazy("field", "changes that people were told of"),
}
privacy.words(
    EventSeries,
    **SAID,
    rule=pgettext_lazy("field", "comes again by the rule"),
    begins_on=pgettext_lazy("field", "first day"),
    begins_at=pgettext_lazy("field", "begins at"),
    budget=pgettext_lazy("field", "may cost"),
    spent=pgettext_lazy("field", "cost"),
    minutes=pgettext_lazy("field", "minutes"),
    until_on=pgettext_lazy("field", "last day"),
    made_until=pgettext_lazy("field", "in the calendar until"),
    ended_at=pgettext_lazy("field", "ended"),
)
privacy.words(
    Event,
    **SAID,
    badges=pgettext_lazy("field", "name badges"),
    series=pgettext_lazy("field", "series"),
    taken=pgettext_lazy("field", "seats given"),
    series_on=pgettext_lazy("field", "day by the rule"),
    apart_at=pgettext_lazy("field", "goes its own way since"),
    budget=pgettext_lazy("field", "may cost"),
    spent=pgettext_lazy("field", "cost"),
    minutes=pgettext_lazy("field", "what stays"),
    others_came=pgettext_lazy("field", "others who were there"),
    asked_at=pgettext_lazy("field", "asked whether it takes place"),
    confirmed_at=pgettext_lazy("field", "takes place, you said"),
    starts_at=pgettext_lazy("field", "begins"),
    ends_at=pgettext_lazy("field", "ends"),
    proposed_at=pgettext_lazy("field", "handed in"),
    returned_at=pgettext_lazy("field", "came back"),
    returned_with=pgettext_lazy("field", "words with which it came back"),
    published_by=pgettext_lazy("field", "announced by"),
    cancelled_at=pgettext_lazy("field", "called off"),
    cancelled_with=pgettext_lazy("field", "why it was called off"),
)
privacy.words(
    Registration,
    event=pgettext_lazy("field", "event"),
    asked_at=pgettext_lazy("field", "said"),
    guest=pgettext_lazy("field", "guest"),
    approved_at=pgettext_lazy("field", "may come since"),
    declined_at=pgettext_lazy("field", "did not work out"),
    walked_in=pgettext_lazy("field", "came without a seat"),
    came_at=pgettext_lazy("field", "was there"),
    marked_at=pgettext_lazy("field", "noted"),
    seats=pgettext_lazy("field", "seats"),
    shown=pgettext_lazy("field", "seen by the others"),
    answer=pgettext_lazy("field", "answer to the question"),
    seated_at=pgettext_lazy("field", "has a seat since"),
    offered_at=pgettext_lazy("field", "a seat was offered"),
    offer_until=pgettext_lazy("field", "offered until"),
    lapsed_at=pgettext_lazy("field", "the offer ran out"),
    withdrawn_at=pgettext_lazy("field", "can't make it"),
    reminded_at=pgettext_lazy("field", "reminded"),
)
privacy.words(
    CoHost,
    event=pgettext_lazy("field", "event"),
    role=pgettext_lazy("field", "as"),
    asked_at=pgettext_lazy("field", "asked"),
    accepted_at=pgettext_lazy("field", "said yes"),
)
privacy.entitle(CoHost, _("What you host together with others"), "inspire:events")
privacy.own_words(CoHost, "role")
privacy.entitle(Event, _("What you host"), "inspire:events")
privacy.entitle(Registration, _("What you come to"), "inspire:events")
privacy.entitle(EventSeries, _("What you host again and again"), "inspire:events")
privacy.called(Event, "title")
privacy.called(EventSeries, "title")
privacy.own_words(Event, "title text place question contact returned_with cancelled_with minutes")
privacy.own_words(EventSeries, "title text place question contact")
privacy.own_words(Registration, "answer")
