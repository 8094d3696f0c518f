"""What talk puts into the registries: ledger kinds, jobs, reactions, privacy marks."""

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, privacy, reports
from drittort.core.addresses import address
from drittort.core.privacy import Mark
from drittort.members.people.ways import way_to
from drittort.talk.conversations import actions, jobs, queries, reactions
from drittort.talk.conversations.models import Conversation, Message, Participant, Withheld

LOADED = (jobs, reactions)

ledger.kind(actions.BEGUN, _("began a conversation"))
ledger.kind(actions.SAID, _("wrote a message"))
ledger.kind(actions.EDITED, _("changed a message"))
ledger.kind(actions.DELETED, _("deleted a message"))
ledger.kind(actions.RESTORED, _("brought a deleted message back"))
ledger.kind(actions.ADDED, _("added somebody to a conversation"))
ledger.kind(actions.LEFT, _("left a conversation"))
ledger.kind(actions.REJOINED, _("came back into a conversation"))

reports.reportable("message", _("A message"), queries.message_shown)

way_to("message", _("Say hello"), "mail", lambda slug, person_id: f"{address('talk:begin', slug)}?with={person_id}")

THREAD = Mark(
    purpose="let members write to each other",
    basis="contract",
    retention="as long as one of them belongs to the house, then 12 months",
    export=True,
    erasure="delete the pointers; the conversation stays for the others",
)
WORDS = Mark(
    purpose="let members write to each other",
    basis="contract",
    retention="as long as one of the conversation belongs to the house, then 12 months; the words of a deleted message 15 minutes",
    export=True,
    erasure="anonymise or delete, as the person chooses; anonymised messages stay readable for the others",
)
APART = Mark(
    purpose="keep two people apart without anybody learning of it",
    basis="legitimate interest",
    retention="as long as the message",
    export=False,
    erasure="delete",
)

privacy.register(Conversation, THREAD, "id space code begun_at begun_by about pair", person="begun_by_id")
privacy.register(
    Participant,
    THREAD,
    "id conversation member joined_at begins_after left_at newest_id newest_at seen_up_to notified_up_to muted_at",
    person="member_id",
)
privacy.register(Message, WORDS, "id conversation author at text edited_at deleted_at", person="author_id")
privacy.register(Withheld, APART, "id message member")
