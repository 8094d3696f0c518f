"""Who is told of a report, a case and a measure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import formataddr

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.ledger import reaction
from drittort.core.mail.outbox import house_address, post
from drittort.core.models import LedgerRow
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.roles.queries import people_with
from drittort.members.safety import rules
from drittort.members.safety.actions import CLOSED, FROM_OUTSIDE, IMPOSED, LIFTED, RAN_OUT, REPLIED, REPORTED
from drittort.members.safety.models import Case, Measure, Report

REPORTS, MEASURES = "report", "measure"


@reaction(REPORTED, name="members.safety.tell_of_report")
def tell_of_report(row: LedgerRow, at: datetime) -> None:
    """A receipt for whoever reported; and those who look into reports learn that something waits."""
    report = Report.objects.select_related("case__space", "reporter__space", "outside").filter(pk=row.subject_id or 0).first()
    if report is None:
        return
    if hasattr(report, "outside"):
        confirm_outside(report, at)
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


def write_outside(
    report: Report, *, key: str, at: datetime, subject: str, lines: Sequence[str], quote: str = "", after: Sequence[str] = ()
) -> None:
    """One mail to whoever reported from outside and left an address. The caller has switched to their language."""
    house, outside = report.case.space, report.outside
    post(
        key=key, at=at, template="members/safety/mail/outside",
        context={"subject": subject, "lines": lines, "quote": quote, "after": after, "house": house.name}, to=outside.email,
        language=outside.language, category=FROM_OUTSIDE, space_id=house.pk, sender=formataddr((house.name, house_address())),
    )  # fmt: skip


def confirm_outside(report: Report, at: datetime) -> None:
    """The receipt, at once: what arrived, and what happens with it."""
    if not report.outside.email:
        return
    with translation.override(report.outside.language):
        lines = [
            _("Your report has arrived. Somebody of the team reads it and decides, no machine does. Then we write to you once more."),
            _("Number: %(code)s") % {"code": report.code},
            _("Where: %(place)s") % {"place": report.outside.place},
            _("You wrote:"),
        ]
        if not rules.people_in(report.case).exists():
            lines.insert(
                1,
                _(
                    "Everybody in the house who looks into reports is part of this matter. Please write to whoever runs this machine, too: %(mail)s"
                )
                % {"mail": house_address()},
            )
        write_outside(
            report, key=f"outside:{report.pk}:received", at=at, subject=_("Your report has arrived, %(house)s") % {"house": report.case.space.name},
            lines=lines, quote=report.text,
        )  # fmt: skip


@reaction(CLOSED, name="members.safety.answer_outside")
def answer_outside(row: LedgerRow, at: datetime) -> None:
    """Who reported from outside gets the decision with its reasons, and what can be done against it."""
    found = Report.objects.filter(case=row.subject_id or 0, outside__answered_at=row.at, case__closed_at__isnull=False)
    for report in found.exclude(outside__email="").select_related("case__space", "outside").order_by("pk"):
        with translation.override(report.outside.language):
            write_outside(
                report, key=f"outside:{report.pk}:decided:{row.pk}", at=at,
                subject=_("What we decided about your report, %(house)s") % {"house": report.case.space.name},
                lines=[
                    _("You reported something on %(day)s (number %(code)s). Somebody of the team has looked into it and decided:")
                    % {"day": date_format(report.case.space.day(report.at), "DATE_FORMAT"), "code": report.code},
                ],
                quote=report.outside.answer,
                after=[
                    _("No machine took part in the decision."),
                    _("You see it otherwise? Within six months you can write to us, with the number: %(mail)s. Then it is looked at again, by somebody else where that is possible. It costs nothing.")
                    % {"mail": house_address()},
                    _("You can also complain to the Digital Services Coordinator of your country (in Germany the Bundesnetzagentur), or go to court."),
                ],
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
