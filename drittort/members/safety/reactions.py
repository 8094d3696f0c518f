"""Who is told of a report, a case and a measure."""

from __future__ import annotations

from datetime import datetime

from drittort.core.addresses import address
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.roles.queries import people_with
from drittort.members.safety import rules
from drittort.members.safety.actions import CLOSED, IMPOSED, LIFTED, RAN_OUT, REPLIED, REPORTED
from drittort.members.safety.models import Case, Measure, Report

REPORTS, MEASURES = "report", "measure"


@reaction(REPORTED, name="members.safety.tell_of_report")
def tell_of_report(row: LedgerRow, at: datetime) -> None:
    """A receipt for whoever reported; and those who look into reports learn that something waits."""
    report = Report.objects.select_related("case__space", "reporter__space").filter(pk=row.subject_id or 0).first()
    if report is None:
        return
    slug = report.case.space.slug
    if report.reporter is not None:
        tell(
            member=report.reporter, category=REPORTS, thread=f"report:{report.pk}", key=f"report:{report.pk}:received", at=at,
            text="report.received", path=address("members:report_sent", slug, report.code),
        )  # fmt: skip
    tell_handlers(report.case, "case.reported", f"report:{report.pk}", at)


def tell_handlers(case: Case, text: str, key: str, at: datetime) -> None:
    """Tell whoever has taken a case on, else everybody who may."""
    people = rules.people_in(case).select_related("space")
    if case.assigned_to_id is not None and people.filter(pk=case.assigned_to_id).exists():
        people = people.filter(pk=case.assigned_to_id)
    for member in people:
        tell(
            member=member, category=REPORTS, thread=f"case:{case.pk}", key=f"{key}:{member.pk}", at=at, text=text,
            path=address("members:case", case.space.slug, case.code),
        )  # fmt: skip


@reaction(CLOSED, name="members.safety.tell_reporters")
def tell_reporters(row: LedgerRow, at: datetime) -> None:
    """Who reported learns that it was looked into."""
    case = Case.objects.select_related("space").filter(pk=row.subject_id or 0).first()
    if case is None or case.closed_at is None:
        return
    for report in Report.objects.filter(case=case).exclude(reporter=None).select_related("reporter__space"):
        if report.reporter is not None:
            tell(
                member=report.reporter, category=REPORTS, thread=f"report:{report.pk}", key=f"report:{report.pk}:closed:{row.pk}", at=at,
                text="report.looked_at", path=address("members:report_sent", case.space.slug, report.code),
            )  # fmt: skip


@reaction(IMPOSED, LIFTED, RAN_OUT, name="members.safety.tell_person")
def tell_person(row: LedgerRow, at: datetime) -> None:
    """Whom a measure concerns learns of it, of its early end and of its end."""
    measure = Measure.objects.select_related("member__space").filter(pk=row.subject_id or 0).first()
    if measure is not None:
        tell_of(measure, measure.member, row.kind, row.pk, at)


def tell_of(measure: Measure, member: Member, text: str, number: int, at: datetime) -> None:
    """One notice about a measure."""
    tell(
        member=member, category=MEASURES, thread=f"measure:{measure.pk}", key=f"measure:{measure.pk}:{number}", at=at, text=text,
        path=address("members:measure", member.space.slug, measure.pk),
    )  # fmt: skip


@reaction(REPLIED, name="members.safety.tell_of_reply")
def tell_of_reply(row: LedgerRow, at: datetime) -> None:
    """An answer reaches the other side."""
    measure = Measure.objects.select_related("member__space", "case__space").filter(pk=row.subject_id or 0).first()
    if measure is None:
        return
    if row.actor_id != measure.member_id:
        tell_of(measure, measure.member, REPLIED, row.pk, at)
    elif measure.case is not None:
        tell_handlers(measure.case, "case.replied", f"measure:{measure.pk}:{row.pk}", at)
    else:
        # The case was forgotten meanwhile; the answer must not be.
        for member in people_with(measure.member.space, rules.HANDLE).exclude(pk=measure.member_id).select_related("space"):
            tell_of(measure, member, "case.replied", row.pk, at)
