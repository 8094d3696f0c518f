"""What event advice puts into the registries."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import ledger, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.inspire.event_advice import actions, jobs
from drittort.inspire.event_advice.models import AdvisedHost, EventAdvice, EventTurnout, TurnoutStrengths

LOADED = (jobs,)
ADVICE = "inspire.EventAdvice"

ledger.kind(actions.DRAFTED, _("made a draft of advice on events"), subject=ADVICE, event="inspire.Event")
ledger.kind(actions.RESTED, _("put advice on events aside"), subject=ADVICE)
ledger.kind(actions.WOKEN, _("let advice on events speak again"), subject=ADVICE)

SUMS = Mark(
    purpose=_("advise the house on its events, by sums of five people and more"), basis=_("no personal data"), retention=_("24 months"), export=False, erasure=privacy.WITH_HOUSE,
)  # fmt: skip
TURNOUT = replace(SUMS, purpose=_("say how many will come, and show afterwards how right that was"), retention=_("as long as the house"))
RESTING = replace(
    SUMS, purpose=_("say to the others why advice rests"), basis=_("legitimate interest"), export=True, erasure=privacy.TAKE_OUT
)
HOSTING = Mark(
    purpose=_("let others ask whoever says on their page that they know about something to host an evening on it"), basis=_("contract"),
    retention=_("until the next night"), export=True, erasure=privacy.DELETE,
)  # fmt: skip
privacy.register(
    EventAdvice, SUMS,
    "id space kind key rank made_at renewed_at gone_at weekday hour minutes way series evidence expected low high usual event drafted_at rested_until",
)  # fmt: skip
privacy.register(EventAdvice, RESTING, "rested_at rested_by rested_with", person="rested_by_id")
privacy.register(AdvisedHost, HOSTING, "id advice member", person="member_id")
privacy.register(EventTurnout, TURNOUT, "event foretold_at expected low high usual known looked_back came is_noted counted_at")
privacy.register(TurnoutStrengths, TURNOUT, "space learnt_at events strengths widen usual week")

privacy.words(
    EventAdvice,
    rested_at=pgettext_lazy("field", "put aside"),
    rested_by=pgettext_lazy("field", "put aside by"),
    rested_with=pgettext_lazy("field", "why not now"),
)
privacy.words(AdvisedHost, advice=pgettext_lazy("field", "advice"))
privacy.called(EventAdvice, "key")
privacy.own_words(EventAdvice, "rested_with")
privacy.entitle(EventAdvice, _("Advice on events that you put aside"), "inspire:event_advice")
privacy.entitle(AdvisedHost, _("Advice on events for which your page says that you know about it"), "inspire:event_advice")

moving.thing("event_advice", ADVICE)
moving.plain(EventAdvice, "evidence")
moving.plain(TurnoutStrengths, "strengths week")
