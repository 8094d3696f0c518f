"""Keeping a search for whoever made it, forgetting it, and noting what was not found without noting who asked."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from drittort.core.database import locked
from drittort.core.errors import NotFound, require
from drittort.core.search.stems import asked
from drittort.home.search import rules
from drittort.home.search.models import RecentSearch, SearchGap, SearchQuiet
from drittort.members.models import Member
from drittort.spaces.models import Space


def note_search(*, actor: Member, text: str, found: bool, at: datetime) -> bool:
    """Keep what somebody looked for, for themselves; where nothing was found, note the gap. Nothing of either for whoever wants no traces.

    Returns whether it was kept.
    """
    if not rules.keeps_searches(actor):
        return False
    RecentSearch.objects.bulk_create(
        [RecentSearch(member=actor, text=text, at=at)], update_conflicts=True, unique_fields=["member", "text"], update_fields=["at"]
    )
    if not found:
        note_gap(actor=actor, text=text, at=at)
    return True


def note_gap(*, actor: Member, text: str, at: datetime) -> None:
    """Mark that somebody looked for something in vain. Twice by the same person is once; the words are kept only from the fifth mark on."""
    stems = sorted(set(asked(text)))
    if not stems:
        return
    digest = salted_hmac("home.search.gap", f"{actor.space_id}:{' '.join(stems)}", algorithm="sha256").hexdigest()[:40]
    own = int(salted_hmac("home.search.mark", f"{digest}:{actor.pk}", algorithm="sha256").hexdigest()[:8], 16) % rules.MARKS
    today = actor.space.day(at)
    with transaction.atomic():
        SearchGap.objects.get_or_create(space_id=actor.space_id, digest=digest, defaults={"month": today.replace(day=1)})
        gap = locked(SearchGap.objects.filter(space_id=actor.space_id, digest=digest)).get()
        if gap.reached_on is not None or (gap.settled_on is not None and today < gap.settled_on + rules.RESTS):
            return
        gap.marks |= 1 << own
        if gap.marks.bit_count() >= rules.ASKED_BY:
            gap.text, gap.reached_on, gap.settled_on, gap.marks = text[:120], today.replace(day=1), None, 0
        gap.save()


def settle_gap(*, actor: Member, gap_id: int, at: datetime) -> None:
    """Somebody looked after a gap: it leaves the list, and its words with it. Twice is once. Raises NotFound, NotAllowed."""
    require(rules.may_read_gaps(actor))
    with transaction.atomic():
        gap = locked(SearchGap.objects.filter(space_id=actor.space_id, pk=gap_id)).first()
        if gap is None:
            raise NotFound
        if gap.reached_on is not None:
            gap.text, gap.reached_on, gap.settled_on, gap.marks = "", None, actor.space.day(at), 0
            gap.save()


def forget_search(*, actor: Member, search_id: int | None = None) -> None:
    """Forget one of one's own searches, or all of them."""
    rows = RecentSearch.objects.filter(member=actor)
    (rows if search_id is None else rows.filter(pk=search_id)).delete()


def keep_searches(*, actor: Member, wanted: bool, at: datetime) -> None:
    """Let searches be kept for oneself, or not any more: then those that are kept go at once."""
    with transaction.atomic():
        if wanted:
            SearchQuiet.objects.filter(member=actor).delete()
        else:
            SearchQuiet.objects.get_or_create(member=actor, defaults={"since": at})
            forget_search(actor=actor)


def forget_old(*, at: datetime) -> None:
    """Searches go after a month, gaps that few asked for at the end of the month after, those on the list after a year."""
    RecentSearch.objects.filter(at__lt=at - rules.KEPT).delete()
    for space in Space.objects.all():
        today = space.day(at)
        gaps = SearchGap.objects.filter(space=space)
        gaps.filter(reached_on=None, month__lt=month_before(today)).exclude(settled_on__gt=today - rules.RESTS).delete()
        gaps.filter(reached_on__lt=today - rules.GAP_KEPT).delete()


def month_before(day: date) -> date:
    """The first day of the month before."""
    return date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)
