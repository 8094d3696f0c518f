"""Jobs, reactions and marks of the network."""

from django.utils.translation import gettext_lazy as _

from drittort.core import links, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.network import (
    held,  # noqa: F401  words of everybody's own page
    jobs,  # noqa: F401  registers network.snapshot
    rulebook,  # noqa: F401  what rules may know of ties
    snapshots,
)
from drittort.network.importing import registrations as importing  # noqa: F401  marks and jobs of the import
from drittort.network.map import rules as map_rules  # noqa: F401  registers what roles allow
from drittort.network.models import Contact, FirstTie, MonthFigure, Snapshot, Tie
from drittort.network.report import metrics as report_metrics  # noqa: F401  registers figures on ties
from drittort.network.report import rules as report_rules
from drittort.network.ties import jobs as tie_jobs  # noqa: F401  registers network.rebuild and network.nightly
from drittort.network.ties import reactions
from drittort.network.ties.rules import origin_moved
from drittort.spaces.roles import holds

links.link(
    "plan",
    "network:report",
    _("Report"),
    _("How the house holds together, as of last night."),
    shown=lambda member: holds(member, report_rules.REPORT),
)

CONTACTS = Mark(
    purpose=_(
        "know who had to do with whom on which day, to find introductions and to show each member their own ties; never what was said"
    ),
    basis=_("consent (be counted)"),
    retention=_("24 months, or until the consent of one of the two is taken back"),
    export=True,
    erasure="delete",
)
TIES = Mark(
    purpose=_("the strength of ties, computed from contacts"),
    basis=_("consent (be counted)"),
    retention=_("rebuilt every night, or until the consent of one of the two is taken back"),
    export=True,
    erasure="delete",
)
PAGES = Mark(
    purpose=_("show report and map without computing them anew; the map names the people who agreed to be drawn"),
    basis=_("consent (be counted, show me on the map)"),
    retention=_("5 weeks"),
    export=False,
    erasure="take the person out",
)
FIGURES = Mark(
    purpose=_("the trend of figures on groups of twenty and more people"),
    basis=_("legitimate interest"),
    retention=_("as long as the house"),
    export=False,
    erasure="with the house",
)
privacy.register(Contact, CONTACTS, "id space first second on kind origin forth back", person="first_id second_id")
privacy.register(Tie, TIES, "id space first second forth back days last_on as_of", person="first_id second_id")
privacy.register(Snapshot, PAGES, "id space name as_of made_at content")
privacy.register(MonthFigure, FIGURES, "id space month measure value people")
privacy.register(
    FirstTie,
    Mark(
        purpose=_("tell whether newcomers find somebody within two weeks, as a figure of groups"),
        basis=_("consent (be counted)"),
        retention=_("as long as the membership, or until the consent is taken back"),
        export=True,
        erasure="delete",
    ),
    "id space member on",
    person="member_id",
)
privacy.on_erased(reactions.forget_erased)

moving.rewrites(Snapshot, "content", snapshots.moved)
moving.rewrites(Contact, "origin", origin_moved)
