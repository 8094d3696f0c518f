"""What rows and fields are called on everybody's own page, and in the copy of their data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import privacy
from drittort.talk.comments.models import Following
from drittort.talk.conversations.models import Attachment, Conversation, Message, Participant
from drittort.talk.groups import rules
from drittort.talk.groups.models import Group, GroupCall, GroupMember

privacy.words(
    conversation=pgettext_lazy("field", "conversation"),
)
privacy.words(
    Conversation,
    begun_at=pgettext_lazy("field", "begun"),
    begun_by=pgettext_lazy("field", "begun by"),
    about=pgettext_lazy("field", "about"),
    pair=pgettext_lazy("field", "numbers of the two"),
)
privacy.words(
    Participant,
    joined_at=pgettext_lazy("field", "part of it since"),
    begins_after=pgettext_lazy("field", "readable after message"),
    left_at=pgettext_lazy("field", "left"),
    newest_id=pgettext_lazy("field", "newest message"),
    newest_at=pgettext_lazy("field", "newest message on"),
    seen_up_to=pgettext_lazy("field", "read up to message"),
    notified_up_to=pgettext_lazy("field", "told up to message"),
    muted_at=pgettext_lazy("field", "muted"),
)
privacy.words(
    Message,
    author=pgettext_lazy("field", "from"),
    edited_at=pgettext_lazy("field", "changed"),
    deleted_at=pgettext_lazy("field", "deleted"),
    changed_at=pgettext_lazy("field", "last touched"),
    quotes=pgettext_lazy("field", "answers message"),
    client_key=pgettext_lazy("field", "key of the form"),
)
privacy.words(
    Attachment,
    message=pgettext_lazy("field", "message"),
    file=pgettext_lazy("field", "file"),
)
privacy.words(
    Following,
    seen_up_to=pgettext_lazy("field", "read up to message"),
    follows_at=pgettext_lazy("field", "told of answers since"),
    muted_at=pgettext_lazy("field", "muted"),
)
privacy.words(
    Group,
    line=pgettext_lazy("field", "what it is for"),
    welcome=pgettext_lazy("field", "words of welcome"),
    seen_by=pgettext_lazy("field", "who reads"),
    joining=pgettext_lazy("field", "who comes in"),
    founded_at=pgettext_lazy("field", "founded"),
    founded_by=pgettext_lazy("field", "founded by"),
    closed_at=pgettext_lazy("field", "closed"),
)
privacy.words(
    GroupMember,
    group=pgettext_lazy("field", "group"),
    joined_at=pgettext_lazy("field", "part of it since"),
    is_host=pgettext_lazy("field", "cares for it"),
)
privacy.words(GroupCall, group=pgettext_lazy("field", "group"), by=pgettext_lazy("field", "asked by"))
for table, title, page in (
    (Following, _("Comments that you follow"), ""),
    (Group, _("Groups you founded"), "talk:groups"),
    (GroupMember, _("Groups to which you belong"), "talk:groups"),
    (GroupCall, _("Questions and invitations to groups"), "talk:groups"),
    (Conversation, _("Conversations you began"), "talk:conversations"),
    (Participant, _("Conversations you are part of"), "talk:conversations"),
    (Message, _("What you wrote"), "talk:conversations"),
    (Attachment, _("Files that you sent along"), "talk:conversations"),
):
    privacy.entitle(table, title, page)
privacy.own_words(Message, "text")
privacy.own_words(GroupCall, "text")
privacy.called(Group, "name", known=rules.named_to, else_=_("a group"))
privacy.chapter("talk", _("Conversations"))
privacy.called(Conversation, "code")
