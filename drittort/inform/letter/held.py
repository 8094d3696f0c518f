"""What letters and what belongs to them are called on everybody's own page, and in the copy of their data."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from drittort.core import privacy
from drittort.inform.letter.models import Letter, LetterCopy, LetterItem, LetterWish, LetterWords
from drittort.members.models import Member


def chosen(rows: list[dict[str, Any]], person: Member) -> list[str]:
    """What a letter held for somebody, by its titles."""
    ids = {pk for row in rows for pk, _why in row["chosen"]}
    words = dict(LetterItem.objects.filter(pk__in=ids).values_list("pk", "words"))
    titles = {pk: told.get(person.language, next(iter(told.values()), [""]))[0] for pk, told in words.items()}
    return ["; ".join(titles[pk] for pk, _why in row["chosen"] if pk in titles) or gettext("nothing that still stands") for row in rows]


privacy.words(
    LetterWords,
    letter=pgettext_lazy("field", "house letter"),
    subject=pgettext_lazy("field", "subject"),
    opening=pgettext_lazy("field", "first sentence"),
    written_by=pgettext_lazy("field", "written by"),
)
privacy.words(
    LetterCopy,
    letter=pgettext_lazy("field", "house letter"),
    chosen=pgettext_lazy("field", "chosen for you, with some to spare"),
    made_at=pgettext_lazy("field", "chosen on"),
    due_at=pgettext_lazy("field", "to come on"),
    went_at=pgettext_lazy("field", "gone on"),
    mailed=pgettext_lazy("field", "by mail"),
)
privacy.words(LetterWish, every=pgettext_lazy("field", "every so many weeks"), hour=pgettext_lazy("field", "from this hour on"))
for table, title, page in (
    (LetterWords, _("What you wrote in house letters"), ""),
    (LetterCopy, _("House letters to you, and what was chosen for them"), "inform:letters"),
    (LetterWish, _("How often the house letter comes"), "inform:letter_wish"),
):
    privacy.entitle(table, title, page)
privacy.reads(LetterCopy, "chosen", chosen)
privacy.called(Letter, "due_at")
privacy.own_words(LetterWords, "subject opening text")
