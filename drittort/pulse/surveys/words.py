"""The words of the survey: its eight sentences, its elements, its answers.

The sentences are our own, after the Brief Sense of Community Scale (Peterson, Speer & McMillan 2008), in whose order they stand; no German version of it was
ever validated.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.engine.scale import CONNECTION, ELEMENTS, INFLUENCE, ITEMS_OF, MEMBERSHIP, NEEDS, TOTAL

ITEMS = (
    _("Here I get what I need."),
    _("This community helps me to meet my needs."),
    _("I feel that I am a member of this community."),
    _("I belong here."),
    _("I have a say in what happens here."),
    _("The people here can move each other to do good things."),
    _("I feel connected to this community."),
    _("I have a good bond with others here."),
)
LABELS = {
    MEMBERSHIP: pgettext_lazy("element of community", "Membership"),
    INFLUENCE: pgettext_lazy("element of community", "Influence"),
    NEEDS: pgettext_lazy("element of community", "Needs"),
    CONNECTION: pgettext_lazy("element of community", "Emotional connection"),
    TOTAL: pgettext_lazy("element of community", "All in all"),
}
MEANINGS = {
    NEEDS: _("Whether people get here what they need."),
    MEMBERSHIP: _("Whether people feel that they belong."),
    INFLUENCE: _("Whether people have a say, and move something together."),
    CONNECTION: _("Whether people feel bound to the others and to the house."),
    TOTAL: _("The mean of the four."),
}
ASKED = {
    NEEDS: _("What you need"),
    MEMBERSHIP: _("Belonging"),
    INFLUENCE: _("Having a say"),
    CONNECTION: _("The others and you"),
}
ANSWERS = (
    (5, _("fully true")),
    (4, _("mostly true")),
    (3, _("partly")),
    (2, _("hardly true")),
    (1, _("not true at all")),
)
ORDER = (*ELEMENTS, TOTAL)
CHOICE, SCALE, TEXT = "choice", "scale", "text"
"""How one of the house's own questions is answered."""


def items_of(element: str) -> list[tuple[int, object]]:
    """The sentences of an element with their places."""
    return [(place, ITEMS[place]) for place in ITEMS_OF[element]]
