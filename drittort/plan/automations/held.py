"""What rows and fields of rules are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.plan.automations.models import Rule, RuleAct
from drittort.plan.automations.queries import versions_read

privacy.words(
    RuleAct,
    rule=pgettext_lazy("field", "rule"),
    version=pgettext_lazy("field", "by which words"),
    person=pgettext_lazy("field", "whom it concerned"),
    about=pgettext_lazy("field", "what it was about"),
    due_on=pgettext_lazy("field", "waits from"),
    until_on=pgettext_lazy("field", "stands until"),
    done_by=pgettext_lazy("field", "done by"),
    undone_at=pgettext_lazy("field", "taken back"),
    undone_by=pgettext_lazy("field", "taken back by"),
)
privacy.entitle(RuleAct, _("What rules of the house did about you"), "plan:rules_and_me")
privacy.called(Rule, "name")
privacy.reads(RuleAct, "version", versions_read)
