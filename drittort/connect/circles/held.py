"""What rows of circles are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.connect.circles.models import CircleNo, CirclePresence, CircleSeat, CircleWish, Commitment
from drittort.core import privacy

privacy.words(CircleWish, season=pgettext_lazy("field", "call"), stage=pgettext_lazy("field", "where you stand"))
privacy.words(
    CircleSeat,
    circle=pgettext_lazy("field", "circle"),
    goes_on_at=pgettext_lazy("field", "would like to go on"),
    left_at=pgettext_lazy("field", "left"),
    came=pgettext_lazy("field", "what it led to"),
    outcome=pgettext_lazy("field", "what came of it"),
    outcome_shared=pgettext_lazy("field", "the others may read it"),
)
privacy.words(CircleNo, circle=pgettext_lazy("field", "circle"), turn=pgettext_lazy("field", "after season"))
privacy.words(CirclePresence, meeting=pgettext_lazy("field", "meeting"))
privacy.words(
    Commitment,
    meeting=pgettext_lazy("field", "meeting"),
    made_at=pgettext_lazy("field", "taken on"),
    said=pgettext_lazy("field", "what became of it"),
    checked_at=pgettext_lazy("field", "said so"),
)
for model, title in (
    (CircleWish, _("Circles that you would like to be in")),
    (CircleSeat, _("Your places in circles")),
    (CircleNo, _("Circles that you left to others, which only you read")),
    (CirclePresence, _("Meetings of circles that you were at")),
    (Commitment, _("What you took on in circles, which only your circle reads")),
):
    privacy.entitle(model, title, "connect:circles")
privacy.own_words(CircleSeat, "outcome")
privacy.own_words(Commitment, "text")
