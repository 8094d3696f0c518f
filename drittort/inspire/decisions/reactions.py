"""Notices about decisions and their letters: to those who may take part, to who asked, and to who takes care of what follows. No letter leads to a secret ballot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.notices import Letter, Told, composer
from drittort.core.privacy import Erased
from drittort.core.search import index
from drittort.inspire.decisions import actions, queries, rules, tokens, words
from drittort.inspire.decisions.models import Ballot, Elector, HouseDecision, Lot, Position
from drittort.members.membership.actions import LEFT
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.talk.groups.actions import CHANGED as GROUP_CHANGED

ALL, ASKED, MINE = "decisions", "decision_asked", "decision_mine"
STEP = "inspire/decisions/mail/step"
MOST_BUTTONS = 4
Kind = HouseDecision.Kind


def found(decision_id: int) -> HouseDecision | None:
    """A decision with what its letters say."""
    return (
        HouseDecision.objects.select_related("space", "group", "location", "member__space", "responsible__space")
        .filter(pk=decision_id)
        .first()
    )


def write(decision: HouseDecision, reader: Member, step: int, key: str, at: datetime) -> None:
    """Tell somebody of a step. What goes to the whole house waits for the daily gathering; what goes to a few is a letter of its own."""
    few = decision.who != HouseDecision.Who.HOUSE
    asks = step in (words.OPENED, words.ENDS_SOON, words.ROUND, words.DROPPED, words.CLOSED, words.FROZEN)
    category = (ASKED if few else ALL) if asks and reader.pk != decision.member_id else MINE
    tell(
        member=reader, category=category, thread=rules.about(decision.pk), key=f"decision:{decision.pk}:{key}", at=at, text=f"decision.{step}",
        context={"decision": decision.pk, "step": step}, path=queries.page_of(reader.space.slug, decision.pk), mail=None if category == ALL else STEP,
    )  # fmt: skip


def on_roll(decision: HouseDecision) -> list[Member]:
    """Who may take part and is still here."""
    people = Member.objects.here().select_related("space").filter(pk__in=Elector.objects.filter(decision=decision).values("member"))
    return list(people.order_by("pk"))


def spoke(decision: HouseDecision) -> set[int]:
    """Who has said something already, where that is no secret."""
    if decision.kind == Kind.CONSENT:
        return set(Position.objects.filter(round__decision=decision, round__closed_at=None).values_list("member_id", flat=True))
    if decision.kind == Kind.DRAW:
        return set(Elector.objects.filter(decision=decision).exclude(in_at=None).values_list("member_id", flat=True))
    return set(Ballot.objects.filter(decision=decision).values_list("member_id", flat=True))


def tell_all(decision: HouseDecision, people: Iterable[Member], step: int, key: str, at: datetime, *, but: int | None = None) -> None:
    """Tell some people of a step, but whoever did it."""
    for reader in people:
        if reader.pk != but:
            write(decision, reader, step, key, at)


@reaction(actions.OPENED, name="inspire.decisions.tell_opened")
def tell_opened(row: LedgerRow, at: datetime) -> None:
    """Those who may take part hear of it, as long as they can."""
    decision = found(row.subject_id or 0)
    if decision is not None and decision.stage == "open" and decision.closes_at > at:
        tell_all(decision, on_roll(decision), words.OPENED, "opened", at, but=row.actor_id)


@reaction(actions.ROUND, name="inspire.decisions.tell_round")
def tell_round(row: LedgerRow, at: datetime) -> None:
    """Another round: all speak anew."""
    decision = found(row.subject_id or 0)
    if decision is not None and decision.stage == "open" and decision.closes_at > at:
        tell_all(decision, on_roll(decision), words.ROUND, f"round:{row.facts['round']}", at, but=row.actor_id)


@reaction(actions.DROPPED, actions.CLOSED, actions.FROZEN, name="inspire.decisions.tell_over")
def tell_over(row: LedgerRow, at: datetime) -> None:
    """Those who could take part hear how it ended; whoever was drawn hears it by name."""
    decision = found(row.subject_id or 0)
    if decision is None:
        return
    step = {actions.DROPPED: words.DROPPED, actions.CLOSED: words.CLOSED, actions.FROZEN: words.FROZEN}[row.kind]
    drawn: set[int | None] = set()
    if row.kind == actions.CLOSED and decision.kind == Kind.DRAW:
        drawn = {
            lot.member_id
            for lot in Lot.objects.filter(draw__decision=decision).select_related("draw")
            if lot.place and lot.place <= lot.draw.seats
        }
    for reader in on_roll(decision):
        if reader.pk in drawn:
            write(decision, reader, words.DRAWN, "drawn", at)
        elif reader.pk not in (row.actor_id, decision.member_id):
            write(decision, reader, step, f"{step}", at)
    if decision.member is not None and decision.member.left_on is None and row.kind == actions.CLOSED and decision.outcome_at is None:
        write(decision, decision.member, words.OUTCOME_DUE, "outcome", at)


@reaction(actions.STUCK, name="inspire.decisions.tell_stuck")
def tell_stuck(row: LedgerRow, at: datetime) -> None:
    """Whose proposal it is hears that it did not pass yet."""
    decision = found(row.subject_id or 0)
    if decision is not None and decision.member is not None and decision.member.left_on is None:
        write(decision, decision.member, words.STUCK, f"stuck:{row.pk}", at)


@reaction(actions.OPENED, actions.DROPPED, actions.CLOSED, actions.OUTCOME, actions.ROUND, name="inspire.decisions.write_index")
def write_index(row: LedgerRow, at: datetime) -> None:
    """A decision came or changed: the index follows."""
    index.index(space_id=row.space_id, kind=rules.DOCUMENT, refs=[row.subject_id or 0], at=at)


@reaction(GROUP_CHANGED, name="inspire.decisions.write_index_of_group")
def write_index_of_group(row: LedgerRow, at: datetime) -> None:
    """A group says anew who reads in it, and so who finds what it decides."""
    refs = HouseDecision.objects.filter(group=row.subject_id or 0).values_list("pk", flat=True)
    index.changed(space_id=row.space_id, kind=rules.DOCUMENT, refs=refs, at=at)


@reaction(LEFT, name="inspire.decisions.end")
def end(row: LedgerRow, at: datetime) -> None:
    """Whoever leaves takes their drafts along; what they took on waits for somebody else."""
    if row.subject_id is not None:
        actions.end_of(member_id=row.subject_id)


@composer(STEP)
def letter(told: Told) -> Letter | None:
    """The letter of a step, as long as there is something to say."""
    facts = told.facts[-1]
    decision, step = found(facts["decision"]), facts["step"]
    reader = Member.objects.here().select_related("space").filter(pk=told.reader).first()
    if decision is None or reader is None or reader.pk not in rules.readers(decision.pk, [reader.pk]):
        return None
    if step in (words.OPENED, words.ENDS_SOON, words.ROUND) and (
        decision.stage != "open" or decision.closes_at <= told.at or reader.pk in spoke(decision)
    ):
        return None
    if step == words.DONE_DUE and (decision.done_at is not None or reader.pk not in (decision.responsible_id, decision.member_id)):
        return None
    if (step == words.OUTCOME_DUE and decision.outcome_at is not None) or (step == words.VALUE_DUE and decision.closed_at is not None):
        return None
    link, space = tokens.link(decision.pk, reader.pk), decision.space
    return Letter(
        {
            "heading": words.heading(step, decision.title), "text": decision.text[:600] if step == words.OPENED else "", "more": words.more(step, decision, space), "language": decision.language,
            "result": verdict(decision) if step in (words.CLOSED, words.DROPPED, words.OUTCOME_DUE) else "", "link": link,
            "buttons": [(f"{link}?says={code}", label) for code, label in buttons(decision, step)], "house": space.name, "asked": step in (words.OPENED, words.ENDS_SOON, words.ROUND),
        }
    )  # fmt: skip


def verdict(decision: HouseDecision) -> str:
    """What was decided, in a sentence."""
    names = [words.named(option, decision.space) for option in decision.options.order_by("position")]
    return words.verdict(decision, names, queries.drawn_names([decision]).get(decision.pk, ()))


def buttons(decision: HouseDecision, step: int) -> list[tuple[str, str]]:
    """The buttons of a letter: what is said, and what stands on it. Only where one tap says it all and nothing is secret."""
    if step == words.DONE_DUE:
        return [("done", words.done_button())]
    if step not in (words.OPENED, words.ENDS_SOON, words.ROUND) or decision.secret:
        return []
    if decision.kind == Kind.CONSENT:
        return [("consent", str(Position.Says.CONSENT.label))]
    if decision.kind == Kind.POLL and decision.method == HouseDecision.Method.SINGLE and decision.options.count() <= MOST_BUTTONS:
        return [(f"o{option.position}", option.text) for option in decision.options.order_by("position")]
    return []


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What decisions are called of which notices speak, in one query."""
    named = queries.names({row["decision"] for row in rows})
    return [{"title": named[row["decision"]].title if row["decision"] in named else "…"} for row in rows]


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: the lists of draws keep their marks and lose the name."""
    actions.forget_person(erased.person_id)
