"""Laying a question before the house, taking part, counting, and what follows. Ids only go into the ledger, and of a secret ballot nothing at all."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, in_time, require
from drittort.core.search import index as search
from drittort.engine import lots
from drittort.inspire.decisions import counting, rules, urn
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
)
from drittort.inspire.events import actions as events
from drittort.inspire.events.models import Event
from drittort.inspire.events.rules import publishes
from drittort.inspire.ideas.rules import visible_to as ideas_for
from drittort.members.models import Member
from drittort.members.safety.rules import POSTS, may_use
from drittort.spaces.models import Location
from drittort.spaces.roles.models import Role
from drittort.talk.groups import rules as groups
from drittort.talk.groups.models import Group

OPENED, DROPPED, CLOSED = "decision.opened", "decision.dropped", "decision.closed"
TOOK_PART, SAID, ROUND = "decision.took_part", "decision.said", "decision.round"
STUCK, FROZEN = "decision.stuck", "decision.frozen"
OUTCOME, TAKEN_ON, DONE = "decision.outcome", "decision.taken_on", "decision.done"
KEPT = timedelta(days=366)
FEW = 200
Kind = HouseDecision.Kind


@dataclass(frozen=True, slots=True)
class Option:
    """One of the things to choose from."""

    text: str = ""
    cost: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lots:
    """How lots are drawn: how many, of everybody or of those who put their name in, and from which public value of which day."""

    seats: int
    everybody: bool
    source: str
    value_on: date


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, of whom, by which rule and until when."""

    kind: str
    title: str
    text: str
    language: str
    closes_at: datetime
    who: str = HouseDecision.Who.HOUSE
    group_id: int | None = None
    location_id: int | None = None
    role: str = ""
    quorum: int = 0
    method: str = ""
    most: int | None = None
    secret: bool = False
    budget: int | None = None
    points: int | None = None
    idea_id: int | None = None
    options: tuple[Option, ...] = ()
    lots: Lots | None = field(default=None)


def fitting(actor: Member, told: Question, at: datetime) -> Question:
    """The same as it is kept. Raises Invalid where nobody could decide by it, NotFound and NotAllowed for a group, a place or an idea that is not the actor's to name."""
    kept = {name: getattr(told, name) for name in told.__slots__}
    kept["title"], kept["text"] = " ".join(told.title.split()), told.text.replace("\r\n", "\n").strip()
    if not kept["title"]:
        raise Invalid(_("What is to be decided? Write it in one line."))
    if not at + rules.SHORTEST <= told.closes_at <= at + rules.LONGEST:
        raise Invalid(_("It ends on a day that is still to come, within three months."))
    group = groups.known_to(actor).filter(pk=told.group_id or 0).first() if told.who == HouseDecision.Who.GROUP else None
    if told.who == HouseDecision.Who.GROUP and group is None:
        raise Invalid(_("Which group is it?"))
    if (
        told.who == HouseDecision.Who.LOCATION
        and not Location.objects.standing().filter(space=actor.space_id, pk=told.location_id or 0).exists()
    ):
        raise Invalid(_("Which location is it?"))
    if told.who == HouseDecision.Who.ROLE and not Role.objects.filter(space=actor.space_id, key=told.role).exists():
        raise Invalid(_("Which role is it?"))
    if told.idea_id is not None and not ideas_for(actor).filter(pk=told.idea_id).exists():
        raise NotFound
    require(rules.may_write(actor, told.kind, group))
    kept["group_id"] = group.pk if group is not None else None
    kept["location_id"] = told.location_id if told.who == HouseDecision.Who.LOCATION else None
    kept["role"] = told.role if told.who == HouseDecision.Who.ROLE else ""
    poll, budget = told.kind == Kind.POLL, told.kind == Kind.BUDGET
    kept["method"] = (told.method or HouseDecision.Method.SINGLE) if poll else ""
    kept["most"] = told.most if kept["method"] == HouseDecision.Method.SEVERAL else None
    # Objections have reasons and so names, people agree on a day by name, and a draw has its list.
    kept["secret"] = told.secret and (poll or budget)
    kept["budget"], kept["points"] = (told.budget, told.points) if budget else (None, None)
    kept["lots"] = told.lots if told.kind == Kind.DRAW else None
    kept["options"] = options_of(told, at)
    check(Question(**kept), at)
    return Question(**kept)


def options_of(told: Question, at: datetime) -> tuple[Option, ...]:
    """The options in the order in which they stand, none twice."""
    if told.kind == Kind.DATE:
        return tuple(sorted({(o.starts_at, o.ends_at): o for o in told.options if o.starts_at}.values(), key=lambda o: o.starts_at or at))
    if told.kind in (Kind.POLL, Kind.BUDGET):
        named = {text: o for o in told.options if (text := " ".join(o.text.split()))}
        return tuple(Option(text, o.cost if told.kind == Kind.BUDGET else None) for text, o in named.items())
    return ()


def check(told: Question, at: datetime) -> None:
    """Raise Invalid, with a sentence, for what does not make a decision of its kind."""
    n = len(told.options)
    if told.kind in (Kind.POLL, Kind.DATE, Kind.BUDGET) and not rules.LEAST_OPTIONS <= n <= rules.MOST_OPTIONS:
        raise Invalid(_("There are at least two things to choose from, and at most twenty."))
    if told.method == HouseDecision.Method.RANKED and n > rules.MOST_RANKED:
        raise Invalid(_("Nobody puts more than eight answers in order."))
    if told.method == HouseDecision.Method.SEVERAL and not 2 <= (told.most or 0) < n:
        raise Invalid(_("How many answers may each choose? At least two, and fewer than there are."))
    if told.kind == Kind.CONSENT and not told.text:
        raise Invalid(_("What do you propose? Write it so that one can say yes to it."))
    if told.kind == Kind.DATE and any(o.starts_at is None or o.ends_at is None or not at < o.starts_at < o.ends_at for o in told.options):
        raise Invalid(_("Each day is still to come, and ends after it has begun."))
    if told.kind == Kind.BUDGET:
        costs = [o.cost or 0 for o in told.options]
        if not told.budget or not 0 < told.budget <= rules.DEAREST or any(not 0 < cost <= rules.DEAREST for cost in costs):
            raise Invalid(_("How much is there, and what does each project cost? Whole amounts above nothing."))
        if min(costs) > told.budget:
            raise Invalid(_("No project costs as little as there is. Ask for parts, or for less."))
        if not 1 <= (told.points or 0) <= rules.MOST_POINTS:
            raise Invalid(_("How many points does each give? Between one and a hundred."))
    if told.kind == Kind.DRAW:
        if told.lots is None or not 1 <= told.lots.seats <= rules.MOST_SEATS:
            raise Invalid(_("How many are drawn?"))
        if not told.lots.source.strip():
            raise Invalid(_("From which public number? Name one that nobody in the house decides on."))
        if not told.closes_at < datetime.combine(told.lots.value_on, told.closes_at.timetz()) <= told.closes_at + rules.FARTHEST:
            raise Invalid(_("The public number comes on a day after the list was closed, or somebody could choose who is on it."))


def draft_decision(*, actor: Member, question: Question, at: datetime) -> HouseDecision:
    """Write a question down; nobody else reads it until it opens. Raises Invalid, NotAllowed, NotFound."""
    require(may_use(actor, POSTS, at))
    told = fitting(actor, question, at)
    with transaction.atomic():
        decision = HouseDecision(space_id=actor.space_id, member=actor, made_at=at)
        write_down(decision, told, at)
    return decision


def write_down(decision: HouseDecision, told: Question, at: datetime) -> None:
    """Put a question that fits into its rows; what stood there before goes. Its writer finds it."""
    for name in set(told.__slots__) - {"options", "lots"}:
        setattr(decision, name, getattr(told, name))
    decision.save()
    decision.options.all().delete()
    DecisionOption.objects.bulk_create(DecisionOption(decision=decision, position=k, **asdict(o)) for k, o in enumerate(told.options))
    Draw.objects.filter(decision=decision).delete()
    if told.lots is not None:
        Draw.objects.create(decision=decision, **{**asdict(told.lots), "source": " ".join(told.lots.source.split())})
    search.changed(space_id=decision.space_id, kind=rules.DOCUMENT, refs=[decision.pk], at=at)


def visible(actor: Member, decision_id: int) -> HouseDecision:
    """A decision that the actor sees, locked. Raises NotFound."""
    decision = locked(HouseDecision.objects.filter(pk__in=rules.visible_to(actor).filter(pk=decision_id).values("pk"))).first()
    if decision is None:
        raise NotFound
    return decision


def change_decision(*, actor: Member, decision_id: int, question: Question, at: datetime) -> HouseDecision:
    """Ask another way, until it opens. Raises as `draft_decision`."""
    told = fitting(actor, question, at)
    with transaction.atomic():
        decision = visible(actor, decision_id)
        require(rules.may_change(actor, decision))
        write_down(decision, told, at)
    return decision


def discard_decision(*, actor: Member, decision_id: int, at: datetime) -> None:
    """Throw a draft away; nothing stays of it."""
    with transaction.atomic():
        decision = visible(actor, decision_id)
        require(rules.may_change(actor, decision))
        search.changed(space_id=decision.space_id, kind=rules.DOCUMENT, refs=[decision.pk], at=at)
        decision.delete()


def open_decision(*, actor: Member, decision_id: int, at: datetime) -> HouseDecision:
    """Lay it before those who may take part: who they are, and how many have to, is written down now and stays. Twice is once.

    Raises Invalid where nobody could take part, where a secret one has fewer than five to hide among, or where its end is over.
    """
    require(may_use(actor, POSTS, at))
    with transaction.atomic():
        decision = visible(actor, decision_id)
        if decision.opened_at is not None and decision.member_id == actor.pk:
            return decision
        require(rules.may_change(actor, decision))
        require(rules.may_write(actor, decision.kind, decision.group))
        require(rules.in_time(actor, at))
        people = sorted(rules.people_for(decision, at))
        if decision.closes_at < at + rules.SHORTEST:
            raise Invalid(_("It ends on a day that is still to come, within three months."))
        if not people:
            raise Invalid(_("Nobody could take part. Ask somebody else, or everybody."))
        if decision.secret and len(people) < rules.LEAST_SECRET:
            raise Invalid(_("Among fewer than five people nothing stays secret. Ask openly, or ask more people."))
        decision.opened_at, decision.electors, decision.needed = at, len(people), -(-len(people) * decision.quorum // 100)
        decision.save(update_fields=["opened_at", "electors", "needed"])
        draw = Draw.objects.filter(decision=decision).first()
        everybody = draw is not None and draw.everybody
        Elector.objects.bulk_create(Elector(decision=decision, member_id=pk, in_at=at if everybody else None) for pk in people)
        if draw is not None:
            draw.secret = secrets.token_hex(32)
            draw.promise = lots.digest(draw.secret)
            draw.save(update_fields=["secret", "promise"])
        if decision.kind == Kind.CONSENT:
            ConsentRound.objects.create(decision=decision, number=1, text=decision.text, opened_at=at, until=decision.closes_at)
        record(OPENED, decision, actor.pk, at)
    return decision


def drop_decision(*, actor: Member, decision_id: int, text: str, at: datetime) -> HouseDecision:
    """Call a decision off before it is counted, with a reason that everybody reads; ballots go uncounted. Raises Invalid without words."""
    text = " ".join(text.split())
    if not text:
        raise Invalid(_("Write a few words first: why is it off?"))
    with transaction.atomic():
        decision = visible(actor, decision_id)
        require(rules.may_drop(actor, decision))
        decision.dropped_at, decision.dropped_with = at, text
        decision.save(update_fields=["dropped_at", "dropped_with"])
        urn.empty(decision)
        record(DROPPED, decision, actor.pk, at)
    return decision


def taking_part(actor: Member, decision_id: int, at: datetime) -> HouseDecision:
    """A decision in which the actor may take part now, locked. Raises NotFound, NotAllowed, OutOfDate."""
    decision = visible(actor, decision_id)
    require(may_use(actor, POSTS, at))
    in_time(rules.may_take_part(decision, at, listed=True))
    require(rules.may_take_part(decision, at, listed=rules.on_roll(actor, decision)))
    return decision


def choose(*, actor: Member, decision_id: int, content: Any, at: datetime, code: str = "") -> str:
    """Choose, or choose anew; in a secret decision with the `code` of one's ballot. Returns that code, "" where none is needed. Twice is once.

    Raises NotFound, NotAllowed, OutOfDate when the time is up, Invalid for what breaks the rule.
    """
    with transaction.atomic():
        decision = taking_part(actor, decision_id, at)
        if decision.kind not in (Kind.POLL, Kind.DATE, Kind.BUDGET):
            raise Invalid
        content = counting.fitting(decision, decision.options.count(), content)
        if decision.secret:
            return urn.put(decision, actor.pk, content, code)
        mine = Ballot.objects.filter(decision=decision, member=actor).first()
        if mine is None or mine.content != content:
            Ballot.objects.update_or_create(decision=decision, member=actor, defaults={"content": content, "at": at})
            record(TOOK_PART, decision, actor.pk, at)
    return ""


def take_back(*, actor: Member, decision_id: int, at: datetime) -> None:
    """Take an open ballot back, or one's name out of a draw. Twice is once, and no news to anybody."""
    with transaction.atomic():
        decision = taking_part(actor, decision_id, at)
        Ballot.objects.filter(decision=decision, member=actor).delete()
        if decision.kind == Kind.DRAW:
            Elector.objects.filter(decision=decision, member=actor).update(in_at=None)


def put_name_in(*, actor: Member, decision_id: int, at: datetime) -> None:
    """Let one's name go into the draw. Twice is once."""
    with transaction.atomic():
        decision = taking_part(actor, decision_id, at)
        if decision.kind != Kind.DRAW:
            raise Invalid
        if Elector.objects.filter(decision=decision, member=actor, in_at=None).update(in_at=at):
            record(TOOK_PART, decision, actor.pk, at)


def say_position(*, actor: Member, decision_id: int, says: str, text: str, at: datetime) -> Position:
    """Say where one stands in the present round, or say it anew. An objection has a reason. Twice is once. Raises Invalid."""
    text = " ".join(text.split())
    if says not in Position.Says.values:
        raise Invalid
    if says in (Position.Says.OBJECTION, Position.Says.WORRY) and not text:
        raise Invalid(_("Write a sentence to it: what would have to be different?"))
    with transaction.atomic():
        decision = taking_part(actor, decision_id, at)
        now = ConsentRound.objects.filter(decision=decision, closed_at=None).order_by("-number").first()
        if now is None:
            raise OutOfDate(_("This round is over."))
        mine = Position.objects.filter(round=now, member=actor).first()
        if mine is None or (mine.says, mine.text) != (says, text):
            mine, _new = Position.objects.update_or_create(round=now, member=actor, defaults={"says": says, "text": text, "at": at})
            record(SAID, decision, actor.pk, at, position=mine.pk)
    return mine


def go_on(*, actor: Member, decision_id: int, text: str, changed: str, until: datetime, at: datetime) -> ConsentRound:
    """Lay a changed proposal before everybody, with what was taken up: another round, in which all speak anew. Raises Invalid."""
    text, changed = text.replace("\r\n", "\n").strip(), " ".join(changed.split())
    if not text or not changed:
        raise Invalid(_("Write the proposal as it is now, and what is different."))
    if not at + rules.SHORTEST <= until <= at + rules.LONGEST:
        raise Invalid(_("It ends on a day that is still to come, within three months."))
    with transaction.atomic():
        decision = visible(actor, decision_id)
        last = decision.rounds.order_by("-number").first()
        require(rules.may_go_on(actor, decision, last))
        number = last.number + 1 if last else 1
        made = ConsentRound.objects.create(decision=decision, number=number, text=text, changed=changed, opened_at=at, until=until)
        decision.closes_at, decision.reminded_at = until, None
        decision.save(update_fields=["closes_at", "reminded_at"])
        record(ROUND, decision, actor.pk, at, round=made.number)
    return made


def due(at: datetime) -> HouseDecisionQuerySet:
    """What is over at a moment and was not counted yet: ballots, a round, the list of a draw."""
    counts = Q(kind__in=(Kind.POLL, Kind.DATE, Kind.BUDGET))
    rounds = Q(kind=Kind.CONSENT, rounds__closed_at=None, rounds__until__lte=at)
    draws = Q(kind=Kind.DRAW, draw__frozen_at=None)
    return HouseDecision.objects.running().filter(counts | rounds | draws, closes_at__lte=at).distinct()


def close_decision(*, decision_id: int, at: datetime) -> bool:
    """Count what is over: ballots, the positions of a round, or who stands on the list of a draw; returns whether there was something. Twice is once.

    Of a secret decision nothing is left but its figures, and where fewer than five took part not even those.
    """
    with transaction.atomic():
        decision = locked(HouseDecision.objects.running().filter(pk=decision_id, closes_at__lte=at)).first()
        if decision is None:
            return False
        if decision.kind == Kind.CONSENT:
            return close_round(decision, at)
        if decision.kind == Kind.DRAW:
            return close_list(decision, at)
        costs = list(decision.options.order_by("position").values_list("cost", flat=True))
        ballots = urn.contents(decision) if decision.secret else list(decision.ballots.values_list("content", flat=True))
        few = decision.secret and len(ballots) < rules.LEAST_SECRET
        decision.closed_at, decision.took_part = at, None if few else len(ballots)
        decision.result = None if few else {**counting.counted(decision, costs, ballots), "enough": len(ballots) >= decision.needed}
        decision.save(update_fields=["closed_at", "took_part", "result"])
        urn.empty(decision)
        record(CLOSED, decision, None, at)
    return True


def close_round(decision: HouseDecision, at: datetime) -> bool:
    """A round is over. Nobody objected and enough spoke: it is decided. Else it waits for whoever proposed it."""
    now = decision.rounds.filter(closed_at=None, until__lte=at).order_by("-number").first()
    if now is None:
        return False
    says = list(now.positions.values_list("says", flat=True))
    now.closed_at, now.passed = at, Position.Says.OBJECTION not in says and len(says) >= decision.needed
    now.save(update_fields=["closed_at", "passed"])
    if now.passed:
        decision.closed_at, decision.took_part = at, len(says)
        decision.result = {"round": now.number, "counts": {each: says.count(each) for each in Position.Says.values}, "enough": True}
        decision.save(update_fields=["closed_at", "took_part", "result"])
    record(CLOSED if now.passed else STUCK, decision, None, at)
    return True


def close_list(decision: HouseDecision, at: datetime) -> bool:
    """The list of a draw is closed: names in their order, each with a salt; from now on it can be checked. Without a name there is nothing to draw."""
    draw = Draw.objects.filter(decision=decision, frozen_at=None).first()
    if draw is None:
        return False
    people = Member.objects.here().filter(pk__in=decision.roll.exclude(in_at=None).values("member_id")).order_by("sort_name", "pk")
    made = []
    for number, (pk, name) in enumerate(people.values_list("pk", "name"), 1):
        salt = secrets.token_hex(8)
        made.append(Lot(draw=draw, number=number, member_id=pk, salt=salt, name=name, mark=lots.mark(salt, name)))
    Lot.objects.bulk_create(made)
    draw.frozen_at, draw.list_mark = at, lots.list_of([lot.mark for lot in made])
    draw.save(update_fields=["frozen_at", "list_mark"])
    if not made:
        decision.closed_at, decision.took_part, decision.result = at, 0, {"winners": [], "enough": False}
        decision.save(update_fields=["closed_at", "took_part", "result"])
    record(FROZEN if made else CLOSED, decision, None, at)
    return True


def name_value(*, actor: Member, decision_id: int, value: str, at: datetime) -> Draw:
    """Write down the public value: the lots are drawn at once, and what was written stays. Said once more it is no news. Raises Invalid, OutOfDate."""
    value = " ".join(value.split())
    if not value:
        raise Invalid(_("Write the public number as it was announced."))
    with transaction.atomic():
        decision = visible(actor, decision_id)
        draw = Draw.objects.filter(decision=decision).first()
        if draw is not None and draw.value_at is not None:
            if draw.value != value:
                raise OutOfDate(_("The lots are drawn already, from another number. What was drawn stays."))
            return draw
        require(rules.may_name_value(actor, decision, draw, actor.space.day(at)))
        assert draw is not None
        draw.value, draw.value_at, draw.value_by = value, at, actor
        draw.save(update_fields=["value", "value_at", "value_by"])
        drawn = list(draw.lots.order_by("number"))
        order = lots.drawn([lot.mark for lot in drawn], lots.seed_of(draw.secret, draw.list_mark, value))
        for place, index in enumerate(order, 1):
            drawn[index].place = place
        Lot.objects.bulk_update(drawn, ["place"], batch_size=200)
        decision.closed_at, decision.took_part = at, len(drawn)
        decision.result = {"winners": [index + 1 for index in order[: draw.seats]], "enough": len(drawn) >= decision.needed}
        decision.save(update_fields=["closed_at", "took_part", "result"])
        record(CLOSED, decision, actor.pk, at)
    return draw


def say_outcome(*, actor: Member, decision_id: int, text: str, takes_on: bool, due_on: date | None, at: datetime) -> HouseDecision:
    """Write down what follows from a decision, whether one takes care of it oneself, and until when. Raises Invalid without words or with a day that is over."""
    text = " ".join(text.split())
    if not text:
        raise Invalid(_("What follows from it? One sentence is enough."))
    if due_on is not None and due_on < actor.space.day(at):
        raise Invalid(_("This day is over already."))
    with transaction.atomic():
        decision = visible(actor, decision_id)
        require(rules.may_say_outcome(actor, decision))
        decision.outcome, decision.outcome_at, decision.due_on, decision.asked_at = text, at, due_on, None
        if takes_on:
            decision.responsible = actor
        elif decision.responsible_id == actor.pk:
            decision.responsible = None
        decision.save(update_fields=["outcome", "outcome_at", "due_on", "asked_at", "responsible_id"])
        record(OUTCOME, decision, actor.pk, at)
    return decision


def take_on(*, actor: Member, decision_id: int, at: datetime) -> HouseDecision:
    """Take care of what follows. Raises OutOfDate where somebody was faster."""
    with transaction.atomic():
        decision = visible(actor, decision_id)
        if decision.responsible_id != actor.pk:
            in_time(rules.may_take_on(decision))
            decision.responsible = actor
            decision.save(update_fields=["responsible_id"])
            record(TAKEN_ON, decision, actor.pk, at)
    return decision


def say_done(*, actor: Member, decision_id: int, text: str, at: datetime) -> HouseDecision:
    """What was decided is done, with a sentence of what came of it. Twice is once."""
    with transaction.atomic():
        decision = visible(actor, decision_id)
        if decision.done_at is None:
            require(rules.may_say_done(actor, decision))
            decision.done_at, decision.done_with = at, " ".join(text.split())
            decision.save(update_fields=["done_at", "done_with"])
            record(DONE, decision, actor.pk, at)
    return decision


def take_longer(*, actor: Member, decision_id: int, due_on: date, at: datetime) -> HouseDecision:
    """It needs longer: asked again after another day. Raises Invalid for a day that is over."""
    if due_on <= actor.space.day(at):
        raise Invalid(_("This day is over already."))
    with transaction.atomic():
        decision = visible(actor, decision_id)
        require(rules.may_say_done(actor, decision))
        decision.due_on, decision.asked_at = due_on, None
        decision.save(update_fields=["due_on", "asked_at"])
    return decision


def make_event(*, actor: Member, decision_id: int, option_id: int, at: datetime) -> Event:
    """Make an event of a day: announced where the actor may, else handed in. Once; a second click leads to the same event. Raises as the actions of events do."""
    with transaction.atomic():
        decision = visible(actor, decision_id)
        if decision.event is not None:
            return decision.event
        require(rules.may_make_event(actor, decision))
        option = decision.options.filter(pk=option_id).first()
        if option is None or option.starts_at is None or option.ends_at is None:
            raise NotFound
        here = (
            decision.location_id
            or actor.location_id
            or Location.objects.standing().filter(space=actor.space_id).values_list("pk", flat=True).first()
        )
        words = events.Words(
            title=decision.title[:100], text=decision.text, language=decision.language, starts_at=option.starts_at, ends_at=option.ends_at,
            way=Event.Way.HERE, location_id=here,
        )  # fmt: skip
        draft = events.draft_event(actor=actor, words=words, at=at)
        event = (events.publish_event if publishes(actor) else events.propose_event)(actor=actor, event_id=draft.pk, at=at)
        decision.event = event
        decision.save(update_fields=["event_id"])
    return event


def note_reminded(*, decision_id: int, at: datetime) -> None:
    """Those who may take part were reminded that it ends."""
    HouseDecision.objects.filter(pk=decision_id, reminded_at=None).update(reminded_at=at)


def note_asked(*, decision_id: int, at: datetime) -> None:
    """Somebody was asked whether it is done, or what follows from it."""
    HouseDecision.objects.filter(pk=decision_id, asked_at=None).update(asked_at=at)


def forget_old(*, at: datetime) -> None:
    """A year after a decision it is forgotten who took part and who chose what; the result stays. Drafts of a year ago go."""
    old = HouseDecision.objects.over().filter(Q(closed_at__lte=at - KEPT) | Q(dropped_at__lte=at - KEPT))
    Ballot.objects.filter(decision__in=old).delete()
    Elector.objects.filter(decision__in=old).delete()
    HouseDecision.objects.filter(opened_at=None, made_at__lte=at - KEPT).delete()


def end_of(*, member_id: int) -> None:
    """Somebody leaves the house: their drafts go, and what they took on waits for somebody else."""
    HouseDecision.objects.filter(member=member_id, opened_at=None).delete()
    HouseDecision.objects.filter(responsible=member_id, done_at=None).update(responsible=None)


def forget_person(member_id: int) -> None:
    """Somebody is erased: their name goes from the lists of draws, whose marks stay, so that they can still be checked."""
    Lot.objects.filter(member=member_id).update(name="", salt="")


def record(kind: str, decision: HouseDecision, actor_id: int | None, at: datetime, **facts: int) -> None:
    """One row in the ledger: for everybody where everybody reads; who took part, and where they stand, is read on the page only."""
    everyone = decision.group_id is None or decision.group is None or decision.group.seen_by == Group.SeenBy.HOUSE
    told = everyone and kind not in (TOOK_PART, SAID)
    ledger.record(
        space_id=decision.space_id, at=at, kind=kind, actor_id=actor_id, subject_id=decision.pk,
        audience=ledger.EVERYONE if told else ledger.NOBODY, facts=facts,
    )  # fmt: skip
