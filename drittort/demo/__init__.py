"""The demo community: the Zwirnhaus, a coworking house that does not exist, and one year of its life."""

from drittort.demo.model import demo_world
from drittort.demo.world import World

__all__ = ["World", "demo_world"]
