"""What the inbox and the page of wishes show, as frozen values with finished words."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.errors import Invalid
from drittort.core.notices import CATEGORIES, CHANNELS, MAIL, PRESETS, WEB, WORDINGS, Facts
from drittort.core.paging import cursor, newest_first
from drittort.core.statements import Statement
from drittort.members.models import Member
from drittort.members.notices import rules
from drittort.members.notices.models import MutedThread, Notice, PushSubscription
from drittort.members.people.queries import Face, faces

PAGE = 30


class Words(dict[str, Any]):
    """Words of a sentence; a fact that is missing leaves a gap instead of a page that fails."""

    def __missing__(self, name: str) -> str:
        return "…"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A notice as it is read, and whose face stands beside it."""

    text: str
    face: Face | None


@dataclass(frozen=True, slots=True)
class Line:
    """One thread in the inbox: its newest notice, how many are new, and whether it is muted."""

    id: int
    text: str
    face: Face | None
    label: str
    when: str
    iso: str
    new: int
    muted: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of the inbox: what is new stands first. `older` is the cursor of the next page, empty at the end."""

    new: tuple[Line, ...]
    earlier: tuple[Line, ...]
    older: str
    first: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """One box of the table: a category on a channel."""

    name: str
    channel: str
    label: str
    on: bool
    fixed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One category with its boxes."""

    label: str
    description: str
    rhythm: str
    wishes: tuple[Wish, ...]


@dataclass(frozen=True, slots=True)
class Preset:
    """One of the three, in words."""

    name: str
    label: str
    meaning: str
    current: bool


def category_label(name: str) -> str:
    """A category in the active language."""
    return str(rules.known(name).label) if name in CATEGORIES else _("Other things")


def sentences(notices: Iterable[Notice], space_id: int) -> dict[int, Sentence]:
    """Notices by id as sentences in the active language: one query for all names, and those of the modules' own words."""
    rows = list(notices)
    by_code: dict[str, list[Notice]] = defaultdict(list)
    for row in rows:
        by_code[row.code].append(row)
    wanted = {
        row.facts[name]
        for code, group in by_code.items()
        if code in WORDINGS
        for row in group
        for name in WORDINGS[code].people
        if row.facts.get(name)
    }
    people = faces(space_id, wanted)
    found: dict[int, Sentence] = {}
    for code, group in by_code.items():
        wording = WORDINGS.get(code)
        if wording is None:
            found |= {row.pk: Sentence(_("Something happened in the house."), None) for row in group}
            continue
        facts: list[Facts] = [row.facts for row in group]
        more = wording.words(facts) if wording.words else [{}] * len(group)
        for row, extra in zip(group, more, strict=True):
            named = {name: people[row.facts[name]].name if row.facts.get(name) in people else _("Somebody") for name in wording.people}
            first = next((row.facts[name] for name in wording.people if row.facts.get(name) in people), None)
            found[row.pk] = Sentence(str(wording.sentence) % Words(row.facts, **named, **extra), people.get(first) if first else None)
    return found


def when(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A moment of the inbox: today by the clock, else by the day."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return date_format(local, "TIME_FORMAT")
    if (today - local.date()).days == 1:
        return _("yesterday")
    return date_format(local, "MONTH_DAY_FORMAT" if local.year == today.year else "DATE_FORMAT")


def inbox(member: Member, at: datetime, *, after: str = "") -> Inbox:
    """A page of somebody's inbox, one line for each thread: the new ones, then the earlier ones. Raises Invalid for a cursor that is none."""
    part, _mark, rest = after.partition(":")
    if after and part not in ("new", "earlier"):
        raise Invalid
    heads = rules.visible_to(member).heads()
    fresh: list[Notice] = []
    past: list[Notice] = []
    older = ""
    if part != "earlier":
        fresh, older = newest_first(heads.filter(seen_at=None), "at", cursor(rest, moment=True), PAGE)
        older = f"new:{older}" if older else ""
    if not older:
        past, older = newest_first(
            heads.exclude(seen_at=None), "at", cursor(rest, moment=True) if part == "earlier" else None, max(1, PAGE - len(fresh))
        )
        older = f"earlier:{older}" if older else ""
    said = sentences([*fresh, *past], member.space_id)
    muted = set(MutedThread.objects.filter(member=member).values_list("thread", flat=True))
    many = dict(
        rules.visible_to(member)
        .unseen()
        .filter(thread__in=[n.thread for n in fresh])
        .values_list("thread")
        .annotate(many=Count("pk"))
        .values_list("thread", "many")
    )
    zone = member.space.zone

    def line(notice: Notice) -> Line:
        return Line(
            id=notice.pk,
            text=said[notice.pk].text,
            face=said[notice.pk].face,
            label=category_label(notice.category),
            when=when(notice.at, at, zone),
            iso=notice.at.isoformat(timespec="seconds"),
            new=many.get(notice.thread, 0),
            muted=notice.thread in muted,
        )

    return Inbox(tuple(line(n) for n in fresh), tuple(line(n) for n in past), older, first=not after)


MOST_SHOWN = 100
UNSEEN = Statement(
    lambda member: Notice.objects.filter(member=member).unseen().order_by("thread").values_list("thread").distinct()[:MOST_SHOWN],
    member=int,
)


def unseen(member: Member) -> int:
    """How many threads have something new, at most a hundred: the number at the bell, in one query, asked on every page."""
    return len(UNSEEN.rows(member=member.pk))


def rhythm(urgency: str) -> str:
    """When a category comes, in words."""
    return {"now": _("at once"), "daily": _("gathered, once a day"), "weekly": _("gathered, once a week")}[urgency]


def channel_label(name: str) -> str:
    """A channel in words."""
    return {"web": _("Here"), "mail": _("Mail"), "push": _("Push")}[name]


def wishes(member: Member) -> tuple[tuple[Preset, ...], tuple[Row, ...], bool]:
    """The presets, the table, and whether somebody changed a preset."""
    mine = rules.wishes_of(member)
    presets = (
        Preset(
            "quiet",
            _("Quiet"),
            _("Mail only for introductions, for changes of what you go to, and for your security."),
            mine.preset == "quiet",
        ),
        Preset(
            "normal",
            _("Normal"),
            _("What is meant for you comes at once; everything else gathered in one mail, once a day at most."),
            mine.preset == "normal",
        ),
        Preset(
            "all", _("Everything"), _("As normal, and everything by push too, in the browsers that you switched on."), mine.preset == "all"
        ),
    )
    assert tuple(p.name for p in presets) == PRESETS
    rows = tuple(
        Row(
            label=str(category.label),
            description=str(category.description),
            rhythm=rhythm(category.urgency),
            wishes=tuple(
                Wish(
                    category.name, channel, channel_label(channel), mine.want(category, channel), category.vital and channel in (WEB, MAIL)
                )
                for channel in CHANNELS
            ),
        )
        for category in sorted(CATEGORIES.values(), key=lambda c: (not c.personal, c.urgency != "now", c.name))
    )
    return presets, rows, bool(mine.changes)


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser that shows notices; `mark` lets a page recognise itself without its address standing there."""

    id: int
    name: str
    since: str
    used: str
    mark: str


def browsers(member: Member) -> tuple[Browser, ...]:
    """The browsers that somebody switched on."""
    rows = PushSubscription.objects.filter(member=member).order_by("created_at", "id")
    return tuple(
        Browser(
            row.pk,
            row.browser or _("A browser"),
            date_format(row.created_at.astimezone(member.space.zone), "DATE_FORMAT"),
            "" if row.used_at is None else date_format(row.used_at.astimezone(member.space.zone), "DATE_FORMAT"),
            hashlib.sha256(row.endpoint.encode()).hexdigest()[:16],
        )
        for row in rows
    )
