"""What those who host circles see: seasons, drafts, days, and figures of five people or more. What is said in a circle is never asked for here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.connect.circles import rules, words
from drittort.connect.circles.models import Circle, CircleMeeting, CircleSeason, CircleSeat
from drittort.connect.circles.queries import seasons
from drittort.connect.introductions.words import day as day_name
from drittort.connect.introductions.words import weekday_and_day
from drittort.connect.rounds.drafts import DraftPage, Look, draft_page
from drittort.connect.rounds.rules import draft_of, may_host
from drittort.core.addresses import address
from drittort.core.care import Item
from drittort.core.errors import NotFound
from drittort.members.models import Member

SHOWN = 24
FEWEST_FOR_A_FIGURE = 5
CARED_FOR = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A season in a list: what it is about, how it stands."""

    id: int
    title: str
    said: str
    when: str


@dataclass(frozen=True, slots=True)
class Figures:
    """A circle as those who host it see it: days, and figures of five people or more."""

    id: int
    said: str
    size: str
    meetings: tuple[tuple[int, str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class SeasonPage:
    """One season for those who host."""

    line: Line
    text: str
    confidence: str
    going: bool
    is_call: bool
    wishing: str
    draft: DraftPage | None
    draw: str
    without_draft: str
    circles: tuple[Figures, ...]
    choices: tuple[tuple[int, str], ...]


def line(season: CircleSeason, at: datetime) -> Line:
    """One season in words."""
    day = season.space.day(at)
    if season.closed_at is not None:
        when = _("people asked")
    elif season.open_until is None:
        when = _("by hand")
    elif season.open_until >= day:
        when = _("open until %(day)s") % {"day": weekday_and_day(season.open_until)}
    else:
        when = _("the call is over")
    return Line(season.pk, words.title(season), words.rhythm(season), when)


def season_list(member: Member, at: datetime) -> list[Line]:
    """The seasons of a house, the newest first."""
    return [line(season, at) for season in seasons(rules.seasons_of(member)).order_by("-opened_at", "-pk")[:SHOWN]]


def season_page(member: Member, season_id: int, at: datetime, look: Look) -> SeasonPage:
    """One season with its draft, and the figures of its circles. Raises NotFound."""
    season = seasons(rules.seasons_of(member).filter(pk=season_id)).first()
    if season is None:
        raise NotFound
    going = season.closed_at is None
    made = draft_of(member, season=season) if going and season.open_until is not None else None
    wishing = len(rules.wishing(season, at)) if going else 0
    is_call = season.open_until is not None
    choices: tuple[tuple[int, str], ...] = ()
    if going and not is_call:
        choices = tuple(rules.askable(season, at).exclude(pk=member.pk).order_by("sort_name").values_list("pk", "name"))
    without = _("Twelve people are two circles of six. %(n)s say so far that they would like to be in.") % {"n": figure(wishing)}
    return SeasonPage(
        line(season, at),
        season.text,
        season.confidence,
        going,
        is_call,
        figure(wishing) if going and is_call else "",
        draft_page(made, member, look) if made else None,
        address("connect:draw_circles", member.space.slug, season.pk),
        without,
        figures(season, at),
        choices,
    )


def figure(count: int) -> str:
    """A number of people of one circle, from five on: those of it know it anyway, and whoever hosts learns nothing of one of them."""
    return str(count) if count >= FEWEST_FOR_A_FIGURE else _("fewer than 5")


def figures(season: CircleSeason, at: datetime) -> tuple[Figures, ...]:
    """The circles of a season in days and figures. Of one that waits it says nothing but that."""
    rows = list(Circle.objects.filter(season=season).order_by("pk"))
    sizes = dict(
        CircleSeat.objects.filter(rules.SITTING, circle__in=rows)
        .order_by()
        .values("circle_id")
        .annotate(n=Count("pk"))
        .values_list("circle_id", "n")
    )
    asked = dict(
        CircleSeat.objects.filter(circle__in=rows).order_by().values("circle_id").annotate(n=Count("pk")).values_list("circle_id", "n")
    )
    meetings: dict[int, list[tuple[int, str, str, bool]]] = {}
    zone = season.space.zone
    turns = {c.pk: c.turn for c in rows}
    for meeting in CircleMeeting.objects.filter(circle__in=rows).annotate(there=Count("presences")).order_by("number"):
        if meeting.turn == turns[meeting.circle_id]:
            ahead = meeting.starts_at > at
            came = "" if ahead else figure(meeting.there)
            meetings.setdefault(meeting.circle_id, []).append((meeting.pk, words.moment(meeting.starts_at, zone), came, ahead))
    found = []
    for circle in rows:
        if circle.begun_at is None:
            waits = circle.off_at is None and circle.expires_at > at
            until = day_name(circle.expires_at.astimezone(zone).date())
            said = _("asked; answers until %(day)s") % {"day": until} if waits else _("did not come about")
            found.append(Figures(circle.pk, said, figure(asked.get(circle.pk, 0)), ()))
        else:
            said = _("ended") if circle.ended_at else _("rests") if circle.paused_at else _("meets")
            found.append(Figures(circle.pk, said, figure(sizes.get(circle.pk, 0)), tuple(meetings.get(circle.pk, []))))
    return tuple(found)


def as_set(member: Member, season_id: int) -> tuple[str, dict[str, Any]]:
    """The title of a season, and how it is set, for its form. Raises NotFound."""
    season = seasons(rules.seasons_of(member).going().filter(pk=season_id)).first()
    if season is None:
        raise NotFound
    local = season.first_at.astimezone(season.space.zone)
    names = ("theme", "industry", "words", "text", "language", "every_days", "minutes", "place", "online", "confidence")
    known = {name: getattr(season, name) for name in names}
    return words.title(season), {
        **known,
        "location": season.location_id,
        "first_on": local.date().isoformat(),
        "first_time": date_format(local, "H:i"),
        "open_until": season.open_until.isoformat() if season.open_until else "",
    }


def waiting(member: Member, at: datetime) -> list[Item]:
    """For the page of what needs care: circles without a date, resting ones and small ones, and calls that are over without a circle. Two queries."""
    if not may_host(member):
        return []
    running = (
        Circle.objects.running()
        .filter(space_id=member.space_id, asked_on_at=None)
        .select_related("season")
        .annotate(
            ahead=Max("meetings__starts_at"),
            size=Count("seats", filter=Q(seats__accepted_at__isnull=False, seats__left_at=None), distinct=True),
        )
        .filter(Q(paused_at__isnull=False) | Q(size__lt=rules.FEWEST) | Q(ahead__lt=at - timedelta(days=1)))
    )
    slug = member.space.slug
    found: list[Item] = []
    for circle in running.order_by("begun_at")[:CARED_FOR]:
        text = (
            _("It has become small. Ask whether they would like to end it, or how you can help.")
            if circle.size < rules.FEWEST  # type: ignore[attr-defined]
            else _("It has no date. Set one, or ask what would help.")
        )
        found.append(
            Item(
                words.title(circle.season),
                text,
                address("connect:circle_season", slug, circle.season_id),
                circle.paused_at or circle.begun_at or at,
            )
        )
    over = rules.seasons_of(member).going().filter(open_until__lt=member.space.day(at) - timedelta(days=1)).order_by("open_until")
    for season in over[:CARED_FOR]:
        text = _("The call is over. Look at the draft, or let the call go on.")
        found.append(Item(words.title(season), text, address("connect:circle_season", slug, season.pk), season.opened_at))
    return found


def meeting_to_move(member: Member, meeting_id: int) -> tuple[int, str, dict[str, str]]:
    """The season of a meeting of the house, what the circle is called, and when it meets, for a form. Raises NotFound."""
    meeting = (
        CircleMeeting.objects.filter(pk=meeting_id, circle__space_id=member.space_id)
        .select_related("circle__season", "circle__space")
        .first()
    )
    if meeting is None:
        raise NotFound
    local = meeting.starts_at.astimezone(meeting.circle.space.zone)
    return meeting.circle.season_id, words.title(meeting.circle.season), {"on": local.date().isoformat(), "time": date_format(local, "H:i")}
