"""What listings, bookmarks and thanks are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.connect.market.models import Bookmark, Listing, Referral
from drittort.core import privacy

privacy.words(
    Listing,
    company=pgettext_lazy("field", "for the company"),
    kind=pgettext_lazy("field", "kind"),
    category=pgettext_lazy("field", "category"),
    title=pgettext_lazy("field", "title"),
    price=pgettext_lazy("field", "price"),
    picture=pgettext_lazy("field", "picture"),
    shown_at=pgettext_lazy("field", "put up"),
    expires_at=pgettext_lazy("field", "shown until"),
    asked_at=pgettext_lazy("field", "asked whether it shall stay"),
    taken_at=pgettext_lazy("field", "taken"),
    closed_at=pgettext_lazy("field", "taken down"),
)
privacy.words(Bookmark, listing=pgettext_lazy("field", "listing"))
privacy.words(Referral, listing=pgettext_lazy("field", "listing"), referrer=pgettext_lazy("field", "led the way"))
for table, title, page in (
    (Listing, _("Your listings on the market"), "connect:my_listings"),
    (Bookmark, _("What you keep in mind"), "connect:bookmarks"),
    (Referral, _("Whom you thanked for leading the way"), ""),
):
    privacy.entitle(table, title, page)
privacy.called(Listing, "title")
privacy.own_words(Listing, "title text")
privacy.own_words(Referral, "text")
