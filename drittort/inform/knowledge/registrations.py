"""What the knowledge of a house puts into the registries."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, links, notices, privacy, reports, running
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.core.search import index
from drittort.inform.knowledge import actions, held, jobs, letter, metrics, queries, reactions, rules
from drittort.inform.knowledge.models import Article, ArticleFeedback, ArticleFile, ArticleTag, ArticleVersion
from drittort.members.translations.kinds import translatable

LOADED = (held, jobs, letter, metrics)
ARTICLE = {"subject": "inform.Article"}

ledger.kind(actions.PUBLISHED, _("wrote an article"), **ARTICLE)
ledger.kind(actions.CHANGED, _("changed an article"), **ARTICLE)
ledger.kind(actions.ARRANGED, _("put an article in another place"), **ARTICLE)
ledger.kind(actions.REMOVED, _("put an article into the trash"), **ARTICLE)
ledger.kind(actions.RESTORED, _("brought an article back"), **ARTICLE)
ledger.kind(actions.REVIEWED, _("looked through an article"), **ARTICLE)
ledger.kind(actions.OPENED, _("opened an article to everybody"), **ARTICLE)
ledger.kind(actions.SHUT, _("let only the house read an article"), **ARTICLE)
ledger.kind(actions.HANDED_OVER, _("changed who looks after an article"), member="members.Member", **ARTICLE)
ledger.kind(actions.OUTDATED, _("found something out of date in an article"), feedback="inform.ArticleFeedback", **ARTICLE)
ledger.kind(actions.SETTLED, _("mended what was out of date in an article"), **ARTICLE)

notices.category(
    reactions.CATEGORY,
    _("Articles I look after"),
    _("Whether one is still right, what readers found out of date, and what was made of your questions and answers. Once a day at most."),
    urgency=notices.DAILY,
    personal=True,
)
notices.wording(reactions.DUE, _("Is “%(title)s” still right?"), people=(), words=reactions.texts)
notices.wording(reactions.DOUBTED, _("%(who)s found something out of date in “%(title)s”."), words=reactions.texts)
notices.wording(reactions.BECAME, _("%(who)s made an article of what you asked or knew: “%(title)s”."), words=reactions.texts)
notices.wording(
    reactions.FREE, _("Nobody looks after “%(title)s” any more. You have written on it: would you?"), people=(), words=reactions.texts
)
notices.wording(reactions.YOURS, _("%(who)s asks you to look after “%(title)s”."), words=reactions.texts)

translatable("article", queries.original)
reports.reportable("article", _("An article"), queries.shown, path=queries.path_of)
index.register(
    rules.DOCUMENT, queries.documents, queries.all_of, context=("tag",), telling=True,
    findable=index.Findable(
        {rules.DOCUMENT: index.Sort(_("Knowledge"), "keep", 60)}, lambda member, at: rules.visible_to(member), queries.path_of, queries.note, {"tag": _("Tags")},
    ),
)  # fmt: skip
links.link("people", "inform:knowledge", _("Knowledge"))

KNOWING = Mark(
    purpose=_("keep what the house knows, and somebody who looks after it"), basis=_("contract"),
    retention=_("as long as the house, or thirty days in the trash"), export=True, erasure=privacy.TAKE_OUT,
)  # fmt: skip
privacy.register(
    Article,
    KNOWING,
    "id space parent position of_house shared template trade writer owner question created_at published_at public_at review_on asked_on removed_at",
    person="owner_id writer_id",
)
privacy.register(Article, replace(KNOWING, export=False), "removed_by")
ALONG = replace(KNOWING, retention=_("as long as the article"))
privacy.register(
    ArticleVersion,
    replace(ALONG, erasure=privacy.KEEP_OR_DELETE),
    "id article language number title text note member at stands",
    person="member_id",
)
privacy.register(ArticleFile, replace(ALONG, export=False, erasure=privacy.WITH_HOUSE), "id article file")
privacy.register(ArticleTag, replace(ALONG, export=False, erasure=privacy.WITH_HOUSE), "id article key word")
privacy.register(
    ArticleFeedback,
    Mark(
        purpose=_("tell whoever looks after an article whether it helps"), basis=_("contract"), retention=_("as long as the article, or until settled"),
        export=True, erasure="delete",
    ),
    "id article member kind text at",
    person="member_id",
)  # fmt: skip
privacy.on_erased(reactions.forget_erased)

moving.thing("article", "inform.Article")
running.the_only(
    "article",
    _("Knowledge of the house"),
    _("what was asked more than once, written down"),
    "inform:knowledge",
    prefixes=("article:",),
    begin="inform:new_article",
)
