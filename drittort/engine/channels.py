"""What a contact weighs by its kind, how fast that fades, and from where on it is a tie. Numbers only: pages read them without loading numpy."""

CHANNELS: dict[str, float] = {
    "meeting": 1.0,
    "reply": 0.7,
    "message": 0.2,
    "thanks": 0.5,
    "event": 1.0,
    "deal": 1.0,
    "neighbour": 0.1,
    "help": 1.0,
}
"""Kind of interaction to the weight of one row. Any other kind weighs 1. An event's row is divided by k - 1, see `interactions`."""

MUTUAL = frozenset({"meeting", "event", "deal", "neighbour"})
"""Kinds without a direction: a row counts for both persons alike, whether the file names the pair once or both ways round."""

LARGEST_EVENT = 20
"""Above this many people an event ties nobody: one evening with 60 people would make 1,770 ties."""

HALF_LIFE = 30.0
"""Days after which a contact weighs half."""

THETA = 0.2
"""Strength from which a tie counts as one."""
