"""Who reads programs, who runs them, and whom a program reaches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.core.sums import LEAST, at_least
from drittort.members.models import Company, Consent, Employment, Member, MemberQuerySet
from drittort.members.roles.models import RoleGrant
from drittort.plan.programs.models import DRAFT, ENDED, PAUSES, Program, ProgramPause, ProgramQuerySet, stage
from drittort.plan.rules import may_read, may_run
from drittort.spaces.industries import section
from drittort.talk.groups.models import GroupMember

NEW_FOR = timedelta(days=60)
MOST_A_WEEK = 5
"""So many mails of programs one member bears in a week: one each working day."""


def visible_to(member: Member) -> ProgramQuerySet:
    """The programs that somebody reads: all of the house, for those who care for it."""
    return Program.objects.filter(space=member.space_id) if may_read(member) else Program.objects.none()


def people_in(program: Program, today: date) -> MemberQuerySet:
    """Whom a program reaches on a day. A choice that lost what it chose (a location is gone) reaches nobody."""
    here = Member.objects.here().filter(space=program.space_id)
    chosen: dict[str, Callable[[], MemberQuerySet]] = {
        Program.Audience.ALL: lambda: here,
        Program.Audience.NEW: lambda: here.filter(joined_on__gt=today - NEW_FOR),
        Program.Audience.INTRODUCED: lambda: here.agreed(Consent.Kind.INTRODUCED),
        Program.Audience.LOCATION: lambda: here.filter(location__isnull=False, location=program.location_id),
        Program.Audience.INDUSTRY: lambda: here.filter(pk__in=working_in(program.space_id, program.industry)),
        Program.Audience.GROUP: lambda: here.filter(pk__in=GroupMember.objects.filter(group=program.group_id or 0).values("member_id")),
        Program.Audience.ROLE: lambda: here.filter(
            pk__in=RoleGrant.objects.filter(role__space=program.space_id, role__key=program.role, ended_at=None).values("member_id")
        ),
    }
    return chosen[program.audience]()


def working_in(space_id: int, letter: str) -> list[int]:
    """Ids of those who work for a company of a trade."""
    companies = Company.objects.filter(space=space_id).exclude(industry="").values_list("pk", "industry")
    fitting = [pk for pk, code in companies if letter and section(code) == letter]
    return list(Employment.objects.filter(company__in=fitting, until_on=None).values_list("member_id", flat=True))


def told(count: int, audience: str) -> int | None:
    """How many people may be said to be reached; None for too few. Who agreed to be introduced is a choice of each, so their number is told in fives."""
    if count < LEAST:
        return None
    return at_least(count) if audience == Program.Audience.INTRODUCED else count


def may_change(member: Member, program: Program, today: date) -> Verdict:
    """Whether somebody may change a program: whoever runs programs, as long as it is not over."""
    allowed = may_run(member)
    if not allowed:
        return allowed
    return no(_("It is over. Plan it anew.")) if stage(program, [], today) == ENDED else YES


def may_start(program: Program) -> Verdict:
    """Whether a program can be started: a draft with somebody who takes care of it."""
    if program.started_at is not None:
        return no(_("It was started already."))
    return YES if program.owner_id is not None else no(_("Say first who takes care of it: a program without anybody fades away."))


def may_pause(program: Program, today: date) -> Verdict:
    """Whether a program can rest: when it runs or will, and nobody lets it rest already."""
    pauses = list(program.pauses.all())
    where = stage(program, pauses, today)
    return no(_("It does not run just now.")) if where in (DRAFT, ENDED, PAUSES) or may_go_on(pauses) else YES


def may_go_on(pauses: list[ProgramPause]) -> bool:
    """Whether a program rests, or will from its first day on, until somebody lets it go on."""
    return any(one.until_on is None for one in pauses)


def may_drop(program: Program) -> Verdict:
    """Whether a program can be thrown away: a draft. What was started stays, with what it did."""
    return YES if program.started_at is None else no(_("It was started. End it instead, so that what it did can be read."))
