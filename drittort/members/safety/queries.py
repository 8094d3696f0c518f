"""What the pages of safety show: finished strings, in the same number of questions whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parseaddr

from django.conf import settings
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core import care, reports
from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.core.paging import newest_first
from drittort.core.reports import Shown
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.members.safety import rules
from drittort.members.safety.models import Case, CaseEntry, CaseQuerySet, Measure, MeasureReply, Report
from drittort.spaces.models import Space
from drittort.spaces.roles import holds

FOUND = 8
PAGE = 20
QUOTED = 300


def day(space: Space, at: datetime | None) -> str:
    """The day of a moment in the house, in words."""
    return date_format(space.day(at), "DATE_FORMAT") if at else ""


def clock(space: Space, at: datetime) -> str:
    """Day and time in the house, in words."""
    return date_format(at.astimezone(space.zone), "DATETIME_FORMAT")


def outside() -> str:
    """Where whoever runs the machine is reached, outside the house."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


# Keeping apart


@dataclass(frozen=True, slots=True)
class Apart:
    """Somebody on the reader's own list."""

    face: Face
    since: str


def kept_apart(reader: Member) -> list[Apart]:
    """Whom the reader doesn't want to meet, the newest first."""
    rows = list(rules.kept_apart_by(reader).order_by("-at", "-id").values_list("blocked_id", "at"))
    people = faces(reader.space_id, [pk for pk, _at in rows])
    return [Apart(people[pk], day(reader.space, at)) for pk, at in rows if pk in people]


def find_people(reader: Member, query: str) -> list[Face]:
    """Others of the house whose name holds the words, a handful."""
    if not query:
        return []
    rows = Member.objects.here().filter(space_id=reader.space_id, name__icontains=query).exclude(pk=reader.pk)
    ids = list(rows.order_by("sort_name", "id").values_list("pk", flat=True)[:FOUND])
    by_id = faces(reader.space_id, ids)
    return [by_id[pk] for pk in ids]


def is_kept_apart(reader: Member, other_id: int) -> bool:
    """Whether somebody stands on the reader's own list."""
    return rules.kept_apart_by(reader).filter(blocked=other_id).exists()


def face(reader: Member, member_id: int | None) -> Face | None:
    """One person of the house, or None."""
    return faces(reader.space_id, [member_id]).get(member_id) if member_id else None


def somebody(reader: Member, member_id: int) -> Face:
    """One person of the house, here or gone. Raises NotFound."""
    found = face(reader, member_id)
    if found is None:
        raise NotFound
    return found


# Reporting


@dataclass(frozen=True, slots=True)
class Reportable:
    """What is about to be reported, as the reporter sees it."""

    subject: str
    label: str
    text: str
    whose: Face | None
    own: bool


def reportable(reader: Member, subject: str, at: datetime) -> Reportable:
    """What stands above the form. Raises NotFound for what the reader can't see."""
    shown = reports.find(reader, subject, at)
    if shown is None:
        raise NotFound
    return Reportable(subject, reports.label(subject), shortened(shown.text), face(reader, shown.author_id), shown.author_id == reader.pk)


def shortened(text: str) -> str:
    """The beginning of a text."""
    return text if len(text) <= QUOTED else text[:QUOTED].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A report as its reporter sees it."""

    code: str
    label: str
    whose: Face | None
    category: str
    text: str
    quoted: str
    sent: str
    looked_at: str
    nobody: str


def receipt(reader: Member, code: str) -> Receipt:
    """One's own report. Raises NotFound."""
    row = Report.objects.select_related("case__space").filter(reporter=reader, code=code).first()
    if row is None:
        raise NotFound
    nobody = "" if row.case.closed_at or rules.people_in(row.case).exists() else outside()
    return Receipt(
        row.code, reports.label(row.subject), face(reader, row.case.about_id), row.get_category_display(), row.text, row.shown_text,
        clock(reader.space, row.at), day(reader.space, row.case.closed_at), nobody,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line that leads somewhere."""

    title: str
    note: str
    path: str


def own_reports(reader: Member) -> list[Line]:
    """What the reader reported, newest first. One query."""
    slug = reader.space.slug
    return [
        Line(
            f"{reports.label(row.subject)}: {row.get_category_display()}",
            _("Reported on %(day)s. Looked into.") % {"day": day(reader.space, row.at)}
            if row.case.closed_at
            else _("Reported on %(day)s. Somebody is looking into it.") % {"day": day(reader.space, row.at)},
            address("members:report_sent", slug, row.code),
        )
        for row in Report.objects.filter(reporter=reader).select_related("case").order_by("-at", "-id")[:PAGE]
    ]


# Cases


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case in the list."""

    code: str
    title: str
    portrait: str
    why: str
    reports: str
    since: str
    taken: str
    closed: str


def cases(reader: Member, *, after: tuple[str, int] | None = None) -> tuple[list[CaseCard], list[CaseCard], str]:
    """Open cases, the longest waiting first; closed ones by page, newest first, and the cursor of the next page."""
    mine = rules.visible_to(reader)
    waiting = [] if after else list(mine.open().order_by("opened_at", "id")[:100])
    closed, more = newest_first(mine.exclude(closed_at=None), "closed_at", after, PAGE)
    cards = case_cards(reader, [*waiting, *closed])
    return cards[: len(waiting)], cards[len(waiting) :], more


def case_cards(reader: Member, rows: list[Case]) -> list[CaseCard]:
    """Cases with their people and what was reported, in two queries."""
    people = faces(reader.space_id, {pk for row in rows for pk in (row.about_id, row.assigned_to_id) if pk})
    told: dict[int, list[Report]] = {row.pk: [] for row in rows}
    for report in Report.objects.filter(case__in=rows).order_by("at", "id").only("case_id", "category", "subject"):
        told[report.case_id].append(report)
    shown = []
    for row in rows:
        about, taken, those = people.get(row.about_id or 0), people.get(row.assigned_to_id or 0), told[row.pk]
        shown.append(
            CaseCard(
                row.code, about.name if about else reports.label(row.subject) or _("A thing of the house"), about.portrait if about else "",
                ", ".join(dict.fromkeys(str(report.get_category_display()) for report in those)),
                ngettext("%(n)s report", "%(n)s reports", len(those)) % {"n": len(those)}, day(reader.space, row.opened_at),
                taken.name if taken else "", day(reader.space, row.closed_at),
            )
        )  # fmt: skip
    return shown


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report as those who look into it see it."""

    category: str
    label: str
    path: str
    text: str
    quoted: str
    quoted_when: str
    who: Face | None
    when: str
    outside: str
    place: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line of the course of a case."""

    kind: str
    who: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case, whole."""

    code: str
    title: str
    about: Face | None
    here: bool
    open: bool
    opened: str
    closed: str
    taken: Face | None
    taken_by_me: bool
    choices: tuple[tuple[int, str], ...]
    reports: tuple[ReportView, ...]
    entries: tuple[EntryView, ...]
    measures: tuple[MeasureView, ...]
    earlier: tuple[CaseCard, ...]
    answers: bool


def case_row(reader: Member, code: str) -> Case:
    """A case that the reader may open. Raises NotFound."""
    row = rules.visible_to(reader).select_related("space", "about").filter(code=code).first()
    if row is None:
        raise NotFound
    return row


def case(reader: Member, code: str, at: datetime) -> CasePage:
    """A case with what was reported, its course, its measures and what was before. Raises NotFound."""
    row = case_row(reader, code)
    told = list(Report.objects.filter(case=row).select_related("outside").order_by("at", "id"))
    course = list(CaseEntry.objects.filter(case=row).order_by("at", "id"))
    about = Q(case=row) | Q(member=row.about_id) if row.about_id else Q(case=row)
    found = list(rules.measures_visible_to(reader).filter(about, space=reader.space_id).order_by("-imposed_at", "-id"))
    others: CaseQuerySet = rules.visible_to(reader).filter(about=row.about_id) if row.about_id else Case.objects.none()
    before = list(others.exclude(pk=row.pk).order_by("-opened_at", "-id")[:PAGE])
    handlers = list(rules.people_in(row).order_by("sort_name", "id").values_list("pk", "name")) if row.closed_at is None else []
    ids = {row.about_id, row.assigned_to_id, *(r.reporter_id for r in told), *(e.by_id for e in course)}
    people = faces(reader.space_id, {pk for pk in ids if pk})
    shown = measure_views(reader, found, at)
    by_id = {view.id: view for view in shown}
    person = people.get(row.about_id or 0)
    return CasePage(
        code=row.code, title=person.name if person else reports.label(row.subject) or _("A thing of the house"), about=person,
        here=row.about is not None and row.about.left_on is None, open=row.closed_at is None,
        opened=clock(reader.space, row.opened_at), closed=day(reader.space, row.closed_at), taken=people.get(row.assigned_to_id or 0),
        taken_by_me=row.assigned_to_id == reader.pk, choices=tuple(handlers),
        reports=tuple(
            ReportView(
                r.get_category_display(), reports.label(r.subject), reports.path(reader.space.slug, r.subject), r.text, r.shown_text,
                clock(reader.space, r.shown_at) if r.shown_at else "", people.get(r.reporter_id or 0), clock(reader.space, r.at), *from_outside(r),
            )
            for r in told
        ),
        entries=tuple(entry_view(reader, e, people, by_id) for e in course), measures=tuple(shown), earlier=tuple(case_cards(reader, before)),
        answers=any(hasattr(r, "outside") and r.outside.email and r.outside.answered_at is None for r in told),
    )  # fmt: skip


def from_outside(report: Report) -> tuple[str, str]:
    """Who reported from outside, and where they saw it; empty for members."""
    if not hasattr(report, "outside"):
        return "", ""
    said = report.outside
    who = ", ".join(filter(None, (said.name, said.email))) or _("without a name")
    return _("From outside: %(who)s") % {"who": who}, said.place


def entry_view(reader: Member, entry: CaseEntry, people: dict[int, Face], measures: dict[int, MeasureView]) -> EntryView:
    """A line in words; lines about a measure name it."""
    who = people.get(entry.by_id or 0)
    text = entry.text
    if entry.kind in (CaseEntry.Kind.MEASURE, CaseEntry.Kind.LIFTED, CaseEntry.Kind.REPLIED):
        measure = measures.get(int(entry.text)) if entry.text.isdigit() else None
        text = measure.title if measure else ""
    return EntryView(entry.get_kind_display(), who.name if who else _("Former member"), clock(reader.space, entry.at), text)


def waiting(reader: Member, at: datetime) -> list[care.Rows]:
    """One line on the page of care for those who look into reports: how many cases wait for them. What they are about stands behind the staff session."""
    if not holds(reader, rules.HANDLE):
        return []
    rows = rules.without_part_in(reader).open().filter(Q(assigned_to=None) | Q(assigned_to=reader))

    def item(_number: int, _words: str, _on: date | None, opened_at: datetime) -> care.Item:
        said = _("Waiting since %(day)s for somebody to look into it.") % {"day": day(reader.space, opened_at)}
        return care.Item(_("Something was reported"), said, address("members:cases", reader.space.slug), opened_at)

    return [care.Rows(rows.order_by("opened_at", "pk"), item, at="opened_at", most=1)]


# Measures


@dataclass(frozen=True, slots=True)
class ReplyView:
    """An answer to a measure."""

    who: str
    mine: bool
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure with its statement of reasons."""

    id: int
    title: str
    scope: str
    facts: str
    ground: str
    duration: str
    since: str
    state: str
    stands: bool
    because: str
    mine: bool
    who: str
    may_lift: bool
    replies: tuple[ReplyView, ...]
    contact: str


def scope_of(kind: str) -> str:
    """What a measure stops, in a sentence for the person."""
    sentences = {
        Measure.Kind.HINT: _("Nothing changes for you. The house asks you to keep to this from now on."),
        Measure.Kind.MESSAGES: _("You can read messages and not write any. Everything else is as always."),
        Measure.Kind.POSTS: _("You can't ask or post on the boards of the house. Everything else is as always."),
        Measure.Kind.INTRODUCTIONS: _("You are not introduced to anybody. Nobody else learns why. Everything else is as always."),
        Measure.Kind.MEMBERSHIP: _("The pages of the house stay closed for you, but for this one, your notices and your consents."),
        Measure.Kind.END: _(
            "Your membership ends with the last day. Until then everything is as before, unless another measure says otherwise."
        ),
    }
    return str(sentences[Measure.Kind(kind)])


def duration_of(measure: Measure) -> str:
    """How long it holds, in words."""
    if measure.until is None:
        return _("It has no end to wait for.")
    if measure.kind == Measure.Kind.END:
        return _("The last day is %(day)s.") % {"day": date_format(measure.until, "DATE_FORMAT")}
    return _("Up to and including %(day)s. Then it ends by itself.") % {"day": date_format(measure.until, "DATE_FORMAT")}


def state_of(measure: Measure, today: date) -> str:
    """Whether it holds, in words."""
    if measure.lifted_at is not None:
        return _("Lifted on %(day)s") % {"day": day(measure.space, measure.lifted_at)}
    if measure.until is None:
        return _("Said")
    if measure.ran_out_at is not None or measure.until < today:
        return _("Over")
    return _("Holds until %(day)s") % {"day": date_format(measure.until, "DATE_FORMAT")}


def measure_views(reader: Member, rows: Iterable[Measure], at: datetime) -> list[MeasureView]:
    """Measures with their answers, in two queries. To the person the house speaks with one voice; those who decide see who did."""
    found = list(rows)
    said: dict[int, list[MeasureReply]] = {row.pk: [] for row in found}
    for reply in MeasureReply.objects.filter(measure__in=found).order_by("at", "id"):
        said[reply.measure_id].append(reply)
    ids = {row.imposed_by_id for row in found} | {r.author_id for those in said.values() for r in those}
    people = faces(reader.space_id, {pk for pk in ids if pk})
    today, shown = reader.space.day(at), []
    for row in found:
        row.space = reader.space
        mine = row.member_id == reader.pk
        decided = people.get(row.imposed_by_id or 0)
        shown.append(
            MeasureView(
                id=row.pk, title=row.get_kind_display(), scope=scope_of(row.kind), facts=row.facts, ground=row.ground, duration=duration_of(row),
                since=day(reader.space, row.imposed_at), state=state_of(row, today),
                stands=row.lifted_at is None and row.until is not None and row.until >= today, because=row.lifted_because, mine=mine,
                who="" if mine or decided is None else decided.name, may_lift=bool(rules.may_lift(reader, row)),
                replies=tuple(ReplyView(voice(reader, row, r, people), r.author_id == reader.pk, clock(reader.space, r.at), r.text) for r in said[row.pk]),
                contact=outside(),
            )
        )  # fmt: skip
    return shown


def voice(reader: Member, measure: Measure, reply: MeasureReply, people: dict[int, Face]) -> str:
    """Who says it: the house, to the person; names, to those who decide."""
    if reply.author_id == reader.pk:
        return _("You")
    if measure.member_id == reader.pk:
        return _("The house")
    author = people.get(reply.author_id or 0)
    return author.name if author else _("Former member")


def measure(reader: Member, measure_id: int, at: datetime) -> MeasureView:
    """A measure that the reader may read. Raises NotFound."""
    rows = list(rules.measures_visible_to(reader).filter(pk=measure_id))
    if not rows:
        raise NotFound
    return measure_views(reader, rows, at)[0]


def own_measures(reader: Member, at: datetime) -> list[Line]:
    """What the house told the reader, newest first. One query."""
    found = list(rules.measures_on(reader).order_by("-imposed_at", "-id")[:PAGE])
    today, lines = reader.space.day(at), []
    for row in found:
        row.space = reader.space
        note = f"{day(reader.space, row.imposed_at)} · {state_of(row, today)}"
        lines.append(Line(row.get_kind_display(), note, address("members:measure", reader.space.slug, row.pk)))
    return lines


# What this feature itself lets people report


def profile_shown(reader: Member, member_id: int, at: datetime) -> Shown | None:
    """A person of the reader's house, with the line that stands beside the name."""
    row = Member.objects.here().filter(space=reader.space_id, pk=member_id).first()
    return Shown("\n".join(part for part in (row.name, row.line) if part), row.pk) if row else None
