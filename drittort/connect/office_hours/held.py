"""What office hours and bookings are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.connect.office_hours.models import Booking, OfficeHour
from drittort.core import privacy

privacy.words(
    OfficeHour,
    theme=pgettext_lazy("field", "theme"),
    title=pgettext_lazy("field", "title"),
    place=pgettext_lazy("field", "place"),
    link=pgettext_lazy("field", "link"),
    minutes=pgettext_lazy("field", "minutes"),
    notice_hours=pgettext_lazy("field", "hours before"),
    most=pgettext_lazy("field", "times at once"),
    opened_at=pgettext_lazy("field", "opened"),
    closed_at=pgettext_lazy("field", "ended"),
)
privacy.words(
    Booking,
    slot=pgettext_lazy("field", "time"),
    booked_at=pgettext_lazy("field", "booked"),
    sequence=pgettext_lazy("field", "how often changed"),
    cancelled_at=pgettext_lazy("field", "called off"),
    by_guest=pgettext_lazy("field", "by you"),
    guest_met=pgettext_lazy("field", "said that you met"),
    met_on=pgettext_lazy("field", "met"),
    helped=pgettext_lazy("field", "it helped"),
    thanks=pgettext_lazy("field", "thanks"),
    thanked_at=pgettext_lazy("field", "thanked"),
)
privacy.entitle(OfficeHour, _("Your office hours"), "connect:office_hours")
privacy.entitle(Booking, _("The times that you booked"), "connect:bookings")
privacy.called(OfficeHour, "title")
privacy.own_words(OfficeHour, "title text place link")
privacy.own_words(Booking, "text thanks")
