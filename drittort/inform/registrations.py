"""What inform puts into the registries: ledger kinds, notices, reports, search, care, privacy marks."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import care, composer, ledger, notices, privacy, reports
from drittort.core import today as first_page
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.inform import held
from drittort.inform.announcements import registrations as announcements
from drittort.inform.knowledge import registrations as knowledge
from drittort.inform.letter import registrations as letter
from drittort.inform.links import jobs as link_jobs
from drittort.inform.links import reactions as link_reactions
from drittort.inform.links import rules as link_rules
from drittort.inform.links.models import LinkPreview, PostLink
from drittort.inform.polls import actions as polls
from drittort.inform.polls import jobs as poll_jobs
from drittort.inform.polls.models import Poll, PollOption, PollVote
from drittort.inform.posts import actions, asked, index, jobs, queries, reactions, rules, today
from drittort.inform.posts import letter as posts_in_letter
from drittort.inform.posts import metrics as post_metrics
from drittort.inform.posts import rulebook as posts_rulebook
from drittort.inform.posts.models import Post, PostFile, PostVersion, Reaction, ReadLine
from drittort.inform.trades import registrations as trades
from drittort.inform.waiting import waiting
from drittort.inform.wall import registrations as wall
from drittort.members.skills.topics import tells
from drittort.members.translations.kinds import translatable
from drittort.talk.conversations.about import Comments, subject_kind
from drittort.talk.groups.home import at_home

LOADED = (
    posts_rulebook,
    post_metrics,
    asked,
    held,
    index,
    knowledge,
    jobs,
    link_jobs,
    link_reactions,
    link_rules,
    poll_jobs,
    letter,
    posts_in_letter,
    announcements,
    trades,
    wall,
)
POST = {"subject": "inform.Post"}
PERSON = "members.Member"

ledger.kind(actions.POSTED, _("posted something"), **POST)
ledger.kind(actions.ASKED, _("asked a question"), **POST)
tells(actions.ASKED)
ledger.kind(actions.EDITED, _("changed a post"), **POST)
ledger.kind(actions.REMOVED, _("took a post back"), **POST)
ledger.kind(actions.RESTORED, _("brought a post back"), **POST)
ledger.kind(actions.PINNED, _("pinned a post, or took it down from there"), **POST)
ledger.kind(actions.ARCHIVED, _("put a post away, or brought it back"), **POST)
ledger.kind(actions.MOVED, _("moved a post to another place"), **POST)
ledger.kind(actions.MERGED, _("let a post go on under another"), into="inform.Post", **POST)
ledger.kind(actions.REACTED, _("said a word to a post"), reaction="inform.Reaction", **POST)
ledger.kind(actions.ANSWERED, _("found a question answered"), helper=PERSON, **POST)
ledger.kind(actions.UNANSWERED, _("found a question open again"), helper=PERSON, **POST)

ledger.kind(polls.VOTED, _("chose in a poll"), **POST)
ledger.kind(polls.CLOSED, _("a poll was counted"), **POST)

notices.category(
    reactions.WEEK,
    _("New in the house"),
    _("Once a week, if there is something that you have not read."),
    urgency=notices.WEEKLY,
    personal=False,
)
notices.wording("posts.week", _("%(n)s new posts wait for you."), people=(), words=reactions.numbers)
notices.wording("posts.one", _("One new post waits for you."), people=(), words=reactions.numbers)
notices.wording("post.thanks", _("%(who)s thanks you for “%(title)s”."), words=reactions.texts)
notices.wording("post.helpful", _("%(who)s finds “%(title)s” helpful."), words=reactions.texts)
notices.wording("post.me_too", _("%(who)s would like to know that, too: “%(title)s”."), words=reactions.texts)
notices.wording("post.glad", _("%(who)s is glad with you: “%(title)s”."), words=reactions.texts)
notices.wording("post.names", _("%(who)s names you in “%(title)s”."), words=reactions.texts)

translatable("post", queries.original)
reports.reportable("post", _("A post"), queries.post_shown, path=queries.page_of)
subject_kind("post", queries.names, comments=Comments(rules.readers, rules.may_say, rules.told_of))
care.register("inform", waiting)
first_page.register("posts", today.news, queries=2, template="inform/posts/_today.html")
composer.verb(
    "share",
    pgettext_lazy("composer", "share"),
    _("What came out well, what did you learn, what should the house know?"),
    "inform:new_post",
    verb="share",
)
composer.verb("ask", pgettext_lazy("composer", "ask"), _("What would you like to know? Somebody here may."), "inform:new_post", verb="ask")
at_home("inform:group")

POSTING = Mark(
    purpose=_("let members tell and ask each other something"), basis=_("contract"), retention=_("as long as the house, or until taken back"), export=True,
    erasure=privacy.KEEP_OR_DELETE,
)  # fmt: skip
privacy.register(
    Post,
    POSTING,
    "id space group member verb title text language trade created_at due_at posted_at edited_at pinned_at archived_at removed_at merged_into answered_at answer client_key",
    person="member_id",
)
privacy.register(Post, replace(POSTING, export=False), "removed_by")
ALONG = replace(POSTING, retention=_("as long as the post"))
privacy.register(PostVersion, ALONG, "id post until title text", person="post__member_id")
privacy.register(PostFile, replace(ALONG, erasure="delete"), "id post file", person="post__member_id")
privacy.register(Reaction, replace(ALONG, erasure="delete"), "id post member kind at", person="member_id")
privacy.register(
    ReadLine,
    Mark(
        purpose=_("show where somebody stopped reading, to them alone"), basis=_("contract"),
        retention=_("as long as the membership, then 12 months"), export=True, erasure="delete",
    ),
    "id member line_at seen_at",
    person="member_id",
)  # fmt: skip
privacy.register(Poll, replace(ALONG, export=False, erasure="delete"), "id post several secret until closed_at voters")
privacy.register(PollOption, replace(ALONG, export=False, erasure="delete"), "id poll position text votes")
CHOOSING = replace(
    ALONG,
    purpose=_("let people choose together"),
    retention=_("as long as the post; in a secret poll until it is counted"),
    erasure="delete",
)
privacy.register(PollVote, CHOOSING, "id option member at", person="member_id")
LOOKING = Mark(
    purpose=_("show what a link leads to, without readers asking anybody"), basis=_("legitimate interest"), retention=_("30 days after the last post with the link"),
    export=False, erasure=privacy.WITH_HOUSE,
)  # fmt: skip
privacy.register(LinkPreview, LOOKING, "id space url asked_at fetched_at failed_at site title text picture")
privacy.register(PostLink, replace(LOOKING, retention=_("as long as the post")), "id post preview")
privacy.on_erased(reactions.forget_erased)

moving.thing("post", "inform.Post")
# A copy of the house tells no secret vote; whoever chose chooses again.
moving.only(PollVote, lambda rows: rows.filter(option__poll__secret=False))
