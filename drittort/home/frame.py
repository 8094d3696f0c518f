"""The frame around every page: name of the house, navigation, who is signed in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from drittort.connect.introductions.rules import CARE
from drittort.core.addresses import address
from drittort.core.live.topics import live_address
from drittort.joining.applications.rules import ANSWER
from drittort.members.duty.queries import minutes_left
from drittort.members.notices.queries import unseen
from drittort.members.reach.queries import unreached
from drittort.network.report.rules import REPORT
from drittort.plan.rules import READ
from drittort.spaces.house.rules import CHANGE
from drittort.spaces.roles import holds, needs_duty
from drittort.talk.conversations.queries import unread_count
from drittort.talk.conversations.rules import TOPIC
from drittort.web.navigation import Room, Way

LANGUAGES = (("de", "Deutsch"), ("en", "English"))


def _report_address(request: Any) -> str:
    """Where a stranger reports what they see on this page. The address of a page goes along, but never one whose address is a key."""
    place = request.resolver_match.kwargs if request.resolver_match else {}
    if "space" not in place:
        return address("members:report_anywhere")
    there = address("members:report_outside", place["space"])
    keeps = "token" in place or request.path.startswith(there) or request.method not in ("GET", "HEAD")
    return there if keeps else f"{there}?{urlencode({'where': settings.ADDRESS + request.path})}"


def frame(request: Any) -> dict[str, Any]:
    """Template context of every page. Costs two queries, for the numbers at the bell and at the messages (`unseen`, `waiting`), where a template calls for them."""
    current = get_language() or "de"
    bare: dict[str, Any] = {
        "house": "",
        "home": "/",
        "items": (),
        "person": None,
        "languages": [{"code": code, "label": label, "current": code == current} for code, label in LANGUAGES],
        "language_url": address("members:language"),
        "path": request.get_full_path(),
    }
    space, member = getattr(request, "space", None), getattr(request, "member", None)
    if space is None or member is None or member.left_on is not None:
        # A page of a house that is open to strangers, or to those who left it, says in which house they stand.
        visited = getattr(request, "visited", None) or space
        bare["legal"] = (Way(_report_address(request), _("Report something")),)
        if visited is None:
            return {"frame": bare}
        colours = None if visited.hue is None else address("web:colours", visited.hue)
        return {"frame": {**bare, "house": visited.name, "colours": colours}}
    path = request.path

    def room(name: str, label: str, icon: str, *more: str, counts: str = "") -> Room:
        url = address(name, space.slug)
        inside = path == url if name == "home:today" else path.startswith((url, *(address(one, space.slug) for one in more)))
        return Room(url, label, icon, inside, counts)

    searches = address("home:search", space.slug)
    items = [room("home:today", pgettext("navigation", "Today"), "house")]
    if holds(member, CARE):
        items.append(room("home:care", _("Needs care"), "care"))
    items += [
        room("inform:news", pgettext("navigation", "News"), "new"),
        room("connect:introductions", _("Introductions"), "talk"),
        room("talk:conversations", _("Messages"), "mail", counts=TOPIC),
        room("connect:needs", pgettext("navigation", "Board"), "search"),
        room("inspire:events", pgettext("navigation", "Events"), "calendar"),
        room("inspire:ideas", pgettext("navigation", "Ideas"), "idea", "inspire:decisions", "inspire:influence"),
        # What is lent and the business that was done are two of its ways.
        room("connect:market", _("Market"), "market", "connect:loans", "connect:deals"),
        room("members:people", _("People"), "people"),
        room("network:map", _("Map"), "map"),
    ]
    if holds(member, READ):
        # The report is one of its ways, and so is the pulse, whose addresses begin with that of the surveys.
        items.append(room("plan:overview", pgettext("navigation", "Plan"), "plan", "network:report", "pulse:surveys", "pulse:science"))
    elif holds(member, REPORT):
        items.append(room("network:report", _("Report"), "report"))
    return {
        "frame": {
            **bare,
            "house": space.name,
            "home": items[0].url,
            "items": tuple(items),
            "waiting": lambda: unread_count(member),
            "person": member,
            "search_url": "" if path == searches else searches,
            "typing_url": address("home:search_typing", space.slug),
            "live": live_address(space.slug),
            "manifest": address("home:manifest", space.slug),
            "duty_left": minutes_left(member, request.now),
            "duty_url": address("members:duty", space.slug) if needs_duty(member) else "",
            "begin_duty_url": address("members:begin_duty", space.slug),
            "end_duty_url": address("members:end_duty", space.slug),
            "person_url": address("members:me", space.slug),
            "notices_url": address("members:notices", space.slug),
            "erased_on": "" if member.erase_at is None else date_format(member.erase_at.astimezone(space.zone).date(), "DATE_FORMAT"),
            "stay_url": "" if member.erase_at is None else address("members:stay", space.slug),
            "unreached": unreached(request.user, member),
            "address_url": address("members:address", space.slug),
            "unseen": lambda: unseen(member),
            "colours": None if space.hue is None else address("web:colours", space.hue),
            "legal": tuple(
                Way(address(name, space.slug), label)
                for name, label, shown in (
                    ("joining:agreements", _("Agreements"), True),
                    ("joining:applications", _("Enquiries"), holds(member, ANSWER)),
                    ("spaces:settings", _("Settings"), holds(member, CHANGE)),
                )
                if shown
            ),
        }
    }
