"""What pages show of decisions. Everything begins at `rules.visible_to`; of a secret one nothing is read but its figures, and those when it is over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.care import Item, Rows
from drittort.core.errors import NotFound
from drittort.core.paging import newest_first
from drittort.core.reports import Shown
from drittort.core.search.index import MEMBERS, NOBODY, Document, Passage
from drittort.engine import lots
from drittort.inspire.decisions import counting, papers, rules, urn, words
from drittort.inspire.decisions.models import (
    Ballot,
    ConsentRound,
    DecisionOption,
    Draw,
    Elector,
    HouseDecision,
    HouseDecisionQuerySet,
    Lot,
    Position,
    TakenPaper,
)
from drittort.members.models import Member
from drittort.members.people.index import ONESELF
from drittort.members.people.queries import Face, faces
from drittort.members.safety.rules import folded_for
from drittort.members.translations.kinds import Original, points
from drittort.spaces.models import Location
from drittort.spaces.roles.actions import names_of
from drittort.spaces.roles.models import Role
from drittort.talk.comments import queries as comment_queries
from drittort.talk.comments.queries import Comments
from drittort.talk.conversations.about import Subject
from drittort.talk.groups import rules as groups
from drittort.talk.groups.home import path_of
from drittort.talk.groups.index import GROUP
from drittort.talk.groups.models import Group

Kind, Method = HouseDecision.Kind, HouseDecision.Method
PAGE, MOST_RUNNING = 20, 60
NAMED = 8
UNSAID = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Card:
    """A decision in a list."""

    id: int
    path: str
    title: str
    language: str
    kind: str
    who: str
    state: str
    tone: str
    until: str
    line: str
    waits: bool


@dataclass(frozen=True, slots=True)
class Board:
    """All decisions as their reader meets them: those that wait for them, the others that are open, their drafts, and what was decided."""

    waiting: tuple[Card, ...]
    running: tuple[Card, ...]
    drafts: tuple[Card, ...]
    over: tuple[Card, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: what the reader chose of it, what the figures say, and in an open decision who chose it."""

    id: int
    place: int
    text: str
    cost: str
    mine: int
    figure: str
    share: int
    names: str
    many: bool
    best: bool
    won: bool


@dataclass(frozen=True, slots=True)
class Duel:
    """Two options, and how many put each before the other."""

    first: str
    second: str
    for_first: int
    for_second: int


@dataclass(frozen=True, slots=True)
class Stand:
    """Where somebody stands in a round, with their reason."""

    face: Face | None
    label: str
    code: str
    text: str
    folded: bool
    report_path: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A round of a consent decision."""

    number: int
    text: str
    changed: str
    until: str
    over: bool
    passed: bool
    summary: str
    stands: tuple[Stand, ...]
    objections: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list of a draw."""

    number: int
    name: str
    place: int
    drawn: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A draw: who has put their name in, the list once it is closed, and everything by which it can be checked."""

    seats: int
    source: str
    day: str
    promise: str
    list_mark: str
    frozen: bool
    secret: str
    value: str
    value_by: str
    seed: str
    lines: tuple[Line, ...]
    names_in: int
    file_path: str


@dataclass(frozen=True, slots=True)
class Page:
    """One decision as its reader sees it."""

    card: Card
    kind: str
    method: str
    stage: str
    text: str
    by: Face | None
    folded: bool
    rule: tuple[str, ...]
    promises: tuple[str, ...]
    secret: bool
    group_path: str
    idea: str
    idea_path: str
    electors: str
    can_take_part: bool
    note: str
    listed: bool
    taken: bool
    has_paper: bool
    choices: tuple[Choice, ...]
    shows_figures: bool
    points: int
    most: int
    verdict: str
    turnout: str
    duels: tuple[Duel, ...]
    turns: tuple[Turn, ...]
    my_position: str
    my_words: str
    drawing: Drawing | None
    is_in: bool
    outcome: str
    outcome_by: str
    due: str
    done: str
    done_with: str
    responsible: Face | None
    event_path: str
    event: str
    can_change: bool
    can_open: bool
    can_drop: bool
    can_go_on: bool
    can_name_value: bool
    can_say_outcome: bool
    can_take_on: bool
    can_say_done: bool
    can_make_event: bool
    comments: Comments
    report_path: str


def page_of(slug: str, decision_id: int) -> str:
    """The address of a decision."""
    return address("inspire:decision", slug, decision_id)


def with_names(rows: HouseDecisionQuerySet) -> HouseDecisionQuerySet:
    """With everything that a line says of a decision."""
    return rows.select_related("group", "location", "draw")


def standing_of(member: Member, rows: HouseDecisionQuerySet) -> Any:
    """Each with whether the reader stands on its list (`listed`) and has said something in it that is not secret (`spoke`)."""
    mine = Elector.objects.filter(decision=OuterRef("pk"), member=member)
    here = Position.objects.filter(round__decision=OuterRef("pk"), round__closed_at=None, member=member)
    return rows.annotate(
        listed=Exists(mine),
        spoke=Exists(Ballot.objects.filter(decision=OuterRef("pk"), member=member)) | Exists(here) | Exists(mine.exclude(in_at=None)),
    )


def papers_of(member: Member, rows: Iterable[HouseDecision]) -> set[int]:
    """In which secret ones of some open decisions somebody has had their paper. One query, or none."""
    mine = {word: row.pk for row in rows if row.secret and row.stage == "open" for word in papers.words_of(row.pk, member.pk)}
    return {mine[word] for word in TakenPaper.objects.filter(word__in=list(mine)).values_list("word", flat=True)} if mine else set()


def names_of_options(space: Any, rows: Sequence[HouseDecision]) -> dict[int, list[str]]:
    """What the options of some decisions are called, by decision. One query."""
    found: dict[int, list[str]] = {row.pk: [] for row in rows}
    options = DecisionOption.objects.filter(decision__in=list(found)).order_by("decision", "position") if found else ()
    for option in options:
        found[option.decision_id].append(words.named(option, space))
    return found


def drawn_names(rows: Sequence[HouseDecision]) -> dict[int, list[str]]:
    """Who was drawn in some decisions, in order. One query, or none."""
    ids = [row.pk for row in rows if row.kind == Kind.DRAW and row.closed_at is not None]
    found: dict[int, list[str]] = {pk: [] for pk in ids}
    drawn = Lot.objects.filter(draw__decision__in=ids, place__isnull=False).select_related("draw", "member").order_by("draw", "place")
    for lot in drawn if ids else ():
        if lot.place is not None and lot.place <= lot.draw.seats:
            found[lot.draw.decision_id].append(lot.name or _("somebody who has left"))
    return found


def card(member: Member, row: Any, *, taken: bool, names: Sequence[str], drawn: Sequence[str], at: datetime) -> Card:
    """One decision of a list."""
    state, tone = words.short(row, listed=row.listed, taken=taken)
    line = " ".join(filter(None, (words.verdict(row, names, drawn), row.outcome)))
    if row.stage == "open" and row.closes_at <= at:
        state, tone = _("over, and not decided yet"), "slate"
    return Card(
        row.pk, page_of(member.space.slug, row.pk), row.title, row.language, row.get_kind_display(), words.people(row, member.space), state, tone,
        words.last_day(row, member.space) if row.stage in ("open", "draft") else "", line, row.stage == "open" and row.listed and not taken and row.closes_at > at,
    )  # fmt: skip


def cards(member: Member, rows: Sequence[Any], at: datetime) -> list[Card]:
    """Some decisions, in three queries whatever their number."""
    had, names, drawn = papers_of(member, rows), names_of_options(member.space, [r for r in rows if r.result]), drawn_names(rows)
    return [
        card(member, row, taken=row.spoke or row.pk in had, names=names.get(row.pk, ()), drawn=drawn.get(row.pk, ()), at=at) for row in rows
    ]


def board(member: Member, at: datetime, after: tuple[str, int] | None = None) -> Board:
    """All decisions; what was decided in pages, the latest first."""
    rows = standing_of(member, with_names(rules.visible_to(member)))
    over, more = newest_first(
        rows.filter(Q(closed_at__isnull=False) | Q(dropped_at__isnull=False), opened_at__isnull=False), "opened_at", after, PAGE
    )
    if after is not None:
        return Board((), (), (), tuple(cards(member, over, at)), more)
    running = list(rows.filter(opened_at__isnull=False, closed_at=None, dropped_at=None).order_by("closes_at", "pk")[:MOST_RUNNING])
    drafts = list(rows.filter(opened_at=None, member=member).order_by("-made_at", "-pk")[:PAGE])
    shown = cards(member, [*running, *drafts, *over], at)
    first, rest = shown[: len(running)], shown[len(running) :]
    return Board(
        tuple(c for c in first if c.waits),
        tuple(c for c in first if not c.waits),
        tuple(rest[: len(drafts)]),
        tuple(rest[len(drafts) :]),
        more,
    )


def find(member: Member, decision_id: int) -> HouseDecision:
    """A decision that a member sees. Raises NotFound."""
    row = with_names(rules.visible_to(member)).filter(pk=decision_id).first()
    if row is None:
        raise NotFound
    return row


def one(member: Member, decision_id: int, at: datetime, *, code: str = "", **comments: int | None) -> Page:
    """One decision as its reader sees it; `code`: that of their own secret ballot, as their browser keeps it. Raises NotFound."""
    row: Any = (
        standing_of(
            member, with_names(rules.visible_to(member)).select_related("group", "location", "draw", "idea", "event", "draw__value_by")
        )
        .filter(pk=decision_id)
        .first()
    )
    if row is None:
        raise NotFound
    slug, space = member.space.slug, member.space
    options = list(row.options.order_by("position"))
    names = [words.named(option, space) for option in options]
    ballots = [] if row.secret else list(row.ballots.order_by("at", "pk"))
    had = row.pk in papers_of(member, [row])
    mine: Any = (
        urn.found_by(row.pk, code)
        if row.secret and row.stage == "open"
        else next((b.content for b in ballots if b.member_id == member.pk), None)
    )
    found = comment_queries.found_under(member, rules.about(row.pk), before=comments.get("before"))
    turns = (
        list(ConsentRound.objects.filter(decision=row).prefetch_related("positions").order_by("number")) if row.kind == Kind.CONSENT else []
    )
    spoke = {position.member_id for turn in turns for position in turn.positions.all()}
    ids = {row.member_id, row.responsible_id, *found.people, *spoke, *(b.member_id for b in ballots)} - {None}
    people, folded = faces(member.space_id, ids), folded_for(member)
    lot_rows = list(row.draw.lots.order_by("number")) if row.kind == Kind.DRAW and row.draw.frozen_at else []
    drawn = [
        lot.name or _("somebody who has left")
        for lot in sorted(lot_rows, key=lambda lot: lot.place or 0)
        if lot.place and lot.place <= row.draw.seats
    ]
    verdict = rules.may_take_part(row, at, listed=row.listed)
    taken = row.spoke or had
    # Whoever has not chosen yet is not told what the others chose: figures pull.
    shows = not row.secret and bool(row.opened_at) and (taken or not verdict)
    result: Mapping[str, Any] | None = row.result
    if result is None and shows and options:
        result = counting.counted(row, [option.cost for option in options], [b.content for b in ballots])
    shows = shows or (row.closed_at is not None and result is not None)
    last = turns[-1] if turns else None
    my_turn = next((p for p in last.positions.all() if p.member_id == member.pk), None) if last is not None else None
    cares = rules.cares(member, row)
    say = rules.may_say(member, row.pk, at) if row.opened_at else None
    shown = card(member, row, taken=taken, names=names, drawn=drawn, at=at)
    return Page(
        card=shown, kind=row.kind, method=row.method, stage=row.stage, text=row.text if not turns else "", by=people.get(row.member_id or 0), folded=row.member_id in folded,
        rule=tuple(words.rule(row, *draw_words(row))) if row.kind != Kind.DRAW else tuple(words.rule(row, *draw_words(row), everybody=row.draw.everybody)), promises=tuple(words.promises(row)),
        secret=row.secret, group_path=path_of(slug, row.group_id) if row.group_id else "",
        idea=row.idea.title if row.idea and row.idea.removed_at is None else "", idea_path=address("inspire:idea", slug, row.idea_id) if row.idea and row.idea.removed_at is None else "",
        electors=_("%(n)s may take part, as it was written down when it opened.") % {"n": row.electors} if row.electors else "",
        can_take_part=bool(verdict), note=str(verdict.reason) if row.stage == "open" else "", listed=row.listed, taken=taken, has_paper=had,
        choices=tuple(choice(row, option, names, mine, result if shows else None, ballots if shows else [], people) for option in options), shows_figures=shows and result is not None,
        points=row.points or 0, most=counting.most_of(row, len(options)) or 0, verdict=words.verdict(row, names, drawn), turnout=words.turnout(row),
        duels=duels(names, result) if shows and result is not None and row.method == Method.RANKED else (),
        turns=tuple(turn_shown(member, turn, people, folded) for turn in reversed(turns)), my_position=my_turn.says if my_turn else "", my_words=my_turn.text if my_turn else "",
        drawing=drawing(member, row, lot_rows) if row.kind == Kind.DRAW else None, is_in=row.kind == Kind.DRAW and row.spoke,
        outcome=row.outcome, outcome_by=words.moment_words(row.outcome_at, space) if row.outcome_at else "", due=words.due_words(row.due_on), done=words.moment_words(row.done_at, space) if row.done_at else "",
        done_with=row.done_with, responsible=people.get(row.responsible_id or 0),
        event_path=address("inspire:event", slug, row.event_id) if row.event_id and (row.event.published_at or row.event.host_id == member.pk) else "", event=row.event.title if row.event else "",
        can_change=bool(rules.may_change(member, row)), can_open=bool(rules.may_change(member, row)), can_drop=bool(rules.may_drop(member, row)),
        can_go_on=bool(rules.may_go_on(member, row, last)), can_name_value=bool(rules.may_name_value(member, row, row.draw if row.kind == Kind.DRAW else None, space.day(at))),
        can_say_outcome=bool(rules.may_say_outcome(member, row)), can_take_on=bool(rules.may_take_on(row)) and not cares, can_say_done=bool(rules.may_say_done(member, row)),
        can_make_event=bool(rules.may_make_event(member, row)) and (row.stage == "over" or taken),
        comments=comment_queries.comments(
            member, found, at, people=people, folded=folded, verdict=say if say is not None else rules.may_take_part(row, at, listed=False), told=row.member_id == member.pk,
            quoted=comments.get("quoted"), deleted=comments.get("deleted"),
        ),
        report_path="" if row.member_id in (member.pk, None) or row.opened_at is None else f"{address('members:report', slug)}?about=decision:{row.pk}",
    )  # fmt: skip


def draw_words(row: HouseDecision) -> tuple[int, str, str]:
    """How many are drawn, from which value, and of which day; nothing where no lots are drawn."""
    if row.kind != Kind.DRAW:
        return 0, "", ""
    return row.draw.seats, row.draw.source, date_format(row.draw.value_on, "DATE_FORMAT")


def choice(
    row: HouseDecision,
    option: DecisionOption,
    names: Sequence[str],
    mine: Any,
    result: Mapping[str, Any] | None,
    ballots: Sequence[Ballot],
    people: Mapping[int, Face],
) -> Choice:
    """One option as its reader sees it."""
    place = option.position
    chosen = [people[b.member_id].name for b in ballots if b.member_id in people and picked(row, b.content, place)]
    best = result is not None and place in result["winners"]
    return Choice(
        option.pk, place, names[place], words.euros(option.cost) if option.cost is not None else "", picked(row, mine, place) if mine is not None else 0,
        words.figure(row, result, place) if result is not None else "", words.share(row, result, place) if result is not None else 0,
        ", ".join(chosen), len(chosen) > NAMED, best, best and row.closed_at is not None,
    )  # fmt: skip


def picked(row: HouseDecision, content: Any, place: int) -> int:
    """What a ballot says of an option: 1 where it names it, its place in an order, 2 or 1 for a day, its points; else 0."""
    if row.kind in (Kind.DATE, Kind.BUDGET):
        return int(content[place])
    if row.method == Method.RANKED:
        return next((k for k, each in enumerate(content, 1) if place in each), 0)
    return int(place in content)


def duels(names: Sequence[str], result: Mapping[str, Any]) -> tuple[Duel, ...]:
    """Each pair once, in the order of the places."""
    order = [option for places in result["places"] for option in places]
    table = result["duels"]
    return tuple(Duel(names[a], names[b], table[a][b], table[b][a]) for k, a in enumerate(order) for b in order[k + 1 :])


def turn_shown(member: Member, turn: ConsentRound, people: Mapping[int, Face], folded: set[int]) -> Turn:
    """A round: objections first, then worries, then the others."""
    weight = [Position.Says.OBJECTION, Position.Says.WORRY, Position.Says.ASIDE, Position.Says.CONSENT]
    said = sorted(turn.positions.all(), key=lambda p: (weight.index(Position.Says(p.says)), p.pk))
    stands = tuple(
        Stand(
            people.get(p.member_id), str(Position.Says(p.says).label), p.says, p.text, p.member_id in folded,
            f"{address('members:report', member.space.slug)}?about=position:{p.pk}" if p.text and p.member_id != member.pk else "",
        )
        for p in said
    )  # fmt: skip
    last = date_format(member.space.day(turn.until - timedelta(microseconds=1)), "DATE_FORMAT")
    return Turn(
        turn.number, turn.text, turn.changed, last, turn.closed_at is not None, turn.passed, words.positions([p.says for p in said]), stands,
        sum(p.says == Position.Says.OBJECTION for p in said),
    )  # fmt: skip


def drawing(member: Member, row: HouseDecision, lines: Sequence[Lot]) -> Drawing:
    """A draw as everybody sees it: before the list is closed how many put their name in, then the list, then all of it."""
    draw: Draw = row.draw
    seats, source, day = draw_words(row)
    known = bool(draw.value)
    inside = Elector.objects.filter(decision=row).exclude(in_at=None).count() if not draw.frozen_at else len(lines)
    return Drawing(
        seats, source, day, draw.promise, draw.list_mark, draw.frozen_at is not None, draw.secret if known else "", draw.value, draw.value_by.name if draw.value_by else "",
        lots.seed_of(draw.secret, draw.list_mark, draw.value) if known else "",
        tuple(Line(lot.number, lot.name or _("somebody who has left"), lot.place or 0, bool(lot.place and lot.place <= seats)) for lot in lines), inside,
        address("inspire:draw_file", member.space.slug, row.pk) if draw.promise else "",
    )  # fmt: skip


def draw_file(member: Member, decision_id: int) -> dict[str, Any]:
    """Everything by which a draw can be checked, as it is known at this moment (`drittort.engine.lots`). Raises NotFound."""
    row = find(member, decision_id)
    if row.kind != Kind.DRAW or row.opened_at is None:
        raise NotFound
    draw = row.draw
    lines = list(draw.lots.order_by("number"))
    known = bool(draw.value)
    return {
        "format": lots.FORMAT,
        "title": row.title,
        "seats": draw.seats,
        "source": f"{draw.source}, {draw.value_on.isoformat()}",
        "promise": draw.promise,
        "list": draw.list_mark or None,
        "lines": [{"number": lot.number, "salt": lot.salt, "name": lot.name or None, "mark": lot.mark} for lot in lines],
        "secret": draw.secret if known else None,
        "value": draw.value or None,
        "seed": lots.seed_of(draw.secret, draw.list_mark, draw.value) if known else None,
        "order": [lot.number for lot in sorted(lines, key=lambda lot: lot.place or 0)] if known else None,
    }


# ------------------------------------------------------------------ for forms


def asked(member: Member, decision_id: int) -> dict[str, Any]:
    """What a form begins with when a draft is changed. Raises NotFound."""
    row = find(member, decision_id)
    zone = member.space.zone
    told: dict[str, Any] = {
        name: getattr(row, name)
        for name in (
            "kind",
            "title",
            "text",
            "language",
            "who",
            "quorum",
            "method",
            "most",
            "secret",
            "budget",
            "points",
            "role",
            "group_id",
            "location_id",
        )
    }
    told["idea_id"], told["last_day"] = row.idea_id, member.space.day(row.closes_at - timedelta(microseconds=1))
    for k, option in enumerate(row.options.order_by("position")):
        told[f"text_{k}"], told[f"cost_{k}"] = option.text, option.cost
        if option.starts_at is not None and option.ends_at is not None:
            begins, ends = option.starts_at.astimezone(zone), option.ends_at.astimezone(zone)
            told |= {f"on_{k}": begins.date(), f"begins_{k}": begins.time(), f"ends_{k}": ends.time()}
    if row.kind == Kind.DRAW:
        told |= {
            "seats": row.draw.seats,
            "everybody": "all" if row.draw.everybody else "own",
            "source": row.draw.source,
            "value_on": row.draw.value_on,
        }
    return told


def places_of(member: Member) -> dict[str, list[tuple[str, str]]]:
    """The groups, locations and roles whom a question may be laid before. Two queries."""
    mine = Group.objects.filter(groups.belongs(member), space=member.space_id, closed_at=None).order_by("name", "pk")
    where = Location.objects.standing().filter(space=member.space_id)
    known = names_of(member.space)
    return {
        "group_id": [(str(pk), name) for pk, name in mine.values_list("pk", "name")],
        "location_id": [(str(pk), name) for pk, name in where.values_list("pk", "name")],
        "role": [(key, known[key]) for key in Role.objects.filter(space=member.space_id).values_list("key", flat=True) if key in known],
    }


# ------------------------------------------------------------------ for others


def names(ids: set[int]) -> dict[int, Subject]:
    """What decisions are called at the head of what is said under them: only what the whole house may read tells its words."""
    rows = HouseDecision.objects.filter(pk__in=ids).select_related("space", "group")
    return {row.pk: Subject(open_title(row), page_of(row.space.slug, row.pk)) for row in rows}


def open_title(row: HouseDecision) -> str:
    """What a decision is called to whoever may know nothing of its group."""
    return _("a decision in one of your groups") if row.group is not None and row.group.seen_by != Group.SeenBy.HOUSE else row.title


def documents(ids: Sequence[int]) -> Iterable[Document]:
    """Decisions as documents of the index, with the proposal as it stands: for whoever reads in their group, a draft for whoever writes it."""
    for row in HouseDecision.objects.filter(pk__in=ids).select_related("group").prefetch_related("options", "rounds"):
        turn = max(row.rounds.all(), key=lambda one: one.number, default=None)
        text = row.text if turn is None else turn.text
        told = [("text", text[:2000]), *(("option", option.text) for option in row.options.all()), ("outcome", row.outcome)]
        passages = tuple(Passage(role, row.language, words) for role, words in told if words)
        yield Document(row.space_id, row.pk, row.title, passages, audience_of(row), facts={} if row.opened_at else {"draft": True})


def audience_of(row: HouseDecision) -> str:
    """Who finds a decision."""
    if row.opened_at is None:
        return f"{ONESELF}:{row.member_id}" if row.member_id else NOBODY
    return MEMBERS if row.group is None or row.group.seen_by == Group.SeenBy.HOUSE else f"{GROUP}:{row.group_id}"


def all_of(space_id: int) -> Iterable[int]:
    """Ids of a house's decisions, for a look at everything."""
    return HouseDecision.objects.filter(space=space_id).values_list("pk", flat=True)


def note(facts: dict[str, Any], reader: Member, at: datetime) -> str:
    """Whether a decision is a draft."""
    return _("not published yet") if "draft" in facts else ""


def original(reader: Member, decision_id: int, at: datetime) -> Original:
    """The words of a decision with the proposal as it stands and what one may choose from, to be translated. Raises NotFound."""
    row = find(reader, decision_id)
    turn = row.rounds.order_by("-number").first()
    text = row.text if turn is None else turn.text
    choices = points(row.options.order_by("position").values_list("text", flat=True))
    return Original(row.member_id, row.language, (row.title, text, choices), page_of(reader.space.slug, row.pk))


def shown(reader: Member, decision_id: int, at: datetime) -> Shown | None:
    """A decision as it is reported."""
    row = rules.visible_to(reader).filter(pk=decision_id).exclude(opened_at=None).first()
    return Shown(f"{row.title}\n\n{row.text}".strip(), row.member_id, row.opened_at) if row else None


def position_shown(reader: Member, position_id: int, at: datetime) -> Shown | None:
    """The reason of a position as it is reported."""
    row = Position.objects.filter(pk=position_id, round__decision__in=rules.visible_to(reader)).first()
    return Shown(row.text, row.member_id, row.at) if row and row.text else None


def waiting(member: Member, at: datetime) -> list[Rows]:
    """For the page of what needs care: decisions of which nobody has said in a week what follows."""
    if not rules.keeps(member):
        return []
    rows = HouseDecision.objects.without_outcome().filter(
        rules.READ_BY_ALL, space=member.space_id, closed_at__lte=at - UNSAID, result__isnull=False
    )

    def item(pk: int, title: str, _on: date | None, closed_at: datetime) -> Item:
        return Item(title, _("was decided, and nobody has said what follows from it"), page_of(member.space.slug, pk), closed_at)

    return [Rows(rows.order_by("closed_at", "pk"), item, at="closed_at", words="title", most=3)]
