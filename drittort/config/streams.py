"""Settings of the process that holds event streams: the same house, but of each module only its tables and what it registers in `live.py`.

That is a third of the memory of a process that serves pages.
"""

from drittort.config.settings import *  # noqa: F403

LOADS = "live"
