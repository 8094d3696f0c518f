"""What rules do: once, with measure, in the open; and what they may never learn."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext as _
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drittort.connect.introductions.models import Draft, Introduction, QuietNo, Round, Side
from drittort.connect.needs.actions import answer_need, open_need
from drittort.connect.needs.models import Need
from drittort.core import rulebook
from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.models import LedgerRow
from drittort.core.privacy import held_on
from drittort.core.rulebook import ACTIONS, ALWAYS, CONDITIONS, SUBJECTS, Look, grouped, lasting, within
from drittort.inspire.events.models import Event, Registration
from drittort.members.models import Block, Consent
from drittort.members.notices.models import Notice
from drittort.network.models import FirstTie
from drittort.plan.automations import actions, deciding, queries, words
from drittort.plan.automations.deciding import Clause, Content, Judge, Memory
from drittort.plan.automations.models import Rule, RuleAct, RuleTrialAct
from drittort.plan.automations.readymade import READY
from drittort.plan.programs.models import Program
from tests.cast import Cast

NEW = Content("member", (Clause("members.here_for", {"days": 21}, negated=True),), "house.task", {"text": "Sag {name} hallo"}, per_day=10)
GREETING = Content(
    "member",
    (Clause("members.here_for", {"days": 100}),),
    "house.says",
    {"text": "Schön, {name}.", "page": "today"},
    again_days=1,
    per_day=10,
)


def switched_on(cast: Cast, content: Content, *, at: datetime | None = None, name: str = "Regel") -> Rule:
    """A rule of the house that acts."""
    at = at or cast.now
    made = actions.make_rule(actor=cast.hanna, name=name, content=content, at=at)
    return actions.switch_on(actor=cast.hanna, rule_id=made.pk, at=at)


def run(cast: Cast, days: int = 1) -> int:
    """The run of the morning so many days from now."""
    at = cast.now + timedelta(days=days)
    return actions.run_rules(space=cast.house, day=cast.house.day(at), at=at)


# ------------------------------------------------------------------ time


def test_moments_make_spells():
    day = timedelta(days=1)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert within([at, at + 2 * day, at + 9 * day], 5 * day) == [(at, at + 7 * day), (at + 9 * day, at + 14 * day)]
    assert within([at, at + 2 * day, at + 9 * day], 5 * day, 2) == [(at + 2 * day, at + 5 * day)]
    assert within([at], 5 * day, 2) == []
    assert lasting(at, at + day, 2 * day) is None
    assert lasting(at, None, 2 * day) == (at + 2 * day, None)
    assert grouped([(7, at), (8, at), (7, at + day)]) == {7: [at, at + day], 8: [at]}


def test_and_or_and_not(cast: Cast):
    judge = Judge(cast.house, cast.now, cast.now)
    long, tax = Clause("members.here_for", {"days": 100}), Clause("members.trade", {"trade": "M"})
    everybody, working = {m.pk for m in cast.everybody()}, {cast.mara.pk, cast.ada.pk}

    def meant(*clauses: Clause) -> set[int]:
        return set(judge.holding(Content("member", clauses), cast.now))

    assert meant(long) == everybody - {cast.neo.pk}
    assert meant(tax) == working
    assert meant(Clause(long.condition, long.values, negated=True)) == {cast.neo.pk}
    assert meant(Clause(long.condition, long.values, negated=True), Clause(tax.condition, tax.values, instead=True)) == working | {
        cast.neo.pk
    }
    assert meant(Clause(long.condition, long.values, negated=True), tax) == set()


def test_of_whom_nothing_is_known_neither_it_nor_its_opposite_holds(cast: Cast):
    Consent.objects.filter(member=cast.jonas, kind="counted").delete()
    FirstTie.objects.create(space=cast.house, member=cast.mara, on=cast.now.date() - timedelta(days=9))
    judge = Judge(cast.house, cast.now, cast.now)
    tied = set(judge.holding(Content("member", (Clause("network.tie"),)), cast.now))
    alone = set(judge.holding(Content("member", (Clause("network.tie", negated=True),)), cast.now))
    assert tied == {cast.mara.pk}
    assert cast.jonas.pk not in tied | alone
    assert cast.ada.pk in alone
    assert cast.neo.pk not in alone, "in the first two weeks nobody is named: whoever is missing then would not be counted"
    both = Content("member", (Clause("network.tie"),), "house.task", {"text": "x"})
    assert both.private
    assert deciding.problems(both, cast.house) != []
    assert deciding.problems(Content("member", (Clause("network.tie", negated=True),), "house.task", {"text": "x"}), cast.house) == []


# ------------------------------------------------------------------ the run


def test_a_rule_acts_once_and_says_why(cast: Cast):
    rule = switched_on(cast, NEW)
    assert run(cast) == 1
    assert run(cast) == 0, "the same morning again does nothing"
    assert run(cast, 2) == 0, "and neither does the next one"
    act = RuleAct.objects.get()
    assert (act.rule, act.person, act.about) == (rule, cast.neo, f"member:{cast.neo.pk}")
    page = queries.act_page(cast.hanna, act.pk, cast.now)
    assert page.task == "Sag Neo hallo"
    assert "21" in page.why
    assert LedgerRow.objects.get(kind=actions.ACTED).facts == {}
    assert [item.title for item in queries.waiting(cast.hanna, cast.now + timedelta(days=1))] == ["Sag Neo hallo"]
    assert queries.waiting(cast.mara, cast.now + timedelta(days=1)) == []


def test_it_acts_from_the_morning_after_it_was_switched_on(cast: Cast):
    switched_on(cast, NEW)
    assert run(cast, 0) == 0


def test_again_after_some_days_and_only_so_many_a_day(cast: Cast):
    content = Content("member", (Clause("members.here_for", {"days": 100}),), "house.task", {"text": "Kaffee"}, again_days=3, per_day=2)
    switched_on(cast, content)
    assert [run(cast, days) for days in range(1, 8)] == [2, 2, 1, 2, 2, 1, 2]


def test_nobody_is_asked_for_attention_more_than_twice_a_week(cast: Cast):
    switched_on(cast, GREETING)
    switched_on(cast, GREETING, name="Noch eine")
    quiet = replace(GREETING, clauses=(Clause("members.agreed", {"consent": "introduced"}),))
    secret = switched_on(cast, quiet, name="Leise")
    for days in range(1, 10):
        run(cast, days)
    told = RuleAct.objects.filter(person=cast.mara).order_by("on", "rule").values_list("on", flat=True)
    assert [(one - cast.now.date()).days for one in told] == [1, 1, 8, 8]
    assert Notice.objects.filter(member=cast.mara, code="rule.says").count() == 4
    # The open ones speak on the same days whether the private one spoke or not: from their silence nobody learns whom it meant.
    assert set(RuleAct.objects.filter(rule=secret, person=cast.mara).values_list("on", flat=True)) == set(told)


def test_the_house_speaks_in_its_own_words(cast: Cast):
    from drittort.plan.automations.doing import texts

    switched_on(cast, GREETING)
    run(cast)
    notice = Notice.objects.get(member=cast.mara)
    assert texts([notice.facts]) == [{"text": "Schön, Mara."}]
    assert notice.path == "/lagerhaus/"


def test_switches(cast: Cast):
    rule = switched_on(cast, NEW)
    actions.stop_rules(actor=cast.hanna, at=cast.now)
    assert run(cast) == 0
    actions.let_rules_go_on(actor=cast.hanna, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.change_rule(actor=cast.hanna, rule_id=rule.pk, name="x", content=NEW, at=cast.now)
    actions.switch_off(actor=cast.hanna, rule_id=rule.pk, at=cast.now)
    assert run(cast) == 0
    actions.switch_on(actor=cast.hanna, rule_id=rule.pk, at=cast.now)
    assert (run(cast), rule.versions.count()) == (1, 1)
    actions.switch_off(actor=cast.hanna, rule_id=rule.pk, at=cast.now)
    actions.change_rule(actor=cast.hanna, rule_id=rule.pk, name="x", content=GREETING, at=cast.now)
    actions.switch_on(actor=cast.hanna, rule_id=rule.pk, at=cast.now)
    before = queries.one(cast.hanna, rule.pk, cast.now).versions
    assert [("Sag (Name) hallo" in sentence, "Hanna Brandt" in when) for sentence, when in before] == [(True, True)]
    assert "Sag (Name) hallo" in queries.act_page(cast.hanna, RuleAct.objects.get().pk, cast.now).why, (
        "an act keeps the words by which it was done"
    )
    with pytest.raises(NotAllowed):
        actions.make_rule(actor=cast.mara, name="x", content=NEW, at=cast.now)


def test_whoever_left_or_is_erased_is_left_alone(cast: Cast):
    switched_on(cast, GREETING)
    cast.mara.left_on = cast.now.date()
    cast.mara.save()
    cast.jonas.erase_at = cast.now + timedelta(days=3)
    cast.jonas.save()
    run(cast)
    assert set(RuleAct.objects.values_list("person", flat=True)) == {cast.hanna.pk, cast.olga.pk, cast.ada.pk}


def test_a_broken_off_run_goes_on_where_it_was(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(actions, "CHUNK", 2)
    switched_on(cast, GREETING)
    done = actions.carry_out
    calls = []

    def killed(*args: Any) -> int:
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return done(*args)

    monkeypatch.setattr(actions, "carry_out", killed)
    with pytest.raises(KeyboardInterrupt):
        run(cast)
    assert Notice.objects.filter(code="rule.says").count() == RuleAct.objects.count() == 2
    monkeypatch.setattr(actions, "carry_out", done)
    assert run(cast) == 3
    assert Notice.objects.filter(code="rule.says").count() == RuleAct.objects.count() == 5


# ------------------------------------------------------------------ dry run


def test_a_dry_run_does_nothing_and_says_what_would_have_been(cast: Cast):
    rule = actions.make_rule(actor=cast.hanna, name="Neu", content=NEW, at=cast.now)
    trial = actions.ask_trial(actor=cast.hanna, rule_id=rule.pk, at=cast.now)
    actions.finish_trial(trial_id=trial.pk, at=cast.now)
    actions.finish_trial(trial_id=trial.pk, at=cast.now)
    assert list(RuleTrialAct.objects.values_list("person", flat=True)) == [cast.neo.pk]
    assert not RuleAct.objects.exists()
    shown = queries.one(cast.hanna, rule.pk, cast.now).trial
    assert [line.face.name for line in shown.lines if line.face] == ["Neo Kaya"]
    assert sum(bar.count for bar in shown.bars) == 1
    cast.hanna.on_duty_until = None
    assert queries.one(cast.hanna, rule.pk, cast.now).trial.lines == ()
    empty = actions.make_rule(actor=cast.hanna, name="Leer", content=Content("member"), at=cast.now)
    with pytest.raises(OutOfDate):
        actions.ask_trial(actor=cast.hanna, rule_id=empty.pk, at=cast.now)


# ------------------------------------------------------------------ no loop


def test_no_action_writes_what_a_condition_reads():
    assert rulebook.closed_loops() == []
    assert len(CONDITIONS) >= 20
    assert len(ACTIONS) >= 8
    assert len(READY) >= 8


def test_a_loop_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(ACTIONS, "bad", rulebook.Action("bad", "", "", writes=("connect.Need",)))
    assert any("bad writes connect.Need, which needs.waits reads" in sentence for sentence in rulebook.closed_loops())


def tables_in(captured: CaptureQueriesContext, *verbs: str) -> set[str]:
    """The tables of models that some statements name."""
    from django.apps import apps

    found = set()
    for query in captured.captured_queries:
        if query["sql"].startswith(verbs):
            found |= {model._meta.label for model in apps.get_models() if f'"{model._meta.db_table}"' in query["sql"]}
    return found


def values_for(fields: tuple[rulebook.Field, ...], space: Any) -> dict[str, Any]:
    """Something in every gap."""
    found = {}
    for gap in fields:
        choices = [value for value, _label in gap.choices(space)] if gap.choices else [""]
        found[gap.name] = gap.default if gap.is_number else str(gap.default) or next((value for value in choices if value), "")
    return found


def test_conditions_read_and_actions_write_what_they_say(cast: Cast):
    lived_in(cast, cast.now - timedelta(days=20), 20)
    for one in CONDITIONS.values():
        look, values = Look(cast.house, cast.now, cast.now), values_for(one.fields, cast.house)
        with CaptureQueriesContext(connection) as captured:
            spells = list(one.spells(look, values)) + list(one.among(look) if one.among else ())
        assert all(begins is not None and (ends is None or begins <= ends) for _number, begins, ends in spells), one.name
        assert tables_in(captured, "SELECT") - {"spaces.Space", "members.Member", "members.MembershipPeriod"} <= set(one.reads), one.name
    for action in ACTIONS.values():
        for subject in SUBJECTS:
            if action.do is None or not action.fits(subject):
                continue
            subject_id = {
                "member": cast.neo.pk,
                "need": Need.objects.values_list("pk", flat=True).first(),
                "event": Event.objects.values_list("pk", flat=True).first(),
            }[subject]
            values = {**values_for(action.fields, cast.house), "version": 0}
            with CaptureQueriesContext(connection) as captured:
                action.do(cast.house, [rulebook.Act(1, subject_id, cast.neo.pk)], values, cast.now)
            assert tables_in(captured, "INSERT", "UPDATE", "DELETE") <= set(action.writes), action.name


NAMES = sorted(CONDITIONS)
CLAUSES = st.builds(
    lambda name, negated, instead, number: (name, negated, instead, number),
    st.sampled_from(NAMES),
    st.booleans(),
    st.booleans(),
    st.integers(2, 60),
)
RULES = st.lists(
    st.tuples(
        st.sampled_from(sorted(SUBJECTS)),
        st.lists(CLAUSES, min_size=1, max_size=3),
        st.sampled_from(sorted(ACTIONS)),
        st.sampled_from((None, 1, 3)),
        st.integers(1, 4),
    ),
    min_size=1,
    max_size=6,
)


def built(drawn: Any, space: Any) -> Content:
    """A rule of random parts, as far as they fit each other."""
    subject, clauses, action, again, per_day = drawn
    found = []
    for name, negated, instead, number in clauses:
        one = CONDITIONS[name]
        if one.subject == subject:
            values = values_for(one.fields, space) | {
                gap.name: max(gap.least, min(gap.most, number)) for gap in one.fields if gap.is_number
            }
            found.append(Clause(name, values, negated, instead))
    fits = ACTIONS[action].fits(subject)
    return Content(
        subject,
        tuple(found),
        action if fits else "house.task",
        values_for(ACTIONS[action if fits else "house.task"].fields, space),
        again,
        per_day,
    )


@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=RULES)
def test_rules_drawn_by_chance_never_set_each_other_off(cast: Cast, drawn: Any):
    """What rules do changes nothing that a rule can see: facts are the same before and after, the same morning again does nothing, and there is a bound to it all."""

    def facts() -> list[Any]:
        look = Look(cast.house, cast.now, cast.now + timedelta(days=9))
        return [sorted(one.spells(look, values_for(one.fields, cast.house)), key=str) for one in CONDITIONS.values()]

    with transaction.atomic():
        lived_in(cast, cast.now - timedelta(days=14), 13)
        for row in [built(one, cast.house) for one in drawn]:
            made = actions.make_rule(actor=cast.hanna, name="x", content=row, at=cast.now)
            if not deciding.problems(row, cast.house):
                actions.switch_on(actor=cast.hanna, rule_id=made.pk, at=cast.now)
        before, on = facts(), Rule.objects.all().on()
        for days in (1, 2, 3):
            assert run(cast, days) <= sum(rule.per_day for rule in on)
            assert run(cast, days) == 0
        assert facts() == before
        transaction.set_rollback(True)


# ------------------------------------------------------------------ the past


def lived_in(cast: Cast, since: datetime, days: int, each: Any = None) -> None:
    """A month of life, told day by day in the order in which it happened; `each(day)` is called on every morning, before what the day brings."""
    event = Event.objects.create(
        space=cast.house, host=cast.mara, title="Frühstück", starts_at=since + timedelta(days=9), ends_at=since + timedelta(days=9, hours=2),
        made_at=since, published_at=since + timedelta(days=2), changed_at=since, capacity=2,
    )  # fmt: skip
    for number in range(days):
        at = since + timedelta(days=number)
        if each:
            each(cast.house.day(at))
        if number == 1:
            need = open_need(actor=cast.jonas, text="Wer leiht mir eine Leiter?", language="de", at=at)
        if number == 3:
            Registration.objects.create(event=event, member=cast.neo, asked_at=at, approved_at=at, seated_at=at)
            Registration.objects.create(event=event, member=cast.ada, asked_at=at, approved_at=at, seated_at=at)
        if number == 5:
            introduction = Introduction.objects.create(
                space=cast.house,
                first=min(cast.mara, cast.jonas, key=lambda m: m.pk),
                second=max(cast.mara, cast.jonas, key=lambda m: m.pk),
                proposed_at=at,
                expires_at=at + timedelta(days=7),
            )
        if number == 6:
            answer_need(actor=cast.mara, need_id=need.pk, text="Ich.", at=at)
            Registration.objects.filter(event=event, member=cast.ada).update(withdrawn_at=at)
        if number == 8:
            Consent.objects.filter(member=cast.ada, kind="counted", revoked_at=None).update(revoked_at=at)
        if number == 11:
            Side.objects.create(introduction=introduction, member=cast.mara, met_at=at)
        if number == 12:
            FirstTie.objects.create(space=cast.house, member=cast.neo, on=at.date() - timedelta(days=1))


def every_condition(space: Any) -> list[tuple[int, Content]]:
    """A rule for each condition that remembers, and one for its opposite, with little gaps so that much happens in a month."""
    found = []
    for one in CONDITIONS.values():
        if one.remembers:
            values = values_for(one.fields, space)
            values |= {gap.name: {"days": 6, "hours": 40, "times": 1, "count": 2}[gap.kind] for gap in one.fields if gap.is_number}
            for negated in (False, True):
                action = "house.says" if len(found) % 7 == 0 else "house.task"
                found.append(
                    (len(found) + 1, Content(one.subject, (Clause(one.name, values, negated),), action, {}, again_days=4, per_day=3))
                )
    return found


def test_the_dry_run_is_the_run(cast: Cast):
    """A month that is run day by day, each morning knowing only what had happened by then, decides what a dry run decides in the end."""
    said = every_condition(cast.house)
    since = cast.now - timedelta(days=30)
    memory, run_by_day = Memory(), []

    def morning(day: Any) -> None:
        at = deciding.morning(cast.house, day)
        run_by_day.extend(deciding.decide(Judge(cast.house, at, at), said, day, memory))

    lived_in(cast, since, 30, morning)
    rehearsed = deciding.rehearse(cast.house, said, cast.house.day(since + timedelta(days=29)), 30)
    assert run_by_day == rehearsed
    acted = {said[one.rule - 1][1].clauses[0].condition for one in rehearsed}
    assert len(acted) >= 20, "the month is full enough to prove something"


def test_the_dry_run_is_the_run_of_the_worker(cast: Cast):
    content = Content(
        "need",
        (Clause("needs.waits", {"hours": 40}), Clause("needs.answers", {"times": 1}, instead=True)),
        "house.task",
        {"text": "x"},
        again_days=2,
    )
    since = cast.now - timedelta(days=20)
    rule = switched_on(cast, content, at=since - timedelta(days=1))
    lived_in(
        cast, since, 20, lambda day: actions.run_rules(space=cast.house, day=day, at=deciding.morning(cast.house, day) + timedelta(hours=5))
    )
    did = list(RuleAct.objects.order_by("on", "about").values_list("on", "about"))
    rehearsed = deciding.rehearse(cast.house, [(rule.pk, content)], cast.house.day(since + timedelta(days=19)), 20)
    assert did == sorted((one.on, f"need:{one.subject_id}") for one in rehearsed)
    assert len(did) > 4


# ------------------------------------------------------------------ what stays with people


def test_what_is_private_leads_to_nothing_that_names_somebody(cast: Cast):
    secret = Content("member", (Clause("members.agreed", {"consent": "introduced"}, negated=True),), "house.task", {"text": "x"})
    made = actions.make_rule(actor=cast.hanna, name="x", content=secret, at=cast.now)
    with pytest.raises(OutOfDate):
        actions.switch_on(actor=cast.hanna, rule_id=made.pk, at=cast.now)
    quiet = Content("member", secret.clauses, "house.says", {"text": "x", "page": "consents"}, per_day=10)
    Consent.objects.filter(kind="introduced", member__in=[cast.mara, cast.neo]).delete()
    rule = switched_on(cast, quiet)
    assert run(cast) == 2
    page = queries.one(cast.hanna, rule.pk, cast.now + timedelta(days=1))
    assert page.lines == ()
    act = RuleAct.objects.order_by("pk")[0]
    with pytest.raises(NotFound):
        queries.act_page(cast.hanna, act.pk, cast.now)
    silent = switched_on(cast, replace(quiet, clauses=(*quiet.clauses, Clause("members.here_for", {"days": 365}))), name="Niemand")
    said = {queries.one(cast.hanna, one.pk, cast.now + timedelta(days=1)).card.did for one in (rule, silent)}
    listed = queries.listed(cast.hanna, cast.now + timedelta(days=1))
    assert len(said | {card.did for card in listed.on}) == 1
    assert not any(letter.isdigit() for letter in said.pop())


def test_a_private_number_is_read_by_no_way_around(cast: Cast):
    """Neither a dry run up to the edge of a group, nor one whose words were changed afterwards, nor acts under words that are not there any more."""
    clause = Clause("members.agreed", {"consent": "introduced"}, negated=True)
    quiet = Content("member", (clause,), "house.says", {"text": "x", "page": "consents"}, per_day=10)
    Consent.objects.filter(kind="introduced", member__in=[cast.mara, cast.neo]).delete()
    rule = switched_on(cast, quiet)
    trial = actions.ask_trial(actor=cast.hanna, rule_id=rule.pk, at=cast.now)
    actions.finish_trial(trial_id=trial.pk, at=cast.now)
    run(cast)
    actions.switch_off(actor=cast.hanna, rule_id=rule.pk, at=cast.now + timedelta(days=1))
    later = cast.now + timedelta(days=2)
    for content in (quiet, replace(quiet, clauses=(Clause("members.here_for", {"days": 100}),))):
        actions.change_rule(actor=cast.hanna, rule_id=rule.pk, name="x", content=content, at=later)
        page = queries.one(cast.hanna, rule.pk, later)
        assert (page.trial.sentence, page.trial.bars, page.trial.lines, page.lines) == ("", (), (), ())
        assert page.card.did == str(_("How often it acts stays with people."))
    # Once the private words are over for as long as a number goes back, there is a number again.
    actions.switch_on(actor=cast.hanna, rule_id=rule.pk, at=later)
    assert any(letter.isdigit() for letter in queries.one(cast.hanna, rule.pk, later + timedelta(days=31)).card.did)


def test_a_rule_that_fails_keeps_no_other_from_acting(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    first, second = switched_on(cast, NEW), switched_on(cast, NEW, name="Noch eine")
    done = actions.carry_out

    def fails(space: Any, version: Any, *rest: Any) -> int:
        if version.rule_id == first.pk:
            raise ZeroDivisionError
        return done(space, version, *rest)

    monkeypatch.setattr(actions, "carry_out", fails)
    with pytest.raises(ZeroDivisionError):
        run(cast)
    assert list(RuleAct.objects.values_list("rule", flat=True)) == [second.pk]


def test_what_speaks_to_a_person_is_not_read_by_name():
    with pytest.raises(ValueError, match="names nobody"):
        rulebook.action("x", "", "", reaches=True)
    assert "x" not in ACTIONS


def test_no_condition_and_no_action_knows_of_a_no_or_a_block(cast: Cast):
    introduction = Introduction.objects.create(
        space=cast.house, first=cast.mara, second=cast.jonas, proposed_at=cast.now, expires_at=cast.now + timedelta(days=7)
    )

    def known() -> list[Any]:
        look = Look(cast.house, cast.now, cast.now + timedelta(days=30))
        return [sorted(one.spells(look, values_for(one.fields, cast.house)), key=str) for one in CONDITIONS.values()]

    before = known()
    QuietNo.objects.create(introduction=introduction, member=cast.jonas, at=cast.now)
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)
    assert known() == before
    forbidden = {
        "members.Block",
        "connect.QuietNo",
        "connect.NotWith",
        "talk.Message",
        "connect.EmptySeat",
        "connect.HelpRequest",
        "network.Tie",
        "network.Contact",
    }
    assert not forbidden & {table for one in CONDITIONS.values() for table in one.reads}


def test_suggestions_come_forward_and_never_past_a_block(cast: Cast):
    made = Round.objects.create(space=cast.house, made_at=cast.now, seed=1, value=1, bound=1, engine="1")

    def draft(place: int, one: Any, other: Any) -> Draft:
        first, second = sorted((one, other), key=lambda m: m.pk)
        return Draft.objects.create(round=made, first=first, second=second, position=place, value=1, parts={}, reasons=[], spare=place > 0)

    drafts = [draft(0, cast.mara, cast.jonas), draft(1, cast.ada, cast.neo), draft(2, cast.olga, cast.ada)]
    Block.objects.create(blocker=cast.ada, blocked=cast.olga, at=cast.now)
    switched_on(cast, Content("member", NEW.clauses, "connect.introduce", {}))
    run(cast)
    order = list(Draft.objects.filter(spare=False).order_by("position").values_list("pk", flat=True))
    assert order == [drafts[1].pk, drafts[0].pk]


def test_an_invitation_passes_by_whom_a_block_keeps_away(cast: Cast):
    def event(host: Any, days: int) -> Event:
        begins = cast.now + timedelta(days=days)
        return Event.objects.create(
            space=cast.house, host=host, title=f"Abend {days}", starts_at=begins, ends_at=begins + timedelta(hours=2), made_at=cast.now,
            published_at=cast.now, changed_at=cast.now,
        )  # fmt: skip

    first, second = event(cast.mara, 4), event(cast.jonas, 6)
    Block.objects.create(blocker=cast.neo, blocked=cast.mara, at=cast.now)
    switched_on(cast, Content("member", NEW.clauses, "events.invite", {"series": ""}))
    run(cast)
    assert Notice.objects.get(member=cast.neo).facts["event"] == second.pk != first.pk


def test_of_an_invitation_that_a_block_takes_away_nobody_reads(cast: Cast):
    begins = cast.now + timedelta(days=4)
    Event.objects.create(
        space=cast.house, host=cast.mara, title="Abend", starts_at=begins, ends_at=begins + timedelta(hours=2), made_at=cast.now,
        published_at=cast.now, changed_at=cast.now,
    )  # fmt: skip
    Block.objects.create(blocker=cast.mara, blocked=cast.neo, at=cast.now)
    switched_on(cast, Content("member", NEW.clauses, "events.invite", {"series": ""}))
    assert run(cast) == 1
    assert not Notice.objects.filter(member=cast.neo).exists()
    assert queries.open_page(cast.neo, cast.now).mine == ()
    assert "plan.RuleAct" not in held_on(cast.neo.pk)


def test_a_mark_is_read_by_whom_it_is_on_and_taken_off_by_them(cast: Cast):
    switched_on(cast, Content("member", NEW.clauses, "house.mark", {"text": "neu", "lasts": 5}))
    run(cast)
    at = cast.now + timedelta(days=1)
    assert [(one.face.name, one.text) for one in queries.marks(cast.hanna, at)] == [("Neo Kaya", "neu")]
    mine = queries.open_page(cast.neo, at).mine
    assert [(one.mark, one.can_take_off) for one in mine] == [("neu", True)]
    assert len(held_on(cast.neo.pk)["plan.RuleAct"]) == 1
    with pytest.raises(NotFound):
        actions.take_mark_off(actor=cast.mara, act_id=mine[0].id, at=at)
    actions.take_mark_off(actor=cast.neo, act_id=mine[0].id, at=at)
    assert queries.marks(cast.hanna, at) == ()
    assert queries.marks(cast.hanna, at + timedelta(days=9)) == ()


def test_a_prepared_message_goes_out_in_the_name_of_whoever_sends_it(cast: Cast):
    from drittort.talk.conversations.models import Message

    switched_on(cast, Content("member", NEW.clauses, "house.draft", {"text": "Hallo {name}, wie ist es?"}))
    run(cast)
    act = RuleAct.objects.get()
    assert queries.act_page(cast.hanna, act.pk, cast.now).way.text == "Hallo Neo, wie ist es?"
    assert not Message.objects.exists()
    actions.send_draft(actor=cast.hanna, act_id=act.pk, text="Hallo Neo!", at=cast.now)
    with pytest.raises(OutOfDate):
        actions.send_draft(actor=cast.olga, act_id=act.pk, text="Hallo Neo!", at=cast.now)
    assert Message.objects.get().author == cast.hanna
    assert RuleAct.objects.get().done_by == cast.hanna


def test_a_program_is_spoken_of_by_its_name(cast: Cast):
    days = {"starts_on": cast.now.date() - timedelta(days=30), "review_on": cast.now.date() + timedelta(days=3)}
    program = Program.objects.create(
        space=cast.house,
        kind="connect",
        name="Suppe",
        purpose="x",
        language="de",
        owner=cast.olga,
        made_at=cast.now,
        started_at=cast.now - timedelta(days=30),
        **days,
    )
    content = Content(
        "program",
        (Clause("programs.review", {"days": 2}), Clause("programs.rests", {}, negated=True)),
        "house.task",
        {"text": "Schau {name} an"},
    )
    switched_on(cast, content)
    assert run(cast) == 1
    act = RuleAct.objects.get()
    assert (act.about, act.person) == (f"program:{program.pk}", cast.olga)
    assert "Suppe" in queries.act_page(cast.hanna, act.pk, cast.now).task
    assert "Suppe" in queries.waiting(cast.hanna, cast.now + timedelta(days=1))[0].title


def test_undo_where_it_can_be(cast: Cast):
    switched_on(cast, NEW)
    switched_on(cast, GREETING)
    run(cast)
    task, said = RuleAct.objects.get(person=cast.neo), RuleAct.objects.filter(person=cast.mara)[0]
    actions.undo_act(actor=cast.hanna, act_id=task.pk, at=cast.now)
    assert queries.waiting(cast.hanna, cast.now + timedelta(days=1)) == []
    with pytest.raises(Invalid):
        actions.undo_act(actor=cast.hanna, act_id=said.pk, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.undo_act(actor=cast.mara, act_id=task.pk, at=cast.now)


# ------------------------------------------------------------------ words


def test_ready_made_rules_are_whole_sentences_in_both_languages(cast: Cast):
    from django.utils import translation

    for one in READY:
        for language in ("de", "en"):
            with translation.override(language):
                content = one.taken()
                assert deciding.problems(content, cast.house) == [], one.name
                said = words.sentence(content, cast.house)
                assert "%(" not in said, said
                assert "…" not in said, said
                assert said.startswith("Wenn " if language == "de" else "When "), said
        json.dumps(content.columns())


def test_every_condition_is_a_sentence(cast: Cast):
    for one in CONDITIONS.values():
        for negated in (False, True):
            said = words.clause_words(Clause(one.name, values_for(one.fields, cast.house), negated), cast.house)
            assert "%(" not in said, said
    assert cast.now > ALWAYS
