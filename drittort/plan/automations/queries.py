"""What the pages of rules show, as frozen values with ready words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from drittort.core import running
from drittort.core.addresses import address
from drittort.core.care import Item
from drittort.core.errors import NotFound
from drittort.core.paging import newest_first
from drittort.core.rulebook import ACTIONS, CONDITIONS, SUBJECTS, Act, Shown, Way
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.members.people.words import first_name
from drittort.plan.automations import rules, words
from drittort.plan.automations.deciding import Content, content_of, problems
from drittort.plan.automations.models import Rule, RuleAct, RuleActQuerySet, RuleStop, RuleTrial, RuleTrialAct, RuleVersion
from drittort.plan.automations.readymade import READY
from drittort.plan.automations.running import HOUSE_RULE
from drittort.plan.programs.models import Program, ProgramPart
from drittort.plan.programs.words import attention
from drittort.plan.rules import may_run

PAGE = 30
SHOWN = timedelta(days=30)
ON_CARE = 12


def day(value: date) -> str:
    """A day as it is written in full."""
    return date_format(value, "DATE_FORMAT")


def times(count: int) -> str:
    """How often a rule acted."""
    return npgettext("rule", "once", "%(n)s times", count) % {"n": count} if count else _("not once")


def kept_quiet(versions: Iterable[RuleVersion], since: datetime) -> set[int]:
    """The rules of which no number is told: those that said something private at any time since then, whether they acted or not.

    Not even a rough one: whoever fills a rule up to the edge of a band with people whom they know could read from it whether one more is meant.
    """
    found: set[int] = set()
    later: dict[int, datetime] = {}
    for one in sorted(versions, key=lambda version: -version.number):
        ended = later.get(one.rule_id)
        if content_of(one).private and (ended is None or ended > since):
            found.add(one.rule_id)
        later[one.rule_id] = one.at
    return found


@dataclass(frozen=True, slots=True)
class Card:
    """One rule in the list."""

    id: int
    name: str
    sentence: str
    limits: str
    on: bool
    did: str
    lacks: str
    program: str
    program_path: str
    attention: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A ready-made rule that the house has not taken."""

    name: str
    title: str
    why: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The page of all rules."""

    on: tuple[Card, ...]
    off: tuple[Card, ...]
    offers: tuple[Offer, ...]
    subjects: tuple[tuple[str, str], ...]
    stopped: str


def hung_on(rows: Iterable[Rule]) -> dict[int, Program]:
    """The programs on which some rules hang. One question."""
    told = {running.told(HOUSE_RULE, row.pk): row.pk for row in rows}
    return {told[one.part]: one.program for one in ProgramPart.objects.hanging().filter(part__in=told).select_related("program")}


def card(row: Rule, did: int | None, reader: Member, program: Program | None) -> Card:
    """A rule as a card; `did` is how often it acted lately, None where no number is told."""
    content = content_of(row)
    lacks = "" if row.on_at else next(iter(problems(content, reader.space)), "")
    if did is None:
        told = _("How often it acts stays with people.")
    else:
        told = _("In the last 30 days it acted %(times)s.") % {"times": times(did)} if row.on_at or did else ""
    return Card(
        row.pk,
        row.name,
        words.sentence(content, reader.space),
        words.limits(content),
        row.on_at is not None,
        told,
        lacks,
        program.name if program else "",
        address("plan:program", reader.space.slug, program.pk) if program else "",
        attention(program) if program else "",
    )


def lately(rows: Iterable[Rule], reader: Member, at: datetime) -> RuleActQuerySet:
    """What some rules did in the days of which a number is told."""
    return RuleAct.objects.filter(rule__in=rows, on__gt=reader.space.day(at - SHOWN))


def listed(reader: Member, at: datetime) -> Rules:
    """All rules of a house, those that act first, and what it could take."""
    rows = list(rules.visible_to(reader).order_by("pk"))
    did = Counter(lately(rows, reader, at).values_list("rule_id", flat=True))
    quiet = kept_quiet(RuleVersion.objects.filter(rule__in=rows), at - SHOWN)
    programs = hung_on(rows)
    cards = [card(row, None if row.pk in quiet else did[row.pk], reader, programs.get(row.pk)) for row in rows]
    taken = {row.made_from for row in rows}
    offers = tuple(
        Offer(one.name, str(one.title), str(one.why), words.sentence(one.taken(), reader.space)) for one in READY if one.name not in taken
    )
    return Rules(
        tuple(one for one in cards if one.on), tuple(one for one in cards if not one.on), offers,
        tuple((one.name, str(one.label)) for one in SUBJECTS.values()), stopped(reader),
    )  # fmt: skip


def stopped(reader: Member) -> str:
    """Who stopped all rules, in a sentence; "" where they go on."""
    row = RuleStop.objects.filter(space=reader.space_id).select_related("by").first()
    if row is None:
        return ""
    told = {"day": day(row.at.astimezone(reader.space.zone).date()), "name": row.by.name if row.by else _("somebody")}
    return _("%(name)s stopped all rules on %(day)s. None acts.") % told


def find(reader: Member, rule_id: int) -> Rule:
    """A rule of the house. Raises NotFound."""
    row = rules.visible_to(reader).filter(pk=rule_id).first()
    if row is None:
        raise NotFound
    return row


@dataclass(frozen=True, slots=True)
class Line:
    """One act, done or only tried: for whom, about what, when, what became of it."""

    id: int
    face: Face | None
    what: Shown | None
    when: str
    state: str
    path: str = ""
    can_undo: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One week of a dry run: its first day, how often, and the share of the fullest week in tenths."""

    week: str
    count: int
    tenths: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The last dry run of a rule."""

    asked: bool
    waits: bool
    sentence: str = ""
    stale: bool = False
    remembers: bool = True
    private: bool = False
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """One rule in full."""

    card: Card
    private: bool
    made: str
    can_change: bool
    can_name: bool
    duty: str
    trial: Trial
    lines: tuple[Line, ...]
    older: str
    versions: tuple[tuple[str, str], ...]


def one(reader: Member, rule_id: int, at: datetime, after: tuple[str, int] | None = None) -> Page:
    """One rule: its sentence, its last dry run, and what it did. Raises NotFound."""
    row = find(reader, rule_id)
    content = content_of(row)
    history = list(RuleVersion.objects.filter(rule=row).select_related("by").order_by("-number"))
    did = None if kept_quiet(history, at - SHOWN) else lately([row], reader, at).count()
    verdict = rules.may_read_names(reader)
    found: list[RuleAct] = []
    older = ""
    if verdict and not content.private:
        secret = [one.pk for one in history if content_of(one).private]
        acts = RuleAct.objects.filter(rule=row).exclude(version__in=secret).select_related("version")
        found, older = newest_first(acts, "at", after, PAGE)
    return Page(
        card=card(row, did, reader, hung_on([row]).get(row.pk)),
        private=content.private,
        made=made(row, reader),
        can_change=bool(rules.may_change(reader, row)),
        can_name=bool(verdict),
        duty=verdict.way,
        trial=trial(reader, row, content, named=bool(verdict)),
        lines=tuple(lines(reader, found, at)),
        older=older,
        versions=versions(reader, history, content),
    )


def versions(reader: Member, history: Iterable[RuleVersion], content: Content) -> tuple[tuple[str, str], ...]:
    """The sentences by which a rule acted before, each with since when and by whom it was switched on with it, the latest first."""
    found = []
    for version in history:
        said = content_of(version)
        if said != content:
            told = {"day": day(version.at.astimezone(reader.space.zone).date()), "name": version.by.name if version.by else _("somebody")}
            found.append((words.sentence(said, reader.space), _("Switched on by %(name)s on %(day)s.") % told))
    return tuple(found)


def made(row: Rule, reader: Member) -> str:
    """Since when it acts, or when it was changed."""
    moment = row.on_at or row.changed_at
    told = {"day": day(moment.astimezone(reader.space.zone).date())}
    return _("It has acted since %(day)s.") % told if row.on_at else _("Off. Last changed on %(day)s.") % told


def things(reader: Member, abouts: Iterable[str]) -> dict[str, Shown]:
    """What acts were about, as far as a reader may see it; people are shown by their faces."""
    by_kind: dict[str, list[int]] = {}
    for about in abouts:
        kind, _colon, number = about.partition(":")
        by_kind.setdefault(kind, []).append(int(number))
    found: dict[str, Shown] = {}
    for one in SUBJECTS.values():
        if one.people is not None and one.thing in by_kind:
            found |= {f"{one.thing}:{pk}": shown for pk, shown in one.shown(reader, by_kind[one.thing]).items()}
    return found


def state(act: RuleAct, reader: Member, at: datetime) -> str:
    """What became of an act."""
    if act.undone_at is not None:
        return _("taken back")
    if act.done_at is not None:
        return _("done")
    today = reader.space.day(at)
    if act.due_on is not None:
        return _("waits") if act.due_on <= today else _("comes up on %(day)s") % {"day": day(act.due_on)}
    if act.until_on is not None:
        return _("stands until %(day)s") % {"day": day(act.until_on)} if act.until_on >= today else _("ran out")
    return ""


def lines(reader: Member, acts: Sequence[RuleAct], at: datetime) -> list[Line]:
    """What a rule did, by name."""
    people = faces(reader.space_id, {act.person_id for act in acts})
    known = things(reader, (act.about for act in acts))
    found = []
    for act in acts:
        action = ACTIONS.get(act.version.action)
        waits = act.due_on is not None and act.done_at is None and act.undone_at is None
        found.append(
            Line(
                act.pk, people.get(act.person_id), known.get(act.about), day(act.on), state(act, reader, at),
                address("plan:rule_act", reader.space.slug, act.pk) if waits else "",
                action is not None and action.undone and act.undone_at is None and act.done_at is None,
            )
        )  # fmt: skip
    return found


def trial(reader: Member, row: Rule, content: Content, *, named: bool) -> Trial:
    """The last dry run: how often in all, week by week, and for whom, where that may be read."""
    last = RuleTrial.objects.filter(rule=row).first()
    if last is None:
        return Trial(False, False)
    if last.made_at is None or last.until_on is None:
        return Trial(True, True)
    told = Trial(True, False, "", last.key != content.key, content.remembers, content.private)
    if told.private or told.stale:
        return told
    days = list(RuleTrialAct.objects.filter(trial=last).values_list("on", flat=True))
    sentence = _("In the last %(days)s days it would have acted %(times)s.") % {"times": times(len(days)), "days": last.days}
    newest = list(RuleTrialAct.objects.filter(trial=last).order_by("-on", "-pk")[:PAGE]) if named else []
    people = faces(reader.space_id, {act.person_id for act in newest})
    known = things(reader, (act.about for act in newest))
    shown = tuple(Line(act.pk, people.get(act.person_id), known.get(act.about), day(act.on), "") for act in newest)
    more = len(days) - len(newest) if named else 0
    return replace(told, sentence=sentence, bars=bars(days, last.until_on, last.days) if days else (), lines=shown, more=more)


def bars(days: Sequence[date], until: date, length: int) -> tuple[Bar, ...]:
    """Acts week by week, the oldest first, up to the last day."""
    weeks = -(-length // 7)
    count = Counter((until - one).days // 7 for one in days)
    most = max(count.values(), default=1)
    return tuple(
        Bar(date_format(until - timedelta(days=7 * week + 6), "MONTH_DAY_FORMAT"), count[week], -(-10 * count[week] // most))
        for week in reversed(range(weeks))
    )


@dataclass(frozen=True, slots=True)
class ActPage:
    """Something that waits for the team: whom it is about, what to do, and why the rule thought of it."""

    id: int
    rule: str
    face: Face | None
    what: Shown | None
    task: str
    why: str
    when: str
    state: str
    open: bool
    can_undo: bool
    way: Way | None


def act_page(reader: Member, act_id: int, at: datetime) -> ActPage:
    """One act, for those who run the programs. Raises NotFound; also for what a private rule did."""
    act = rules.acts_visible_to(reader).filter(pk=act_id).select_related("version", "rule").first()
    content = content_of(act.version) if act else None
    if act is None or content is None or content.private:
        raise NotFound
    action = ACTIONS.get(content.action)
    face = faces(reader.space_id, [act.person_id]).get(act.person_id)
    known = things(reader, [act.about]).get(act.about)
    is_open = act.done_at is None and act.undone_at is None
    return ActPage(
        id=act.pk,
        rule=act.rule.name,
        face=face,
        what=known,
        task=task(content, face.first_name if face else "", known),
        why=words.sentence(content, reader.space),
        when=day(act.on),
        state=state(act, reader, at),
        open=is_open,
        can_undo=action is not None and action.undone and act.undone_at is None and act.done_at is None,
        way=way_of(reader, act, content, face) if is_open else None,
    )


def is_titled(content: Content) -> bool:
    """Whether a name in a text of the team is that of the thing."""
    return content.subject in SUBJECTS and SUBJECTS[content.subject].titled


def task(content: Content, name: str, what: Shown | None = None) -> str:
    """What an act asks the team to do. Of an event the name is its title."""
    action = ACTIONS.get(content.action)
    if action is None:
        return ""
    if action.way is not None or "text" not in content.values:
        return str(action.label)
    called = _("“%(text)s”") % {"text": what.label} if what and is_titled(content) else name
    return words.to_person(str(content.values["text"]), called)


def way_of(reader: Member, act: RuleAct, content: Content, face: Face | None) -> Way | None:
    """The button of an act, with the name in its words."""
    action = ACTIONS.get(content.action)
    if action is None or action.way is None:
        return None
    way = action.way(reader, Act(act.pk, int(act.about.rpartition(":")[2]), act.person_id), content.values)
    return Way(way.label, way.url, words.to_person(way.text, face.first_name if face else ""))


def waiting(member: Member, at: datetime) -> list[Item]:
    """What rules put before the team, for the page of what needs care: at most a dozen, in one question, and one more for each kind of title."""
    if not may_run(member):
        return []
    acts = rules.acts_visible_to(member).waiting(member.space.day(at)).filter(person__left_on=None)
    rows = list(acts.select_related("version", "person", "rule").order_by("due_on", "pk")[:ON_CARE])
    shown = [(act, content) for act in rows if not (content := content_of(act.version)).private]
    known = things(member, [act.about for act, content in shown if is_titled(content)])
    return [
        Item(
            task(content, first_name(act.person.name), known.get(act.about)), f"{act.person.name}: {act.rule.name}",
            address("plan:rule_act", member.space.slug, act.pk), act.at,
        )
        for act, content in shown
    ]  # fmt: skip


# ------------------------------------------------------------------ what everybody reads


@dataclass(frozen=True, slots=True)
class Mine:
    """What a rule did about the reader: when, by which sentence; whether it is a mark that they can take off."""

    id: int
    when: str
    rule: str
    sentence: str
    mark: str
    state: str
    can_take_off: bool


@dataclass(frozen=True, slots=True)
class OpenPage:
    """The rules of the house for everybody: what acts just now, and what it did about the reader."""

    rules: tuple[tuple[str, str, str], ...]
    mine: tuple[Mine, ...]
    older: str
    stopped: bool


def open_page(member: Member, at: datetime, after: tuple[str, int] | None = None) -> OpenPage:
    """The sentences by which the house acts, and the reader's own part of the log. Three queries."""
    on = Rule.objects.filter(space=member.space_id).on().order_by("pk")
    said = tuple((row.name, words.sentence(content_of(row), member.space), words.limits(content_of(row))) for row in on)
    found, older = newest_first(rules.own_acts(member).select_related("version", "rule"), "at", after, PAGE)
    mine = []
    for act in found:
        content = content_of(act.version)
        is_mark = act.until_on is not None
        standing = is_mark and act.undone_at is None and act.until_on is not None and act.until_on >= member.space.day(at)
        mine.append(
            Mine(
                act.pk, day(act.on), act.rule.name, words.sentence(content, member.space), str(content.values.get("text", "")) if is_mark else "",
                state(act, member, at) if is_mark or act.undone_at else "", standing,
            )
        )  # fmt: skip
    return OpenPage(said, tuple(mine), older, RuleStop.objects.filter(space=member.space_id).exists())


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that somebody bears."""

    id: int
    face: Face
    text: str
    until: str


def marks(reader: Member, at: datetime) -> tuple[Mark, ...]:
    """Who bears a mark now, by name, for those who run the programs. Two queries."""
    rows = list(
        rules.acts_visible_to(reader)
        .standing(reader.space.day(at))
        .filter(person__left_on=None)
        .select_related("version")
        .order_by("-on", "-pk")[:100]
    )
    shown = [(act, content_of(act.version)) for act in rows]
    people = faces(reader.space_id, {act.person_id for act, content in shown if not content.private})
    return tuple(
        Mark(act.pk, people[act.person_id], str(content.values.get("text", "")), day(act.until_on))
        for act, content in shown
        if act.person_id in people and act.until_on is not None
    )


def choices(content: Content) -> list[tuple[str, list[tuple[str, str]]]]:
    """The conditions that a rule may take on: those of everybody, and those of which the team learns nothing about a single person."""
    mine = [one for one in CONDITIONS.values() if one.subject == content.subject]
    open_ones = [(one.name, str(one.label)) for one in mine if not one.private]
    secret = [(one.name, str(one.label)) for one in mine if one.private]
    groups = [(_("What the team may know"), open_ones), (_("Only for what the person alone reads"), secret)]
    return [(label, sorted(rows, key=lambda row: row[1])) for label, rows in groups if rows]


def versions_read(rows: list[dict[str, object]], person: Member) -> list[str]:
    """For everybody's own page: the sentence of the version by which something was done."""
    found = {row.pk: row for row in RuleVersion.objects.filter(pk__in={row["version_id"] for row in rows}).select_related("rule")}
    return [
        f"{found[pk].rule.name}: {words.sentence(content_of(found[pk]), person.space)}" if pk in found else ""
        for pk in (row["version_id"] for row in rows)
        if isinstance(pk, int)
    ]
