"""Finding days to celebrate, congratulating, and saying what may be celebrated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Min
from django.utils.translation import gettext as _

from drittort.core import firsts, ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, require
from drittort.inspire.milestones import rules
from drittort.inspire.milestones.models import BIRTHDAY, COMPANY, FIRST, YEARS, Celebration, Congratulation, Milestone
from drittort.members.models import Employment, Member
from drittort.members.safety.rules import kept_from
from drittort.spaces.models import Space

FOUND, CONGRATULATED, CHOSEN = "milestone.found", "milestone.congratulated", "milestone.chosen"
LATEST = timedelta(days=3)
"""So far back the worker looks, where it was away for a day or two."""


def find_milestones(*, space: Space, at: datetime, first: date | None = None) -> int:
    """Note the days of the last days (or since `first`) that are not noted yet; returns how many. Twice is once."""
    today = space.day(at)
    rows = list(due(space, first or today - LATEST, today))
    known = set(
        Milestone.objects.filter(space=space, kind__in={row.kind for row in rows}).values_list("kind", "member_id", "company_id", "number")
    )
    new = [row for row in rows if (row.kind, row.member_id, row.company_id, row.number) not in known]
    with transaction.atomic():
        Milestone.objects.bulk_create(new, ignore_conflicts=True)
        if new:
            ledger.record(
                space_id=space.pk, at=at, kind=FOUND, actor_id=None, subject_id=None, audience=ledger.NOBODY, facts={"count": len(new)}
            )
    return len(new)


def due(space: Space, first: date, last: date) -> Iterator[Milestone]:
    """The days of a house between two days: years of people and companies, birthdays, first times."""
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    people = Member.objects.here().filter(space=space)
    for pk, joined in people.values_list("pk", "joined_on"):
        for day in days:
            if day.year > joined.year and rules.comes_back_on(joined, day.year) == day:
                yield Milestone(space=space, kind=YEARS, member_id=pk, on=day, number=day.year - joined.year)
    firms = (
        Employment.objects.filter(company__space=space)
        .values("company")
        .annotate(begun=Min("from_on"), people=Count("member", distinct=True))
    )
    for company, begun, count in firms.filter(people__gt=1).values_list("company_id", "begun", "people"):
        for day in days:
            if count > 1 and day.year > begun.year and rules.comes_back_on(begun, day.year) == day:
                yield Milestone(space=space, kind=COMPANY, company_id=company, on=day, number=day.year - begun.year)
    for pk, day_of, month in Celebration.objects.filter(member__in=people, day__isnull=False, quiet=False).values_list(
        "member_id", "day", "month"
    ):
        if day_of is None or month is None:
            continue
        for day in days:
            # The year only keeps one birthday apart from the next: nobody's age is known here.
            if rules.comes_back_on(date(2000, month, day_of), day.year) == day:
                yield Milestone(space=space, kind=BIRTHDAY, member_id=pk, on=day, number=day.year)
    here = set(people.values_list("pk", flat=True))
    for kind in firsts.KINDS.values():
        for one in kind.source(space.pk, first, last):
            if one.member in here:
                yield Milestone(space=space, kind=f"{FIRST}:{kind.name}", member_id=one.member, on=one.on, subject=one.subject)


def congratulate(*, actor: Member, milestone_id: int, wanted: bool = True, at: datetime) -> None:
    """Congratulate with one tap, or take it back. Beside a block it looks done and reaches nobody. Twice is once."""
    with transaction.atomic():
        if not rules.visible_to(actor, at).filter(pk=milestone_id).exists():
            raise NotFound
        milestone = locked(Milestone.objects.filter(pk=milestone_id)).first()
        if milestone is None:
            raise NotFound
        require(rules.may_congratulate(actor, milestone, at))
        if not wanted:
            Congratulation.objects.filter(milestone=milestone, member=actor).delete()
            return
        people = rules.people_of(milestone)
        apart = bool(kept_from(actor.pk, people))
        _row, made = Congratulation.objects.get_or_create(milestone=milestone, member=actor, defaults={"at": at, "withheld": apart})
        if made:
            ledger.record(
                space_id=milestone.space_id, at=at, kind=CONGRATULATED, actor_id=actor.pk, subject_id=milestone.pk, audience=ledger.NOBODY
            )


def choose_celebration(*, actor: Member, day: int | None, month: int | None, quiet: bool, book: bool = False, at: datetime) -> None:
    """Say what the house may celebrate: a day and a month, or nothing. What stands there already follows at once. Raises Invalid for a day that there is not."""
    if (day is None) != (month is None):
        raise Invalid(_("A day and a month, please, or neither."))
    if day is not None and month is not None:
        try:
            date(2000, month, day)
        except ValueError as error:
            raise Invalid(_("There is no such day.")) from error
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).first()
        before = Celebration.objects.filter(member=actor).first()
        if before is None or (before.day, before.month) != (day, month):
            Milestone.objects.filter(member=actor, kind=BIRTHDAY).delete()
        Celebration.objects.update_or_create(member=actor, defaults={"day": day, "month": month, "quiet": quiet, "book": book, "at": at})
        ledger.record(space_id=actor.space_id, at=at, kind=CHOSEN, actor_id=actor.pk, subject_id=None, audience=ledger.only(actor.pk))


def forget_old(*, at: datetime) -> int:
    """Days of long ago go; returns how many."""
    return Milestone.objects.filter(on__lt=(at - rules.KEPT).date()).delete()[0]
