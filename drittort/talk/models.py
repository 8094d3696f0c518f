"""The tables of talk, each in its feature's folder."""

from drittort.talk.comments.models import Following
from drittort.talk.conversations.models import Attachment, Conversation, Message, Participant, Withheld
from drittort.talk.groups.models import Group, GroupCall, GroupMember

__all__ = ["Attachment", "Conversation", "Following", "Group", "GroupCall", "GroupMember", "Message", "Participant", "Withheld"]
