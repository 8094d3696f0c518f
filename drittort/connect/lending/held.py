"""What loans are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.connect.lending.models import Loan
from drittort.core import privacy

privacy.words(
    Loan,
    listing=pgettext_lazy("field", "thing"),
    borrower=pgettext_lazy("field", "borrowed by"),
    from_on=pgettext_lazy("field", "from"),
    until_on=pgettext_lazy("field", "until"),
    asked_at=pgettext_lazy("field", "asked"),
    agreed_at=pgettext_lazy("field", "agreed"),
    handed_over_at=pgettext_lazy("field", "handed over"),
    returned_at=pgettext_lazy("field", "back"),
    withdrawn_at=pgettext_lazy("field", "let be"),
    reminded_on=pgettext_lazy("field", "reminded"),
    asked_after_on=pgettext_lazy("field", "asked after"),
    thanks=pgettext_lazy("field", "thanks"),
    thanked_at=pgettext_lazy("field", "thanked"),
)
privacy.entitle(Loan, _("What you borrowed"), "connect:loans")
privacy.own_words(Loan, "text thanks")
