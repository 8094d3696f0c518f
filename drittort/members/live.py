"""What members put into the registries of live pages: who may listen."""

from drittort.core.live import topics
from drittort.members.security import listening

topics.register_listeners(find=listening.find, still=listening.still)
