"""Who takes aggregates out of the house, and what they may hold."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.errors import Verdict
from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import purpose
from drittort.engine.noise import Clamp
from drittort.members.models import Member
from drittort.pulse.science.models import ScienceExport
from drittort.spaces.roles import FOUNDER, allows, permission, power

GIVE = permission(
    "pulse.give_data", gettext_lazy("Give figures of the house to science, funders and other houses"), given_to=(FOUNDER,), on_duty=True
)
KEPT = timedelta(days=7)
MADE_WITHIN = timedelta(hours=1)
LEAST = 5
"""Nothing stands in a file of fewer people; surveys keep to their own eight."""
LEAST_HOUSES = 5
"""Of fewer other houses no mean is shown."""
A_YEAR = 4
"""A quarter is compared for so many quarters."""
EPSILON, BUDGET = Fraction(1), Fraction(4)
"""What a release costs, and how much of it a year has."""
SCORE, SHARE = Clamp(1, 5, 0.5), Clamp(0, 1, 0.5)


def being_made(at: datetime) -> Q:
    """Exports on which the worker is at work. What is not there after an hour will not come, and blocks no other."""
    return Q(done_at=None, asked_at__gt=at - MADE_WITHIN)


def may_give(member: Member) -> Verdict:
    """Founders, and whom they let; within a staff session."""
    return power(member, GIVE, _("Founders decide what figures leave the house."))


def sees_file(member: Member, file: StoredFile) -> bool:
    """Whoever may give the figures away fetches the file."""
    return member.space_id == file.space_id and allows(member, GIVE)


def lasting(ids: Collection[int]) -> set[int]:
    """Which of some files may still be fetched."""
    return set(ScienceExport.objects.filter(file__in=ids).values_list("file_id", flat=True))


FILE = purpose("pulse.science", may_see=sees_file, used=lasting, made=True)


def quarter_of(day: date) -> date:
    """The first day of a quarter."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def quarter_before(quarter: date) -> date:
    """The first day of the quarter before."""
    return quarter_of(quarter - timedelta(days=1))


def last_over(day: date) -> date:
    """The newest quarter that is over."""
    return quarter_before(quarter_of(day))
