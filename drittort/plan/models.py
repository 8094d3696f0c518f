"""Tables of plan, feature by feature."""

from drittort.plan.programs.models import Program as Program
from drittort.plan.programs.models import ProgramOverlap as ProgramOverlap
from drittort.plan.programs.models import ProgramPart as ProgramPart
from drittort.plan.programs.models import ProgramPause as ProgramPause
from drittort.plan.programs.models import ProgramWeek as ProgramWeek
