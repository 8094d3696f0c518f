"""What screens are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.inform.wall.models import Wall, WallChoice

privacy.words(
    Wall,
    name=pgettext_lazy("field", "name"),
    location=pgettext_lazy("field", "location"),
    made_at=pgettext_lazy("field", "hung up"),
    made_by=pgettext_lazy("field", "hung up by"),
    seen_at=pgettext_lazy("field", "last asked"),
)
privacy.words(
    WallChoice,
    face_at=pgettext_lazy("field", "my face, allowed since"),
    words_at=pgettext_lazy("field", "my needs and offers, allowed since"),
)
privacy.entitle(Wall, _("Screens that you hung up"), "inform:walls")
privacy.entitle(WallChoice, _("What wall screens may show of you"), "inform:wall_choice")
