"""The verbs of rules: made, changed, tried, switched on and off; what they do, and taking it back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, in_time, require
from drittort.core.jobs.queue import enqueue
from drittort.core.rulebook import ACTIONS, SUBJECTS, Act
from drittort.members.models import Member
from drittort.plan.automations import deciding, rules
from drittort.plan.automations.deciding import MOST_A_DAY, MOST_CLAUSES, Content, Decision, Judge, Memory, content_of
from drittort.plan.automations.models import Rule, RuleAct, RuleStop, RuleTrial, RuleTrialAct, RuleVersion
from drittort.plan.rules import may_run
from drittort.spaces.models import Space
from drittort.talk.conversations.actions import begin_conversation

ON, OFF, STOPPED, WENT_ON, ACTED = "rule.on", "rule.off", "rule.stopped", "rule.went_on", "rule.acted"
TRY = "plan.automations.try"
TRIED_DAYS = 90
MOST_RULES = 60
CHUNK = 20
"""So many acts in one transaction, so that none holds the one write lock of SQLite for long."""
KEPT = timedelta(days=366)


def record(kind: str, actor: Member | None, space_id: int, rule: Rule | None, at: datetime) -> None:
    """One row for those who care, where one of them did it. That a rule acted on a morning nobody reads: of a private one it could tell of a single person."""
    ledger.record(
        space_id=space_id, at=at, kind=kind, actor_id=actor.pk if actor else None, subject_id=rule.pk if rule else None,
        audience=ledger.MANAGERS if actor else ledger.NOBODY, facts={},
    )  # fmt: skip


def make_rule(*, actor: Member, name: str, content: Content, at: datetime, made_from: str = "") -> Rule:
    """A new rule, off. Raises NotAllowed, Invalid."""
    require(may_run(actor))
    if content.subject not in SUBJECTS:
        raise Invalid
    with transaction.atomic():
        locked(Space.objects.filter(pk=actor.space_id)).get()
        if Rule.objects.filter(space=actor.space_id).kept().count() >= MOST_RULES:
            raise Invalid(_("There are sixty rules. Nobody can keep more in mind: take one away first."))
        return Rule.objects.create(
            space_id=actor.space_id,
            name=name[:80],
            made_from=made_from,
            made_at=at,
            made_by=actor,
            changed_at=at,
            **checked(content).columns(),
        )


def checked(content: Content) -> Content:
    """What can be stored, whole or not. Raises Invalid for what no page offers."""
    if len(content.clauses) > MOST_CLAUSES:
        raise Invalid(_("Eight conditions are enough for one sentence."))
    if not 1 <= content.per_day <= MOST_A_DAY or (content.again_days is not None and not 1 <= content.again_days <= 365):
        raise Invalid
    return replace(content, clauses=tuple(replace(one, instead=one.instead and k > 0) for k, one in enumerate(content.clauses)))


def change_rule(*, actor: Member, rule_id: int, name: str, content: Content, at: datetime) -> Rule:
    """Say it anew, while it is off. Raises NotFound, NotAllowed, Invalid."""
    with transaction.atomic():
        rule = find(actor, rule_id)
        require(rules.may_change(actor, rule))
        for column, value in checked(content).columns().items():
            setattr(rule, column, value)
        rule.name, rule.changed_at = name[:80] or rule.name, at
        rule.save()
    return rule


def switch_on(*, actor: Member, rule_id: int, at: datetime) -> Rule:
    """Let it act, from the next morning on; its words are kept as a version where they are new. Twice is once. Raises NotFound, OutOfDate."""
    with transaction.atomic():
        rule = find(actor, rule_id)
        if rule.on_at is not None:
            return rule
        in_time(rules.may_switch_on(actor, rule))
        last = rule.versions.order_by("-number").first()
        if last is None or content_of(last) != content_of(rule):
            number = last.number + 1 if last else 1
            RuleVersion.objects.create(rule=rule, number=number, at=at, by=actor, **content_of(rule).columns())
        rule.on_at = at
        rule.save(update_fields=["on_at"])
        record(ON, actor, rule.space_id, rule, at)
    return rule


def switch_off(*, actor: Member, rule_id: int, at: datetime) -> Rule:
    """Let it rest. What it did stays. Twice is once. Raises NotFound."""
    with transaction.atomic():
        rule = find(actor, rule_id)
        if rule.on_at is not None:
            rule.on_at = None
            rule.save(update_fields=["on_at"])
            record(OFF, actor, rule.space_id, rule, at)
    return rule


def remove_rule(*, actor: Member, rule_id: int, at: datetime) -> None:
    """Take it away; what it did stays in the log. Raises NotFound, NotAllowed."""
    with transaction.atomic():
        rule = find(actor, rule_id)
        require(rules.may_change(actor, rule))
        rule.removed_at = at
        rule.save(update_fields=["removed_at"])
        RuleTrial.objects.filter(rule=rule).delete()


def find(actor: Member, rule_id: int) -> Rule:
    """A rule of the house, locked. Raises NotAllowed, NotFound."""
    require(may_run(actor))
    rule = locked(rules.visible_to(actor).filter(pk=rule_id)).first()
    if rule is None:
        raise NotFound
    return rule


def stop_rules(*, actor: Member, at: datetime) -> None:
    """Nothing acts by itself any more, until somebody lets it go on. Twice is once."""
    require(may_run(actor))
    with transaction.atomic():
        locked(Space.objects.filter(pk=actor.space_id)).get()
        if not RuleStop.objects.filter(space=actor.space_id).exists():
            RuleStop.objects.create(space_id=actor.space_id, at=at, by=actor)
            record(STOPPED, actor, actor.space_id, None, at)


def let_rules_go_on(*, actor: Member, at: datetime) -> None:
    """They act again, from the next morning on. Twice is once."""
    require(may_run(actor))
    with transaction.atomic():
        locked(Space.objects.filter(pk=actor.space_id)).get()
        if RuleStop.objects.filter(space=actor.space_id).delete()[0]:
            record(WENT_ON, actor, actor.space_id, None, at)


# ------------------------------------------------------------------ dry run


def ask_trial(*, actor: Member, rule_id: int, at: datetime) -> RuleTrial:
    """Let the worker find out what a rule would have done in the last ninety days. Raises NotFound, OutOfDate with what its sentence lacks."""
    with transaction.atomic():
        rule = find(actor, rule_id)
        in_time(rules.may_switch_on(actor, rule))
        RuleTrial.objects.filter(rule=rule).delete()
        trial = RuleTrial.objects.create(rule=rule, days=TRIED_DAYS, key=content_of(rule).key, asked_at=at)
        enqueue(TRY, {"trial": trial.pk}, at=at, space_id=rule.space_id)
    return trial


def finish_trial(*, trial_id: int, at: datetime) -> None:
    """Try a rule that was asked for; computed first, then written. Twice is once. One that was asked for anew meanwhile is left to its own job."""
    trial = RuleTrial.objects.filter(pk=trial_id, made_at=None).select_related("rule__space").first()
    if trial is None:
        return
    rule, content = trial.rule, content_of(trial.rule)
    until = last_morning(rule.space, at)
    found = deciding.rehearse(rule.space, [(rule.pk, content)], until, trial.days)
    thing = SUBJECTS[content.subject].thing
    with transaction.atomic():
        still = locked(RuleTrial.objects.filter(pk=trial.pk, made_at=None)).first()
        if still is None:
            return
        people = set(Member.objects.filter(pk__in={one.person_id for one in found}).values_list("pk", flat=True))
        RuleTrialAct.objects.bulk_create(
            RuleTrialAct(trial=still, person_id=one.person_id, about=f"{thing}:{one.subject_id}", on=one.on)
            for one in found
            if one.person_id in people
        )
        still.made_at, still.until_on, still.key = at, until, content.key
        still.save(update_fields=["made_at", "until_on", "key"])


def last_morning(space: Space, at: datetime) -> date:
    """The last day on whose morning rules have looked at a house."""
    day = space.day(at)
    return day if deciding.morning(space, day) <= at else day - timedelta(days=1)


# ------------------------------------------------------------------ the run


def run_rules(*, space: Space, day: date, at: datetime) -> int:
    """What the rules of a house do on a morning; returns how many acts. May be broken off anywhere and begun anew: the same is decided, and what was done is
    not done again. A rule that fails keeps no other from acting; what it raised is raised in the end."""
    moment = deciding.morning(space, day)
    on = list(Rule.objects.filter(space=space, on_at__lte=moment).on().order_by("pk"))
    latest = {one.rule_id: one for one in RuleVersion.objects.filter(rule__in=on).order_by("number")}
    if not on or RuleStop.objects.filter(space=space).exists():
        return 0
    said = [(rule.pk, content_of(latest[rule.pk])) for rule in on if rule.pk in latest]
    judge = Judge(space, moment, moment)
    todo: dict[int, list[Decision]] = defaultdict(list)
    for decision in deciding.decide(judge, said, day, remembered(space, day)):
        todo[decision.rule].append(decision)
    done, failed = 0, []
    for rule, decisions in todo.items():
        try:
            for start in range(0, len(decisions), CHUNK):
                done += carry_out(space, latest[rule], decisions[start : start + CHUNK], day, at)
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]
    return done


def remembered(space: Space, day: date) -> Memory:
    """What rules did before a day."""
    memory = Memory()
    reaching = {name for name, action in ACTIONS.items() if action.reaches}
    # What was done this very morning counts as well, but for rules that decide again: they come to the same.
    again = Rule.objects.filter(space=space).on().values("pk")
    rows = RuleAct.objects.filter(rule__space=space, on__lte=day).exclude(on=day, rule__in=again).order_by("on", "pk")
    secret = {one.pk for one in RuleVersion.objects.filter(rule__space=space) if content_of(one).private}
    told = rows.values_list("rule_id", "about", "person_id", "on", "version_id", "version__action")
    for rule, about, person, on, version, action in told.iterator():
        decision = Decision(rule, int(about.rpartition(":")[2]), person, on)
        memory.note(decision, reaches=action in reaching, private=version in secret)
    return memory


def carry_out(space: Space, version: RuleVersion, decisions: Sequence[Decision], day: date, at: datetime) -> int:
    """Do some acts of a rule and write them down, in one transaction: all of them or none, and none that is written down already."""
    content = content_of(version)
    action, thing = ACTIONS[content.action], SUBJECTS[content.subject].thing
    with transaction.atomic():
        rule = locked(Rule.objects.filter(pk=version.rule_id).on()).first()
        if rule is None or RuleStop.objects.filter(space=space).exists():
            return 0
        about = {one.subject_id: f"{thing}:{one.subject_id}" for one in decisions}
        there = set(RuleAct.objects.filter(rule=rule, on=day, about__in=about.values()).values_list("about", flat=True))
        people = {one.person_id for one in decisions}
        here = set(Member.objects.here().filter(pk__in=people, erase_at=None).values_list("pk", flat=True))
        fresh = [one for one in decisions if about[one.subject_id] not in there and one.person_id in here]
        if not fresh:
            return 0
        due = day + timedelta(days=content.values.get("later", 0)) if action.waits else None
        until = day + timedelta(days=content.values["lasts"]) if "lasts" in content.values else None
        rows = RuleAct.objects.bulk_create(
            RuleAct(
                rule=rule, version=version, person_id=one.person_id, about=about[one.subject_id], on=day, at=at, due_on=due, until_on=until
            )
            for one in fresh
        )  # fmt: skip
        if action.do is not None:
            acts = [Act(row.pk, one.subject_id, one.person_id) for row, one in zip(rows, fresh, strict=True)]
            in_vain = action.do(space, acts, {**content.values, "version": version.pk}, at)
            if in_vain:
                RuleAct.objects.filter(pk__in=in_vain).update(in_vain=True)
        record(ACTED, None, space.pk, rule, at)
    return len(fresh)


# ------------------------------------------------------------------ what follows an act


def find_act(actor: Member, act_id: int) -> RuleAct:
    """Something that a rule did, locked. Raises NotFound; also for what a private rule did, of which nobody reads."""
    act = locked(rules.acts_visible_to(actor).filter(pk=act_id)).select_related("version", "rule", "person__space").first()
    if act is None or content_of(act.version).private:
        raise NotFound
    return act


def do_act(*, actor: Member, act_id: int, at: datetime) -> RuleAct:
    """What waited is done. Twice is once. Raises NotAllowed, NotFound."""
    require(may_run(actor))
    with transaction.atomic():
        act = find_act(actor, act_id)
        if act.done_at is None and act.undone_at is None:
            act.done_at, act.done_by = at, actor
            act.save(update_fields=["done_at", "done_by"])
    return act


def undo_act(*, actor: Member, act_id: int, at: datetime) -> RuleAct:
    """Take back what a rule did, where that can be done. Twice is once. Raises NotAllowed, NotFound, Invalid."""
    require(may_run(actor))
    with transaction.atomic():
        act = find_act(actor, act_id)
        take_back(act, actor, at)
    return act


def take_mark_off(*, actor: Member, act_id: int, at: datetime) -> None:
    """Somebody takes a mark off themself. Twice is once. Raises NotFound."""
    with transaction.atomic():
        act = locked(rules.own_acts(actor).exclude(until_on=None).filter(pk=act_id)).select_related("version").first()
        if act is None:
            raise NotFound
        take_back(act, actor, at)


def take_back(act: RuleAct, actor: Member, at: datetime) -> None:
    """Note that an act is undone. Raises Invalid where nothing can be taken back."""
    action: Any = ACTIONS.get(act.version.action)
    if action is None or not action.undone:
        raise Invalid(_("What was said to somebody cannot be unsaid."))
    if act.undone_at is None:
        act.undone_at, act.undone_by = at, actor
        act.save(update_fields=["undone_at", "undone_by"])


def send_draft(*, actor: Member, act_id: int, text: str, at: datetime) -> None:
    """Send a message that a rule prepared, in one's own name and with one's own words, once. Raises NotAllowed, NotFound, Invalid, OutOfDate."""
    require(may_run(actor))
    with transaction.atomic():
        act = find_act(actor, act_id)
        action = ACTIONS.get(act.version.action)
        if action is None or action.way is None:
            raise Invalid
        if act.done_at is not None or act.undone_at is not None:
            raise OutOfDate(_("Somebody has seen to it already."))
        begin_conversation(actor=actor, others=[act.person], text=text, at=at)
        act.done_at, act.done_by = at, actor
        act.save(update_fields=["done_at", "done_by"])


def forget_old(*, at: datetime) -> int:
    """Let go of what rules did more than a year ago, and of rules and versions of which nothing is left; return how many acts went.

    An act by which a rule still knows that it is done with somebody who is here is kept as long as the rule: else it would begin anew with them.
    """
    day = at.date() - KEPT
    old = RuleAct.objects.filter(on__lt=day).exclude(rule__removed_at=None, version__again_days=None, person__left_on=None)
    count = old.delete()[0]
    Rule.objects.filter(removed_at__lt=at - KEPT, acts=None).delete()
    RuleTrial.objects.filter(asked_at__lt=at - timedelta(days=90)).delete()
    return count
