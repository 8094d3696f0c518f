"""Jobs, reactions and marks of the network."""

from drittort.core import privacy
from drittort.core.privacy import Mark
from drittort.network import jobs  # noqa: F401  registers network.snapshot
from drittort.network.importing import registrations as importing  # noqa: F401  marks and jobs of the import
from drittort.network.map import rules as map_rules  # noqa: F401  registers what roles allow
from drittort.network.models import Contact, FirstTie, MonthFigure, Snapshot, Tie
from drittort.network.report import rules as report_rules  # noqa: F401  registers what roles allow
from drittort.network.ties import jobs as tie_jobs  # noqa: F401  registers network.rebuild and network.nightly
from drittort.network.ties import reactions  # noqa: F401  registers what follows a revoked consent

CONTACTS = Mark(
    purpose="know who had to do with whom on which day, to find introductions and to show each member their own ties; never what was said",
    basis="consent (be counted)",
    retention="24 months, or until the consent of one of the two is taken back",
    export=True,
    erasure="delete, for both sides",
)
TIES = Mark(
    purpose="the strength of ties, computed from contacts",
    basis="consent (be counted)",
    retention="rebuilt every night, or until the consent of one of the two is taken back",
    export=True,
    erasure="delete, for both sides",
)
PAGES = Mark(
    purpose="show report and map without computing them anew; the map names the people who agreed to be drawn",
    basis="consent (be counted, show me on the map)",
    retention="5 weeks",
    export=False,
    erasure="the person is taken out",
)
FIGURES = Mark(
    purpose="the trend of figures on groups of twenty and more people",
    basis="legitimate interest",
    retention="as long as the house",
    export=False,
    erasure="none: no figure of a person",
)
privacy.register(Contact, CONTACTS, "id space first second on kind origin forth back", person="first_id second_id")
privacy.register(Tie, TIES, "id space first second forth back days last_on as_of", person="first_id second_id")
privacy.register(Snapshot, PAGES, "id space name as_of made_at content")
privacy.register(MonthFigure, FIGURES, "id space month measure value people")
privacy.register(
    FirstTie,
    Mark(
        purpose="tell whether newcomers find somebody within two weeks, as a figure of groups",
        basis="consent (be counted)",
        retention="as long as the membership, or until the consent is taken back",
        export=True,
        erasure="delete",
    ),
    "id space member on",
    person="member_id",
)
