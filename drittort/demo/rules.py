"""Rules of the demo house: four that act, with what they did in two months, and one that was only tried. Decided by the same function as in earnest; nobody is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import translation

from drittort.core.rulebook import ACTIONS, SUBJECTS
from drittort.members.models import Member
from drittort.plan.automations.actions import TRIED_DAYS, last_morning
from drittort.plan.automations.deciding import Content, Decision, content_of, rehearse
from drittort.plan.automations.models import Rule, RuleAct, RuleTrial, RuleTrialAct, RuleVersion
from drittort.plan.automations.readymade import BY_NAME
from drittort.spaces.models import Space
from drittort.spaces.roles import MANAGER

ON, TRIED = ("first_tie", "unheard_need", "come_again", "anniversary"), "half_empty"
SINCE = timedelta(days=60)
LEFT_OPEN = timedelta(days=5)


def load_rules(space: Space, at: datetime) -> None:
    """Write all of it."""
    by = next((m for m in Member.objects.here().filter(space=space).order_by("pk") if MANAGER in m.roles), None)
    with translation.override(space.language):
        rules = [made(space, name, by, at) for name in (*ON, TRIED)]
    on, tried = rules[:-1], rules[-1]
    until = last_morning(space, at)
    Rule.objects.filter(pk__in=[rule.pk for rule in on]).update(on_at=at - SINCE)
    said = [(rule.pk, content_of(rule)) for rule in on]
    versions = {rule.pk: RuleVersion.objects.create(rule=rule, number=1, at=at - SINCE, by=by, **content_of(rule).columns()) for rule in on}
    contents = dict(said)
    RuleAct.objects.bulk_create(
        done(one, contents[one.rule], versions[one.rule], by, at) for one in rehearse(space, said, until, SINCE.days)
    )
    content = content_of(tried)
    trial = RuleTrial.objects.create(rule=tried, days=TRIED_DAYS, key=content.key, asked_at=at, made_at=at, until_on=until)
    RuleTrialAct.objects.bulk_create(
        RuleTrialAct(trial=trial, person_id=one.person_id, about=f"{SUBJECTS[content.subject].thing}:{one.subject_id}", on=one.on)
        for one in rehearse(space, [(tried.pk, content)], until, TRIED_DAYS)
    )


def made(space: Space, name: str, by: Member | None, at: datetime) -> Rule:
    """A ready-made rule that the house took."""
    ready = BY_NAME[name]
    begun = at - SINCE - timedelta(days=1)
    return Rule.objects.create(
        space=space, name=str(ready.title), made_from=name, made_at=begun, made_by=by, changed_at=begun, **ready.taken().columns()
    )


def done(one: Decision, content: Content, version: RuleVersion, by: Member | None, at: datetime) -> RuleAct:
    """What a rule did; the team has done what is older than some days."""
    moment = at - timedelta(days=(at.date() - one.on).days)
    waits = ACTIONS[content.action].waits
    old = waits and at - moment > LEFT_OPEN
    return RuleAct(
        rule_id=one.rule, version=version, person_id=one.person_id, about=f"{SUBJECTS[content.subject].thing}:{one.subject_id}", on=one.on, at=moment,
        due_on=one.on if waits else None, done_at=moment + timedelta(hours=5) if old else None, done_by=by if old else None,
    )  # fmt: skip
