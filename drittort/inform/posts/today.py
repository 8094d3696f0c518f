"""What posts bring to the first page: what is new since the reader's last visit, in a few lines, and where that was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Substr
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.statements import Statement
from drittort.core.today import Found, Visit
from drittort.inform.posts import actions, rules
from drittort.inform.posts.models import ReadLine
from drittort.inform.posts.queries import page_of, verb_words
from drittort.members.models import Member
from drittort.members.people.queries import Face
from drittort.members.safety.rules import kept_apart_by
from drittort.talk.conversations.words import short
from drittort.talk.groups.home import path_of
from drittort.web.markdown import plain

SHOWN = 8
LOOKED_AT, OPENING = 600, 110
COLUMNS = ("pk", "verb", "title", "begins", "language", "member_id", "posted_at", "group_id", "group__name", "folded", "line_at", "seen_at")

# Newest first and no more than are shown: the index gives them, however many there are. Where the reader stopped comes along.
NEWEST = Statement(
    lambda member, space: (
        rules.stream_of(Member(pk=member, space_id=space))
        .filter(archived_at=None)
        .exclude(member=member)
        .annotate(
            begins=Substr("text", 1, LOOKED_AT),
            folded=Exists(kept_apart_by(Member(pk=member)).filter(blocked=OuterRef("member"))),
            line_at=Subquery(ReadLine.objects.filter(member=member).values("line_at")),
            seen_at=Subquery(ReadLine.objects.filter(member=member).values("seen_at")),
        )
        .order_by("-posted_at", "-pk")
        .values_list(*COLUMNS)[: SHOWN + 1]
    ),
    member=int,
    space=int,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One post in a line or two."""

    path: str
    face: Face | None
    verb: str
    title: str
    language: str
    when: str
    iso: str
    group: str
    group_path: str
    folded: bool


@dataclass(frozen=True, slots=True)
class News:
    """What is new, whether there is more of it than is shown, and the moment up to which somebody has read."""

    rows: tuple[Row, ...]
    more: str
    since: str


def news(visit: Visit) -> Found:
    """What came since the reader's last visit. When all of it is shown, looking counts as having read it. One query, and one more where a visit begins."""
    reader, zone = visit.member, visit.member.space.zone
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in NEWEST.rows(member=reader.pk, space=reader.space_id)]
    line_at, seen_at = (rows[0]["line_at"], rows[0]["seen_at"]) if rows else (None, None)
    line, begins = rules.where_one_stopped(line_at, seen_at, visit.at)
    fresh = [row for row in rows if row["posted_at"] > line]
    if rows and begins and len(fresh) <= SHOWN:
        actions.begin_visit(actor=reader, stopped=line, seen_at=seen_at, at=visit.at)

    def block(people: Mapping[int, Face]) -> News:
        return News(
            tuple(shown(visit, row, people) for row in fresh[:SHOWN]),
            address("inform:news", reader.space.slug) if len(fresh) > SHOWN else "",
            since(line, visit, zone),
        )

    return Found(people=frozenset(row["member_id"] for row in fresh[:SHOWN] if row["member_id"]), block=block if rows else None)


def shown(visit: Visit, row: Mapping[str, Any], people: Mapping[int, Face]) -> Row:
    """One post as a line."""
    space, moment = visit.member.space, row["posted_at"].astimezone(visit.member.space.zone)
    return Row(
        page_of(space.slug, row["pk"]), people.get(row["member_id"] or 0), verb_words(row["verb"]), row["title"] or opening(row["begins"]), row["language"],
        short(moment, visit.day), moment.isoformat(timespec="seconds"), row["group__name"] or "", path_of(space.slug, row["group_id"]) if row["group_id"] else "",
        bool(row["folded"]),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def opening(text: str) -> str:
    """The first words of a text without its marks. The same posts are shown to everybody, so they are read once."""
    words = plain(text)
    return words if len(words) <= OPENING else f"{words[:OPENING].rsplit(' ', 1)[0]} …"


def since(line: datetime, visit: Visit, zone: Any) -> str:
    """The moment of the last visit: by the clock where it was today."""
    local = line.astimezone(zone)
    if local.date() == visit.day:
        return _("today at %(time)s") % {"time": date_format(local, "TIME_FORMAT")}
    return f"{date_format(local, 'l')}, {date_format(local, 'SHORT_DATETIME_FORMAT')}"
