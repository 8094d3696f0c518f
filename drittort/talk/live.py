"""What talk puts into the registries of live pages: whom a message wakes, and the number at the messages."""

from drittort.core.live import topics
from drittort.talk.conversations import actions, queries, rules

topics.topic(
    actions.SAID, actions.EDITED, actions.DELETED, actions.RESTORED, actions.ADDED, actions.LEFT, actions.REJOINED
)(rules.woken)  # fmt: skip
topics.number(rules.TOPIC, queries.unread_counts)
