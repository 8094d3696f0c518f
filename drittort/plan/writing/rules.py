"""Who reads a part of the plan and who is told of what is said under it; who looks after one; how long words may be."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import purpose
from drittort.members.models import Member, MemberQuerySet
from drittort.members.roles.queries import people_with
from drittort.plan.rules import READ, WRITE, may_read
from drittort.plan.writing.models import PlanPaper, PlanPart
from drittort.spaces.models import Space
from drittort.spaces.roles import holds

SUBJECT = "plan_part"
LANGUAGES = ("de", "en")
LONGEST, LONGEST_CELL = 20_000, 300
REVIEWS = (1, 3, 6, 12)
"""After how many months a part that is still right may be looked at again."""
USUAL_REVIEW = 6
MOST_PAPERS = 30
AGAIN = timedelta(minutes=10)
"""So long a paper counts as being made."""


def about(part_id: int) -> str:
    """A part as what comments stand under, and what notices are about."""
    return f"{SUBJECT}:{part_id}"


def visible_to(member: Member) -> QuerySet[PlanPart]:
    """The parts of the plan, for those who read it."""
    return PlanPart.objects.filter(space=member.space_id) if may_read(member) else PlanPart.objects.none()


def papers_for(member: Member) -> QuerySet[PlanPaper]:
    """The plan on paper, for those who read it."""
    return PlanPaper.objects.filter(space=member.space_id) if may_read(member) else PlanPaper.objects.none()


def readers(part_id: int, members: Collection[int]) -> set[int]:
    """Who of some members reads a part, and so what is written under it."""
    space = PlanPart.objects.filter(pk=part_id).values("space_id")
    rows = Member.objects.here().select_related("space").filter(pk__in=members, space__in=space)
    return {member.pk for member in rows if holds(member, READ)}


def may_say(member: Member, part_id: int, at: datetime) -> Verdict:
    """Whoever reads it may say something to it."""
    return YES


def told_of(part_id: int) -> set[int]:
    """Who is told of what is written under a part: whoever looks after it."""
    return set(PlanPart.objects.filter(pk=part_id, owner__isnull=False).values_list("owner_id", flat=True))


def writers(space: Space) -> MemberQuerySet:
    """Who may look after a part: those who write the plan."""
    return people_with(space, WRITE).order_by("sort_name", "pk")


def due(day: date) -> QuerySet[PlanPart]:
    """What is to be looked at again by a day, and of which nobody was asked yet for this time."""
    rows = PlanPart.objects.filter(review_on__lte=day, owner__isnull=False, owner__left_on=None)
    return rows.filter(Q(asked_on=None) | Q(asked_on__lt=F("review_on")))


def may_order(being_made: int) -> Verdict:
    """Whether a paper may be asked for: not while two are being made."""
    return YES if being_made < 2 else no(_("Two are being made already. A moment, please."))


def may_see(member: Member, file: StoredFile) -> bool:
    """Never by the address of the file: a paper is handed out by its own page, which looks whether everything in it may still be told."""
    return False


def used(ids: Collection[int]) -> set[int]:
    """Which of some files are plans."""
    return set(PlanPaper.objects.filter(file__in=ids).values_list("file_id", flat=True))


PAPER = purpose("plan.paper", may_see=may_see, used=used, made=True)
