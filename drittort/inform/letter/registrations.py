"""What letters put into the registries."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, links, notices, privacy, screen
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.inform.letter import actions, held, jobs, metrics, moved, reactions, rules, running, sending, wall
from drittort.inform.letter.models import Letter, LetterBlock, LetterCopy, LetterItem, LetterPlan, LetterWish, LetterWords

LOADED = (held, jobs, metrics, reactions, running)
LETTER = {"subject": "inform.Letter"}

ledger.kind(actions.DRAFTED, _("the house letter was laid out"), **LETTER)
ledger.kind(actions.RELEASED, _("let the house letter go"), **LETTER)
ledger.kind(actions.SKIPPED, _("no house letter this week"), **LETTER)
ledger.kind(actions.SENT, _("the house letter went out"), **LETTER)
ledger.kind(actions.PLANNED, _("decided when the house letter comes"), subject="")

notices.category(
    sending.CATEGORY,
    _("House letter"),
    _("What happened in the house and what comes, chosen for you. Nothing happened: no letter."),
    urgency=notices.WEEKLY,
    personal=False,
)
notices.category(
    sending.READY,
    _("House letter to look over"),
    _("For those who put it together: the draft of the week lies ready."),
    urgency=notices.NOW,
    personal=True,
    push_from=notices.ALL,
)
notices.wording("letter.sent", _("The new house letter is here."), people=())
notices.wording("letter.ready", _("The next house letter lies ready. Five minutes are enough to look it over."), people=())
notices.takes_the_day(sending.takes_the_day)

screen.register("letter", wall.newest, template="inform/letter/_wall.html")

links.link("notices", "inform:letter_wish", _("The house letter"), _("How often it comes, and when."))
links.link("settings", "inform:letter_plan", _("House letter"), _("On which day it goes out, and whether by itself."), shown=rules.writes)

HOUSE = Mark(
    purpose=_("tell the house once a week what happens in it"),
    basis=_("legitimate interest"),
    retention=_("24 months"),
    export=False,
    erasure=privacy.WITH_HOUSE,
)
TOLD = replace(HOUSE, erasure=privacy.TAKE_OUT)
privacy.register(
    Letter, HOUSE, "id space since due_at made_at gathered_at edited_at released_at held_at skipped_at sent_at answers counted_at paper"
)
privacy.register(Letter, TOLD, "skipped_by")
privacy.register(LetterBlock, HOUSE, "id letter name position left_out sentence")
privacy.register(LetterItem, replace(HOUSE, erasure="delete"), "id letter block key position left_out fresh narrow on_wall people words")
privacy.register(LetterPlan, replace(HOUSE, retention=_("as long as the house")), "space weekday hour by_itself at")
OWN = Mark(
    purpose=_("let those who care for the house say something in its letter"),
    basis=_("contract"),
    retention=_("24 months"),
    export=True,
    erasure=privacy.TAKE_OUT,
)
privacy.register(LetterWords, OWN, "id letter language subject opening text written_by", person="written_by_id")
CHOICE = Mark(
    purpose=_("give each reader what fits them, and nobody a letter twice"),
    basis=_("legitimate interest"),
    retention=_("60 days"),
    export=True,
    erasure="delete",
)
privacy.register(LetterCopy, CHOICE, "id letter member language chosen made_at due_at went_at mailed", person="member_id")
WISHES = Mark(
    purpose=_("send the letter as often as somebody likes, and at their hour"),
    basis=_("contract"),
    retention=_("as long as the membership, then 12 months"),
    export=True,
    erasure="delete",
)
privacy.register(LetterWish, WISHES, "member every hour at", person="member_id")
privacy.on_erased(actions.forget_person)

moving.thing("letter", "inform.Letter")
moving.left_out(LetterCopy, "what each reader got is chosen anew for the next letter")
moving.rewrites(LetterItem, "key people", moved.item)
moving.plain(LetterItem, "words")
moving.plain(Letter, "answers")
