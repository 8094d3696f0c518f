"""What surveys put into the registries."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, links, notices, privacy
from drittort.core.faceless import faceless
from drittort.core.mail import outbox
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.pulse.surveys import actions, held, jobs, metrics, reactions, sending
from drittort.pulse.surveys.models import (
    SurveyBallot,
    SurveyChange,
    SurveyFigure,
    SurveyPlan,
    SurveyTally,
    SurveyText,
    SurveyToken,
    SurveyWave,
)

LOADED = (held, jobs, metrics)
WAVE = {"subject": "pulse.SurveyWave"}

faceless("/-/survey/")
outbox.fills(sending.CATEGORY, sending.put_in)

ledger.kind(actions.OPENED, _("asked the house how it is"), **WAVE)
ledger.kind(actions.CLOSED, _("the survey was counted"), **WAVE)
ledger.kind(actions.DROPPED, _("a survey was called off"), **WAVE)
ledger.kind(actions.CHANGED, _("said what changed because of the survey"), change="pulse.SurveyChange", **WAVE)

notices.category(
    sending.CATEGORY,
    _("The survey"),
    _("Once a quarter at most: your own link by mail, and one reminder to everybody. Without the mail you cannot take part."),
    urgency=notices.DAILY,
    personal=True,
    mail_from=notices.QUIET,
    push_from=None,
)
notices.category(
    reactions.NEWS,
    _("What came of the survey"),
    _("The results, and what changed because of them."),
    urgency=notices.DAILY,
    personal=False,
)
notices.wording("survey.open", _("A survey is open. Your own link is in your mail."), people=(), refers={"wave": WAVE["subject"]})
notices.wording(
    "survey.published", _("What the house answered: the results of the survey are here."), people=(), refers={"wave": WAVE["subject"]}
)
notices.wording(
    "survey.changed",
    _("This changed because of the survey: “%(text)s”"),
    people=(),
    words=reactions.texts,
    refers={"change": "pulse.SurveyChange"},
)

links.link("plan", "pulse:surveys", _("How we are"), _("The anonymous survey about belonging: four elements, with trend and groups."))
links.link("people", "pulse:surveys", _("How we are"), _("What the house answered about belonging, and what changed because of it."))

PLANNED = Mark(
    purpose=_("ask the house how it is, in its own way"),
    basis=_("legitimate interest"),
    retention=_("as long as the house"),
    export=False,
    erasure=privacy.WITH_HOUSE,
)
SEALED = Mark(
    purpose=_("take each answer once, without knowing whose it is"),
    basis=_("consent"),
    retention=_("until the survey is counted"),
    export=False,
    erasure=privacy.EXPIRES,
)
PUBLISHED = replace(PLANNED, purpose=_("show everybody what the house answered, in groups of eight and more"))
privacy.register(SurveyPlan, PLANNED, "space every days groupings questions at")
privacy.register(
    SurveyWave, PLANNED,
    "id space number opened_at closes_at groups questions language lock invited sent_at reminded_at closed_at answered counted alpha dropped_at lost",
)  # fmt: skip
privacy.register(SurveyWave, replace(PLANNED, erasure=privacy.TAKE_OUT), "member")
privacy.register(SurveyToken, SEALED, "mark wave")
privacy.register(SurveyBallot, SEALED, "id wave sealed")
privacy.register(
    SurveyFigure, PUBLISHED, "id wave grouping option element people mean spread low high difference difference_low difference_high"
)
privacy.register(SurveyTally, PUBLISHED, "id wave question option people")
privacy.register(SurveyText, replace(PUBLISHED, basis=_("consent"), retention=_("24 months")), "id wave question text")
TOLD = Mark(
    purpose=_("tell the house what changed because of its answers"),
    basis=_("contract"),
    retention=_("as long as the house"),
    export=True,
    erasure=privacy.TAKE_OUT,
)
privacy.register(SurveyChange, TOLD, "id wave member element text language told_at", person="member_id")

moving.thing("survey", WAVE["subject"])
moving.left_out(SurveyToken, "links to an open survey belong to the machine that sent them")
moving.left_out(SurveyBallot, "an open survey can be read by the machine alone that asks it")
moving.only(SurveyWave, lambda rows: rows.exclude(closed_at=None, dropped_at=None))
moving.plain(SurveyPlan, "groupings questions")
moving.plain(SurveyWave, "groups questions")
