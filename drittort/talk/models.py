"""The tables of talk, each in its feature's folder."""

from drittort.talk.conversations.models import Attachment, Conversation, Message, Participant, Withheld

__all__ = ["Attachment", "Conversation", "Message", "Participant", "Withheld"]
