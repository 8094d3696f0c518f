"""Who may see an introduction, who may answer it, which pairs may be brought together.

One rule stands above all: nobody but the decliner learns of a no. `QuietNo` is read here only through `own_no`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from drittort.connect.circles.models import Circle, CircleSeat
from drittort.connect.introductions.models import (
    Introduction,
    IntroductionQuerySet,
    QuietNo,
    Side,
    WarmIntroduction,
    WarmIntroductionQuerySet,
)
from drittort.connect.rounds.models import Gathering, NotWith, Seat
from drittort.core.database import one_of
from drittort.core.errors import YES, Verdict, no
from drittort.core.moving.registry import Numbers
from drittort.core.statements import Statement
from drittort.members.models import Consent, Member, MemberQuerySet
from drittort.members.safety.rules import INTRODUCTIONS, may_use, not_paused, reach_each_other
from drittort.spaces.models import Space
from drittort.spaces.roles import allows, permission

CARE = permission("connect.care", _("See what needs care, and introduce people"))
OPEN_FOR = timedelta(days=7)
FREEZE_AFTER_MEETING = timedelta(days=90)
FREEZE_AFTER_MISS = timedelta(days=14)
MOST_OPEN = 2
ASK_AFTER = timedelta(days=7)
OUTCOME_OPEN_FOR = timedelta(days=60)
WARM_TRIED_FOR = timedelta(days=3)
"""How long it is tried to ask the two of a warm introduction: a seat may become free meanwhile."""
WARM_OPEN_FOR = OPEN_FOR + WARM_TRIED_FOR
MOST_WARM = 5
SUGGESTED_A_DAY = 5
SIDES = ("first", "second")


def visible_to(member: Member) -> IntroductionQuerySet:
    """The introductions that a member may open: their own. A member belongs to one house, so naming it would only mislead the database's plan."""
    return Introduction.objects.all().of(member.pk)


def may_care(member: Member) -> Verdict:
    """Whether a member sees suggestions and sends introductions."""
    return YES if allows(member, CARE) else no(_("Only the people who care for the community see this page."))


OWN_NO = Statement(
    lambda introduction, member: QuietNo.objects.filter(introduction=introduction, member=member), introduction=int, member=int
)


def own_no(introduction: Introduction, member: Member) -> QuietNo | None:
    """A member's own refusal. There is no way to ask for somebody else's."""
    found: list[QuietNo] = OWN_NO.objects(introduction=introduction.pk, member=member.pk)
    return found[0] if found else None


def answered_by(member_id: Any) -> Q:
    """The condition that a member (an id, or an `OuterRef`) has answered an introduction, either way. For their own eyes only: one of the two answers is a secret."""
    return Q(Exists(Side.objects.filter(member=member_id).exclude(accepted_at=None))) | Q(Exists(QuietNo.objects.filter(member=member_id)))


def own_noes(member: Member, introductions: Iterable[int]) -> set[int]:
    """Which of some introductions a member has refused themself."""
    return set(QuietNo.objects.filter(member=member, introduction__in=list(introductions)).values_list("introduction_id", flat=True))


def to_do(member_id: int, at: datetime, begun: datetime) -> IntroductionQuerySet:
    """What a member has still to say something about: what waits for their answer, and what opened since `begun` and of which they have told nothing. Theirs alone."""
    answered = Side.objects.filter(introduction=OuterRef("pk"), member=member_id).exclude(accepted_at=None)
    refused = QuietNo.objects.filter(introduction=OuterRef("pk"), member=member_id)
    untold = Side.objects.filter(introduction=OuterRef("pk"), member=member_id, met_at=None, planned_at=None, missed_at=None)
    waiting = Q(introduced_at=None, expired_at=None, expires_at__gt=at) & ~Exists(answered) & ~Exists(refused)
    return Introduction.objects.all().of(member_id).filter(waiting | (Q(introduced_at__gt=begun) & Exists(untold)))


def may_answer(introduction: Introduction, at: datetime) -> Verdict:
    """Whether one of the two may still say yes or not now."""
    if introduction.introduced_at is not None:
        return no(_("You have both said yes already: your addresses are on the page of this introduction."))
    if introduction.expired_at is not None or introduction.expires_at <= at:
        return no(_("This introduction has run out. Nothing is lost: the next one will come."))
    return YES


def may_tell_outcome(introduction: Introduction, at: datetime) -> Verdict:
    """Whether one of the two may say what came of it."""
    if introduction.introduced_at is None:
        return no(_("You have not been introduced yet."))
    if introduction.introduced_at + OUTCOME_OPEN_FOR < at:
        return no(_("This introduction was a while ago; its page is closed now."))
    return YES


def people_in(introduction: Introduction) -> MemberQuerySet:
    """The two who are told."""
    return Member.objects.filter(pk__in=(introduction.first_id, introduction.second_id))


def introducible(people: MemberQuerySet, day: date) -> MemberQuerySet:
    """Who of some people may be proposed at all: here, agreed to be introduced, not on a pause of their own or of the house's."""
    agreed = people.filter(joined_on__lte=day).here().agreed(Consent.Kind.INTRODUCED).filter(Q(paused_until=None) | Q(paused_until__lt=day))
    return not_paused(agreed, INTRODUCTIONS, day)


MANY = 120
INTRODUCIBLE = Statement(lambda among, day: introducible(Member.objects.filter(pk__in=among), day).values_list("pk"), among=MANY, day=date)


def busy(space: Space, at: datetime) -> set[int]:
    """Ids of those who have as many open introductions as anyone should."""
    pairs = Introduction.objects.filter(space=space).waiting(at).order_by()
    tables = Seat.objects.filter(gathering__in=Gathering.objects.filter(space=space).waiting(at)).order_by()
    circles = CircleSeat.objects.filter(circle__in=Circle.objects.filter(space=space).waiting(at)).order_by()
    asked = pairs.values_list("first_id").union(
        pairs.values_list("second_id"), tables.values_list("member_id"), circles.values_list("member_id"), all=True
    )
    counts = Counter(member_id for (member_id,) in asked)
    return {member_id for member_id, count in counts.items() if count >= MOST_OPEN}


APART = """
SELECT b.blocker_id, b.blocked_id FROM members_block b WHERE {blocked}
UNION ALL
SELECT e.first_id, e.second_id FROM connect_exclusion e WHERE {excluded} AND (e.until IS NULL OR e.until >= %s)
UNION ALL
SELECT i.first_id, i.second_id FROM connect_introduction i WHERE {held} AND (i.introduced_at > %s OR (i.introduced_at IS NULL AND i.expires_at > %s))
UNION ALL
SELECT n.member_id, n.other_id FROM connect_notwith n WHERE {unwanted}
UNION ALL
SELECT s.member_id, t.member_id FROM connect_seat s JOIN connect_seat t ON t.gathering_id = s.gathering_id AND t.member_id > s.member_id
JOIN connect_gathering g ON g.id = s.gathering_id
WHERE {seated} AND (g.expires_at > %s OR (g.introduced_at > %s AND s.accepted_at IS NOT NULL AND t.accepted_at IS NOT NULL))
UNION ALL
SELECT c.member_id, d.member_id FROM connect_circleseat c JOIN connect_circleseat d ON d.circle_id = c.circle_id AND d.member_id > c.member_id
JOIN connect_circle k ON k.id = c.circle_id
WHERE {circled} AND (k.expires_at > %s OR (k.begun_at IS NOT NULL AND (k.ended_at IS NULL OR k.ended_at > %s)
AND (c.left_at IS NULL OR c.left_at > %s) AND (d.left_at IS NULL OR d.left_at > %s) AND c.accepted_at IS NOT NULL AND d.accepted_at IS NOT NULL))
UNION ALL
SELECT p.mentor_id, p.mentee_id FROM connect_mentoringpair p WHERE {accompanied} AND (p.expires_at > %s OR (p.begun_at IS NOT NULL AND (p.ended_at IS NULL OR p.ended_at > %s)))
"""
OF_HOUSE = {
    "blocked": "b.blocker_id IN (SELECT m.id FROM members_member m WHERE m.space_id = %s)",
    "excluded": "e.space_id = %s",
    "held": "i.space_id = %s",
    "unwanted": "n.member_id IN (SELECT m.id FROM members_member m WHERE m.space_id = %s)",
    "seated": "g.space_id = %s",
    "circled": "k.space_id = %s",
    "accompanied": "p.season_id IN (SELECT y.id FROM connect_mentoringseason y WHERE y.space_id = %s)",
}
OF_PEOPLE = {
    "blocked": ("b.blocker_id", "b.blocked_id"),
    "excluded": ("e.first_id", "e.second_id"),
    "held": ("i.first_id", "i.second_id"),
    "unwanted": ("n.member_id", "n.other_id"),
    "seated": ("s.member_id", "t.member_id"),
    "circled": ("c.member_id", "d.member_id"),
    "accompanied": ("p.mentor_id", "p.mentee_id"),
}


def kept_apart(space: Space, at: datetime, *, among: Collection[int] | None = None) -> set[tuple[int, int]]:
    """Pairs (smaller id first) that are not proposed now: blocked, excluded, waiting, frozen, on somebody's secret list, together in a circle or in mentoring. Why is nobody's business.

    Whoever left a circle has met its people until then. What waits is frozen, too: it has not been introduced, and its time is not over by as long as a miss is remembered. With `among` (ids of
    members of the space) only pairs of these are looked for, by the people alone: naming the house would lead SQLite through all its rows.
    One question, written out: the care page asks it every time.
    """
    if among is None:
        where, who = OF_HOUSE, [space.pk]
    else:
        ids = list(among)
        marks = ",".join(["%s"] * len(ids)) or "NULL"
        where, who = {name: f"{one} IN ({marks}) AND {other} IN ({marks})" for name, (one, other) in OF_PEOPLE.items()}, [*ids, *ids]
    moment, day = connection.ops.adapt_datetimefield_value, connection.ops.adapt_datefield_value(space.day(at))
    meeting, miss = moment(at - FREEZE_AFTER_MEETING), moment(at - FREEZE_AFTER_MISS)
    told = [*who, *who, day, *who, meeting, miss, *who, *who, miss, meeting, *who, miss, meeting, meeting, meeting, *who, miss, meeting]
    with connection.cursor() as cursor:
        cursor.execute(APART.format(**where), told)
        return {(min(a, b), max(a, b)) for a, b in cursor.fetchall()}


def free_pairs(space: Space, pairs: Collection[tuple[int, int]], at: datetime) -> set[tuple[int, int]]:
    """Which of some pairs (smaller id first) may be shown as suggestions now. Two queries for what a page shows.

    Whoever shows, counts or offers drafts asks here: two places that differ would tell of a block, a pause or a no.
    """
    ids = {member_id for pair in pairs for member_id in pair}
    if not ids:
        return set()
    apart = kept_apart(space, at, among=ids)
    people = sorted(ids)
    able = {
        pk for start in range(0, len(people), MANY) for (pk,) in INTRODUCIBLE.rows(among=people[start : start + MANY], day=space.day(at))
    }
    return {pair for pair in pairs if pair not in apart and able.issuperset(pair)}


def unwanted_beside(member_id: int, others: Collection[int]) -> set[int]:
    """Those of some people who stand on the secret list of one, or have them on theirs. Whose list it is nobody learns."""
    pairs = NotWith.objects.filter(Q(member=member_id) & one_of("other", others) | Q(other=member_id) & one_of("member", others))
    return {pk for pair in pairs.values_list("member_id", "other_id") for pk in pair} & set(others) - {member_id}


def may_be_brought_together(space: Space, first: Member, second: Member, at: datetime) -> Verdict:
    """Whether a pair may be proposed now. One reason for all refusals, so that none tells of a block, a no or a pause."""
    ordered = (min(first.pk, second.pk), max(first.pk, second.pk))
    if first.pk == second.pk or not free_pairs(space, [ordered], at) or busy(space, at) & set(ordered):
        return no(_("These two cannot be introduced just now. Choose somebody else."))
    return YES


def introduced_by(member: Member) -> WarmIntroductionQuerySet:
    """The warm introductions that a member proposed: for their own eyes only."""
    return WarmIntroduction.objects.filter(introducer=member)


def may_introduce(member: Member, at: datetime) -> Verdict:
    """Whether a member may introduce two others now. Asks about nobody but the member, so that the answer tells of nobody else."""
    verdict = may_use(member, INTRODUCTIONS, at)
    if not verdict:
        return verdict
    if introduced_by(member).waiting(at).count() >= MOST_WARM:
        return no(_("Five of your introductions still wait. As soon as one of them is over, the next one may go."))
    return YES


def two_may_be_asked(warm: WarmIntroduction, at: datetime) -> bool:
    """Whether the two of a warm introduction may be asked now. Nobody learns of the answer, the introducer least of all."""
    three = (warm.introducer_id, warm.first_id, warm.second_id)
    here = {person.pk: person for person in Member.objects.filter(pk__in=three).here()}
    if len(here) < len(three) or not reach_each_other(*three):
        return False
    return bool(may_be_brought_together(warm.space, here[warm.first_id], here[warm.second_id], at))


def may_thank(introduction: Introduction) -> Verdict:
    """Whether the two may thank whoever introduced them: once both said yes."""
    if introduction.form != Introduction.Form.WARM or introduction.introduced_at is None or introduction.proposed_by_id is None:
        return no(_("There is nobody to thank yet."))
    return YES


def introducer_may_know(sides: Collection[Side]) -> bool:
    """Whether whoever introduced the two may read that they have met: both said so, and both share it."""
    return len(sides) == len(SIDES) and all(side.met_at is not None and side.introducer_may_know for side in sides)


def without_introduction(members: MemberQuerySet) -> MemberQuerySet:
    """Those for whom the house has not proposed an introduction yet. A warm one changes nothing: whoever vanished here would tell of it."""
    proposed = Introduction.objects.all().of_the_house().filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")))
    return members.filter(~Exists(proposed))


def contact_may_open(introduction: Introduction, day: date) -> bool:
    """Whether two yeses still open contact: both are here, agree to be introduced and are not kept from it, and neither blocks the other.

    Where they do not, a yes waits and runs out as it does beside silence, so that nobody learns of what was taken back.
    """
    pair = (introduction.first_id, introduction.second_id)
    agreed = not_paused(Member.objects.filter(pk__in=pair).here().agreed(Consent.Kind.INTRODUCED), INTRODUCTIONS, day).count() == 2
    return agreed and reach_each_other(*pair)


def both_said_yes(sides: Iterable[Side]) -> bool:
    """Whether every side has accepted."""
    return all(side.accepted_at is not None for side in sides)


def introduced_pairs(member_id: int, others: Collection[int]) -> IntroductionQuerySet:
    """The introductions that opened contact between a member and some others. Both of the two know them."""
    return Introduction.objects.all().of(member_id).exclude(introduced_at=None).filter(Q(first__in=others) | Q(second__in=others))


def moved(row: dict[str, Any], numbers: Numbers) -> None:
    """A house stands at other numbers: the people in stored reasons, and the places of proposed moments."""
    for slot in row.get("slots", ()):
        slot["location"] = numbers.new("spaces.Location", slot.get("location"))
    for reason in row["reasons"]:
        for name in ("seeker", "helper", "member"):
            if isinstance(reason.get(name), int):
                reason[name] = numbers.new("members.Member", reason[name])
