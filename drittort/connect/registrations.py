"""What connect puts into the registries: kinds, reactions, jobs, marks."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from drittort.connect import held
from drittort.connect.by_mail import introductions as introductions_by_mail
from drittort.connect.by_mail import needs as needs_by_mail
from drittort.connect.introductions import actions as introductions
from drittort.connect.introductions import jobs as introduction_jobs
from drittort.connect.introductions import queries as suggestions
from drittort.connect.introductions import reactions as introduction_reactions
from drittort.connect.introductions import rules as introduction_rules
from drittort.connect.introductions.models import Draft, Exclusion, Introduction, QuietNo, Round, Side, TextVector
from drittort.connect.needs import actions as needs
from drittort.connect.needs import jobs as need_jobs
from drittort.connect.needs import queries as need_queries
from drittort.connect.needs import reactions as need_reactions
from drittort.connect.needs.models import Need
from drittort.core import ledger, notices, privacy, reports
from drittort.core.addresses import address
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.network import told
from drittort.talk.conversations import rules as conversations

PERSON = "members.Member"
LOADED = (introductions_by_mail, needs_by_mail, held, introduction_jobs, introduction_reactions, need_jobs, need_reactions)

ledger.kind(introductions.PROPOSED, _("An introduction was proposed."), subject="connect.Introduction", first=PERSON, second=PERSON)
ledger.kind(introductions.INTRODUCED, _("Two people were introduced."), subject="connect.Introduction", first=PERSON, second=PERSON)
ledger.kind(introductions.EXPIRED, _("An introduction ran out."), subject="connect.Introduction", first=PERSON, second=PERSON)
ledger.kind(introductions.MET, _("Two people have met."), subject="connect.Introduction", first=PERSON, second=PERSON)
ledger.kind(introductions.TOLD, _("You said how an introduction went."), subject="connect.Introduction")
ledger.kind(needs.OPENED, _("Somebody looks for something."), subject="connect.Need")
ledger.kind(needs.ANSWERED, _("Somebody can help."), subject="connect.Need", asker=PERSON)
ledger.kind(needs.CLOSED, _("A need was closed."), subject="connect.Need")

notices.category(
    introduction_reactions.CATEGORY,
    _("Introductions"),
    _("Somebody to meet, and what became of it."),
    urgency=notices.NOW,
    personal=True,
    mail_from=notices.QUIET,
    wait=timedelta(0),
)
notices.category(
    need_reactions.CATEGORY,
    _("Help for you"),
    _("Somebody can help with what you look for."),
    urgency=notices.NOW,
    personal=True,
    wait=timedelta(0),
)
notices.wording("introduction.proposed", _("Would you like to meet %(other)s?"), people=("other",))
notices.wording("introduction.introduced", _("You both said yes: %(other)s and you."), people=("other",))
notices.wording("introduction.expired", _("You and %(other)s: it did not come about this time."), people=("other",))
notices.wording("introduction.outcome", _("Did you and %(other)s meet?"), people=("other",))
notices.wording("need.answered", _("%(who)s can help you: “%(need)s”"), words=need_reactions.texts)

reports.reportable("need", _("A need"), need_queries.need_shown, path=lambda slug, pk: f"{address('connect:needs', slug)}#need-{pk}")

told.tells_proposed(suggestions.suggested_pairs)
told.tells_received(suggestions.received)
conversations.known(introduction_rules.introduced_with)

DRAFT = Mark(
    purpose=_("suggest introductions to the people who care for the community"),
    basis=_("consent (be introduced)"),
    retention=_("90 days"),
    export=False,
    erasure="delete",
)
MEANING = Mark(
    purpose=_("find who can help whom without reading a text twice"),
    basis=_("consent (be introduced)"),
    retention=_("until the text is gone"),
    export=False,
    erasure="delete",
)
COURSE = Mark(
    purpose=_("bring two people together and remember what came of it"),
    basis=_("consent (be introduced)"),
    retention=_("24 months"),
    export=True,
    erasure="delete",
)
REFUSAL = Mark(
    purpose=_("let somebody say no without anybody learning of it"),
    basis=_("consent (be introduced)"),
    retention=_("24 months"),
    export=True,
    erasure="delete",
)
APART = Mark(
    purpose=_("keep a pair out of suggestions"),
    basis=_("legitimate interest"),
    retention=_("until its last day, or until taken back"),
    export=False,
    erasure="delete",
)
ASKING = Mark(
    purpose=_("find somebody who can help"), basis=_("contract"), retention=_("24 months"), export=True, erasure=privacy.KEEP_OR_DELETE
)

privacy.register(Round, DRAFT, "id space made_at seed value bound change engine")
privacy.register(Draft, DRAFT, "id round first second position value parts reasons change spare text dropped_at sent_at")
privacy.register(TextVector, MEANING, "key model data")
privacy.register(Exclusion, APART, "id space first second by at until")
privacy.register(
    Introduction,
    COURSE,
    "id space first second proposed_by proposed_at expires_at text questions slots introduced_at expired_at met_on",
    person="first_id second_id",
)
privacy.register(Introduction, DRAFT, "reasons parts seed")
privacy.register(
    Side, COURSE, "id introduction member seen_at accepted_at met_at planned_at missed_at again outcome outcome_shared", person="member_id"
)
privacy.register(QuietNo, REFUSAL, "id introduction member at", person="member_id")
privacy.register(Need, ASKING, "id space member text language opened_at answered_at answered_by closed_at", person="member_id")

privacy.on_erased(introduction_reactions.forget_erased)

moving.thing("introduction", "connect.Introduction")
moving.thing("need", "connect.Need")
moving.rewrites(Introduction, "reasons", introduction_rules.moved)
moving.rewrites(Draft, "reasons", introduction_rules.moved)
moving.plain(Introduction, "questions slots parts seed")
moving.plain(Round, "seed change")
moving.plain(Draft, "parts change")
