"""What rules put into the registries."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drittort.core import care, ledger, links, notices, privacy
from drittort.core.moving import registry as moving
from drittort.core.moving.registry import Numbers
from drittort.core.privacy import Erased, Mark
from drittort.core.rulebook import ACTIONS, CONDITIONS, HINTS, Field
from drittort.plan.automations import actions, doing, held, jobs, queries, rules, running
from drittort.plan.automations.models import Rule, RuleAct, RuleStop, RuleTrial, RuleTrialAct, RuleVersion
from drittort.plan.rules import may_run

LOADED = (doing, held, jobs, rules, running)

ledger.kind(actions.ON, _("switched a rule on"), subject="plan.Rule")
ledger.kind(actions.OFF, _("switched a rule off"), subject="plan.Rule")
ledger.kind(actions.STOPPED, _("stopped all rules"), subject="")
ledger.kind(actions.WENT_ON, _("let the rules go on"), subject="")
ledger.kind(actions.ACTED, _("A rule acted."), subject="plan.Rule")

notices.category(
    HINTS,
    _("Hints of the house"),
    _("What the house says by its rules: an event, a group, a sentence. Twice a week at most."),
    urgency=notices.DAILY,
    personal=False,
)
notices.wording(doing.SAYS, "%(text)s", people=(), words=doing.texts)
care.register("plan.automations", queries.waiting)
links.link(
    "plan",
    "plan:rules",
    _("Rules"),
    _("What the house does by itself, in sentences that everybody can read."),
    shown=lambda member: bool(may_run(member)),
)
links.link("care_house", "plan:rules", _("Rules"), shown=lambda member: bool(may_run(member)))
links.link("notices", "plan:rules_and_me", _("What the house does by itself"))

SAID = Mark(
    purpose=_("do by itself what a house decided, in sentences that everybody can read"),
    basis=_("legitimate interest"),
    retention=_("as long as the house, or 12 months after it was taken away"),
    export=False,
    erasure=privacy.TAKE_OUT,
)
DONE = Mark(
    purpose=_("know what rules did and why, do it once, and take it back"),
    basis=_("legitimate interest"),
    retention=_("12 months; what is done once for all, as long as the rule"),
    export=True,
    erasure="delete",
)
TRIED = Mark(
    purpose=_("try a rule on the past before it acts"),
    basis=_("legitimate interest"),
    retention=_("until the next dry run, 90 days at most"),
    export=False,
    erasure="delete",
)
COLUMNS = "id subject clauses action values again_days per_day"
privacy.register(Rule, SAID, f"{COLUMNS} space name made_from made_at made_by changed_at on_at removed_at")
privacy.register(RuleVersion, SAID, f"{COLUMNS} rule number at by")
privacy.register(RuleStop, SAID, "id space at by")
privacy.register(
    RuleAct, DONE, "id rule version person about on at due_on until_on done_at done_by undone_at undone_by", person="person_id"
)
privacy.register(RuleAct, replace(DONE, purpose=_("keep to itself whom a rule did not reach"), export=False), "in_vain")
privacy.shown(RuleAct, lambda person: Q(in_vain=False))
privacy.register(RuleTrial, replace(TRIED, erasure=privacy.WITH_HOUSE), "id rule days key asked_at until_on made_at")
privacy.register(RuleTrialAct, TRIED, "id trial person about on")


@privacy.on_erased
def forget_erased(erased: Erased) -> None:
    """Somebody is erased: their name goes from the words of rules."""
    for table, space in ((Rule, "space"), (RuleVersion, "rule__space")):
        for row in table._default_manager.filter(**{space: erased.space_id}):
            cleaned = {key: privacy.without(erased.said, value) if isinstance(value, str) else value for key, value in row.values.items()}
            named = privacy.without(erased.said, row.name) if isinstance(row, Rule) else ""
            if cleaned != row.values or (isinstance(row, Rule) and named != row.name):
                row.values = cleaned
                if isinstance(row, Rule):
                    row.name = named or str(_("Rule"))
                row.save()


def values_moved(fields: tuple[Field, ...], values: dict[str, Any], numbers: Numbers) -> None:
    """The rows that values name, at their new numbers."""
    for gap in fields:
        if gap.table and str(values.get(gap.name, "")).isdecimal():
            values[gap.name] = str(numbers.new(gap.table, int(values[gap.name])) or "")


def moved(row: dict[str, Any], numbers: Numbers) -> None:
    """A house stands at other numbers: what its rules speak of."""
    for clause in row["clauses"]:
        if clause["condition"] in CONDITIONS:
            values_moved(CONDITIONS[clause["condition"]].fields, clause["values"], numbers)
    if row["action"] in ACTIONS:
        values_moved(ACTIONS[row["action"]].fields, row["values"], numbers)


def about_moved(row: dict[str, Any], numbers: Numbers) -> None:
    """What an act was about, at its new number."""
    row["about"] = numbers.thing(row["about"])


moving.rewrites(Rule, "clauses values", moved)
moving.rewrites(RuleVersion, "clauses values", moved)
moving.rewrites(RuleAct, "about", about_moved)
moving.rewrites(RuleTrialAct, "about", about_moved)
moving.thing("rule", "plan.RuleAct")
moving.thing(running.HOUSE_RULE, "plan.Rule")
moving.thing("rule_version", "plan.RuleVersion")
