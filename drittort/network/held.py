"""What rows and fields are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.network.models import Contact, FirstTie, Tie

privacy.words(
    first=pgettext_lazy("field", "one"),
    second=pgettext_lazy("field", "other"),
    forth=pgettext_lazy("field", "from one to other"),
    back=pgettext_lazy("field", "and back"),
)
privacy.words(
    Contact,
    kind=pgettext_lazy("field", "channel"),
    origin=pgettext_lazy("field", "told by"),
)
privacy.words(
    Tie,
    days=pgettext_lazy("field", "days of contact"),
    last_on=pgettext_lazy("field", "last contact"),
    as_of=pgettext_lazy("field", "as of"),
)
privacy.words(FirstTie, on=pgettext_lazy("field", "first day"))
for table, title, page in (
    (Contact, _("Days on which you had to do with others"), "network:ties"),
    (Tie, _("Your ties"), "network:ties"),
    (FirstTie, _("Your first tie in this house"), "network:ties"),
):
    privacy.entitle(table, title, page)
privacy.chapter("network", _("Your ties"))
