"""What talk puts into the registries of live pages: whom a message or a comment wakes, and the number at the messages."""

from drittort.core.live import topics
from drittort.talk.comments import actions as comments
from drittort.talk.comments.rules import woken as woken_by_comments
from drittort.talk.conversations import actions, queries, rules

topics.topic(
    actions.SAID, actions.EDITED, actions.DELETED, actions.RESTORED, actions.ADDED, actions.LEFT, actions.REJOINED
)(rules.woken)  # fmt: skip
topics.topic(comments.WRITTEN, comments.CHANGED, comments.DELETED, comments.RESTORED)(woken_by_comments)
topics.number(rules.TOPIC, queries.unread_counts)
