"""What pages show of reviews and measures. Everything begins at the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, DateField, DateTimeField, Q, Value
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from drittort.core.addresses import address
from drittort.core.care import Item
from drittort.core.errors import NotFound, require
from drittort.core.metrics import METRICS, Calendar, Figure, last_day
from drittort.core.year_book import CHAPTERS
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.plan.metrics.queries import figures as kept_figures
from drittort.plan.metrics.words import written
from drittort.plan.programs import queries as programs
from drittort.plan.programs.models import DRAFT, ENDED, Program, stage
from drittort.plan.programs.words import day, goal
from drittort.plan.review import rules, words
from drittort.plan.review.models import MonthReview, PlanMeasure, PlanMeasureQuerySet, ProgramVerdict
from drittort.plan.review.rules import Decision
from drittort.plan.rules import may_read, may_run
from drittort.spaces.models import Space

HEADLINES = (
    "members", "new_members", "churn", "first_tie", "need_hours", "staff_answers", "introductions_met", "introductions_again", "show_up", "member_hosted", "breadth"
)  # fmt: skip
"""The figures of every month, beside those at which programs aim."""
DECISIONS = "decisions"
SHOWN, FEW, MOST_LATE, SOON = 24, 5, 50, timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the month: as it is, as it was the month before, and in which range chance alone would leave it."""

    label: str
    path: str
    value: str
    before: str
    interval: str


@dataclass(frozen=True, slots=True)
class Happened:
    """Something of the month: what, and its page ("" for none)."""

    text: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A program in a review: what it aims at, whether it got there, and what was decided."""

    id: int
    name: str
    path: str
    language: str
    kind: str
    goal: str
    value: str
    interval: str
    reached: str
    tone: str
    due: bool
    says: str
    said: str
    said_tone: str
    reason: str
    told: bool
    state: str


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that somebody does until a day."""

    id: int
    path: str
    text: str
    responsible: Face | None
    until: str
    late: bool
    open: bool
    done: bool
    settled: str
    settled_with: str
    source: str
    source_path: str
    told: bool
    review: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """One review as those see it who hold it, and afterwards its minutes."""

    id: int
    month: str
    begun: str
    begun_iso: str
    until: str
    by: str
    language: str
    happened: str
    worked: str
    said: str
    closed: str
    told: bool
    figures: tuple[Row, ...]
    events: tuple[Happened, ...]
    programs: tuple[Spoken, ...]
    before: tuple[Measure, ...]
    measures: tuple[Measure, ...]
    is_open: bool
    may_run: bool
    members_path: str


@dataclass(frozen=True, slots=True)
class Line:
    """A review in the list of all."""

    path: str
    month: str
    state: str
    tone: str
    text: str
    members_path: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """All reviews, and the month that waits."""

    lines: tuple[Line, ...]
    waits: str
    waits_month: str
    open: tuple[Measure, ...]
    may_run: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What members read of a review: a sentence of the team, what goes on, changes and ends, and what is done next. No names, no reasons."""

    month: str
    said: str
    language: str
    verdicts: tuple[tuple[str, str, str], ...]
    measures: tuple[tuple[str, str], ...]


def page_of(slug: str, review_id: int) -> str:
    """The address of a review for those who hold it."""
    return address("plan:review", slug, review_id)


def members_page(slug: str, review_id: int) -> str:
    """The address of what members read of it."""
    return address("plan:told_review", slug, review_id)


# ------------------------------------------------------------------ measures


def source_of(row: PlanMeasure, slug: str) -> tuple[str, str]:
    """Where a measure comes from: words and the page."""
    if row.program is not None:
        return row.program.name, programs.page_of(slug, row.program.pk)
    if row.metric in METRICS:
        return str(METRICS[row.metric].label), address("plan:metric", slug, row.metric)
    if row.review is not None:
        return _("Review of %(month)s") % {"month": words.month(row.review.month)}, page_of(slug, row.review.pk)
    return "", ""


def measures(member: Member, rows: PlanMeasureQuerySet, at: datetime) -> list[Measure]:
    """Some measures, in two questions whatever their number."""
    found = list(rows.select_related("program", "review"))
    people, today = faces(member.space_id, {row.responsible_id for row in found if row.responsible_id}), member.space.day(at)
    return [measure(member, row, people, today) for row in found]


def measure(member: Member, row: PlanMeasure, people: Mapping[int, Face], today: date) -> Measure:
    """One measure."""
    settled_at = row.done_at or row.dropped_at
    settled = ""
    if settled_at is not None:
        on = {"day": day(member.space.day(settled_at))}
        settled = _("done on %(day)s") % on if row.done_at else _("dropped on %(day)s") % on
    source, path = source_of(row, member.space.slug) if may_read(member) else ("", "")
    return Measure(
        row.pk, address("plan:measure", member.space.slug, row.pk), row.text, people.get(row.responsible_id or 0), day(row.until_on),
        settled_at is None and row.until_on < today, settled_at is None, row.done_at is not None, settled, row.settled_with, source, path, row.told, row.review_id,
    )  # fmt: skip


def all_measures(member: Member, at: datetime) -> tuple[list[Measure], list[Measure]]:
    """The open ones, the most pressing first, and those that were settled lately. Raises NotAllowed."""
    require(may_read(member))
    rows = rules.measures_of(member)
    settled = rows.exclude(Q(done_at=None) & Q(dropped_at=None)).order_by(Coalesce("done_at", "dropped_at").desc(), "-pk")[:SHOWN]
    found = measures(
        member,
        PlanMeasure.objects.filter(Q(pk__in=rows.open().values("pk")) | Q(pk__in=[row.pk for row in settled])).order_by("until_on", "pk"),
        at,
    )
    by_day = {row.pk: place for place, row in enumerate(settled)}
    return [one for one in found if one.open], sorted((one for one in found if not one.open), key=lambda one: by_day[one.id])


def one_measure(member: Member, measure_id: int, at: datetime) -> tuple[Measure, bool]:
    """One measure, and whether the reader may settle it. Raises NotFound, also for somebody else's."""
    row = rules.measures_of(member).filter(pk=measure_id).select_related("program", "review").first()
    if row is None:
        raise NotFound
    people = faces(member.space_id, {row.responsible_id} if row.responsible_id else set())
    return measure(member, row, people, member.space.day(at)), bool(rules.may_settle(member, row))


def of_program(member: Member, program_id: int, at: datetime) -> list[Measure]:
    """The measures of a program, open ones first."""
    rows = rules.measures_of(member).filter(program=program_id).order_by("until_on", "pk")
    return sorted(measures(member, rows, at), key=lambda one: not one.open)


def review_of(space: Space, month: date) -> Item:
    """A review that waits."""
    title = _("Review of %(month)s") % {"month": words.month(month)}
    return Item(title, _("half an hour for the whole team"), address("plan:reviews", space.slug), Calendar(space, [month]).until)


def review_due(member: Member, at: datetime) -> list[Item]:
    """For the first page of the plan: the review that waits, for those who hold it. One question."""
    month = rules.due(member.space, at) if may_run(member) else None
    return [review_of(member.space, month)] if month is not None else []


def measures_due(member: Member, at: datetime) -> list[Item]:
    """For the first page of the plan: open measures whose day comes within a week or is over. One question."""
    rows = rules.measures_of(member).open().filter(until_on__lte=member.space.day(at) + SOON).order_by("until_on", "pk")[:FEW]
    return [
        Item(
            row.text, _("until %(day)s") % {"day": day(row.until_on)}, address("plan:measure", member.space.slug, row.pk),
            datetime.combine(row.until_on, time(), tzinfo=member.space.zone),
        )
        for row in rows
    ]  # fmt: skip


def waiting(member: Member, at: datetime) -> list[Item]:
    """For the page of what needs care: the review that waits, and measures of the reader, or of nobody, whose day is over. One question for both."""
    if not may_run(member):
        return []
    mine = Q(responsible=None) | Q(responsible=member)
    late = rules.measures_of(member).open().filter(mine, until_on__lt=member.space.day(at)).values_list("pk", "text", "until_on", "made_at")
    month = Value(rules.last_month(member.space.day(at)), DateField())
    review = rules.waits(member.space, at).values_list(Value(0), Value(""), month, Value(at, DateTimeField()))
    found: list[Item] = []
    # The review is the only row without a number, so it stands first whatever else is late.
    for pk, text, on, made_at in sorted(late.union(review).order_by("pk")[:MOST_LATE], key=lambda row: (bool(row[0]), row[2])):
        if not pk:
            found.append(review_of(member.space, on))
        elif len(found) < FEW:
            said = _("was to be done by %(day)s") % {"day": day(on)}
            found.append(Item(text, said, address("plan:measure", member.space.slug, pk), made_at))
    return found


# ------------------------------------------------------------------ one review


def figures(space: Space, month: date, aimed: Iterable[str]) -> dict[str, dict[date, Figure]]:
    """The kept figures of a month and of the one before: the headlines, and those at which programs aim. One question."""
    names = [name for name in dict.fromkeys((*HEADLINES, *aimed)) if name in METRICS]
    return kept_figures(space, names, (rules.last_month(month), month))


def rows_of(space: Space, month: date, known: Mapping[str, Mapping[date, Figure]]) -> list[Row]:
    """The figures of a month as a table; those that tell nothing are left out."""
    found, before = [], rules.last_month(month)
    for name in METRICS:
        figure = known.get(name, {}).get(month)
        if figure is None or figure.value is None:
            continue
        metric, then = METRICS[name], known[name].get(before)
        said = written(metric, then.value) if then is not None and then.value is not None else ""
        found.append(
            Row(
                str(metric.label),
                address("plan:metric", space.slug, name),
                written(metric, figure.value),
                said,
                words.interval(metric, figure),
            )
        )
    return found


def happened(member: Member, month: date, rows: Sequence[Program]) -> list[Happened]:
    """What began, rested and ended, and what the house decided, in the order of the day. Members' decisions come from the book of the year."""
    space, slug = member.space, member.space.slug
    calendar = Calendar(space, [month])
    first, last, found = month, last_day(month), []
    for row in rows:
        path = programs.page_of(slug, row.pk)
        if row.starts_on is not None and first <= row.starts_on <= last:
            found.append(Happened(_("“%(program)s” began.") % {"program": row.name}, path))
        if any(first <= pause.from_on <= last for pause in row.pauses.all()):
            found.append(Happened(_("“%(program)s” rests.") % {"program": row.name}, path))
        if row.ended_at is not None and calendar.since <= row.ended_at < calendar.until:
            found.append(Happened(_("“%(program)s” ended: %(reason)s") % {"program": row.name, "reason": row.ended_with}, path))
    if DECISIONS in CHAPTERS:
        entries = CHAPTERS[DECISIONS].make(space, first, last)
        found += [Happened(" ".join(part for part in (entry.title, entry.below) if part)) for entry in entries]
    return found


def spoken(
    member: Member, row: Program, month: date, known: Mapping[str, Mapping[date, Figure]], verdict: ProgramVerdict | None, today: date
) -> Spoken:
    """One program in a review."""
    metric, figure = METRICS.get(row.metric), known.get(row.metric, {}).get(month)
    said, tone = words.reached(metric, row.target, figure) if metric is not None else ("", "")
    decided = Decision(row.pk, verdict.says, verdict.reason, verdict.told) if verdict else Decision(row.pk, "", "")
    return Spoken(
        row.pk, row.name, programs.page_of(member.space.slug, row.pk), row.language, row.get_kind_display(), goal(row),
        written(metric, figure.value) if metric is not None and figure is not None and figure.value is not None else "",
        words.interval(metric, figure) if metric is not None and figure is not None else "", said, tone, row.review_on is not None and row.review_on <= today,
        decided.says, str(words.DECIDED[verdict.says]) if verdict else "", words.TONES[ProgramVerdict.Says(verdict.says)] if verdict else "",
        decided.reason, decided.told, decided.state,
    )  # fmt: skip


def find(member: Member, review_id: int) -> MonthReview:
    """A review that a member reads. Raises NotFound, and NotAllowed for whoever reads none."""
    require(may_read(member))
    row: MonthReview | None = rules.visible_to(member).select_related("begun_by").filter(pk=review_id).first()
    if row is None:
        raise NotFound
    return row


def one(member: Member, review_id: int, at: datetime) -> Page:
    """One review. Raises NotFound, NotAllowed."""
    row, space, today = find(member, review_id), member.space, member.space.day(at)
    verdicts = {one.program_id: one for one in ProgramVerdict.objects.filter(review=row)}
    everything = list(programs.rows_of(member))
    is_open = row.closed_at is None
    speaks = [
        one for one in everything if (one.pk in verdicts or (is_open and stage(one, list(one.pauses.all()), today) not in (DRAFT, ENDED)))
    ]
    known = figures(space, row.month, (one.metric for one in everything if one.metric))
    wanted = Q(review=row) | Q(done_at=None, dropped_at=None) if is_open else Q(review=row)
    found = measures(member, rules.measures_of(member).filter(wanted).order_by("until_on", "pk"), at)
    begun = row.begun_at.astimezone(space.zone)
    people = sorted(
        (spoken(member, one, row.month, known, verdicts.get(one.pk), today) for one in speaks),
        key=lambda one: (not one.due, one.kind, one.name),
    )
    return Page(
        id=row.pk, month=words.month(row.month), begun=date_format(begun, "H:i"), begun_iso=row.begun_at.isoformat(),
        until=date_format(begun + rules.HALF_AN_HOUR, "H:i"), by=row.begun_by.name if row.begun_by is not None else "", language=row.language,
        happened=row.happened, worked=row.worked, said=row.said, closed=day(space.day(row.closed_at)) if row.closed_at else "", told=row.told_at is not None,
        figures=tuple(rows_of(space, row.month, known)), events=tuple(happened(member, row.month, everything)), programs=tuple(people),
        before=tuple(one for one in found if one.review != row.pk), measures=tuple(one for one in found if one.review == row.pk), is_open=is_open,
        may_run=bool(may_run(member)), members_path=members_page(space.slug, row.pk) if row.told_at is not None else "",
    )  # fmt: skip


def shelf(member: Member, at: datetime) -> Shelf:
    """All reviews of a house, newest first, what waits, and what is open."""
    require(may_read(member))
    rows = (
        rules.visible_to(member)
        .annotate(decided=Count("verdicts", distinct=True), agreed=Count("measures", distinct=True))
        .order_by("-month")[:SHOWN]
    )
    month, slug = rules.due(member.space, at), member.space.slug
    return Shelf(
        tuple(
            Line(
                page_of(slug, row.pk), words.month(row.month), pgettext("review", "closed") if row.closed_at else _("is being held"), "" if row.closed_at else "lamp", counts(row),
                members_page(slug, row.pk) if row.told_at else "",
            )
            for row in rows
        ),
        words.month(month) if month else "", month.isoformat() if month else "", tuple(all_measures(member, at)[0]), bool(may_run(member)),
    )  # fmt: skip


def counts(row: Any) -> str:
    """What a review came to, in one line."""
    decided = ngettext("one decision", "%(n)s decisions", row.decided) % {"n": row.decided}
    agreed = ngettext("one measure", "%(n)s measures", row.agreed) % {"n": row.agreed}
    return f"{decided}, {agreed}"


def told(member: Member, review_id: int) -> Told:
    """What members read of a review. Raises NotFound, also where it is not for them."""
    row: MonthReview | None = rules.told_to(member).filter(pk=review_id).first()
    if row is None:
        raise NotFound
    verdicts = (
        ProgramVerdict.objects.filter(review=row, told=True).select_related("program").order_by("program__kind", "program__name", "pk")
    )
    agreed = PlanMeasure.objects.filter(review=row, told=True, dropped_at=None).order_by("until_on", "pk")
    return Told(
        words.month(row.month), row.said, row.language,
        tuple((one.program.name, str(words.DECIDED[one.says]), words.TONES[ProgramVerdict.Says(one.says)]) for one in verdicts),
        tuple((one.text, _("done") if one.done_at else _("until %(day)s") % {"day": day(one.until_on)}) for one in agreed),
    )  # fmt: skip


def choices(member: Member, standing: Sequence[tuple[int, str]] | None = None) -> dict[str, list[tuple[str, str]]]:
    """Whom and what the form of a measure offers: people, and the programs that stand, where those are not known already. Two questions at most."""
    people = Member.objects.here().filter(space=member.space_id).order_by("sort_name", "pk").values_list("pk", "name")
    if standing is None:
        standing = list(Program.objects.standing().filter(space=member.space_id).order_by("name", "pk").values_list("pk", "name"))
    return {"responsible_id": [(str(pk), name) for pk, name in people], "program_id": [(str(pk), name) for pk, name in standing]}
