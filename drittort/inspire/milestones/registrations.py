"""What milestones put into the registries."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import firsts, ledger, links, notices, privacy, screen
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.inspire.milestones import actions, jobs, letter, queries, reactions, sources, wall
from drittort.inspire.milestones.models import Celebration, Congratulation, Milestone
from drittort.inspire.stories.moved import subject

LOADED = (jobs, letter)
MILESTONE = "inspire.Milestone"

ledger.kind(actions.FOUND, _("There are days to celebrate."), subject="")
ledger.kind(actions.CONGRATULATED, _("congratulated somebody"), subject=MILESTONE)
ledger.kind(actions.CHOSEN, _("You said what the house may celebrate."), subject="")

notices.category(
    reactions.CATEGORY,
    _("Congratulations"),
    _("Somebody congratulates you on a day of yours."),
    urgency=notices.NOW,
    personal=True,
    push_from=None,
)
notices.wording("milestone.congratulated", _("%(who)s congratulates: %(what)s"), words=queries.texts)
screen.register("milestones", wall.days, template="inspire/milestones/_wall.html")
links.link("people", "inspire:milestones", _("Milestones"))
firsts.first_time("event", _("%(name)s hosted an event for the first time"), sources.first_events)
firsts.first_time("story", _("%(name)s tells a first story"), sources.first_stories)

DAYS = Mark(
    purpose=_("celebrate years in the house, first times, and birthdays of those who want it"),
    basis=_("legitimate interest"),
    retention=_("400 days"),
    export=True,
    erasure="delete",
)
privacy.register(Milestone, DAYS, "id space kind member company on number subject", person="member_id")
privacy.register(Congratulation, DAYS, "id milestone member at", person="member_id")
privacy.register(
    Congratulation, replace(DAYS, purpose=_("keep somebody's words away from whom they have blocked"), export=False), "withheld"
)
privacy.register(
    Celebration, replace(DAYS, basis=_("consent"), retention=_("until taken back")), "id member day month quiet book at", person="member_id"
)
privacy.words(
    Milestone,
    kind=pgettext_lazy("field", "what is celebrated"),
    on=pgettext_lazy("field", "on"),
    number=pgettext_lazy("field", "years"),
    company=pgettext_lazy("field", "company"),
    subject=pgettext_lazy("field", "for"),
)
privacy.words(Congratulation, milestone=pgettext_lazy("field", "on what"))
privacy.words(
    Celebration,
    day=pgettext_lazy("field", "day of the birthday"),
    month=pgettext_lazy("field", "month of the birthday"),
    quiet=pgettext_lazy("field", "rather none of my days"),
    book=pgettext_lazy("field", "among the new faces in the year book"),
)
privacy.entitle(Milestone, _("Days of yours to celebrate"), "inspire:milestones")
privacy.entitle(Congratulation, _("Whom you congratulated"), "inspire:milestones")
privacy.entitle(Celebration, _("What the house may celebrate of you"), "inspire:my_celebration")
privacy.called(Milestone, "kind")

moving.thing("milestone", MILESTONE)
moving.rewrites(Milestone, "subject", subject)
moving.plain(Milestone, "number")
