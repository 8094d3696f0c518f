"""What decisions put into the registries."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from drittort.core import care, ledger, notices, privacy, reports
from drittort.core import today as first_page
from drittort.core.addresses import address
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.core.search import index
from drittort.inspire.decisions import actions, held, jobs, letter, metrics, queries, reactions, rules, today, words
from drittort.inspire.decisions.models import (
    Ballot,
    ConsentRound,
    DecisionOption,
    Draw,
    Elector,
    HouseDecision,
    Lot,
    Position,
    SecretBallot,
    TakenPaper,
)
from drittort.members.translations.kinds import translatable
from drittort.talk.conversations.about import Comments, subject_kind

LOADED = (held, jobs, letter, metrics)
DECISION = "inspire.HouseDecision"

ledger.kind(actions.OPENED, _("let the house decide something"), subject=DECISION)
ledger.kind(actions.DROPPED, _("called a decision off"), subject=DECISION)
ledger.kind(actions.CLOSED, _("a decision was counted"), subject=DECISION)
ledger.kind(actions.FROZEN, _("the list of a draw was closed"), subject=DECISION)
ledger.kind(actions.TOOK_PART, _("took part in an open decision"), subject=DECISION)
ledger.kind(actions.SAID, _("said where they stand"), subject=DECISION, position="inspire.Position")
ledger.kind(actions.ROUND, _("laid a changed proposal before everybody"), subject=DECISION)
ledger.kind(actions.STUCK, _("a proposal did not pass yet"), subject=DECISION)
ledger.kind(actions.OUTCOME, _("wrote down what follows from a decision"), subject=DECISION)
ledger.kind(actions.TAKEN_ON, _("takes care of what was decided"), subject=DECISION)
ledger.kind(actions.DONE, _("did what was decided"), subject=DECISION)

notices.category(
    reactions.ALL, _("What the whole house decides"), _("Something is open, ends soon, was decided. At most one letter a day, with everything else."),
    urgency=notices.DAILY, personal=False,
)  # fmt: skip
notices.category(
    reactions.ASKED,
    _("What a few decide, and I am one of them"),
    _("In a group, with a role, at my location."),
    urgency=notices.DAILY,
    personal=True,
)
notices.category(
    reactions.MINE,
    _("My own questions, and what I take care of"),
    _("What came of it, what waits for me, and whether I was drawn."),
    urgency=notices.NOW,
    personal=True,
)
for step, sentence in (
    (words.OPENED, _("You may decide: “%(title)s”.")),
    (words.ENDS_SOON, _("It ends soon: “%(title)s”.")),
    (words.CLOSED, _("Decided: “%(title)s”.")),
    (words.DROPPED, _("Called off: “%(title)s”.")),
    (words.ROUND, _("Another round: “%(title)s”.")),
    (words.STUCK, _("Not adopted yet: “%(title)s”.")),
    (words.FROZEN, _("The list of the draw is closed: “%(title)s”.")),
    (words.VALUE_DUE, _("The public number is due: “%(title)s”.")),
    (words.OUTCOME_DUE, _("What follows from it? “%(title)s”")),
    (words.DONE_DUE, _("Is it done? “%(title)s”")),
    (words.DRAWN, _("You were drawn: “%(title)s”.")),
):
    notices.wording(f"decision.{step}", sentence, people=(), words=reactions.texts)

translatable("decision", queries.original)
reports.reportable("decision", _("A decision"), queries.shown, path=lambda slug, pk: address("inspire:decision", slug, pk))
reports.reportable("position", _("A reason in a consent decision"), queries.position_shown)
subject_kind("decision", queries.names, comments=Comments(rules.readers, rules.may_say, rules.told_of))
index.register(
    rules.DOCUMENT, queries.documents, queries.all_of, telling=True,
    findable=index.Findable(
        {rules.DOCUMENT: index.Sort(_("Decisions"), "check", 76)}, lambda member, at: rules.visible_to(member), lambda slug, pk: address("inspire:decision", slug, pk),
        queries.note,
    ),
)  # fmt: skip
care.register("inspire.decisions", queries.waiting)
first_page.register("decisions", today.waiting, queries=2, template="inspire/decisions/_today.html")

ASKING = Mark(
    purpose=_("let the house decide together, and keep what it decided"), basis=_("contract"), retention=_("as long as the house; drafts 12 months"), export=True,
    erasure=privacy.TAKE_OUT,
)  # fmt: skip
TAKING_PART = Mark(
    purpose=_("let people decide together, everybody once"),
    basis=_("contract"),
    retention=_("12 months after the decision"),
    export=True,
    erasure="delete",
)
SECRET = Mark(
    purpose=_("keep ballots apart from people"),
    basis=_("contract"),
    retention=_("until the decision is counted"),
    export=False,
    erasure=privacy.EXPIRES,
)
privacy.register(
    HouseDecision,
    ASKING,
    "id space member idea kind title text language method most secret budget points who group location role quorum closes_at made_at opened_at electors needed closed_at took_part "
    "dropped_at dropped_with event outcome outcome_at responsible due_on done_at done_with",
    person="member_id",
)
privacy.register(HouseDecision, replace(ASKING, export=False), "reminded_at result asked_at")
privacy.register(
    DecisionOption, replace(ASKING, export=False, erasure=privacy.WITH_HOUSE), "id decision position text cost starts_at ends_at"
)
privacy.register(Elector, TAKING_PART, "id decision member in_at", person="member_id")
privacy.register(Ballot, TAKING_PART, "id decision member at content", person="member_id")
privacy.register(SecretBallot, SECRET, "id decision lock content")
privacy.register(TakenPaper, replace(SECRET, purpose=_("that nobody has two ballot papers")), "word decision")
privacy.register(
    ConsentRound,
    replace(ASKING, export=False, erasure=privacy.WITH_HOUSE),
    "id decision number text changed opened_at until closed_at passed",
)
privacy.register(Position, replace(ASKING, erasure="delete"), "id round member says text at", person="member_id")
DRAWING = replace(ASKING, purpose=_("draw lots so that everybody can check it"), export=False)
privacy.register(Draw, DRAWING, "id decision seats everybody source value_on secret promise list_mark frozen_at value value_at value_by")
privacy.register(Lot, DRAWING, "id draw member salt mark", person="member_id")
privacy.register(Lot, replace(DRAWING, export=True), "number name place")
privacy.on_erased(reactions.forget_erased)

moving.thing("decision", DECISION)
moving.thing("position", "inspire.Position")
moving.plain(HouseDecision, "result budget")
moving.plain(DecisionOption, "cost")
moving.plain(Ballot, "content")
# A copy of the house holds no urn: whoever chose chooses again.
moving.left_out(SecretBallot, "Secret ballots stay where they were given.")
moving.left_out(TakenPaper, "Ballot papers are words that only this machine can read.")
