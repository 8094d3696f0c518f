"""What programs put into the registries."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, links, privacy
from drittort.core.moving import registry as moving
from drittort.core.moving.registry import Numbers
from drittort.core.privacy import Mark
from drittort.plan.overview.due import due
from drittort.plan.programs import actions, attention, beside, held, in_plan, jobs, queries, reactions, rulebook
from drittort.plan.programs.models import Program, ProgramOverlap, ProgramPart, ProgramPause, ProgramWeek
from drittort.pulse.surveys.beside import beside as stands_beside

LOADED = (attention, held, in_plan, jobs, reactions, rulebook)
PROGRAM = "plan.Program"

ledger.kind(actions.PLANNED, _("planned a program"), subject=PROGRAM)
ledger.kind(actions.CHANGED, _("changed a program"), subject=PROGRAM)
ledger.kind(actions.STARTED, _("started a program"), subject=PROGRAM)
ledger.kind(actions.PAUSED, _("lets a program rest"), subject=PROGRAM)
ledger.kind(actions.WENT_ON, _("lets a program go on"), subject=PROGRAM)
ledger.kind(actions.ENDED, _("ended a program"), subject=PROGRAM)
ledger.kind(actions.HUNG, _("hung something on a program"), subject=PROGRAM)
ledger.kind(actions.TAKEN_OFF, _("took something off a program"), subject=PROGRAM)
ledger.kind(actions.DROPPED, _("threw the draft of a program away"), subject=PROGRAM)

due(queries.waiting)
links.link(
    "plan", "plan:programs", _("Programs"), _("What the house does on purpose: for whom, how often, at what cost, and whether it works.")
)
stands_beside("programs", beside.of_elements)

RUNNING = Mark(
    purpose=_("do on purpose what makes the house a community, and know who takes care of it"), basis=_("legitimate interest"),
    retention=_("as long as the house"), export=True, erasure=privacy.TAKE_OUT,
)  # fmt: skip
privacy.register(Program, RUNNING, "id space kind name owner made_at started_at ended_at", person="owner_id")
privacy.register(
    Program, replace(RUNNING, export=False, erasure=privacy.WITH_HOUSE),
    "purpose language audience location industry group role cadence rule metric target mails money hours template starts_on ends_on review_on ended_with",
)  # fmt: skip
OF_THE_HOUSE = replace(RUNNING, export=False, erasure=privacy.WITH_HOUSE)
privacy.register(ProgramPause, OF_THE_HOUSE, "id program from_on until_on")
privacy.register(ProgramPart, OF_THE_HOUSE, "id space program part at since_on until_on")
privacy.register(ProgramWeek, OF_THE_HOUSE, "id program part week notices mails readers meetings minutes")
privacy.register(ProgramOverlap, replace(OF_THE_HOUSE, retention=_("until the next night")), "id space programs people")

moving.thing("program", PROGRAM)


def part_anew(row: dict[str, Any], numbers: Numbers) -> None:
    """A part is told by its kind and number."""
    row["part"] = numbers.thing(row["part"])


moving.rewrites(ProgramPart, "part", part_anew)
moving.rewrites(ProgramWeek, "part", part_anew)
moving.left_out(ProgramOverlap, "counted anew every night")
