"""What pages show of programs. Everything begins at `rules.visible_to`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drittort.core import metrics, running
from drittort.core.addresses import address
from drittort.core.care import Item
from drittort.core.errors import NotFound, require
from drittort.core.numbers import tenth
from drittort.core.sums import LEAST
from drittort.members.models import Member
from drittort.members.notices.brought import week_of
from drittort.members.people.queries import Face, faces
from drittort.plan.metrics.queries import latest
from drittort.plan.metrics.words import month_name, written
from drittort.plan.programs import rules, words
from drittort.plan.programs.catalogue import Said, Template, templates
from drittort.plan.programs.models import DRAFT, ENDED, Program, ProgramPart, ProgramWeek, stage
from drittort.plan.rules import may_read, may_run
from drittort.spaces.industries import SECTIONS, section_name
from drittort.spaces.models import Location, Space
from drittort.spaces.roles.actions import names_of
from drittort.talk.groups.models import Group

LATELY = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Line:
    """A program in a list."""

    id: int
    path: str
    name: str
    language: str
    kind: str
    kind_label: str
    stage: str
    state: str
    tone: str
    purpose: str
    owner: Face | None
    audience: str
    cadence: str
    goal: str
    attention: str
    cost: str
    days: str
    review: str
    review_due: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """The programs of one of the three kinds, and what the kind is for."""

    kind: str
    label: str
    text: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """All programs of a house: what stands, by kind; drafts; and what is over."""

    shelves: tuple[Shelf, ...]
    drafts: tuple[Line, ...]
    over: tuple[Line, ...]
    may_run: bool

    @property
    def empty(self) -> bool:
        """Whether the house has no program at all."""
        return not (self.drafts or self.over or any(shelf.lines for shelf in self.shelves))


@dataclass(frozen=True, slots=True)
class Card:
    """A template in a list, in the reader's language."""

    key: str
    path: str
    said: Said
    kind: str
    kind_label: str
    audience: str
    cadence: str
    attention: str
    cost: str
    goal: str
    lives: bool


@dataclass(frozen=True, slots=True)
class Hung:
    """A running part as it hangs on a program, or could: `told` is its one word, `brought` what it brought lately."""

    told: str
    kind: str
    name: str
    text: str
    path: str
    over: bool
    brought: str


@dataclass(frozen=True, slots=True)
class Page:
    """One program as those who care for the house see it."""

    line: Line
    stands_at: str
    figure_path: str
    hangs: tuple[Hung, ...]
    missing: tuple[tuple[str, str], ...]
    brought: str
    rule: str
    reach: str
    roles: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    ended_with: str
    pauses: tuple[str, ...]
    may_run: bool
    may_change: bool
    can_start: bool
    cannot_start: str
    can_pause: bool
    can_go_on: bool
    can_end: bool
    can_drop: bool


def page_of(slug: str, program_id: int) -> str:
    """The address of a program."""
    return address("plan:program", slug, program_id)


def rows_of(member: Member) -> Any:
    """The programs of a house with what their words need, in two questions."""
    rows = rules.visible_to(member).select_related("location", "group").prefetch_related("pauses")
    return rows.order_by("kind", "name", "pk")


def line(member: Member, row: Program, today: date, people: dict[int, Face], roles: dict[str, str]) -> Line:
    """One program."""
    stands = stage(row, list(row.pauses.all()), today)
    due = row.review_on is not None and row.review_on <= today and stands not in (DRAFT, ENDED)
    return Line(
        id=row.pk, path=page_of(member.space.slug, row.pk), name=row.name, language=row.language, kind=row.kind, kind_label=row.get_kind_display(), stage=stands,
        state=str(words.STAGES[stands]), tone=words.TONES[stands], purpose=row.purpose, owner=people.get(row.owner_id or 0), audience=words.audience(row, roles),
        cadence=row.get_cadence_display(), goal=words.goal(row), attention=words.attention(row), cost=words.cost(row),
        days=words.days(row, row.last_day(member.space.zone)), review=words.day(row.review_on), review_due=due,
    )  # fmt: skip


def lines(member: Member, rows: Sequence[Program], today: date) -> list[Line]:
    """Some programs, in two questions whatever their number."""
    people, roles = faces(member.space_id, {row.owner_id for row in rows if row.owner_id}), names_of(member.space)
    return [line(member, row, today, people, roles) for row in rows]


def board(member: Member, at: datetime) -> Board:
    """Every program of a house."""
    found = lines(member, list(rows_of(member)), member.space.day(at))
    standing = [one for one in found if one.stage not in (DRAFT, ENDED)]
    return Board(
        tuple(
            Shelf(kind.value, str(kind.label), str(words.KINDS[kind]), tuple(one for one in standing if one.kind == kind)) for kind in Program.Kind
        ),
        tuple(one for one in found if one.stage == DRAFT), tuple(one for one in found if one.stage == ENDED), bool(may_run(member)),
    )  # fmt: skip


def find(member: Member, program_id: int) -> Program:
    """A program that a member sees. Raises NotFound, and NotAllowed for whoever reads none."""
    require(may_read(member))
    row: Program | None = rows_of(member).filter(pk=program_id).first()
    if row is None:
        raise NotFound
    return row


def one(member: Member, program_id: int, at: datetime) -> Page:
    """One program. Raises NotFound, NotAllowed."""
    row, today = find(member, program_id), member.space.day(at)
    found = lines(member, [row], today)[0]
    started, runs = rules.may_start(row), bool(may_run(member))
    template = next((one for one in templates() if one.key == row.template), None)
    count = rules.told(rules.people_in(row, today).count(), row.audience)
    told = set(ProgramPart.objects.hanging().filter(program=row).order_by("at", "pk").values_list("part", flat=True))
    weeks = lately(row.pk, today)
    kinds = {running.asked(part)[0] for part in told}
    return Page(
        line=found,
        stands_at=figure_of(member.space, row),
        figure_path=address("plan:metric", member.space.slug, row.metric) if row.metric in metrics.METRICS else "",
        hangs=tuple(one for one in parts_of(member.space, kinds, at, weeks) if one.told in told), brought=brought(weeks.get("", [])),
        missing=tuple(offered(template, member.space.slug, name=row.name, but=kinds)) if template and runs else (), rule=row.rule, reach=words.reached(count, row.audience), roles=said(template).roles if template else (),
        steps=first_days(row, template, found.stage, today),
        ended_with=row.ended_with,
        pauses=tuple(
            _("%(first)s to %(last)s") % {"first": words.day(pause.from_on), "last": words.day(pause.until_on)} if pause.until_on else _("since %(day)s") % {"day": words.day(pause.from_on)}
            for pause in sorted(row.pauses.all(), key=lambda pause: pause.from_on)
        ),
        may_run=runs, may_change=bool(rules.may_change(member, row, today)), can_start=runs and bool(started),
        cannot_start=str(started.reason) if runs and found.stage == DRAFT and not started else "", can_pause=runs and bool(rules.may_pause(row, today)),
        can_go_on=runs and found.stage not in (DRAFT, ENDED) and rules.may_go_on(list(row.pauses.all())), can_end=runs and found.stage not in (DRAFT, ENDED), can_drop=runs and bool(rules.may_drop(row)),
    )  # fmt: skip


def figure_of(space: Space, row: Program) -> str:
    """Where the figure at which a program aims stands, as it was told last; "" for none. One question."""
    known = latest(space, row.metric) if row.metric in metrics.METRICS else None
    if known is None or known.figure.value is None:
        return ""
    return _("%(value)s in %(month)s") % {
        "value": written(metrics.METRICS[row.metric], known.figure.value),
        "month": month_name(known.month),
    }


def first_days(row: Program, template: Template | None, stands: str, today: date) -> tuple[tuple[str, str], ...]:
    """The first steps of a program with their days, until the last of them is over."""
    if template is None or row.starts_on is None or stands == ENDED:
        return ()
    steps = template.steps(tongue(), row.starts_on)
    return tuple((words.day(day), text) for day, text in steps) if steps[-1][0] >= today else ()


def waiting(member: Member, at: datetime) -> list[Item]:
    """For the first page of the plan: programs whose day has come on which one looks at them. One question."""
    rows = rules.visible_to(member).standing().filter(review_on__lte=member.space.day(at)).order_by("review_on", "pk")[:5]
    return [
        Item(
            row.name, _("keep, change or stop?"), page_of(member.space.slug, row.pk), datetime.combine(row.review_on, time(), tzinfo=member.space.zone)
        )
        for row in rows if row.review_on is not None
    ]  # fmt: skip


# ------------------------------------------------------------------ what hangs on it


def lately(program_id: int, today: date) -> dict[str, list[ProgramWeek]]:
    """The last weeks of a program and of its parts that are over, by part. One question."""
    found: dict[str, list[ProgramWeek]] = {}
    this = week_of(today)
    for row in ProgramWeek.objects.filter(program=program_id, week__gte=this - LATELY, week__lt=this):
        found.setdefault(row.part, []).append(row)
    return found


def brought(weeks: Sequence[ProgramWeek]) -> str:
    """What somebody got of it in a week, on average over the last ones; "" where nothing was counted or too few read."""
    readers = max((row.readers for row in weeks), default=0)
    if readers < LEAST:
        return ""
    average = sum(row.mails / row.readers for row in weeks if row.readers) / (LATELY.days / 7)
    if round(average, 1) == 0:
        return _("no mail in the last four weeks")
    return _("%(n)s mails a week and reader, over the last four weeks") % {"n": tenth(average)}


def parts_of(space: Space, kinds: Collection[str], at: datetime, weeks: Mapping[str, Sequence[ProgramWeek]]) -> list[Hung]:
    """The running parts of some kinds; one question for each kind of which a house has several."""
    return [
        Hung(
            told := running.told(kind.name, one.number), str(kind.label), one.name, one.text, one.path, one.over, brought(weeks.get(told, [])),
        )
        for kind in running.KINDS.values() if kind.name in kinds
        for one in kind.parts(space, at)
    ]  # fmt: skip


def free(member: Member, row: Program, at: datetime) -> list[tuple[str, list[Hung]]]:
    """What could be hung on a program: what goes on in the house and hangs nowhere, by kind; the kinds that its template names come first."""
    taken = set(ProgramPart.objects.hanging().filter(space=member.space_id).values_list("part", flat=True))
    template = next((one for one in templates() if one.key == row.template), None)
    named = [one.kind for one in template.parts] if template else []
    found: dict[str, list[Hung]] = {str(running.KINDS[name].label): [] for name in named if name in running.KINDS}
    for one in parts_of(member.space, running.KINDS, at, {}):
        if not one.over and one.told not in taken:
            found.setdefault(one.kind, []).append(one)
    return [(kind, some) for kind, some in found.items() if some]


# ------------------------------------------------------------------ templates


def tongue() -> str:
    """The language of the reader, as far as templates have it."""
    return (get_language() or "de").partition("-")[0]


def said(template: Template) -> Said:
    """A template in the reader's language."""
    return template.said.get(tongue(), template.said["en"])


def as_program(template: Template) -> Program:
    """A template as the program that it would be, for its words; nothing is written."""
    return Program(
        kind=template.kind, audience=template.audience, cadence=template.cadence, mails=template.mails, hours=template.hours, money=template.money,
        metric=template.metric, target=template.target,
    )  # fmt: skip


def cards(member: Member) -> list[Card]:
    """All templates; those that run in the house say so."""
    lives = set(rules.visible_to(member).standing().values_list("template", flat=True))
    return [
        Card(
            one.key, address("plan:program_template", member.space.slug, one.key), said(one), one.kind, row.get_kind_display(), words.audience(row, {}),
            row.get_cadence_display(), words.attention(row), words.cost(row), words.goal(row), one.key in lives,
        )
        for one in templates() for row in (as_program(one),)
    ]  # fmt: skip


def first_steps(template: Template) -> list[tuple[str, str]]:
    """What is to be done at first: when, counted from the first day, and what."""
    return [words.step(days, text) for days, text in zip(template.days, said(template).steps, strict=True)]


def offered(template: Template, slug: str, *, name: str, but: Collection[str] = ()) -> list[tuple[str, str]]:
    """The running parts that a template needs, but for some kinds: what each is called, and where one begins it under a name."""
    known = [(running.KINDS[one.kind], one.preset) for one in template.parts if one.kind in running.KINDS and one.kind not in but]
    return [(str(kind.label), kind.begin(slug, {"name": name, **preset})) for kind, preset in known]


def adapted(template: Template, member: Member, today: date) -> dict[str, Any]:
    """What the form of a new program holds when it begins with a template."""
    first, told = template.first_on(today), template.said.get(member.space.language, template.said["de"])
    metric = template.metric if template.metric in metrics.METRICS else ""
    return {
        "kind": template.kind, "name": told.name, "purpose": told.purpose, "language": member.space.language, "owner_id": member.pk, "audience": template.audience,
        "cadence": template.cadence, "rule": told.rule, "metric": metric, "target": template.target if metric else None, "mails": template.mails,
        "money": template.money, "hours": template.hours, "starts_on": first, "ends_on": template.last_on(first),
        "review_on": template.review_on(first),
    }  # fmt: skip


# ------------------------------------------------------------------ forms


def as_set(row: Program) -> dict[str, Any]:
    """A program as its form holds it."""
    names = "kind name purpose language owner_id audience location_id industry group_id role cadence rule metric target mails money hours starts_on ends_on review_on"
    return {name: getattr(row, name) for name in names.split()}


def choices(space: Space) -> dict[str, list[tuple[str, str]]]:
    """What the fields of the form offer: people, places, trades, groups, roles and figures. Four questions."""
    known = names_of(space)
    return {
        "owner_id": [(str(pk), name) for pk, name in Member.objects.here().filter(space=space).order_by("sort_name", "pk").values_list("pk", "name")],
        "location_id": [(str(pk), name) for pk, name in Location.objects.standing().filter(space=space).values_list("pk", "name")],
        "industry": sorted(((letter, section_name(letter)) for letter in SECTIONS), key=lambda pair: pair[1]),
        "group_id": [
            (str(pk), name)
            for pk, name in Group.objects.filter(space=space, closed_at=None).exclude(seen_by=Group.SeenBy.HIDDEN).order_by("name", "pk").values_list("pk", "name")
        ],
        "role": list(known.items()),
        "metric": sorted(((one.name, str(one.label)) for one in metrics.METRICS.values()), key=lambda pair: pair[1].casefold()),
    }  # fmt: skip
