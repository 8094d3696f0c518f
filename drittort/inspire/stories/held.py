"""What stories are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.inspire.stories.models import Story, StoryQuote, StorySide, StoryVersion, StoryWish

privacy.words(
    StorySide,
    story=pgettext_lazy("field", "story"),
    asked_at=pgettext_lazy("field", "asked"),
    declined_at=pgettext_lazy("field", "rather not, you said"),
    began=pgettext_lazy("field", "how it began"),
    happened=pgettext_lazy("field", "and then"),
    became=pgettext_lazy("field", "what became of it"),
    written_at=pgettext_lazy("field", "written"),
    sent_at=pgettext_lazy("field", "sent"),
    agreed=pgettext_lazy("field", "agreed to this version of the text"),
    house_at=pgettext_lazy("field", "the house may read it since"),
    public_at=pgettext_lazy("field", "everybody may read it since"),
    withdrawn_at=pgettext_lazy("field", "taken back"),
)
privacy.words(
    StoryVersion,
    story=pgettext_lazy("field", "story"),
    number=pgettext_lazy("field", "version"),
    by=pgettext_lazy("field", "written by"),
    title=pgettext_lazy("field", "title"),
)
privacy.words(
    StoryQuote,
    side=pgettext_lazy("field", "your side"),
    use=pgettext_lazy("field", "for what"),
    picked_at=pgettext_lazy("field", "asked"),
    agreed_at=pgettext_lazy("field", "agreed"),
    declined_at=pgettext_lazy("field", "rather not, you said"),
)
privacy.entitle(StorySide, _("What you told in stories"), "inspire:my_stories")
privacy.entitle(StoryVersion, _("What you wrote on the texts of stories"), "inspire:my_stories")
privacy.entitle(StoryQuote, _("Sentences of yours that were asked for"), "inspire:my_stories")
privacy.entitle(StoryWish, _("That you are not asked for stories"), "inspire:my_stories")
privacy.called(Story, "title")
privacy.own_words(StorySide, "began happened became")
privacy.own_words(StoryVersion, "title text")
privacy.own_words(StoryQuote, "text")
