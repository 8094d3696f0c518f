"""Rules and acts for tests that need some."""

from __future__ import annotations

from datetime import datetime, timedelta

from drittort.members.models import Member
from drittort.plan.automations.deciding import Content, content_of
from drittort.plan.automations.models import Rule, RuleAct, RuleVersion
from tests.cast import Cast


def made_rule(cast: Cast, content: Content, *, name: str = "Regel", on: bool = False) -> Rule:
    """A rule with its first version."""
    rule = Rule.objects.create(
        space=cast.house,
        name=name,
        made_at=cast.now,
        made_by=cast.hanna,
        changed_at=cast.now,
        on_at=cast.now if on else None,
        **content.columns(),
    )
    RuleVersion.objects.create(rule=rule, number=1, at=cast.now, by=cast.hanna, **content.columns())
    return rule


def acted(rule: Rule, person: Member, at: datetime) -> RuleAct:
    """Something that it did about a person."""
    day = at.date()
    version = rule.versions.get()
    lasts = content_of(version).values.get("lasts")
    return RuleAct.objects.create(
        rule=rule, version=version, person=person, about=f"member:{person.pk}", on=day, at=at, due_on=None if lasts else day,
        until_on=day + timedelta(days=lasts) if lasts else None,
    )  # fmt: skip
