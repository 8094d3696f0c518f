"""What science puts into the registries."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from drittort.core import ledger, links, notices, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.pulse.science import actions, held, jobs, own, rules
from drittort.pulse.science.models import ComparisonFile, ComparisonRelease, ScienceExport
from drittort.spaces.roles import holds

LOADED = (held, jobs, own)

ledger.kind(actions.ASKED, _("had a file of aggregates made for science or funders"), subject="")
ledger.kind(actions.GAVE, _("gave sums with noise for comparison with other houses"), subject="", release="pulse.ComparisonRelease")
ledger.kind(actions.TOOK, _("took in the sums of another house"), subject="", file="pulse.ComparisonFile")
notices.category(
    actions.READY,
    _("A file for science"),
    _("It is ready to be fetched."),
    urgency=notices.NOW,
    personal=True,
    push_from=notices.ALL,
)
notices.wording("science.ready", _("The file of aggregates is ready."), people=())
links.link(
    "plan", "pulse:science", _("Data for science and funders"), _("Aggregates with their method as a file, and how we lie beside other houses."),
    shown=lambda member: holds(member, rules.GIVE),
)  # fmt: skip

MADE = Mark(
    purpose=_("give aggregates to science and funders"),
    basis=_("legitimate interest"),
    retention=_("7 days"),
    export=True,
    erasure="delete",
)
GIVEN = Mark(
    purpose=_("compare houses by sums in which nobody can be seen"),
    basis=_("legitimate interest"),
    retention=_("as long as the house"),
    export=False,
    erasure=privacy.WITH_HOUSE,
)
privacy.register(ScienceExport, MADE, "id space asked_at done_at file", person="by_id")
privacy.register(ScienceExport, replace(MADE, export=False), "by")
privacy.register(ComparisonRelease, GIVEN, "id space quarter made_on epsilon content")
privacy.register(ComparisonRelease, replace(GIVEN, erasure=privacy.TAKE_OUT), "member")
privacy.register(ComparisonFile, GIVEN, "id space house key quarter figures taken_at")
privacy.register(ComparisonFile, replace(GIVEN, erasure=privacy.TAKE_OUT), "member")
privacy.on_erased(actions.forget_erased)

moving.left_out(ScienceExport, "the file can be made again at any moment")
moving.plain(ComparisonRelease, "content")
moving.plain(ComparisonFile, "figures")
