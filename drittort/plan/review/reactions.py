"""What follows from reviews: who gets the minutes, who learns that something is theirs to do, and what waits when somebody leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from drittort.core.addresses import address
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.members.membership.actions import LEFT
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.roles.queries import people_with
from drittort.plan.review import actions, queries, words
from drittort.plan.review.models import MonthReview, PlanMeasure
from drittort.plan.rules import READ, RUN
from drittort.spaces.models import Space

TEAM, HOUSE, MINE = "review", "review_told", "plan_measure"


def thread(review_id: int = 0) -> str:
    """What notices of a review are about; those that one is due are about none of them."""
    return f"month_review:{review_id}"


def of_measure(measure_id: int) -> str:
    """What notices of a measure are about."""
    return f"plan_measure:{measure_id}"


@reaction(actions.CLOSED, name="plan.review.tell")
def tell_minutes(row: LedgerRow, at: datetime) -> None:
    """The team gets the minutes; all others, where they are for them, with the week."""
    review = MonthReview.objects.select_related("space").filter(pk=row.subject_id or 0, closed_at__isnull=False).first()
    if review is None:
        return
    team = {member.pk: member for member in people_with(review.space, READ).select_related("space")}
    context, slug = {"month_review": review.pk}, review.space.slug
    for member in team.values():
        if member.pk != row.actor_id:
            tell(
                member=member, category=TEAM, thread=thread(review.pk), key=f"{thread(review.pk)}:closed", at=at, text="review.closed", context=context,
                path=queries.page_of(slug, review.pk),
            )  # fmt: skip
    if review.told_at is not None:
        for member in Member.objects.here().filter(space=review.space_id).exclude(pk__in=team).select_related("space").order_by("pk"):
            tell(
                member=member, category=HOUSE, thread=thread(review.pk), key=f"{thread(review.pk)}:told", at=at, text="review.told", context=context,
                path=queries.members_page(slug, review.pk),
            )  # fmt: skip


@reaction(actions.ADDED, name="plan.review.tell_measure")
def tell_measure(row: LedgerRow, at: datetime) -> None:
    """Whoever is to do it learns of it; whoever took it on by themselves knows."""
    measure = (
        PlanMeasure.objects.open()
        .select_related("responsible__space")
        .filter(pk=row.subject_id or 0)
        .exclude(responsible=row.actor_id)
        .first()
    )
    if measure is not None and measure.responsible is not None:
        write(measure, measure.responsible, "plan_measure.yours", at)


@reaction(LEFT, name="plan.review.end")
def end(row: LedgerRow, at: datetime) -> None:
    """Somebody leaves: what they took on waits for somebody else."""
    if row.subject_id is not None:
        actions.end_of(member_id=row.subject_id)


def write(measure: PlanMeasure, member: Member, code: str, at: datetime) -> None:
    """Tell somebody of a measure that is theirs."""
    tell(
        member=member, category=MINE, thread=of_measure(measure.pk), key=f"{of_measure(measure.pk)}:{code}:{measure.until_on}", at=at, text=code,
        context={"plan_measure": measure.pk}, path=address("plan:measure", member.space.slug, measure.pk),
    )  # fmt: skip


def remind(space: Space, month: date, at: datetime, *, late: bool) -> None:
    """Say to those who run programs that the review of a month is due, or late; each once."""
    for member in people_with(space, RUN).select_related("space"):
        tell(
            member=member, category=TEAM, thread=thread(), key=f"month_review:{month:%Y-%m}:{'late' if late else 'due'}", at=at,
            text="review.late" if late else "review.due", context={"year": month.year, "month": month.month}, path=address("plan:reviews", space.slug),
        )  # fmt: skip


def remind_of(measure: PlanMeasure, at: datetime) -> None:
    """The day is over: ask whoever took it on, or those who run programs where nobody did."""
    people: Iterable[Member] = (
        people_with(measure.space, RUN).select_related("space") if measure.responsible is None else [measure.responsible]
    )
    for member in people:
        write(measure, member, "plan_measure.late", at)
    actions.note_late(measure_id=measure.pk, at=at)


def months(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The months of reviews of which notices speak, in one query."""
    known = dict(MonthReview.objects.filter(pk__in={row.get("month_review", 0) for row in rows}).values_list("pk", "month"))
    found = [date(row["year"], row["month"], 1) if "year" in row else known.get(row.get("month_review", 0)) for row in rows]
    return [{"month": words.month(month) if month else "…"} for month in found]


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What measures say of which notices speak, in one query."""
    known = dict(PlanMeasure.objects.filter(pk__in={row["plan_measure"] for row in rows}).values_list("pk", "text"))
    return [{"text": known.get(row["plan_measure"], "…")} for row in rows]
