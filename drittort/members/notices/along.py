"""What of somebody's other news comes along with a mail that takes the day's place, for many people at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import translation

from drittort.core.notices import CATEGORIES, MAIL
from drittort.members.models import Member
from drittort.members.notices import queries
from drittort.members.notices.letters import link
from drittort.members.notices.models import Notice, NoticeQuerySet
from drittort.members.notices.rules import Wishes, known
from drittort.spaces.models import Space


@dataclass(frozen=True, slots=True)
class News:
    """Notices that wait for somebody's next gathering: their rows, and a line with an address for the newest of each thread."""

    ids: tuple[int, ...]
    lines: tuple[tuple[str, str], ...]


def gathered(people: Collection[int]) -> NoticeQuerySet:
    """The notices of some people that come in gatherings, not by themselves."""
    return Notice.objects.filter(member__in=people).exclude(category__in=[c.name for c in CATEGORIES.values() if c.personal])


def mailed_today(people: Collection[int], space: Space, at: datetime) -> set[int]:
    """Who of some people had a mail today that was not meant for them alone."""
    begin = datetime.combine(space.day(at), time(), tzinfo=space.zone)
    return set(gathered(people).filter(mailed_at__gte=begin).values_list("member_id", flat=True))


def waiting_for(members: Sequence[Member], wishes: Mapping[int, Wishes], space: Space) -> dict[int, News]:
    """What waits for the next gathering of each of some people and is wanted by mail; by what `wishes` say. A handful of questions whatever their number."""
    people = {m.pk: m for m in members}
    rows: dict[int, list[Notice]] = defaultdict(list)
    for notice in gathered(people).filter(due_at__isnull=False, seen_at=None).order_by("at", "id"):
        if wishes[notice.member_id].want(known(notice.category), MAIL):
            rows[notice.member_id].append(notice)
    by_language: dict[str, list[Notice]] = defaultdict(list)
    for pk, some in rows.items():
        by_language[people[pk].language] += some
    said: dict[int, str] = {}
    for language, some in by_language.items():
        with translation.override(language):
            said |= {pk: sentence.text for pk, sentence in queries.sentences(some, space.pk).items()}
    found = {}
    for pk, some in rows.items():
        newest = {notice.thread: notice for notice in some}
        found[pk] = News(tuple(n.pk for n in some), tuple((said[n.pk], link(people[pk], n)) for n in newest.values()))
    return found


def take(news: Iterable[News], at: datetime) -> None:
    """They came along: nothing of them is gathered any more. Inside the transaction that writes the mail."""
    Notice.objects.filter(pk__in=[pk for one in news for pk in one.ids]).update(due_at=None, mailed_at=at)
