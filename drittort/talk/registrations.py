"""What talk puts into the registries: ledger kinds, jobs, reactions, privacy marks."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, links, notices, privacy, reports
from drittort.core import today as first_page
from drittort.core.addresses import address
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.members.people.ways import way_to
from drittort.members.translations.kinds import translatable
from drittort.talk import held, live, today
from drittort.talk.comments import actions as comments
from drittort.talk.comments import index as comment_index
from drittort.talk.comments import queries as comment_queries
from drittort.talk.comments import reactions as comment_reactions
from drittort.talk.comments.models import Following
from drittort.talk.conversations import actions, by_mail, jobs, queries, reactions, rules
from drittort.talk.conversations.models import Attachment, Conversation, Message, Participant, Withheld, new_code
from drittort.talk.groups import actions as groups
from drittort.talk.groups import index as group_index
from drittort.talk.groups import jobs as group_jobs
from drittort.talk.groups import queries as group_queries
from drittort.talk.groups import reactions as group_reactions
from drittort.talk.groups import rulebook as group_rulebook
from drittort.talk.groups.home import path_of
from drittort.talk.groups.models import Group, GroupCall, GroupMember

LOADED = (by_mail, comment_index, group_index, group_rulebook, held, jobs, live, reactions, group_jobs)
A_MESSAGE = {"subject": "talk.Message", "conversation": "talk.Conversation"}

ledger.kind(actions.BEGUN, _("began a conversation"), subject="talk.Conversation")
ledger.kind(actions.SAID, _("wrote a message"), **A_MESSAGE)
ledger.kind(actions.EDITED, _("changed a message"), **A_MESSAGE)
ledger.kind(actions.DELETED, _("deleted a message"), **A_MESSAGE)
ledger.kind(actions.RESTORED, _("brought a deleted message back"), **A_MESSAGE)
ledger.kind(actions.ADDED, _("added somebody to a conversation"), subject="talk.Conversation", member="members.Member")
ledger.kind(actions.LEFT, _("left a conversation"), subject="talk.Conversation")
ledger.kind(actions.REJOINED, _("came back into a conversation"), subject="talk.Conversation")

for kind, sentence in (
    (comments.WRITTEN, _("wrote a comment")),
    (comments.CHANGED, _("changed a comment")),
    (comments.DELETED, _("deleted a comment")),
    (comments.RESTORED, _("brought a deleted comment back")),
):
    ledger.kind(kind, sentence, **A_MESSAGE)

A_GROUP = {"subject": "talk.Group"}
ledger.kind(groups.FOUNDED, _("founded a group"), **A_GROUP)
ledger.kind(groups.CHANGED, _("changed a group"), **A_GROUP)
ledger.kind(groups.CLOSED, _("closed a group"), **A_GROUP)
ledger.kind(groups.REOPENED, _("opened a group again"), **A_GROUP)
ledger.kind(groups.JOINED, _("came into a group"), **A_GROUP)
ledger.kind(groups.LEFT, _("left a group, or took somebody out of it"), member="members.Member", **A_GROUP)
ledger.kind(groups.HOSTED, _("changed who hosts a group"), member="members.Member", **A_GROUP)
ledger.kind(groups.INVITED, _("asked somebody into a group"), call="talk.GroupCall", **A_GROUP)
ledger.kind(groups.ASKED, _("asked to come into a group"), call="talk.GroupCall", **A_GROUP)

notices.category(
    reactions.MENTION,
    _("You are named"),
    _("Somebody names you in a conversation of several, or answers what you wrote there. The mail about new messages comes anyway."),
    urgency=notices.NOW,
    personal=True,
    mail_from=None,
)
notices.wording("message.names", _("%(who)s names you in a conversation."))
notices.wording("message.answers", _("%(who)s answers what you wrote in a conversation."))
notices.category(
    comment_reactions.ANSWERS,
    _("Answers"),
    _("Somebody writes under what you posted, or where you wrote along. Once, until you have looked."),
    urgency=notices.NOW,
    personal=True,
)
notices.wording("comment.new", _("%(who)s writes something about “%(title)s”."), words=comment_reactions.texts)
notices.wording("comment.names", _("%(who)s names you under “%(title)s”."), words=comment_reactions.texts)
notices.category(
    group_reactions.CATEGORY,
    _("Groups"),
    _("Somebody asks you into a group, or asks to come into yours."),
    urgency=notices.DAILY,
    personal=True,
    mail_from=notices.NORMAL,
)
notices.wording("group.invited", _("%(who)s asks you into the group “%(group)s”."), words=group_reactions.texts)
notices.wording("group.suggested", _("There is a group that may be yours: “%(group)s”."), people=(), words=group_reactions.texts)
notices.wording("group.asked", _("%(who)s would like to come into “%(group)s”."), words=group_reactions.texts)

first_page.register("replies", today.replies, queries=1, own=today.OWN)
reports.reportable("message", _("A message"), queries.message_shown)
reports.reportable("comment", _("A comment"), comment_queries.comment_shown)
translatable("comment", comment_queries.original)
reports.reportable("group", _("A group"), group_queries.group_shown, path=path_of)
links.link("people", "talk:groups", _("Groups"))

way_to("message", _("Say hello"), "mail", lambda slug, person_id: f"{address('talk:begin', slug)}?with={person_id}")

THREAD = Mark(
    purpose=_("let members write to each other"),
    basis=_("contract"),
    retention=_("as long as one of them belongs to the house, then 12 months"),
    export=True,
    erasure="delete",
)
WORDS = Mark(
    purpose=_("let members write to each other"),
    basis=_("contract"),
    retention=_("as long as one of the conversation belongs to the house, then 12 months; the words of a deleted message 15 minutes"),
    export=True,
    erasure="anonymise or delete",
)
APART = Mark(
    purpose=_("keep two people apart without anybody learning of it"),
    basis=_("legitimate interest"),
    retention=_("as long as the message"),
    export=False,
    erasure="delete",
)

privacy.register(
    Conversation, replace(THREAD, erasure=privacy.TAKE_OUT), "id space code begun_at begun_by about pair", person="begun_by_id"
)
privacy.register(
    Participant,
    THREAD,
    "id conversation member joined_at begins_after left_at newest_id newest_at seen_up_to notified_up_to muted_at",
    person="member_id",
)
privacy.register(Message, WORDS, "id conversation author at text edited_at deleted_at changed_at quotes client_key", person="author_id")
privacy.register(Attachment, replace(WORDS, erasure="delete"), "id message file", person="message__author_id")
privacy.register(Withheld, APART, "id message member")

READING = replace(
    THREAD, retention=_("as long as what it is about"), purpose=_("show what is new under a thing, and tell those who wrote there")
)
privacy.register(Following, READING, "id conversation member seen_up_to follows_at muted_at", person="member_id")
TOGETHER = Mark(
    purpose=_("let members gather around a matter"),
    basis=_("contract"),
    retention=_("as long as the house"),
    export=True,
    erasure=privacy.TAKE_OUT,
)
privacy.register(
    Group, TOGETHER, "id space name line welcome language seen_by joining founded_at founded_by closed_at", person="founded_by_id"
)
BELONGING = replace(TOGETHER, retention=_("as long as somebody belongs to it"), erasure="delete")
privacy.register(GroupMember, BELONGING, "id group member joined_at is_host", person="member_id")
CALLED = replace(TOGETHER, retention=_("until it is answered, 30 days at most"), erasure="delete")
privacy.register(GroupCall, CALLED, "id group member by at text", person="member_id by_id")
privacy.register(
    GroupCall,
    replace(CALLED, purpose=_("let somebody say no without anybody learning of it"), basis=_("legitimate interest"), export=False),
    "rests_at",
)
privacy.shown(GroupCall, group_queries.calls_known)
privacy.refers(Following, seen_up_to="talk.Message")
privacy.refers(Participant, begins_after="talk.Message", newest_id="talk.Message", seen_up_to="talk.Message", notified_up_to="talk.Message")
privacy.on_erased(actions.forget_person)
privacy.on_erased(group_reactions.forget_erased)

moving.thing("message", "talk.Message")
moving.thing("comment", "talk.Message")
moving.thing("group", "talk.Group")
moving.thing("conversation", "talk.Conversation")
moving.thing("talk", "talk.Conversation")
moving.fresh(Conversation, "code", new_code)
moving.rewrites(Conversation, "pair about", rules.moved)
