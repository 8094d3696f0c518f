"""What goals are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.plan.goals.models import Goal, GoalAlarm

privacy.words(
    Goal,
    metric=pgettext_lazy("field", "figure"),
    target=pgettext_lazy("field", "target"),
    by_on=pgettext_lazy("field", "by"),
    owner=pgettext_lazy("field", "taken care of by"),
    why=pgettext_lazy("field", "why"),
    set_at=pgettext_lazy("field", "set"),
    ended_at=pgettext_lazy("field", "ended"),
)
privacy.words(
    GoalAlarm,
    goal=pgettext_lazy("field", "goal"),
    heard_at=pgettext_lazy("field", "answered"),
    heard_by=pgettext_lazy("field", "answered by"),
    measure=pgettext_lazy("field", "what is done"),
)
privacy.entitle(Goal, _("Your goals for the house"), "plan:goals")
privacy.entitle(GoalAlarm, _("What you did when a figure went astray"), "plan:goals")
privacy.called(Goal, "metric")
privacy.own_words(Goal, "why")
privacy.own_words(GoalAlarm, "measure")
