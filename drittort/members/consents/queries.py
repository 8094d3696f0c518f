"""What the consents page shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.members.models import Consent, Member
from drittort.members.translations.rules import allowed, service_of
from drittort.spaces.settings import setting


@dataclass(frozen=True, slots=True)
class Choice:
    """One consent in plain words."""

    kind: str
    title: str
    meaning: str
    when_off: str
    since: str

    @property
    def given(self) -> bool:
        """Whether it stands."""
        return bool(self.since)


def choices(member: Member) -> list[Choice]:
    """The consents with the day on which each was given."""
    given = dict(Consent.objects.filter(member=member, revoked_at=None).values_list("kind", "given_at"))

    def since(kind: str) -> str:
        return date_format(given[kind].astimezone(member.space.zone).date(), "DATE_FORMAT") if kind in given else ""

    return [
        Choice(
            "introduced",
            _("Introduce me"),
            _(
                "The house may suggest people to you, and you to people. Contact opens only when both have said yes, and a no stays with you."
            )
            + left_to_chance(member),
            _("You get no introductions and stand on no list of people to care for."),
            since("introduced"),
        ),
        Choice(
            "counted",
            _("Count me"),
            _(
                "Who had to do with whom on which day counts for the figures of the house: never what was said. You see everything that is held on you, and managers see only groups of five or more."
            ),
            _("Nothing about your contacts is stored. If you take it back, what there is will be deleted, on both sides."),
            since("counted"),
        ),
        Choice(
            "map",
            _("Show me on the map"),
            _("You are drawn as a person on the map of the house. A line to somebody appears only when that person agreed too."),
            _("You are part of a group on the map, without a name."),
            since("map"),
        ),
        Choice(
            "buddy",
            _("Let me be a buddy"),
            _(
                "Now and then somebody new gets you as their buddy: somebody to ask where the coffee is and whom one should know. Turns are taken fairly, and each lasts three months at most."
            ),
            _("You are nobody's buddy."),
            since("buddy"),
        ),
    ]


def left_to_chance(member: Member) -> str:
    """What somebody reads who agrees to be introduced in a house that measures by lot whether introductions help; "" in any other."""
    share = int(setting(member.space, "held_out"))
    if not share:
        return ""
    return " " + _(
        "So that the house can know whether introductions help, it leaves %(share)s of 100 good matches to chance: they are not suggested for 60 days, drawn by lot. You are introduced to others meanwhile, and nobody reads which pairs they are."
    ) % {"share": share}


def translated(member: Member) -> str:
    """Whether one's own words may be translated: "yes", "no", or "" in a house that has no service for it."""
    if service_of(member.space_id) is None:
        return ""
    return "yes" if allowed([member.pk]) else "no"
