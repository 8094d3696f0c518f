"""Who reads a letter and who puts it together, when it goes out, and beside whom nobody stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import purpose
from drittort.inform.letter.models import Letter, LetterItem, LetterItemQuerySet, LetterPlan, LetterQuerySet, LetterWish
from drittort.members.models import Block, Member, MemberQuerySet
from drittort.members.quiet_hours import Quiet, quiet_hours
from drittort.members.safety.rules import MEMBERSHIP, not_paused
from drittort.spaces.models import Space
from drittort.spaces.roles import allows, holds, permission

WRITE = permission("inform.write_letter", _("Put the house letter together, and send it"))
READY_BEFORE = timedelta(hours=24)
"""So long before its hour a letter lies ready to be read over; over a quiet weekend longer."""
A_WEEK, SAME_WEEK = timedelta(days=7), timedelta(days=3)
LONGEST_SINCE = timedelta(days=28)
"""After a pause a letter tells of so much at most."""
SETTLED = timedelta(days=7)
"""So long after a letter answers to it are counted."""
COPIES_KEPT, LETTERS_KEPT = timedelta(days=60), timedelta(days=731)
EVERY = (1, 2, 4)
LONGEST = 6000


def visible_to(member: Member) -> LetterQuerySet:
    """The letters that a member may read: those that went out in their house, and for who puts them together the others."""
    rows = Letter.objects.filter(space_id=member.space_id)
    return rows if allows(member, WRITE) else rows.sent()


def items_for_all(letter: Letter) -> LetterItemQuerySet:
    """What stands in the version for everybody."""
    return LetterItem.objects.filter(letter=letter).told().filter(narrow=False)


def may_write(member: Member) -> Verdict:
    """Whether somebody puts letters together."""
    return YES if allows(member, WRITE) else no(_("The letter is put together by those who care for the house."))


def writes(member: Member) -> bool:
    """Whether somebody is among those who put letters together, for links."""
    return holds(member, WRITE)


def may_change(member: Member, letter: Letter) -> Verdict:
    """Whether somebody may change a letter: until it goes out."""
    verdict = may_write(member)
    if not verdict:
        return verdict
    return no(_("It has gone out already.")) if letter.sent_at is not None else YES


def may_bring_back(letter: Letter) -> Verdict:
    """Whether a letter that was left out may still come: as long as no other lies in its place."""
    if Letter.objects.filter(space=letter.space_id, made_at__gt=letter.made_at).exists():
        return no(_("The next letter lies there already."))
    return YES


def plan_for(space: Space, at: datetime) -> LetterPlan:
    """When the letter of a house goes out."""
    return LetterPlan.objects.filter(space=space).first() or LetterPlan(space=space, at=at)


def next_due(space: Space, plan: LetterPlan, at: datetime) -> datetime | None:
    """The next moment at which the letter of a house is due, from `at` on; None where it has none. Quiet hours push it to their end."""
    if plan.weekday is None:
        return None
    quiet = quiet_hours(space)
    day = at.astimezone(space.zone).date() - timedelta(days=7)
    while True:
        if day.weekday() == plan.weekday:
            due = quiet.next_open(datetime.combine(day, time(plan.hour), tzinfo=space.zone))
            if due >= at:
                return due
        day += timedelta(days=1)


def ready_at(space: Space, due: datetime) -> datetime:
    """From when on a letter that is due lies ready: a day before, and on a day on which the house is awake."""
    quiet, moment = quiet_hours(space), due - READY_BEFORE
    while not quiet.is_open(moment):
        moment -= timedelta(hours=1)
    return moment


def turn_of(due: datetime, wish: LetterWish | None, quiet: Quiet) -> datetime:
    """When a letter that goes out at `due` comes to somebody: then, or at the next hour of their own choice in which the house is awake."""
    if wish is None or wish.hour is None:
        return due
    local = due.astimezone(quiet.zone)
    chosen = datetime.combine(local.date(), time(wish.hour), tzinfo=quiet.zone)
    return quiet.next_open(
        chosen if chosen >= due else datetime.combine(local.date() + timedelta(days=1), time(wish.hour), tzinfo=quiet.zone)
    )


def is_turn(wish: LetterWish | None, last: datetime | None, due: datetime) -> bool:
    """Whether a letter is one of those that somebody wants, by how often and when the last one came."""
    return wish is None or wish.every == 1 or last is None or due - last >= wish.every * A_WEEK - SAME_WEEK


def readers(space: Space, at: datetime) -> MemberQuerySet:
    """Who may get the letter of a house: everybody who is here and has an address, and whose membership does not rest."""
    return not_paused(Member.objects.here().filter(space=space, account__isnull=False), MEMBERSHIP, space.day(at))


def kept_apart(space: Space) -> dict[int, set[int]]:
    """Beside whom a block stands, of either side, for everybody in a house; in one question. Only to leave them out, and told to nobody."""
    apart: dict[int, set[int]] = defaultdict(set)
    for one, other in Block.objects.filter(blocker__space=space).values_list("blocker_id", "blocked_id"):
        apart[one].add(other)
        apart[other].add(one)
    return apart


def may_see(member: Member, file: StoredFile) -> bool:
    """The letter on paper is there for everybody in the house."""
    return Letter.objects.sent().filter(paper=file.pk, space_id=member.space_id).exists()


def on_paper(ids: Collection[int]) -> set[int]:
    """Which of some files are a letter's."""
    return {pk for pk in Letter.objects.filter(paper__in=ids).values_list("paper_id", flat=True) if pk is not None}


PAPER = purpose("inform.letter", may_see=may_see, used=on_paper, made=True)
