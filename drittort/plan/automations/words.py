"""A rule as one sentence, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from drittort.core.rulebook import ACTIONS, CONDITIONS, SUBJECTS, Field, said
from drittort.plan.automations.deciding import Clause, Content

NAME = "{name}"
"""What stands for the first name of whom a text is about."""


def filled(words: Any, fields: Sequence[Field], values: Mapping[str, Any], space: Any) -> str:
    """Words with the values of their gaps."""
    return str(words) % {gap.name: said(gap, values.get(gap.name, gap.default), space) or "…" for gap in fields}


def clause_words(clause: Clause, space: Any) -> str:
    """One condition as it stands in the sentence."""
    one = CONDITIONS.get(clause.condition)
    if one is None:
        return pgettext("rule", "(no longer there)")
    return filled(one.words_not if clause.negated else one.words, one.fields, clause.values, space)


def joined(parts: Sequence[str], last: str) -> str:
    """Parts after each other, with a word before the last."""
    return last.join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def conditions(content: Content, space: Any) -> str:
    """All conditions: one of each group, and every group."""
    groups = []
    for group in content.groups:
        parts = [clause_words(clause, space) for clause in group]
        either = joined(parts, pgettext("rule: between the last two of several", " or "))
        groups.append(either if len(parts) == 1 else pgettext("rule", "either %(one_of)s") % {"one_of": either})
    return joined(groups, pgettext("rule: between the last two of several", " and "))


def then(content: Content, space: Any) -> str:
    """What it does."""
    action = ACTIONS.get(content.action)
    return "…" if action is None else filled(action.words, action.fields, content.values, space)


def sentence(content: Content, space: Any) -> str:
    """The whole rule, from the first word to the full stop. Where a text will name somebody, a word says so: readers need not know how that is written."""
    subject = SUBJECTS.get(content.subject)
    said = pgettext("rule", "When %(subject)s %(conditions)s, then %(action)s.") % {
        "subject": subject.one if subject else "…",
        "conditions": conditions(content, space) or "…",
        "action": then(content, space),
    }
    return to_person(said, pgettext("rule", "(name)"))


def limits(content: Content) -> str:
    """How often, and how many a day."""
    if content.again_days is None:
        often = _("Once for each.")
    else:
        often = ngettext("For each again after a day.", "For each again after %(n)s days at the earliest.", content.again_days) % {
            "n": content.again_days
        }
    most = ngettext("At most one a day.", "At most %(n)s a day.", content.per_day) % {"n": content.per_day}
    return f"{often} {most}"


def to_person(text: str, name: str) -> str:
    """A text of the team with the name of whom it is about."""
    return text.replace(NAME, name)
