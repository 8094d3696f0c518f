"""What deals are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.connect.deals.models import Deal
from drittort.core import privacy

privacy.words(
    Deal,
    company=pgettext_lazy("field", "for the company"),
    partner=pgettext_lazy("field", "with"),
    partner_company=pgettext_lazy("field", "with the company"),
    done_on=pgettext_lazy("field", "done on"),
    band=pgettext_lazy("field", "amount"),
    source=pgettext_lazy("field", "brought together by"),
    recorded_at=pgettext_lazy("field", "told"),
    confirmed_at=pgettext_lazy("field", "confirmed"),
    withdrawn_at=pgettext_lazy("field", "taken back"),
)
privacy.entitle(Deal, _("Business done in the house"), "connect:deals")
privacy.own_words(Deal, "text")
