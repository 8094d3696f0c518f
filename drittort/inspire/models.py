"""Tables of inspire, feature by feature."""

from drittort.inspire.events.models import Event, Registration

__all__ = ["Event", "Registration"]
