"""What connect puts into the registries: kinds, reactions, jobs, marks."""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.connect import held
from drittort.connect.appointments import appointments
from drittort.connect.between import actions as between
from drittort.connect.between import jobs as between_jobs
from drittort.connect.between import queries as between_queries
from drittort.connect.between import reactions as between_reactions
from drittort.connect.between.models import CompanyAcquaintance, CompanyIntroduction, CompanyTie, CompanyWish
from drittort.connect.between.moved import moved as ties_moved
from drittort.connect.by_mail import helping as helping_by_mail
from drittort.connect.by_mail import introductions as introductions_by_mail
from drittort.connect.by_mail import needs as needs_by_mail
from drittort.connect.circles import registrations as circles
from drittort.connect.deals import registrations as deals
from drittort.connect.introductions import actions as introductions
from drittort.connect.introductions import jobs as introduction_jobs
from drittort.connect.introductions import metrics as introduction_metrics
from drittort.connect.introductions import queries as suggestions
from drittort.connect.introductions import reactions as introduction_reactions
from drittort.connect.introductions import rulebook as introduction_rulebook
from drittort.connect.introductions import rules as introduction_rules
from drittort.connect.introductions import today as introductions_today
from drittort.connect.introductions import warm
from drittort.connect.introductions.instant import at_the_same_place
from drittort.connect.introductions.models import Draft, Exclusion, Introduction, QuietNo, Round, Side, TextVector, WarmIntroduction
from drittort.connect.lending import registrations as lending
from drittort.connect.market import registrations as market
from drittort.connect.mentoring import registrations as mentoring
from drittort.connect.needs import actions as needs
from drittort.connect.needs import index as need_index
from drittort.connect.needs import jobs as need_jobs
from drittort.connect.needs import letter as needs_in_letter
from drittort.connect.needs import metrics as need_metrics
from drittort.connect.needs import queries as need_queries
from drittort.connect.needs import reactions as need_reactions
from drittort.connect.needs import rulebook as need_rulebook
from drittort.connect.needs import rules as need_rules
from drittort.connect.needs import today as needs_today
from drittort.connect.needs import wall as needs_wall
from drittort.connect.needs.models import HelpRequest, Need, NeedAnswer
from drittort.connect.office_hours import registrations as office_hours
from drittort.connect.outcomes import registrations as outcomes
from drittort.connect.questions import registrations as questions
from drittort.connect.rounds import actions as rounds
from drittort.connect.rounds import jobs as round_jobs
from drittort.connect.rounds import reactions as round_reactions
from drittort.connect.rounds import rules as round_rules
from drittort.connect.rounds import running as rounds_running
from drittort.connect.rounds.models import DraftSeat, EmptySeat, Gathering, GroupDraft, NotWith, Seat, Series, SeriesChoice, Unseated
from drittort.core import composer, ledger, links, notices, privacy, reports, running, screen, today
from drittort.core.addresses import address
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.core.thanking import occasion
from drittort.members.people.meeting import finds
from drittort.members.people.ways import way_to
from drittort.members.skills.topics import tells
from drittort.members.translations.kinds import translatable
from drittort.network import told
from drittort.talk.conversations import rules as conversations

PERSON = "members.Member"
LOADED = (
    introduction_rulebook,
    need_rulebook,
    introduction_metrics,
    need_metrics,
    helping_by_mail,
    introductions_by_mail,
    needs_by_mail,
    circles,
    deals,
    held,
    lending,
    market,
    mentoring,
    office_hours,
    outcomes,
    questions,
    between_jobs,
    introduction_jobs,
    introduction_reactions,
    need_index,
    need_jobs,
    needs_in_letter,
    need_reactions,
    round_jobs,
    round_reactions,
    rounds_running,
)

ledger.kind(introductions.PROPOSED, _("An introduction was proposed."), subject="connect.Introduction", first=PERSON, second=PERSON)
ledger.kind(introductions.INTRODUCED, _("Two people were introduced."), subject="connect.Introduction", first=PERSON, second=PERSON)
ledger.kind(introductions.EXPIRED, _("An introduction ran out."), subject="connect.Introduction", first=PERSON, second=PERSON)
ledger.kind(introductions.MET, _("Two people have met."), subject="connect.Introduction", first=PERSON, second=PERSON)
ledger.kind(introductions.TOLD, _("You said how an introduction went."), subject="connect.Introduction")
ledger.kind(warm.WANTED, _("You proposed to introduce two others."), subject="connect.WarmIntroduction")
ledger.kind(warm.THANKED, _("Somebody thanked for an introduction."), subject="connect.Introduction", first=PERSON, second=PERSON)
ledger.kind(rounds.OPENED, _("A series of rounds begins."), subject="connect.Series")
ledger.kind(rounds.SENT, _("A round went out."), subject="connect.Round")
ledger.kind(rounds.ASKED, _("Some people were asked to a table."), subject="connect.Gathering")
ledger.kind(rounds.TOGETHER, _("A table came about."), subject="connect.Gathering")
ledger.kind(rounds.OFF, _("A table did not come about."), subject="connect.Gathering")
ledger.kind(rounds.SAT, _("People have met at a table."), subject="connect.Gathering")
ledger.kind(between.WISHED, _("A company would like to be introduced to another."), subject="connect.CompanyWish")
ledger.kind(needs.OPENED, _("Somebody looks for something, or has something to give."), subject="connect.Need")
tells(needs.OPENED, needs.EDITED)
ledger.kind(needs.EDITED, _("You changed what you look for."), subject="connect.Need")
ledger.kind(needs.RENEWED, _("A need goes on."), subject="connect.Need")
ledger.kind(needs.ASKED, _("The house asked people who may be able to help."), subject="connect.Need")
ledger.kind(needs.ANSWERED, _("Somebody can help."), subject="connect.Need", asker=PERSON)
ledger.kind(needs.WITHDRAWN, _("An answer was taken back."), subject="connect.Need")
ledger.kind(needs.CLOSED, _("A need was closed."), subject="connect.Need")
ledger.kind(needs.REOPENED, _("A need hangs on the board again."), subject="connect.Need")
ledger.kind(needs.HELPED, _("Somebody helped somebody."), subject="connect.Need", asker=PERSON, helper=PERSON)

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
notices.category(
    need_reactions.ASKING,
    _("You may be able to help"),
    _("The house asks you, twice a week at most, when somebody looks for what you know."),
    urgency=notices.NOW,
    personal=True,
    wait=timedelta(0),
)
notices.category(
    between_reactions.CATEGORY,
    _("Wishes of companies"),
    _("A company would like to be introduced to another."),
    urgency=notices.DAILY,
    personal=False,
)
notices.wording(
    "between.wished",
    _("%(company)s would like to know %(firm)s."),
    people=(),
    words=between_queries.texts_of_wishes,
    refers={"wish": "connect.CompanyWish"},
)
notices.wording("introduction.proposed", _("Would you like to meet %(other)s?"), people=("other",))
notices.wording("introduction.introduced", _("You both said yes: %(other)s and you."), people=("other",))
notices.wording("introduction.expired", _("You and %(other)s: it did not come about this time."), people=("other",))
notices.wording("introduction.outcome", _("Did you and %(other)s meet?"), people=("other",))
notices.wording(
    "warm.introduced", _("%(first)s and %(second)s both said yes: they know each other through you."), people=("first", "second")
)
notices.wording("warm.met", _("%(first)s and %(second)s have met, thanks to you."), people=("first", "second"))
notices.wording("warm.thanked", _("%(who)s thanks you for the introduction to %(other)s."), people=("who", "other"))
notices.wording("introduction.nudge", _("Would you like to meet %(other)s? There are a few days left to answer."), people=("other",))
notices.wording("gathering.asked", _("A table with you: will you be there?"), people=())
notices.wording("gathering.nudge", _("A table with you: there are a few days left to answer."), people=())
notices.wording("gathering.together", _("Your table comes about."), people=())
notices.wording("gathering.off", _("Your table did not come about this time."), people=())
notices.wording("gathering.outcome", _("Did you sit together?"), people=())
notices.wording("round.unseated", _("No seat for you in this round; you come first next time."), people=())
notices.wording(
    "round.paused", _("The last three introductions passed you by, so you have a pause now. One tap ends it whenever you like."), people=()
)
notices.wording("need.asked", _("Can you help %(who)s? “%(need)s”"), words=need_reactions.texts)
notices.wording("need.answered", _("%(who)s can help you: “%(need)s”"), words=need_reactions.texts)
notices.wording("need.taken", _("%(who)s would like it: “%(need)s”"), words=need_reactions.texts)
notices.wording("need.rule", _("How is it with “%(need)s”? Does it still hold?"), people=(), words=need_reactions.texts)
notices.wording("need.renewal", _("Still wanted? “%(need)s”"), people=(), words=need_reactions.texts)
notices.wording("need.outcome", _("Did somebody help? “%(need)s”"), people=(), words=need_reactions.texts)

translatable("need", need_queries.original)
occasion("need", need_queries.thanks_begin)
occasion("introduction", suggestions.thanks_begin)
reports.reportable("need", _("A need"), need_queries.need_shown, path=lambda slug, pk: address("connect:need", slug, pk))
reports.reportable("need_answer", _("An answer to a need"), need_queries.answer_shown)

finds(at_the_same_place)
composer.verb(
    "seek", pgettext_lazy("composer", "look for"), _("Whom or what do you need? Two sentences are enough."), "connect:new_need", side="seek"
)
composer.verb(
    "offer", pgettext_lazy("composer", "offer"), _("What do you have to give, for whom is it good?"), "connect:new_need", side="offer"
)
screen.register("needs", needs_wall.needs, template="connect/needs/_wall.html", paper="connect/needs/_paper.html")
today.register("appointments", appointments, queries=1)
today.register("introductions", introductions_today.mine, queries=1)
today.register(
    "care", introductions_today.ready, queries=0, template="connect/introductions/_today.html", own={"ready": introductions_today.READY}
)
today.register("needs", needs_today.board, queries=1, template="connect/needs/_today.html")

way_to("needs", _("Their needs and offers"), "search", lambda slug, person_id: f"{address('connect:needs', slug)}?by={person_id}")

for place in ("person", "conversation"):
    links.link(place, "connect:introduce", _("Introduce to somebody"))

links.link("person", "connect:not_with", _("Rather not with me"))
links.link("people", "connect:between", _("Between companies"))

told.tells_proposed(suggestions.suggested_pairs)
told.tells_received(suggestions.received)
conversations.known(need_rules.known_to)

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
WARM = Mark(
    purpose=_("let members introduce others to each other"),
    basis=_("contract"),
    retention=_("24 months"),
    export=True,
    erasure="delete",
)
UNTOLD = replace(WARM, purpose=_("keep to itself whether two people could be asked"), basis=_("legitimate interest"), export=False)
HOUSE = Mark(
    purpose=_("hold rounds on a rhythm"),
    basis=_("legitimate interest"),
    retention=_("24 months after it ended"),
    export=False,
    erasure="delete",
)
WISH = Mark(
    purpose=_("keep to what somebody wishes of a series"),
    basis=_("consent (be introduced)"),
    retention=_("as long as the series"),
    export=True,
    erasure="delete",
)
SECRET = Mark(
    purpose=_("bring nobody together with whom they would rather not be"),
    basis=_("consent (be introduced)"),
    retention=_("until taken back"),
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
ANSWERING = Mark(
    purpose=_("find somebody who can help"), basis=_("contract"), retention=_("as long as the need"), export=True, erasure="delete"
)
REQUEST = Mark(
    purpose=_("ask those who may be able to help, nobody more than twice a week"),
    basis=_("consent (be introduced)"),
    retention=_("90 days"),
    export=True,
    erasure="delete",
)

privacy.register(Round, DRAFT, "id space series season made_at seed value bound change engine sends_at held_at sent_at")
privacy.register(Draft, DRAFT, "id round first second position value parts reasons change spare text dropped_at sent_at")
privacy.register(
    Series,
    HOUSE,
    "id space name text audience location industry size rhythm same_company online host next_on opened_at closed_at",
)
privacy.register(SeriesChoice, WISH, "id series member takes_part every_days at", person="member_id")
privacy.register(NotWith, SECRET, "id member other at", person="member_id")
privacy.register(
    GroupDraft, DRAFT, "id round position value reasons relaxed host locked_at dropped_at sent_at introduction gathering circle"
)
privacy.register(DraftSeat, DRAFT, "id group member")
privacy.register(Unseated, DRAFT, "id round member code")
privacy.register(Gathering, COURSE, "id space series proposed_at expires_at text reasons slots introduced_at expired_at met_on")
privacy.register(
    Seat,
    COURSE,
    "id gathering member seen_at accepted_at met_at planned_at missed_at again outcome outcome_shared",
    person="member_id",
)
privacy.register(EmptySeat, REFUSAL, "id gathering member at", person="member_id")
privacy.register(TextVector, MEANING, "key model data")
privacy.register(Exclusion, APART, "id space first second by at until")
privacy.register(
    Introduction,
    COURSE,
    "id space first second form proposed_by proposed_at expires_at text questions slots introduced_at expired_at met_on",
    person="first_id second_id",
)
privacy.register(Introduction, DRAFT, "reasons parts seed")
privacy.register(
    Side,
    COURSE,
    "id introduction member words seen_at accepted_at met_at planned_at missed_at again outcome outcome_shared introducer_may_know thanked_at",
    person="member_id",
)
privacy.register(
    WarmIntroduction, WARM, "id space introducer first second text to_first to_second need proposed_at expires_at", person="introducer_id"
)
privacy.register(WarmIntroduction, UNTOLD, "introduction")
privacy.register(QuietNo, REFUSAL, "id introduction member at", person="member_id")
privacy.register(
    Need,
    ASKING,
    "id space member side text language opened_at edited_at renewed_at sought_at fitting answered_at answered_by closed_at told_at helped_at helped_by outcome outcome_shared",
    person="member_id",
)
privacy.register(NeedAnswer, ANSWERING, "id need member at text language staff withdrawn_at", person="member_id")
privacy.register(HelpRequest, REQUEST, "id need member position fit reasons found_at asked_at knows_at passed_at", person="member_id")

MISSING = Mark(
    purpose=_("find the ties between companies that are missing and would matter"),
    basis=_("legitimate interest"),
    retention=_("until the next night"),
    export=False,
    erasure=privacy.TAKE_OUT,
)
FIRMS = Mark(
    purpose=_("bring two companies together"), basis=_("contract"), retention=_("24 months"), export=True, erasure=privacy.TAKE_OUT
)
privacy.register(CompanyTie, MISSING, "id space first second position value reasons made_at")
privacy.register(CompanyWish, FIRMS, "id company other by at closed_at", person="by_id")
privacy.register(
    CompanyAcquaintance,
    replace(FIRMS, retention=_("until taken back, or one of the companies is gone")),
    "id first second by at",
    person="by_id",
)
privacy.register(CompanyIntroduction, replace(FIRMS, export=False, erasure="delete"), "id introduction first second")

privacy.on_erased(between_reactions.forget_erased)
privacy.on_erased(introduction_reactions.forget_erased)
privacy.on_erased(round_reactions.forget_erased)
privacy.on_erased(need_reactions.forget_erased)
privacy.on_erased(introduction_reactions.forget_introducer)

moving.thing("introduction", "connect.Introduction")
moving.thing("warm", "connect.Introduction")
moving.thing("between", "spaces.Space")
moving.thing("need", "connect.Need")
moving.thing("need_answer", "connect.NeedAnswer")
moving.rewrites(Introduction, "reasons slots", introduction_rules.moved)
moving.rewrites(Draft, "reasons", introduction_rules.moved)
moving.rewrites(HelpRequest, "reasons", need_rules.moved)
moving.rewrites(CompanyTie, "reasons", ties_moved)
moving.plain(Introduction, "questions parts seed")
moving.plain(Round, "seed change")
moving.plain(Draft, "parts change")
moving.thing("gathering", "connect.Gathering")
moving.thing("round", "connect.Round")
moving.thing("series", "connect.Series")
running.the_only(
    "introduction", _("Introductions of every day"), _("who fits, found each morning and looked at by hand"), "connect:introductions", prefixes=("introduction:", "warm:"),
)  # fmt: skip
moving.rewrites(GroupDraft, "reasons", round_rules.moved)
moving.rewrites(Gathering, "reasons slots", round_rules.moved)
moving.plain(GroupDraft, "relaxed")
