"""Thanks as their readers see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from drittort.core import telling, thanking
from drittort.core.addresses import address
from drittort.core.paging import newest_first
from drittort.core.reports import Shown
from drittort.inspire.events.models import Event
from drittort.inspire.stories.words import listed
from drittort.inspire.thanks import rules
from drittort.inspire.thanks.models import LONGEST, Thanks, ThanksTo
from drittort.joining.days import since
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.members.safety.rules import folded_for

PAGE = 24


@dataclass(frozen=True, slots=True)
class Card:
    """A sentence of thanks: from whom, to whom, for what, since when, and what the reader may do with it."""

    id: int
    by: Face
    to: tuple[Face, ...]
    company: str
    company_id: int | None
    names: str
    text: str
    language: str
    what: str
    what_path: str
    day: str
    private: bool
    mine: bool
    received: bool
    hidden: bool
    folded: bool
    off: bool
    report_path: str

    @property
    def can_act(self) -> bool:
        """Whether the reader may take it back or put it away."""
        return self.mine or (self.received and not self.private)


@dataclass(frozen=True, slots=True)
class Wall:
    """The page of thanks: one of three parts of it."""

    cards: tuple[Card, ...]
    after: str


def part_of(reader: Member, part: str) -> Any:
    """The rows of one part: "house", "received" or "said"."""
    rows = rules.visible_to(reader).select_related("company")
    if part == "said":
        return rows.filter(member=reader)
    if part == "received":
        return rows.filter(pk__in=ThanksTo.objects.filter(member=reader, withheld=False).values("thanks"), off_at=None)
    return rows.filter(pk__in=Thanks.objects.in_house().filter(space=reader.space_id).values("pk"))


def thanks(reader: Member, part: str, after: tuple[str, int] | None, at: datetime) -> Wall:
    """A page of thanks, the newest first."""
    rows, more = newest_first(part_of(reader, part), "at", after, PAGE)
    return Wall(tuple(cards(reader, rows, at)), more)


def said_to(rows: Sequence[Thanks]) -> dict[int, list[ThanksTo]]:
    """To whom some thanks are, in one query."""
    found: dict[int, list[ThanksTo]] = {}
    for one in ThanksTo.objects.filter(thanks__in=[t.pk for t in rows]).select_related("member").order_by("pk"):
        found.setdefault(one.thanks_id, []).append(one)
    return found


def cards(reader: Member, rows: Sequence[Thanks], at: datetime) -> list[Card]:
    """Some thanks. Who put theirs away is not named to others; to whoever said it nothing looks different."""
    to = said_to(rows)
    people = faces(reader.space_id, {*(t.member_id for t in rows), *(one.member_id for all_of in to.values() for one in all_of)})
    things, folded, today = named([t.subject for t in rows], reader.space.slug), folded_for(reader), reader.space.day(at)
    found = []
    for row in rows:
        if row.member_id not in people:
            continue
        mine = row.member_id == reader.pk
        shown = [one for one in to.get(row.pk, ()) if mine or one.hidden_at is None or one.member_id == reader.pk]
        told = tuple(people[one.member_id] for one in shown if one.member_id in people)
        own = next((one for one in to.get(row.pk, ()) if one.member_id == reader.pk), None)
        company = row.company.name if row.company is not None else ""
        what, path = things.get(row.subject, ("", ""))
        found.append(
            Card(
                row.pk, people[row.member_id], told, company, row.company_id, listed([*(face.name for face in told), *([company] if company else [])]), row.text, row.language,
                what, path, since(reader.space.day(row.at), today), row.audience == Thanks.Audience.PERSON, mine, own is not None, own is not None and own.hidden_at is not None,
                row.member_id in folded, row.off_at is not None, "" if mine else f"{address('members:report', reader.space.slug)}?about=thanks:{row.pk}",
            )
        )  # fmt: skip
    return found


def named(subjects: Iterable[str], slug: str) -> dict[str, tuple[str, str]]:
    """What thanks are said for: an event by its name and page, everything else by its kind."""
    wanted = {text for text in subjects if text}
    events = {int(text.partition(":")[2]) for text in wanted if text.startswith("event:")}
    titles = dict(Event.objects.published().filter(pk__in=events, space__slug=slug).values_list("pk", "title")) if events else {}
    found = {}
    for text in wanted:
        number = int(text.partition(":")[2])
        if text.startswith("event:") and number in titles:
            found[text] = (titles[number], address("inspire:event", slug, number))
        elif telling.label(text):
            found[text] = (telling.label(text), "")
    return found


def to_begin(reader: Member, to: int | None, about: str) -> tuple[str, str, str]:
    """What the form begins with: the name of whom it is to, what for, where the reader came from there, and how the sentence may begin."""
    face = next(iter(faces(reader.space_id, [to]).values()), None) if to is not None and to != reader.pk else None
    what = rules.about(about)
    return face.name if face is not None else "", what, thanking.begins(reader, what)[:LONGEST] if what else ""


def shown(reader: Member, thanks_id: int, at: datetime) -> Shown | None:
    """A sentence of thanks as it is reported."""
    row = rules.visible_to(reader).filter(~Q(member=reader), pk=thanks_id).first()
    return Shown(row.text, row.member_id, row.at) if row is not None else None


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The words of which notices speak."""
    words = dict(Thanks.objects.filter(pk__in={row["thanks"] for row in rows}, off_at=None).values_list("pk", "text"))
    return [{"text": words.get(row["thanks"], _("taken back"))} for row in rows]
