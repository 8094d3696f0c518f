"""What a house decides: a dozen settings, each with a good default. What is not set is not stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from drittort.core.errors import Invalid
from drittort.spaces.models import Space


@dataclass(frozen=True, slots=True)
class Setting:
    """One decision: yes or no (a bool), or a number between two bounds, with the words that explain it."""

    name: str
    label: Any
    help: Any
    default: bool | int
    least: int = 0
    most: int = 0


ALL = (
    Setting("members_invite", _("Members may invite"), _("Whoever is here may ask somebody in, in their own name."), True),
    Setting("applications_open", _("Applications are open"), _("Strangers may ask, book a tour and apply on the public page."), True),
    Setting("public_profiles", _("Profiles may be public"), _("What a member marks as public stands on a page that anybody can read."), False),
    Setting("public_events", _("Events may be public"), _("What somebody marks so stands on a page that anybody can read, and people from outside come without an account."), True),
    Setting("same_company", _("Introduce within a company"), _("Also people of the same company are introduced to each other."), False),
    Setting("held_out", _("Introductions left to chance, in percent"), _("So many good matches are not proposed for 60 days, drawn by lot, so that the house can know whether introductions help. Members read of it where they agree. 20 is a good share; 0: nothing is measured."), 0, 0, 30),
    Setting("rhythm", _("Days between introductions"), _("What new members begin with; everybody changes it for themselves."), 28, 7, 90),
    Setting("trust", _("Members who give a role"), _("So many members together give one of the roles that live on trust. 0: only the team gives roles."), 0, 0, 20),
    Setting("quiet_from", _("Quiet from, hour"), _("From this hour on nobody is mailed."), 19, 12, 23),
    Setting("quiet_until", _("Quiet until, hour"), _("Until this hour nobody is mailed."), 8, 0, 12),
    Setting("quiet_weekends", _("Quiet weekends"), _("No mail on Saturdays and Sundays."), True),
    Setting("lapse_after", _("Days of silence before we ask"), _("Then a kind mail asks whether everything is all right."), 30, 14, 180),
    Setting("review_months", _("Months until agreements are looked at again"), _("Then the agreements ask for their review."), 12, 1, 36),
    Setting("answer_ideas", _("Days until ideas are answered"), _("So long the house has to say a first word to an idea. Everybody sees when it is late."), 14, 3, 90),
    Setting("link_previews", _("Previews of links"), _("The house looks behind links in posts and shows what it finds. Readers themselves ask nobody."), True),
    Setting("buddy", _("Newcomers get a buddy"), _("Somebody who has been here longer and says hello first."), True),
)  # fmt: skip
BY_NAME = {one.name: one for one in ALL}


def setting(space: Space, name: str) -> Any:
    """The value of a setting for a house: what it decided, else the default. Costs no query."""
    return space.settings.get(name, BY_NAME[name].default)


def checked(name: str, value: bool | int) -> bool | int:
    """A value that this setting may have. Raises Invalid with a sentence."""
    one = BY_NAME[name]
    if isinstance(one.default, bool):
        return bool(value)
    if not one.least <= int(value) <= one.most:
        raise Invalid(_("%(label)s: between %(least)s and %(most)s.") % {"label": one.label, "least": one.least, "most": one.most})
    return int(value)
