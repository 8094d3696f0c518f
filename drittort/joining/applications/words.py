"""Sentences that a decision begins with, in the applicant's language; whoever decides writes on from there."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from drittort.joining import days
from drittort.joining.applications.models import Application, Decision, Tour
from drittort.members.people.words import first_name

STAGES = ("enquiry", "tour", "trial", "member", "lost")


def stage(name: str) -> str:
    """A stage of the way, in words."""
    return {"enquiry": _("Enquiry"), "tour": _("Tour"), "trial": _("Trial"), "member": _("Member"), "lost": _("Came to nothing")}[name]


def stage_tag(name: str) -> str:
    """The kind of tag for a stage."""
    return {"enquiry": "lamp", "tour": "slate", "trial": "plum", "member": "door", "lost": "empty"}[name]


def proposed(kind: str, application: Application) -> str:
    """The words that stand in the field first."""
    with translation.override(application.language):
        name, house = first_name(application.name), application.space.name
        texts = {
            Decision.Kind.ACCEPTED: _(
                "Hello %(name)s, we would like to have you here. Come in, and tell us on your first day what you need."
            ),
            Decision.Kind.TRIAL: _("Hello %(name)s, come and try us out. Have a desk, have lunch with us, and see whether it fits."),
            Decision.Kind.WAITING: _(
                "Hello %(name)s, right now every desk is taken. We have written you on the waiting list and write to you as soon as one is free."
            ),
            Decision.Kind.DECLINED: _(
                "Hello %(name)s, thank you for telling us about yourself. We cannot offer you a place this time, because what you need is not what our "
                "rooms can give. We wish you a good place to work, and you are welcome at everything that is open to all."
            ),
            Decision.Kind.ENDED: _(
                "Hello %(name)s, thank you for the weeks with us. We will not turn the trial into a membership this time. You keep your desk until its last day."
            ),
        }
        return texts[Decision.Kind(kind)] % {"name": name, "house": house} if kind in texts else ""


def offer(what: str, application: Application, link: str) -> str:
    """A message to begin with: an offer to look around, or the question whether somebody would like to apply."""
    with translation.override(application.language):
        name = first_name(application.name)
        if what == "tour":
            return _("Hello %(name)s, come and look around. Here you can choose an hour: %(link)s") % {"name": name, "link": link}
        if what == "apply":
            return _("Hello %(name)s, it was good to have you here. If you would like a place, this is where you apply: %(link)s") % {
                "name": name, "link": link,
            }  # fmt: skip
    return ""


def tour(one: Tour, zone: ZoneInfo) -> str:
    """When and where a tour is."""
    when = days.moment(one.starts_at, zone)
    return _("%(when)s, %(place)s") % {"when": when, "place": one.location.name} if one.location else when


def clock(value: datetime, zone: ZoneInfo) -> str:
    """An hour of today."""
    return value.astimezone(zone).strftime("%H:%M")
