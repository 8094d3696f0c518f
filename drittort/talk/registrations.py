"""What talk puts into the registries: ledger kinds, jobs, reactions, privacy marks."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, notices, privacy, reports
from drittort.core.addresses import address
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.members.people.ways import way_to
from drittort.talk import held, live
from drittort.talk.conversations import actions, by_mail, jobs, queries, reactions, rules
from drittort.talk.conversations.models import Attachment, Conversation, Message, Participant, Withheld, new_code

LOADED = (by_mail, held, jobs, live, reactions)
A_MESSAGE = {"subject": "talk.Message", "conversation": "talk.Conversation"}

ledger.kind(actions.BEGUN, _("began a conversation"), subject="talk.Conversation")
ledger.kind(actions.SAID, _("wrote a message"), **A_MESSAGE)
ledger.kind(actions.EDITED, _("changed a message"), **A_MESSAGE)
ledger.kind(actions.DELETED, _("deleted a message"), **A_MESSAGE)
ledger.kind(actions.RESTORED, _("brought a deleted message back"), **A_MESSAGE)
ledger.kind(actions.ADDED, _("added somebody to a conversation"), subject="talk.Conversation", member="members.Member")
ledger.kind(actions.LEFT, _("left a conversation"), subject="talk.Conversation")
ledger.kind(actions.REJOINED, _("came back into a conversation"), subject="talk.Conversation")

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

reports.reportable("message", _("A message"), queries.message_shown)

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

privacy.refers(Participant, begins_after="talk.Message", newest_id="talk.Message", seen_up_to="talk.Message", notified_up_to="talk.Message")
privacy.on_erased(actions.forget_person)

moving.thing("message", "talk.Message")
moving.thing("conversation", "talk.Conversation")
moving.thing("talk", "talk.Conversation")
moving.fresh(Conversation, "code", new_code)
moving.rewrites(Conversation, "pair about", rules.moved)
