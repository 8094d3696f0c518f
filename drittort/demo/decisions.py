"""Ideas and decisions of the demo house, open ones and what came of those of a year. Nobody is told: it is the past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from drittort.core.models import LedgerRow
from drittort.demo.texts import read
from drittort.engine import lots
from drittort.inspire.decisions import actions as decisions
from drittort.inspire.decisions import counting, papers, rules
from drittort.inspire.decisions.models import (
    Ballot,
    ConsentRound,
    DecisionOption,
    Draw,
    Elector,
    HouseDecision,
    Lot,
    Position,
    SecretBallot,
    TakenPaper,
)
from drittort.inspire.ideas import actions as ideas
from drittort.inspire.ideas.models import Idea, IdeaStep, IdeaSupport
from drittort.inspire.ideas.rules import about as about_idea
from drittort.members.models import Member
from drittort.spaces.models import Space
from drittort.talk.conversations.models import Conversation, Message
from drittort.talk.groups.models import Group

DAY = timedelta(days=1)
Kind = HouseDecision.Kind


def load_decisions(space: Space, at: datetime) -> None:
    """Write all of it. Whoever is not in the house (a smaller world) had no idea and asked nothing."""
    told = read("decisions")
    members = {m.name: m for m in Member.objects.here().filter(space=space).order_by("pk")}
    people = {**members, **{m.attributes["plays"]: m for m in members.values() if "plays" in m.attributes}}
    everybody = list(members.values())
    for place, row in enumerate(told["idea"]):
        if row["by"] in people:
            load_idea(space, row, people, everybody[7 * place :] + everybody[: 7 * place], at)
    groups = {group.name: group for group in Group.objects.filter(space=space)}
    for place, row in enumerate(told["decision"]):
        if row["by"] in people and row.get("group", "") in {"", *groups}:
            load_decision(space, row, people, groups.get(row.get("group", "")), Random(place), at)


def under(space: Space, about: str, rows: Sequence[Sequence[str]], people: dict[str, Member], begun: datetime, at: datetime) -> None:
    """What was said under a thing."""
    if rows:
        talk = Conversation.objects.create(space=space, about=about, begun_at=begun)
        Message.objects.bulk_create(
            Message(conversation=talk, author=people[name], text=text, at=min(at, begun + timedelta(hours=5 * (k + 1))))
            for k, (name, text) in enumerate(rows)
            if name in people
        )


def load_idea(space: Space, row: dict[str, Any], people: dict[str, Member], others: Sequence[Member], at: datetime) -> None:
    """One idea with who is for it and what the house said."""
    began = (at - row["days"] * DAY).replace(minute=row["days"] * 7 % 60)
    idea = Idea.objects.create(
        space=space, member=people[row["by"]], title=row["title"], text=row["text"], language=row.get("language", "de"), at=began,
        word_by=space.day(at) + row["word"] * DAY if "word" in row else None, asked_at=at if row.get("word", 9) < 3 else None, late_at=at if row.get("word", 9) < 0 else None,
    )  # fmt: skip
    helpers = [people[name] for name in row.get("helps", ()) if name in people]
    supporters = [m for m in others if m.pk not in {idea.member_id, *(h.pk for h in helpers)}][: 3 * row["for"] : 3]
    IdeaSupport.objects.bulk_create(
        IdeaSupport(idea=idea, member=m, at=min(at, began + timedelta(hours=4 * k)), helps=m in helpers)
        for k, m in enumerate((*helpers, *supporters), 1)
    )
    IdeaStep.objects.bulk_create(
        IdeaStep(idea=idea, by=people.get(by), at=at - days * DAY, status=status, text=text)
        for days, status, by, text in row.get("steps", ())
    )
    under(space, about_idea(idea.pk), row.get("said", ()), people, began, at)
    LedgerRow.objects.create(
        space_id=space.pk, at=began, kind=ideas.HAD, actor_id=idea.member_id, subject_id=idea.pk, audience="members", facts={}
    )


def load_decision(space: Space, row: dict[str, Any], people: dict[str, Member], group: Group | None, chance: Random, at: datetime) -> None:
    """One decision, open or over, with its list, its ballots and what followed."""
    opened, ends = at - row["days"] * DAY, datetime.combine(space.day(at) + (row["ends"] + 1) * DAY, time(), tzinfo=space.zone)
    decision = HouseDecision(
        space=space, member=people[row["by"]], kind=row["kind"], title=row["title"], text=row["text"], language="de", method=row.get("method", ""), most=row.get("most"),
        secret=row.get("secret", False), budget=row.get("budget"), points=row.get("points"), who=HouseDecision.Who.GROUP if group else HouseDecision.Who.HOUSE, group=group,
        quorum=row.get("quorum", 0), closes_at=ends, made_at=opened, opened_at=opened, reminded_at=at,
    )  # fmt: skip
    electors = sorted(rules.people_for(decision, at))
    decision.electors, decision.needed = len(electors), -(-len(electors) * decision.quorum // 100)
    decision.save()
    inside = {people[name].pk for name in row.get("names", ()) if name in people}
    Elector.objects.bulk_create(Elector(decision=decision, member_id=pk, in_at=opened if pk in inside else None) for pk in electors)
    options = DecisionOption.objects.bulk_create(options_of(decision, row, at))
    if decision.kind == Kind.CONSENT:
        load_rounds(decision, row, people, at)
    elif decision.kind == Kind.DRAW:
        load_draw(decision, row, people, at)
    else:
        playing = people.get("member")
        # Whoever visits as a member finds something that waits for them.
        voters = [pk for pk in electors if playing is None or pk != playing.pk]
        chosen = chance.sample(voters, min(row["took"], len(voters)))
        contents = [ballot(decision, row["weights"], chance) for _pk in chosen]
        if row["ends"] < 0:
            count(decision, options, contents, ends)
        if decision.secret and row["ends"] >= 0:
            put_into_urn(decision, chosen, contents)
        elif not decision.secret:
            Ballot.objects.bulk_create(
                Ballot(decision=decision, member_id=pk, at=opened + timedelta(hours=k), content=said)
                for k, (pk, said) in enumerate(zip(chosen, contents, strict=True))
            )
    if "outcome" in row:
        decision.outcome, decision.outcome_at, decision.due_on = row["outcome"], ends + DAY, space.day(at) + row["due"] * DAY
        decision.responsible, decision.asked_at = people.get(row["who"]), ends + DAY
        decision.done_at, decision.done_with = at + row["due"] * DAY, row["done"]
    decision.save()
    under(space, rules.about(decision.pk), row.get("said", ()), people, opened, at)
    LedgerRow.objects.create(
        space_id=space.pk,
        at=opened,
        kind=decisions.OPENED,
        actor_id=decision.member_id,
        subject_id=decision.pk,
        audience="members",
        facts={},
    )


def options_of(decision: HouseDecision, row: dict[str, Any], at: datetime) -> list[DecisionOption]:
    """What can be chosen."""
    space = decision.space
    if "dates" in row:
        days = [(space.day(at) + days * DAY, time(begins), time(ends)) for days, begins, ends in row["dates"]]
        return [
            DecisionOption(
                decision=decision, position=k, starts_at=datetime.combine(day, begins, tzinfo=space.zone), ends_at=datetime.combine(day, ends, tzinfo=space.zone)
            )
            for k, (day, begins, ends) in enumerate(days)
        ]  # fmt: skip
    pairs = [(each, None) if isinstance(each, str) else each for each in row.get("options", ())]
    return [DecisionOption(decision=decision, position=k, text=text, cost=cost) for k, (text, cost) in enumerate(pairs)]


def ballot(decision: HouseDecision, weights: Sequence[int], chance: Random) -> Any:
    """What somebody chooses, by chance and by how gladly each option is taken."""
    places = range(len(weights))
    drawn = sorted(places, key=lambda k: -(chance.random() ** (1 / weights[k])))
    if decision.kind == Kind.DATE:
        return [2 if chance.random() < w / 9 else chance.choice((0, 0, 1)) for w in weights]
    if decision.kind == Kind.BUDGET:
        given = [0] * len(weights)
        for _point in range(decision.points or 0):
            given[chance.choices(drawn[:3], weights=[weights[k] for k in drawn[:3]])[0]] += 1
        return given
    if decision.method == HouseDecision.Method.RANKED:
        return [[k] for k in drawn[: chance.randint(2, len(drawn))]]
    if decision.method == HouseDecision.Method.APPROVAL:
        return sorted(drawn[: chance.choice((1, 2, 2, 3))])
    return sorted(drawn[: counting.most_of(decision, len(weights)) or 1])


def count(decision: HouseDecision, options: Sequence[DecisionOption], contents: Sequence[Any], ends: datetime) -> None:
    """Count what is over, as the house does."""
    decision.closed_at, decision.took_part = ends, len(contents)
    enough = len(contents) >= decision.needed
    decision.result = {**counting.counted(decision, [option.cost for option in options], contents), "enough": enough}


def put_into_urn(decision: HouseDecision, voters: Sequence[int], contents: Sequence[Any]) -> None:
    """Ballots and papers of a secret decision, apart from each other."""
    SecretBallot.objects.bulk_create(
        SecretBallot(decision=decision, lock=papers.lock_of(decision.pk, papers.new_code()), content=said)
        for said in sorted(contents, key=repr)
    )
    TakenPaper.objects.bulk_create(
        TakenPaper(word=word, decision=decision) for word in sorted(papers.words_of(decision.pk, pk)[0] for pk in voters)
    )


def load_rounds(decision: HouseDecision, row: dict[str, Any], people: dict[str, Member], at: datetime) -> None:
    """The rounds of a consent decision with where people stand."""
    begins = decision.opened_at or at
    for number, told in enumerate(row["rounds"], 1):
        until = datetime.combine(decision.space.day(at) + (told.get("ends", row["ends"]) + 1) * DAY, time(), tzinfo=decision.space.zone)
        made = ConsentRound.objects.create(
            decision=decision, number=number, text=told.get("text", decision.text), changed=told.get("changed", ""), opened_at=begins, until=until,
            closed_at=until if until <= at else None,
        )  # fmt: skip
        Position.objects.bulk_create(
            Position(round=made, member=people[name], says=says, text=text, at=min(at, begins + timedelta(hours=3 * k)))
            for k, (name, says, text) in enumerate(told["said"], 1)
            if name in people
        )
        begins = until


def load_draw(decision: HouseDecision, row: dict[str, Any], people: dict[str, Member], at: datetime) -> None:
    """A draw, with its list and its lots where it is over. The secret is made of the title, so that the demo is the same each time."""
    secret = lots.digest(decision.title)
    draw = Draw(
        decision=decision, seats=row["seats"], source=row["source"], value_on=decision.space.day(at) + row["value"] * DAY, secret=secret, promise=lots.digest(secret)
    )  # fmt: skip
    if row["ends"] >= 0:
        draw.save()
        return
    names = [people[name] for name in row["names"] if name in people]
    salts = [lots.digest(decision.title, m.name)[:16] for m in names]
    marks = [lots.mark(salt, m.name) for salt, m in zip(salts, names, strict=True)]
    draw.frozen_at, draw.list_mark = decision.closes_at, lots.list_of(marks)
    draw.value, draw.value_at, draw.value_by = row["drawn"], at + row["value"] * DAY, decision.member
    draw.save()
    order = lots.drawn(marks, lots.seed_of(secret, draw.list_mark, draw.value))
    Lot.objects.bulk_create(
        Lot(draw=draw, number=k + 1, member=m, salt=salts[k], name=m.name, mark=marks[k], place=order.index(k) + 1)
        for k, m in enumerate(names)
    )
    decision.closed_at, decision.took_part = draw.value_at, len(names)
    decision.result = {"winners": [k + 1 for k in order[: draw.seats]], "enough": True}
