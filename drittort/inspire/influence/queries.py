"""What came of ideas, decisions and proposals, year by year: what everybody in the house may read of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core.addresses import address
from drittort.inspire.decisions.models import HouseDecision
from drittort.inspire.decisions.queries import drawn_names, names_of_options, page_of
from drittort.inspire.decisions.rules import READ_BY_ALL
from drittort.inspire.decisions.words import verdict
from drittort.inspire.ideas.models import IdeaStep
from drittort.inspire.ideas.queries import page_of as page_of_idea
from drittort.joining.agreements.rules import visible_to as proposals
from drittort.members.models import Member
from drittort.members.people.queries import faces

MOST = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that members changed: what it was, what came of it, and who began it."""

    kind: str
    title: str
    language: str
    path: str
    text: str
    after: str
    done: bool
    by: str
    day: str


@dataclass(frozen=True, slots=True)
class Month:
    """The changes of one month."""

    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class History:
    """A year of changes, the latest month first, with the other years of which there is something."""

    year: int
    years: tuple[int, ...]
    months: tuple[Month, ...]
    summary: str


Found = tuple[datetime, int | None, Change]


def history(member: Member, year: int | None, at: datetime) -> History:
    """What members changed in a year; without one, in the last year of which there is something."""
    known = years(member) or (member.space.day(at).year,)
    year = year if year in known else known[0]
    begins, ends = (datetime(each, 1, 1, tzinfo=member.space.zone).astimezone(UTC) for each in (year, year + 1))
    found = [*ideas(member, begins, ends), *decisions(member, begins, ends), *agreements(member, begins, ends)]
    found.sort(key=lambda each: each[0], reverse=True)
    people = faces(member.space_id, {who for _at, who, _change in found if who is not None})
    months: dict[str, list[Change]] = {}
    for moment, who, change in found:
        name = date_format(moment.astimezone(member.space.zone), "F")
        by = people[who].name if who in people else ""
        months.setdefault(name, []).append(replace(change, by=by))
    return History(
        year, known, tuple(Month(name, tuple(changes)) for name, changes in months.items()), summary([change for *_rest, change in found])
    )


def summary(changes: list[Change]) -> str:
    """The year in a sentence."""
    n, done = len(changes), sum(change.done for change in changes)
    if not n:
        return ""
    return (
        ngettext("One change", "%(n)s changes", n) % {"n": n}
        + ", "
        + ngettext("%(n)s of them done.", "%(n)s of them done.", done) % {"n": done}
    )


def years(member: Member) -> tuple[int, ...]:
    """The years in which something changed, the latest first. Three queries."""
    zone, space = member.space.zone, member.space_id
    moments: list[datetime | None] = [
        *steps(space).datetimes("at", "year", tzinfo=zone),
        *over(space).datetimes("closed_at", "year", tzinfo=zone),
        *proposals(member).filter(adopted_at__isnull=False).datetimes("adopted_at", "year", tzinfo=zone),
    ]
    return tuple(sorted({moment.year for moment in moments if moment is not None}, reverse=True))


def steps(space_id: int) -> models.QuerySet[IdeaStep]:
    """The ideas of a house that came true."""
    return IdeaStep.objects.filter(status=IdeaStep.Status.DONE, idea__space=space_id, idea__removed_at=None, idea__merged_into=None)


def over(space_id: int) -> models.QuerySet[HouseDecision]:
    """The decisions of a house that everybody may read and that decided something."""
    return HouseDecision.objects.filter(READ_BY_ALL, space=space_id, closed_at__isnull=False, result__enough=True)


def day(member: Member, at: datetime) -> str:
    """The day of a change, its year is told above."""
    return date_format(at.astimezone(member.space.zone), "j. F")


def ideas(member: Member, begins: datetime, ends: datetime) -> Iterable[Found]:
    """Ideas that came true."""
    rows = steps(member.space_id).filter(at__gte=begins, at__lt=ends).select_related("idea").order_by("-at")[:MOST]
    for row in rows:
        idea = row.idea
        yield (
            row.at,
            idea.member_id,
            Change(
                _("Idea"), idea.title, idea.language, page_of_idea(member.space.slug, idea.pk), row.text, "", True, "", day(member, row.at)
            ),
        )


def decisions(member: Member, begins: datetime, ends: datetime) -> Iterable[Found]:
    """What was decided, and what followed."""
    rows = list(
        over(member.space_id).filter(closed_at__gte=begins, closed_at__lt=ends).select_related("group").order_by("-closed_at")[:MOST]
    )
    names, drawn = names_of_options(member.space, rows), drawn_names(rows)
    for row in rows:
        if row.closed_at is None:
            continue
        after = " ".join(filter(None, (row.outcome, row.done_with)))
        told = Change(
            row.get_kind_display(), row.title, row.language, page_of(member.space.slug, row.pk), verdict(row, names.get(row.pk, ()), drawn.get(row.pk, ())), after,
            row.done_at is not None, "", day(member, row.closed_at),
        )  # fmt: skip
        yield row.closed_at, row.member_id, told


def agreements(member: Member, begins: datetime, ends: datetime) -> Iterable[Found]:
    """Proposals for the agreements that were taken up."""
    rows = proposals(member).filter(adopted_at__gte=begins, adopted_at__lt=ends).order_by("-adopted_at")[:MOST]
    for row in rows:
        if row.adopted_at is not None:
            path = address("joining:agreements", member.space.slug)
            yield (
                row.adopted_at,
                row.member_id,
                Change(_("Agreement"), row.text, row.language, path, row.reason, row.answer, True, "", day(member, row.adopted_at)),
            )
