"""Whether the house letter is answered. Whether it was opened is not known, and nobody wants to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from drittort.core.metrics import INFORM, NUMBER, UP, Calendar, Figure, metric
from drittort.inform.letter.models import Letter
from drittort.spaces.models import Space


def answers(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """How many answers a letter brought on average, by the sums that were told of each."""
    calendar = Calendar(space, months)
    rows = Letter.objects.sent().filter(space=space, sent_at__gte=calendar.since, sent_at__lt=calendar.until, counted_at__isnull=False)
    found = calendar.by_month((at, sum(told.values())) for at, told in rows.values_list("sent_at", "answers") if at is not None)
    return {month: Figure(sum(each) / len(each), len(each)) for month, each in found.items()}


metric(
    "letter_answers", _("Answers to a house letter"), answers, unit=NUMBER, better=UP, program=INFORM, element="membership", ripens=10,
    why_private=_("Who answered what is theirs. The figure is made of the sums that each letter has told, of five people and more."),
    definition=_("How often readers answered something that a letter showed them, with a tap or a few words, on average over the letters of the month."),
    formula=_("The sums told of all letters of the month / number of those letters."),
    source=_("Answers within a week of the letter, counted once. Nothing is measured in the mail itself."),
    limits=_("Parts of a letter that fewer than five people answered count for nothing. Who reads and smiles does not show."),
    helps=_("Put something into the letter that can be answered with one tap."), helps_at="inform:letters",
)  # fmt: skip
