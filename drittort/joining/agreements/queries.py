"""The agreements for a reader, what they agreed to, and the proposals."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, When
from django.utils.formats import date_format
from django.utils.translation import get_language

from drittort.core.errors import NotFound
from drittort.joining.agreements import rules
from drittort.joining.agreements.models import Acceptance
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.spaces.agreements.models import AgreementVersion
from drittort.spaces.agreements.queries import Version, latest, review_on, version_of
from drittort.spaces.agreements.rules import publishes
from drittort.spaces.models import Space

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Past:
    """A version in the list of all."""

    number: int
    since: str
    change: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal with what became of it: open, adopted, declined or withdrawn."""

    id: int
    face: Face
    text: str
    reason: str
    language: str
    when: str
    state: str
    answer: str
    can_answer: bool
    can_withdraw: bool


@dataclass(frozen=True, slots=True)
class Adopted:
    """A proposal that was adopted and waits to be written."""

    name: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page of the agreements."""

    version: Version | None
    is_latest: bool
    by: str
    accepted: str
    review: str
    versions: tuple[Past, ...]
    proposals: tuple[Proposal, ...]


def current(space: Space) -> Version | None:
    """The agreements that count, in the reader's language; None where nothing is published. At most two queries."""
    row = latest(space.pk)
    return None if row is None else version_of(space, row, get_language() or space.language)


def waiting(member: Member) -> str | None:
    """What changed since a member last agreed ("" where they never did), or None when they agreed to the latest version. One query."""
    row = (
        AgreementVersion.objects.filter(space_id=member.space_id)
        .annotate(agreed=Exists(Acceptance.objects.filter(member=member, version=OuterRef("pk"))))
        .order_by("-number")
        .values_list("agreed", "change")
        .first()
    )  # fmt: skip
    return None if row is None or row[0] else str(row[1])


def page(member: Member, space: Space, number: int | None = None) -> Page:
    """The page of the latest or an earlier version. Raises NotFound for a version that never was."""
    rows = list(AgreementVersion.objects.filter(space=space).order_by("-number"))
    row = next((one for one in rows if number is None or one.number == number), None)
    if row is None and number is not None:
        raise NotFound
    # What waits for an answer stands there until it has one, however much is proposed after it.
    over = Case(When(adopted_at=None, declined_at=None, withdrawn_at=None, then=False), default=True)
    asked = list(rules.visible_to(member).annotate(over=over).order_by("over", "-proposed_at", "-id")[:SHOWN])
    known = faces(space.pk, [*(one.member_id for one in asked), *([row.published_by] if row and row.published_by else [])])
    accepted = Acceptance.objects.filter(member=member, version=row).values_list("at", flat=True).first() if row else None
    may = publishes(member)
    proposals = []
    for one in asked:
        state = "adopted" if one.adopted_at else "declined" if one.declined_at else "withdrawn" if one.withdrawn_at else "open"
        proposals.append(
            Proposal(
                one.pk, known[one.member_id], one.text, one.reason, one.language, date_format(space.day(one.proposed_at), "DATE_FORMAT"),
                state, one.answer, state == "open" and may, state == "open" and one.member_id == member.pk,
            )
        )  # fmt: skip
    by = known.get(row.published_by) if row and row.published_by else None
    return Page(
        version=version_of(space, row, get_language() or space.language) if row else None,
        is_latest=bool(rows) and row is rows[0],
        by=by.name if by else "",
        accepted=date_format(space.day(accepted), "DATE_FORMAT") if accepted else "",
        review=date_format(review_on(space, row.looked_at), "F Y") if row else "",
        versions=tuple(Past(one.number, date_format(space.day(one.published_at), "DATE_FORMAT"), one.change) for one in rows),
        proposals=tuple(proposals),
    )


def unwritten(member: Member) -> tuple[Adopted, ...]:
    """What was adopted since the last version was published, the oldest first: whoever writes the next one has it before their eyes. At most two queries."""
    row = latest(member.space_id)
    adopted = rules.visible_to(member).filter(adopted_at__isnull=False).select_related("member").order_by("adopted_at", "pk")
    if row is not None:
        adopted = adopted.filter(adopted_at__gt=row.published_at)
    return tuple(Adopted(one.member.name, one.text, one.language) for one in adopted)
