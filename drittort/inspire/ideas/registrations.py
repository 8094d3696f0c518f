"""What ideas put into the registries."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import care, composer, ledger, notices, privacy, reports, running
from drittort.core.addresses import address
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.core.search import index
from drittort.inspire.ideas import actions, held, jobs, metrics, queries, reactions, rules
from drittort.inspire.ideas.models import Idea, IdeaStep, IdeaSupport
from drittort.members.translations.kinds import translatable
from drittort.talk.conversations.about import Comments, subject_kind

LOADED = (held, jobs, metrics)
IDEA = "inspire.Idea"

ledger.kind(actions.HAD, _("had an idea"), subject=IDEA)
ledger.kind(actions.CHANGED, _("changed an idea"), subject=IDEA)
ledger.kind(actions.REMOVED, _("took an idea back"), subject=IDEA)
ledger.kind(actions.SUPPORTED, _("is for an idea"), subject=IDEA)
ledger.kind(actions.ANSWERED, _("answered an idea"), subject=IDEA, step="inspire.IdeaStep")
ledger.kind(actions.MERGED, _("let two ideas become one"), subject=IDEA, into=IDEA)
ledger.kind(actions.TAKEN_ON, _("answers an idea"), subject=IDEA)

notices.category(
    reactions.MINE,
    _("My ideas"),
    _("What the house answers, and when one goes on together with another."),
    urgency=notices.NOW,
    personal=True,
)
notices.category(
    reactions.FOR_IT, _("Ideas that I am for"), _("What the house answers, once a week."), urgency=notices.WEEKLY, personal=False
)
notices.category(
    reactions.DUTY,
    _("Ideas that wait for a word"),
    _("For those who answer ideas: before the day, and when it is late."),
    urgency=notices.DAILY,
    personal=True,
)
for code, sentence in (
    ("idea.discussed", _("The house talks about “%(title)s”.")),
    ("idea.planned", _("“%(title)s” is planned.")),
    ("idea.doing", _("“%(title)s” is being done.")),
    ("idea.done", _("“%(title)s” is done.")),
    ("idea.declined", _("The house declined “%(title)s”, and says why.")),
    ("idea.merged", _("Your idea goes on in “%(title)s”.")),
    ("idea.due", _("“%(title)s” waits for a word of the house.")),
    ("idea.late", _("The house owes a word on “%(title)s”.")),
):
    notices.wording(code, sentence, people=(), words=reactions.texts)

translatable("idea", queries.original)
reports.reportable("idea", _("An idea"), queries.shown, path=lambda slug, pk: address("inspire:idea", slug, pk))
subject_kind("idea", queries.names, comments=Comments(rules.readers, rules.may_say, rules.told_of))
index.register(
    queries.DOCUMENT, queries.documents, queries.all_of, telling=True,
    findable=index.Findable(
        {queries.DOCUMENT: index.Sort(_("Ideas"), "new", 74)}, lambda member, at: rules.visible_to(member), lambda slug, pk: address("inspire:idea", slug, pk),
        queries.note,
    ),
)  # fmt: skip
care.register("inspire.ideas", queries.waiting)
composer.verb("propose", pgettext_lazy("composer", "propose"), _("What would make this house better, and for whom?"), "inspire:new_idea")

HAVING = Mark(
    purpose=_("let members change the house"), basis=_("contract"), retention=_("as long as the house, or until taken back"), export=True,
    erasure=privacy.KEEP_OR_DELETE,
)  # fmt: skip
privacy.register(Idea, HAVING, "id space member title text language at edited_at word_by merged_into removed_at", person="member_id")
privacy.register(Idea, replace(HAVING, export=False), "responsible asked_at late_at")
ALONG = replace(HAVING, retention=_("as long as the idea"), erasure="delete")
privacy.register(IdeaSupport, ALONG, "id idea member at helps", person="member_id")
privacy.register(IdeaStep, replace(ALONG, erasure=privacy.TAKE_OUT), "id idea by at status text", person="by_id")
privacy.on_erased(reactions.forget_erased)

moving.thing("idea", IDEA)
running.the_only(
    "idea",
    _("Ideas"),
    _("what members would change, and what the house answers"),
    "inspire:ideas",
    prefixes=("idea:",),
    begin="inspire:new_idea",
)
