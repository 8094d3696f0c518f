"""What ideas are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.inspire.ideas.models import Idea, IdeaStep, IdeaSupport

privacy.words(
    Idea,
    title=pgettext_lazy("field", "idea"),
    text=pgettext_lazy("field", "what would be different"),
    at=pgettext_lazy("field", "told"),
    edited_at=pgettext_lazy("field", "changed"),
    word_by=pgettext_lazy("field", "the house owes a word until"),
    merged_into=pgettext_lazy("field", "goes on together with"),
    removed_at=pgettext_lazy("field", "taken back"),
)
privacy.words(
    IdeaSupport, idea=pgettext_lazy("field", "idea"), at=pgettext_lazy("field", "since"), helps=pgettext_lazy("field", "lends a hand")
)
privacy.words(
    IdeaStep,
    idea=pgettext_lazy("field", "idea"),
    by=pgettext_lazy("field", "said by"),
    status=pgettext_lazy("field", "where it stands"),
    text=pgettext_lazy("field", "answer"),
)
privacy.entitle(Idea, _("Your ideas"), "inspire:ideas")
privacy.entitle(IdeaSupport, _("Ideas that you are for"), "inspire:ideas")
privacy.entitle(IdeaStep, _("What you answered to ideas"), "inspire:ideas")
privacy.called(Idea, "title")
privacy.own_words(Idea, "title text")
privacy.own_words(IdeaStep, "text")
