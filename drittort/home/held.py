"""What rows and fields are called on everybody's own page, and in the copy of their data."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.home.first_visit.models import FirstVisit
from drittort.home.phone.models import PhoneHint, PhoneIcon
from drittort.home.search.models import RecentSearch, SearchQuiet
from drittort.home.today.models import Composition

STEPS = {"face": _("Your face"), "words": _("Your words"), "days": _("Your days"), "agreements": _("How we live together")}
SAID = {"done": pgettext_lazy("step", "done"), "later": pgettext_lazy("step", "later")}


def steps(rows: list[dict[str, Any]], person: Any) -> list[str]:
    """How far somebody came in the first visit, in words."""
    return [", ".join(f"{STEPS.get(step, step)}: {SAID.get(said, said)}" for step, said in row["steps"].items()) for row in rows]


privacy.words(
    FirstVisit,
    begun_at=pgettext_lazy("field", "begun"),
    steps=pgettext_lazy("field", "steps"),
    settled_at=pgettext_lazy("field", "all first steps taken"),
    dismissed_at=pgettext_lazy("field", "first steps put away"),
)
privacy.words(PhoneHint, dismissed_at=pgettext_lazy("field", "put away"))
privacy.words(PhoneIcon, file=pgettext_lazy("field", "file"))
privacy.reads(FirstVisit, "steps", steps)
privacy.entitle(FirstVisit, _("Your first visit"))
privacy.words(RecentSearch, text=pgettext_lazy("field", "looked for"), at=pgettext_lazy("field", "when"))
privacy.words(SearchQuiet, since=pgettext_lazy("field", "since"))
privacy.entitle(RecentSearch, _("What you looked for lately"), "home:search")
privacy.entitle(SearchQuiet, _("Your wish that no search is kept"), "home:search")
privacy.entitle(PhoneHint, _("You know that the house can be an app"))
privacy.words(Composition, verb=pgettext_lazy("field", "kind"))
privacy.entitle(Composition, _("What you began to write on the first page"), "home:today")
privacy.own_words(Composition, "text")
privacy.chapter("home", _("First page, first steps and search"))
