"""What importing puts into the registries."""

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, links, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.joining.importing import actions, jobs, rules
from drittort.joining.importing.models import ImportFile, ImportMapping
from drittort.spaces.roles import holds

LOADED = (jobs,)

ledger.kind(actions.STARTED, _("began to bring people in from a list"), subject="joining.ImportFile")
ledger.kind(actions.DONE, _("brought people in from a list"), subject="joining.ImportFile")

moving.thing("field", "members.ProfileField")
moving.rewrites(ImportFile, "mapping", actions.moved)
moving.rewrites(ImportMapping, "mapping", actions.moved)
privacy.on_erased(actions.forget_erased)

links.link("people", "joining:import_people", _("Bring people in"), shown=lambda member: holds(member, rules.IMPORT))

LISTED = Mark(
    purpose=_("look at a list of people before it is brought in, and bring it in once"), basis=_("legitimate interest"),
    retention=_("the text until it is brought in, 1 day where nobody confirms; the count 90 days"), export=False, erasure="delete",
)  # fmt: skip
MAPPED = Mark(
    purpose=_("remember what the columns of a kind of list mean"), basis=_("legitimate interest"), retention=_("as long as the house"), export=False,
    erasure="with the house",
)  # fmt: skip
privacy.register(
    ImportFile, LISTED, "id space by made_at name text system mapping day_first total done confirmed_at done_at", person="by_id"
)
privacy.register(ImportMapping, MAPPED, "id space head mapping day_first kept_at")
