"""What outcomes put into the registries, and who tells of what came of it."""

from django.utils.translation import gettext_lazy as _

from drittort.connect.deals.stories import deals
from drittort.connect.introductions.stories import introductions
from drittort.connect.lending.stories import loans
from drittort.connect.market.stories import listings
from drittort.connect.mentoring.stories import pairs
from drittort.connect.needs.stories import needs
from drittort.connect.office_hours.stories import bookings
from drittort.connect.outcomes import jobs, telling
from drittort.connect.outcomes.models import OutcomeFigure
from drittort.connect.outcomes.sources import origin, published, source
from drittort.core import links, privacy
from drittort.core.firsts import first_time
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.core.telling import worth_telling
from drittort.core.year_book import figures

LOADED = (jobs,)

origin("introduction", _("Introductions"))
origin("need", _("Needs"))
origin("circle", _("Circles and rounds"))
origin("mentoring", _("Office hours and mentoring"))
origin("market", _("Market"))
origin("house", _("Origin not told"))
source("introductions", introductions)
source("needs", needs)
source("listings", listings)
source("loans", loans)
source("office hours", bookings)
source("mentoring", pairs)
published("deals", deals)

worth_telling("deal", _("Business inside the house"), telling.deals)
worth_telling("need", _("A need on the board"), telling.needs)
worth_telling("mentoring_pair", _("A season of mentoring"), telling.pairs)
worth_telling("circle", _("A circle"), telling.circles)
worth_telling("introduction", _("An introduction"), telling.introductions)
figures("outcomes", telling.sums_of_year, place=20)
first_time("help", _("%(name)s helped somebody on the board for the first time"), telling.first_help)

links.link("report", "connect:outcomes", _("What came of it"))

privacy.register(
    OutcomeFigure,
    Mark(
        purpose=_("show what introductions, needs and the market turned into, in groups of five and more"),
        basis=_("legitimate interest"),
        retention=_("as long as the house"),
        export=False,
        erasure="with the house",
    ),
    "id space from_on until_on origin outcome count made_at",
)
moving.plain(OutcomeFigure, "count")
