"""What home brings when a machine is prepared: the link that opens the first house."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from drittort.core import composer, ledger, links, notices, privacy
from drittort.core import today as first_page
from drittort.core.moving import registry as moving
from drittort.core.prepared import PREPARED
from drittort.core.privacy import Mark
from drittort.home import held
from drittort.home.first_visit import actions as first_visit
from drittort.home.first_visit import jobs as first_visit_jobs
from drittort.home.first_visit import metrics as first_visit_metrics
from drittort.home.first_visit import queries as first_visit_queries
from drittort.home.first_visit import reactions as first_visit_reactions
from drittort.home.first_visit.models import FirstVisit
from drittort.home.opening import rules
from drittort.home.phone import rules as phone_rules
from drittort.home.phone.models import PhoneHint, PhoneIcon
from drittort.home.search import jobs as search_jobs
from drittort.home.search.models import RecentSearch, SearchGap, SearchQuiet
from drittort.home.search.rules import may_read_gaps
from drittort.home.today import actions as today_actions
from drittort.home.today import jobs as today_jobs
from drittort.home.today import queries as today
from drittort.home.today.models import Composition
from drittort.joining import arrival
from drittort.spaces.house.rules import CHANGE
from drittort.spaces.roles import holds

LOADED = (first_visit_metrics, held, rules, first_visit_jobs, phone_rules, search_jobs, today_jobs)

links.link(
    "settings",
    "home:opening",
    _("Open another house"),
    _("On this machine, with people and settings of its own."),
    shown=lambda member: holds(member, rules.OPEN) and not member.space.is_demo,
    in_house=False,
)

links.link(
    "settings",
    "home:sign",
    _("Sign of the house"),
    _("The picture on the phones of those who have the house as an app."),
    shown=lambda member: holds(member, CHANGE),
)

arrival.register(first_visit_queries.path_for)
ledger.kind(first_visit.DONE, _("finished the first visit"), subject="members.Member")
notices.category(
    first_visit_reactions.CATEGORY,
    _("First steps"),
    _("In your first month: the one next step, four times at most."),
    urgency=notices.DAILY,
    personal=False,
)
notices.wording("first_steps.face", _("Your next step: show your face."), people=())
notices.wording("first_steps.words", _("Your next step: say what you offer and need."), people=())
notices.wording("first_steps.agreements", _("Your next step: read how we live together."), people=())
notices.wording("first_steps.hello", _("Your next step: say your first hello."), people=())
notices.wording("first_steps.introduction", _("Your next step: meet somebody."), people=())
privacy.register(
    FirstVisit,
    Mark(
        purpose=_("lead somebody new through the first steps, and go on where they stopped"),
        basis=_("contract"), retention=_("as long as the membership, then 12 months"), export=True, erasure="delete",
    ),
    "id member begun_at steps done_at settled_at dismissed_at",
    person="member_id",
)  # fmt: skip

privacy.register(
    PhoneHint,
    Mark(
        purpose=_("say once, and not again, that the house can be an app"),
        basis=_("contract"), retention=_("as long as the membership, then 12 months"), export=True, erasure="delete",
    ),
    "id member dismissed_at",
    person="member_id",
)  # fmt: skip
privacy.register(
    PhoneIcon,
    Mark(
        purpose=_("show the house on start screens"),
        basis=_("contract"),
        retention=_("as long as the house"),
        export=False,
        erasure="with the house",
    ),
    "id space file",
)

moving.plain(FirstVisit, "steps")

links.link("care_house", "home:search_gaps", _("What nobody finds"), shown=lambda member: bool(may_read_gaps(member)))
SOUGHT = Mark(
    purpose=_("let members look for the same again"), basis=_("contract"), retention=_("30 days, or until you forget it; none where you want none kept"), export=True,
    erasure="delete",
)  # fmt: skip
privacy.register(RecentSearch, SOUGHT, "id member text at", person="member_id")
privacy.register(
    SearchQuiet,
    Mark(
        purpose=_("keep nothing of what somebody looks for, because they want it so"), basis=_("contract"),
        retention=_("as long as the membership, then 12 months"), export=True, erasure="delete",
    ),
    "id member since",
    person="member_id",
)  # fmt: skip
privacy.register(
    SearchGap,
    Mark(
        purpose=_("tell those who care for the house what at least five people looked for in vain, and nobody who they are"), basis=_("legitimate interest"),
        retention=_("until the end of the month after; once five asked, 12 months"), export=False, erasure=privacy.WITH_HOUSE,
    ),
    "id space digest marks month text reached_on settled_on",
)  # fmt: skip
moving.left_out(SearchGap, "counted by keys of the machine that it came from")
first_page.register("faces", today.new_faces, queries=1, template="home/today/_faces.html")
composer.kept_by(words=today.kept, forget=lambda member, verb: today_actions.forget_composition(actor=member, verb=verb))
privacy.register(
    Composition,
    Mark(
        purpose=_("keep what somebody began to write until it stands somewhere"), basis=_("contract"), retention=_("until it is sent or emptied, 30 days at most"),
        export=True, erasure="delete",
    ),
    "id member verb text at",
    person="member_id",
)  # fmt: skip


def tell_link(*, demo: bool) -> None:
    """Where only the demo is here, print the link that opens a house of one's own. A service prints none: its journal is no place for a secret."""
    from django.urls import reverse
    from django.utils import timezone

    from drittort.home.opening.queries import has_real_house
    from drittort.spaces.opening.actions import make_link

    if demo and not has_real_house():
        path = reverse("home:opening_link", args=[make_link(at=timezone.now())])
        print(f"\n  Your own house is opened here, within a day and once:\n  {settings.ADDRESS}{path}", flush=True)


PREPARED.append(tell_link)
