"""What a member sees of their own ties."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.errors import NotFound
from drittort.core.spoken import spoken
from drittort.core.statements import Statement
from drittort.members.models import Consent, Member
from drittort.network.counted import present_day
from drittort.network.models import Tie
from drittort.network.ties import rules
from drittort.network.ties.days import goes_both_ways
from drittort.network.ties.words import MEANINGS, day_words, kind_name, on_days, since_words, strength_code

PAGE = 20
TAGS = {"firm": "door", "lively": "door", "fresh": "lamp", "loose": "slate", "faded": ""}
DAYS_PAGE = 50


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel of a tie: its name, and on how many days in which direction."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class OwnTie:
    """One of my ties, in words."""

    member_id: int
    name: str
    line: str
    portrait: str
    strength: str
    tag: str
    when: str
    channels: list[Channel]


@dataclass(frozen=True, slots=True)
class OwnTies:
    """A page of my ties, strongest memory first: by the last day of contact."""

    counted: bool
    since: str
    shown_on_map: bool
    ties: list[OwnTie]
    older_url: str
    is_first: bool
    end: str


@dataclass(frozen=True, slots=True)
class ContactDay:
    """One row that is held: a day, a channel, a direction."""

    on: str
    name: str
    direction: str
    source: str


@dataclass(frozen=True, slots=True)
class OneTie:
    """Everything that is held on me and one other person, a page of days at a time."""

    member_id: int
    name: str
    portrait: str
    strength: str
    days: list[ContactDay]
    older_url: str
    is_first: bool
    end: str
    way: list[tuple[str, str]]


def cursor_of(text: str) -> tuple[date, int] | None:
    """Read a cursor "2026-05-12.17"; None for anything else: the first page."""
    day, _dot, number = text.partition(".")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def _before(cursor: tuple[date, int] | None, field: str) -> Q:
    if cursor is None:
        return Q()
    day, number = cursor
    return Q(**{f"{field}__lt": day}) | Q(**{field: day, "pk__lt": number})


def _newest(member: Member, cursor: tuple[date, int] | None) -> QuerySet[Tie]:
    return rules.ties_visible_to(member).filter(_before(cursor, "last_on")).order_by("-last_on", "-pk")[: PAGE + 1]


CONSENTS = Statement(lambda member: Consent.objects.filter(member=member, revoked_at=None).values_list("kind", "given_at"), member=int)
FIRST_TIES = Statement(lambda member: _newest(Member(pk=member), None), member=int)
PEOPLE = Statement(lambda people: Member.objects.filter(pk__in=people).values_list("pk", "name", "line", "portrait"), people=PAGE)


def own_ties(member: Member, at: datetime, cursor: str = "") -> OwnTies:
    """My ties, `PAGE` at a time. Four queries, whatever there is."""
    consents = dict(CONSENTS.rows(member=member.pk))
    sample = member.space.is_sample
    on_map = Consent.Kind.MAP in consents
    if Consent.Kind.COUNTED not in consents and not sample:
        return OwnTies(False, "", on_map, [], "", True, "")
    given = consents.get(Consent.Kind.COUNTED)
    place = cursor_of(cursor)
    rows: list[Tie] = list(_newest(member, place)) if place else FIRST_TIES.objects(member=member.pk)
    shown, rest = rows[:PAGE], rows[PAGE:]
    today = max((row.as_of for row in shown), default=date.min) if sample else member.space.day(at)
    others = [row.second_id if row.first_id == member.pk else row.first_id for row in shown]
    people = {pk: told for pk, *told in PEOPLE.rows(people=others)} if others else {}
    channels = _channels(member, others) if others else {}
    last = _("Last contact %(last)s (%(day)s), in all %(days)s")
    ties = []
    for row, other in zip(shown, others, strict=True):
        code = strength_code(max(row.forth, row.back), row.days, row.last_on, today)
        name, line, portrait = people[other]
        ties.append(
            OwnTie(
                other,
                name,
                line,
                portrait,
                str(MEANINGS[code][0]),
                TAGS[code],
                last
                % {
                    "last": since_words(row.last_on, today),
                    "day": day_words(row.last_on),
                    "days": on_days(row.days),
                },
                channels.get(other, []),
            )
        )
    older = f"?before={shown[-1].last_on}.{shown[-1].pk}" if rest else ""
    since = date_format(member.space.day(given), "DATE_FORMAT") if given else ""
    return OwnTies(True, since, on_map, ties, older, place is None, _("These are all your ties."))


CHANNELS = Statement(
    lambda me, others: (
        rules.contacts_visible_to(me, others)
        .values_list("first_id", "second_id", "kind")
        .annotate(
            all_days=Count("on", distinct=True),
            forth_days=Count("on", filter=Q(forth__gt=0), distinct=True),
            back_days=Count("on", filter=Q(back__gt=0), distinct=True),
        )
        .order_by("-all_days", "kind")
    ),
    me=int,
    others=PAGE,
)


def _channels(member: Member, others: list[int]) -> dict[int, list[Channel]]:
    """For each of `others` the channels between us, the most days first: one query."""
    found: dict[int, list[Channel]] = defaultdict(list)
    for first, second, kind, days, forth, back in CHANNELS.rows(me=member.pk, others=others):
        other, mine, theirs = (second, forth, back) if first == member.pk else (first, back, forth)
        found[other].append(Channel(kind_name(kind), _direction(kind, days, mine, theirs)))
    return found


@spoken
def _direction(kind: str, days: int, mine: int, theirs: int) -> str:
    if goes_both_ways(kind):
        return _("together %(days)s") % {"days": on_days(days)}
    if not theirs:
        return _("from you %(days)s") % {"days": on_days(mine)}
    if not mine:
        return _("to you %(days)s") % {"days": on_days(theirs)}
    return _("from you %(mine)s, to you %(theirs)s") % {"mine": on_days(mine), "theirs": on_days(theirs)}


SOURCES: dict[str, Any] = {
    "introduction": gettext_lazy("an introduction that you both confirmed"),
    "loan": gettext_lazy("something lent"),
    "mentoring": gettext_lazy("mentoring"),
    "mentoring_pair": gettext_lazy("mentoring"),
    "booking": gettext_lazy("an office hour"),
    "need": gettext_lazy("help with what somebody looked for"),
    "gathering": gettext_lazy("a table of a round"),
    "circle_meeting": gettext_lazy("a meeting of your circle"),
    "event": gettext_lazy("an event at which you met, as you both said"),
    "thanks": gettext_lazy("thanks"),
    "referral": gettext_lazy("thanks for leading the way"),
    "deal": gettext_lazy("business that you both confirmed"),
    "import": gettext_lazy("a file that the house brought along"),
    "slack": gettext_lazy("the house's Slack export"),
    "demo": gettext_lazy("the demo house"),
}


def source_name(origin: str) -> str:
    """Where a row comes from, by the first word of its origin."""
    return str(SOURCES.get(origin.partition(":")[0]) or _("the house's record"))


def one_tie(member: Member, other_id: int, at: datetime, cursor: str = "") -> OneTie:
    """All rows on me and one other person, newest day first. Raises NotFound where there are none, or I am not counted."""
    tie = rules.ties_visible_to(member).filter(Q(first_id=other_id) | Q(second_id=other_id)).first()
    if tie is None or other_id == member.pk or not rules.is_counted(member):
        raise NotFound
    other = Member.objects.get(pk=other_id)
    today = present_day(member.space, at)
    place = cursor_of(cursor)
    rows = list(
        rules.contacts_visible_to(member)
        .filter(first_id=tie.first_id, second_id=tie.second_id)
        .filter(_before(place, "on"))
        .order_by("-on", "-pk")[: DAYS_PAGE + 1]
    )
    days = []
    for row in rows[:DAYS_PAGE]:
        mine, theirs = (row.forth, row.back) if row.first_id == member.pk else (row.back, row.forth)
        both = goes_both_ways(row.kind) or (mine > 0 and theirs > 0)
        direction = _("both ways") if both else _("from you") if mine > 0 else _("to you")
        days.append(ContactDay(day_words(row.on), kind_name(row.kind), direction, source_name(row.origin)))
    last = rows[DAYS_PAGE - 1] if len(rows) > DAYS_PAGE else None
    code = strength_code(max(tie.forth, tie.back), tie.days, tie.last_on, today)
    return OneTie(
        other.pk,
        other.name,
        other.portrait,
        str(MEANINGS[code][0]),
        days,
        f"?before={last.on}.{last.pk}" if last else "",
        place is None,
        _("These are all the days."),
        [(reverse("network:ties", args=[member.space.slug]), _("My ties"))],
    )
