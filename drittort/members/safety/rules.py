"""Who looks into what, and what a measure leaves to somebody. Nobody who is part of a case ever sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import blake2b
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core import reports
from drittort.core.database import one_of
from drittort.core.errors import YES, NotFound, Verdict, no
from drittort.core.reports import Shown
from drittort.core.statements import Statement
from drittort.members.models import Block, Member, MemberQuerySet
from drittort.members.roles.queries import people_with
from drittort.members.safety.models import Case, CaseQuerySet, Measure, MeasureQuerySet, Report
from drittort.members.security.attempts import Limit
from drittort.spaces.models import Space
from drittort.spaces.roles import FOUNDER, all_of, allows, permission, power

HANDLE = permission("members.handle_cases", gettext_lazy("Look into what was reported, and act on it"), on_duty=True)
OUTSIDE_KIND = "outside"
MOST_FROM_CONNECTION = Limit(8, timedelta(hours=1))
MOST_TO_ADDRESS, TO_ADDRESS_WITHIN = 3, timedelta(hours=1)
LONGEST_PLACE = 1000
MOST_REPORTS, REPORTS_WITHIN = 20, timedelta(days=1)
LONGEST = 5000
NOTICE = timedelta(days=14)
LONGEST_PAUSE = timedelta(days=366)
CASES_KEPT = timedelta(days=366)
MEASURES_KEPT = timedelta(days=731)

MESSAGES, POSTS, INTRODUCTIONS, MEMBERSHIP = "messages", "posts", "introductions", "membership"
PAUSED_BY = {function: (function, MEMBERSHIP) for function in (MESSAGES, POSTS, INTRODUCTIONS)} | {MEMBERSHIP: (MEMBERSHIP,)}
"""Which measures stop a function."""


def kept_apart_by(member: Member) -> QuerySet[Block]:
    """A member's own blocks. There is no way to ask who has blocked somebody."""
    return Block.objects.filter(blocker=member)


FOLDED = Statement(lambda member: Block.objects.filter(blocker=member).values_list("blocked_id"), member=int)


def folded_for(member: Member) -> set[int]:
    """Whose words and things a reader folds: those of people whom they block themself. Nobody else's view changes."""
    return {pk for (pk,) in FOLDED.rows(member=member.pk)}


def kept_from(member_id: int, others: Iterable[int]) -> set[int]:
    """Those of some people beside whom a block of either stands. Nobody is told which."""
    ids = list(others)
    pairs = Block.objects.filter(Q(blocker=member_id) & one_of("blocked", ids) | Q(blocked=member_id) & one_of("blocker", ids))
    return {pk for pair in pairs.values_list("blocker_id", "blocked_id") for pk in pair} & set(ids) - {member_id}


def reach_each_other(*people: int) -> bool:
    """Whether what one of some people does is delivered to the others. Beside a block of any of them against another it looks done and is not."""
    return not Block.objects.filter(blocker__in=people, blocked__in=people).exists()


def may_handle(member: Member) -> Verdict:
    """Whether a member looks into reports now."""
    return power(member, HANDLE, _("Only those who look into reports see this page."))


def without_part_in(member: Member) -> CaseQuerySet:
    """The cases of a house in which a member is no party: neither the person it is about nor somebody who reported."""
    own = Report.objects.filter(case=OuterRef("pk"), reporter=member)
    return Case.objects.filter(Q(about=None) | ~Q(about=member), ~Exists(own), space=member.space_id)


def visible_to(member: Member) -> CaseQuerySet:
    """The cases that a member may open."""
    return without_part_in(member) if allows(member, HANDLE) else Case.objects.none()


def people_in(case: Case) -> MemberQuerySet:
    """Who is told of a case and may take it on: everybody who looks into reports and is no party. Founders are among them; nobody may be left."""
    reporters = Report.objects.filter(case=case).exclude(reporter=None).values("reporter_id")
    return people_with(case.space, HANDLE).exclude(pk=case.about_id or 0).exclude(pk__in=reporters)


def measures_on(member: Member) -> MeasureQuerySet:
    """A member's own measures."""
    return Measure.objects.filter(member=member)


def measures_visible_to(member: Member) -> MeasureQuerySet:
    """Measures that a member may read: their own; and, for those who look into reports, the others' whose case they may see."""
    if not allows(member, HANDLE):
        return measures_on(member)
    cases = without_part_in(member)
    return Measure.objects.filter(Q(member=member) | Q(space=member.space_id, case=None) | Q(case__in=cases.values("pk")))


def may_lift(member: Member, measure: Measure) -> Verdict:
    """Whether somebody may end a measure early: nobody their own."""
    if measure.member_id == member.pk:
        return no(_("Somebody else has to decide that."))
    verdict = may_handle(member)
    if verdict and (measure.lifted_at is not None or measure.ran_out_at is not None or measure.until is None):
        return no(_("This does not hold any more."))
    return verdict


def may_impose(member: Member, other: Member, kind: str) -> Verdict:
    """Whether somebody may take a measure against another. Nobody shuts out who has power that they don't have themselves."""
    verdict = may_handle(member)
    if not verdict or kind not in (MEMBERSHIP, Measure.Kind.END):
        return verdict
    if all_of(other) - all_of(member):
        return no(_("This person may do more in the house than you. Ask a founder."))
    if kind == Measure.Kind.END and FOUNDER in other.roles:
        return no(_("First the role of a founder has to end."))
    return YES


def paused_until(member: Member, function: str, day: date) -> date | None:
    """The last day of what stops a function for somebody; None where nothing does. Costs no query: the row of the member repeats what stands."""
    last = max((member.measures.get(kind, "") for kind in PAUSED_BY[function]), default="")
    return date.fromisoformat(last) if last >= day.isoformat() else None


def may_use(member: Member, function: str, at: datetime) -> Verdict:
    """Whether a measure leaves a function ("messages", "posts", "introductions", "membership") to a member. The reason says until when."""
    last = paused_until(member, function, member.space.day(at))
    if last is None:
        return YES
    sentences = {
        MESSAGES: _("Until %(day)s you can't write messages. Why, and how you can answer, stands on the page “What the house told me”."),
        POSTS: _("Until %(day)s you can't ask or post here. Why, and how you can answer, stands on the page “What the house told me”."),
        INTRODUCTIONS: _("Until %(day)s you are not introduced. Why, and how you can answer, stands on the page “What the house told me”."),
        MEMBERSHIP: _("Your membership rests until %(day)s. Why, and how you can answer, stands on the page “What the house told me”."),
    }
    return no(sentences[function] % {"day": date_format(last, "DATE_FORMAT")})


def not_paused(people: MemberQuerySet, function: str, day: date) -> MemberQuerySet:
    """Those of some people to whom measures leave a function, for lists. Whoever is missing looks like any other absence."""
    pauses = Measure.objects.filter(member=OuterRef("pk"), kind__in=PAUSED_BY[function]).standing(day)
    return people.filter(~Exists(pauses))


def standing_words(measures: Iterable[Measure], day: date) -> dict[str, str]:
    """What the row of a member repeats: each kind of pause that holds, with its last day."""
    return {m.kind: m.until.isoformat() for m in measures if m.until is not None and m.until >= day and m.kind != Measure.Kind.END}


def open_to_reports(slug: str) -> Space:
    """The house in which anybody may report something: each one whose door is open, whether it takes new people or not. Raises NotFound."""
    space = Space.objects.filter(slug=slug, is_sample=False, opening__isnull=True).first()
    if space is None:
        raise NotFound
    return space


def houses_open_to_reports() -> list[str]:
    """The first two of them, to know whether there is more than one."""
    return list(Space.objects.filter(is_sample=False, opening__isnull=True).order_by("pk").values_list("slug", flat=True)[:2])


def seen_at(space: Space, place: str, at: datetime) -> tuple[str, Shown | None]:
    """What somebody from outside means: the thing at an address of this house, as those see it who look into reports; else the words themselves.

    The same words are the same subject, so that ten letters about one thing are one case.
    """
    parts = urlsplit(place.strip())
    path = f"{parts.path}#{parts.fragment}" if parts.fragment else parts.path
    reader = people_with(space, HANDLE).order_by("pk").first() if path.startswith(f"/{space.slug}/") else None
    if reader is not None:
        for number in dict.fromkeys(re.findall(r"\d{1,18}", path)):
            # A face or a public page of somebody lies under the address of their page.
            for kind in reports.KINDS.values():
                there = kind.path(space.slug, int(number)) if kind.path else ""
                if there and (path == there or ("#" not in there and path.startswith(there))):
                    shown = kind.find(reader, int(number), at)
                    if shown is not None:
                        return f"{kind.name}:{number}", shown
    words = " ".join(place.lower().split())
    return f"{OUTSIDE_KIND}:{int.from_bytes(blake2b(words.encode(), digest_size=7).digest())}", None
