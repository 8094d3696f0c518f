"""What stories put into the registries."""

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, links, notices, privacy, reports, running
from drittort.core import today as first_page
from drittort.core.addresses import address
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.core.search import index
from drittort.inspire.pictures.subjects import subject_of_pictures
from drittort.inspire.stories import actions, held, jobs, letter, queries, reactions, rules, today
from drittort.inspire.stories.models import Story, StoryQuote, StorySide, StoryVersion, StoryWish
from drittort.inspire.stories.moved import subject
from drittort.members.scope import WAYS
from drittort.members.translations.kinds import translatable

LOADED = (held, jobs, letter)
STORY, PERSON = "inspire.Story", "members.Member"

ledger.kind(actions.BEGUN, _("began to tell a story"), subject=STORY)
ledger.kind(actions.ASKED, _("was asked for a story"), subject=STORY, member=PERSON)
ledger.kind(actions.SENT, _("told a side of a story"), subject=STORY)
ledger.kind(actions.OPENED, _("Those who told a story read each other."), subject=STORY)
ledger.kind(actions.WRITTEN, _("wrote on the text of a story"), subject=STORY)
ledger.kind(actions.SHOWN, _("The house reads a story."), subject=STORY)
ledger.kind(actions.HIDDEN, _("A story is read no more."), subject=STORY)
ledger.kind(actions.AGREED, _("You let others read a story of yours."), subject=STORY)
ledger.kind(actions.WITHDRAWN, _("You took back who may read a story of yours."), subject=STORY)
ledger.kind(actions.HELP, _("would like a hand with a story"), subject=STORY)
ledger.kind(actions.QUOTED, _("asked for a sentence of a story"), subject=STORY, member=PERSON, quote="inspire.StoryQuote")
ledger.kind(actions.QUOTE_ANSWERED, _("You said whether a sentence of yours may be used."), subject=STORY, quote="inspire.StoryQuote")
ledger.kind(actions.OFF, _("took a story off the pages, or brought it back"), subject=STORY)

notices.category(
    reactions.ASK, _("Questions for a story"), _("Seldom: something came of it, and you are asked to tell."), urgency=notices.NOW, personal=True,
    push_from=None,
)  # fmt: skip
notices.category(
    reactions.CATEGORY, _("Your stories"), _("The others have told, there is a new wording, a sentence of yours is asked for."), urgency=notices.NOW, personal=True,
)  # fmt: skip
notices.category(
    reactions.REVIEW, _("Stories and history that wait"), _("For those who care for them: somebody would like a hand, or proposes an entry."), urgency=notices.NOW, personal=True,
    push_from=None,
)  # fmt: skip
for step, sentence in (
    ("asked", _("What became of it? Would you tell, with %(others)s?")),
    ("opened", _("You and %(others)s have told. Now you can read each other.")),
    ("wording", _("Your story with %(others)s has a new wording. Does it suit you?")),
    ("quote", _("May a sentence of your story with %(others)s be used?")),
):
    notices.wording(f"story.{step}", sentence, people=(), words=queries.texts, refers={"reader": "members.Member"})

notices.wording("story.help", _("Those who tell a story would like a hand with the text."), people=())
translatable("story", queries.original, together=True)
translatable("story_side", queries.side_original)
reports.reportable("story", _("A story"), queries.shown, path=lambda slug, pk: address("inspire:story", slug, pk))
index.register(
    queries.DOCUMENT, queries.documents, queries.everything, context=("by",), telling=True,
    findable=index.Findable(
        {queries.DOCUMENT: index.Sort(_("Stories"), "new", 95)}, lambda member, at: rules.visible_to(member), lambda slug, pk: address("inspire:story", slug, pk)
    ),
)  # fmt: skip
subject_of_pictures(
    "story", lambda slug, pk: address("inspire:story", slug, pk), visible=rules.seen_among, may_add=rules.may_add_picture, may_remove=rules.tells_it, owners=rules.tellers,
    public=rules.open_among,
)  # fmt: skip
first_page.register("stories", today.asked, queries=0, own=today.OWN)
links.link("people", "inspire:stories", _("What became of it"))
links.link("report", "inspire:stories", _("Stories"))
WAYS.append((_("My stories"), "inspire:my_stories"))

TELLING = Mark(
    purpose=_("tell what became of it, together and only as both sides agree"),
    basis=_("consent"),
    retention=_("as long as the person tells it"),
    export=True,
    erasure="delete",
)
COMMON = replace(TELLING, retention=_("as long as somebody tells it"), export=False, erasure=privacy.TAKE_OUT)
privacy.register(
    Story,
    COMMON,
    "id space subject needs on begun_at begun_by language title text settled settled_by opened_at help_asked_at shown_at off_at off_by",
)
privacy.register(
    StorySide,
    TELLING,
    "id story member asked_at declined_at began happened became language written_at sent_at agreed house_at public_at withdrawn_at",
    person="member_id",
)
privacy.shown(StorySide, lambda person: Q(asked_at__isnull=False) | Q(written_at__isnull=False))
privacy.register(StoryVersion, replace(COMMON, export=True), "id story number title text by at", person="by_id")
privacy.register(StoryQuote, TELLING, "id side text use picked_at agreed_at declined_at", person="side__member_id")
privacy.register(StoryQuote, replace(COMMON, export=False), "picked_by")
privacy.register(
    StoryWish, replace(TELLING, purpose=_("ask for no more stories"), retention=_("until taken back")), "id member at", person="member_id"
)
privacy.on_erased(reactions.forget_erased)

moving.thing("story", STORY)
moving.rewrites(Story, "subject", subject)
running.the_only(
    "story",
    _("Stories"),
    _("what came of it, told by those who were there"),
    "inspire:stories",
    prefixes=("story:",),
    begin="inspire:new_story",
)
