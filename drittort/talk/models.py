"""The tables of talk, each in its feature's folder."""

from drittort.talk.conversations.models import Conversation, Message, Participant, Withheld

__all__ = ["Conversation", "Message", "Participant", "Withheld"]
