"""The way back to the first page of the plan; the pages of the pulse, below, go the same way."""

from drittort.pulse.ways import to_plan as to_plan
