"""What announcements are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.inform.announcements.models import Acknowledgement, Announcement

privacy.words(
    Announcement,
    title_de=pgettext_lazy("field", "title in German"),
    text_de=pgettext_lazy("field", "in German"),
    title_en=pgettext_lazy("field", "title in English"),
    text_en=pgettext_lazy("field", "in English"),
    location=pgettext_lazy("field", "for the location"),
    role=pgettext_lazy("field", "for the role"),
    pressing=pgettext_lazy("field", "presses"),
    acknowledge=pgettext_lazy("field", "asks everybody for a word"),
    tells=pgettext_lazy("field", "into inboxes and mail"),
    on_wall=pgettext_lazy("field", "on the wall"),
    happens_at=pgettext_lazy("field", "happens"),
    published_at=pgettext_lazy("field", "announced"),
    until=pgettext_lazy("field", "until"),
    changed_at=pgettext_lazy("field", "changed"),
    ended_at=pgettext_lazy("field", "taken down"),
    reminded_at=pgettext_lazy("field", "reminded"),
)
privacy.words(Acknowledgement, announcement=pgettext_lazy("field", "announcement"))
privacy.entitle(Announcement, _("What you announced"), "inform:announcements")
privacy.entitle(Acknowledgement, _("Announcements of which you said that you read them"), "inform:announcements")
privacy.own_words(Announcement, "title_de text_de title_en text_en")
privacy.called(Announcement, "title_de")
