"""Rules as running parts of the house: one hung on a program belongs to its attention, and its words wait where the program came often enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core import running
from drittort.core.addresses import address
from drittort.core.running import Part
from drittort.plan.automations import words
from drittort.plan.automations.deciding import content_of
from drittort.plan.automations.models import Rule, RuleAct
from drittort.spaces.models import Space

HOUSE_RULE = "house_rule"


def parts(space: Space, at: datetime) -> Sequence[Part]:
    """The rules of a house, the newest first."""
    return [
        Part(
            row.pk,
            row.name,
            words.sentence(content_of(row), space) if row.on_at else _("off"),
            address("plan:rule", space.slug, row.pk),
        )
        for row in Rule.objects.filter(space=space).kept().order_by("-pk")
    ]


def threads(space: Space, since: datetime) -> Mapping[str, int]:
    """What rules said, each by the rule that said it."""
    acts = RuleAct.objects.filter(rule__space=space, at__gte=since).values_list("pk", "rule_id")
    return {f"rule:{pk}": rule for pk, rule in acts}


running.kind(HOUSE_RULE, gettext_lazy("Rules"), parts, begin=running.form("plan:rules"), threads=threads)
