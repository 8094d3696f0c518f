"""Who reads a story, who tells, changes and takes back, and whom the house asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, NotFound, Verdict, no
from drittort.core.notices import CATEGORIES
from drittort.inspire.stories.models import Story, StoryQuerySet, StorySide, StoryWish
from drittort.members.models import Member
from drittort.members.notices.models import Notice
from drittort.members.safety.rules import reach_each_other
from drittort.spaces.models import Space
from drittort.spaces.roles import allows, permission

CARE = permission("inspire.care_for_stories", _("Help with stories, keep the history of the house, make its year book"))
RIPE, TOO_LATE = timedelta(days=21), timedelta(days=49)
"""Something came of it: three weeks later one knows what it was worth, after seven nobody remembers."""
REST, REST_AFTER_NO = timedelta(days=60), timedelta(days=180)
"""Nobody is asked for a story twice within this time, and longer after a no."""
MOST_SHOWN = 12


def visible_to(member: Member) -> StoryQuerySet:
    """The stories of a house that its members read."""
    return Story.objects.shown().filter(space_id=member.space_id)


def own_of(member: Member) -> StoryQuerySet:
    """The stories that somebody was asked for, tells or told, whoever reads them."""
    mine = StorySide.objects.filter(story=OuterRef("pk"), member=member)
    return Story.objects.filter(Exists(mine.filter(Q(asked_at__isnull=False) | Q(written_at__isnull=False))), space_id=member.space_id)


def open_to_all(slug: str) -> StoryQuerySet:
    """The stories that everybody reads, of a house whose door is open. Raises NotFound where there is none."""
    space = Space.objects.filter(slug=slug, is_sample=False, opening__isnull=True).first()
    if space is None:
        raise NotFound
    return Story.objects.public().filter(space=space)


def cares(member: Member) -> bool:
    """Whether a member helps with stories and picks quotes."""
    return allows(member, CARE)


def helped_by(member: Member) -> StoryQuerySet:
    """The stories with which somebody of the team may help: those whose tellers asked for it."""
    rows = Story.objects.filter(space_id=member.space_id, help_asked_at__isnull=False, opened_at__isnull=False, off_at=None)
    return rows if cares(member) else rows.none()


def may_tell(side: StorySide, story: Story) -> Verdict:
    """Whether somebody may write their side: whoever was asked or began, also after a no, as long as the story was not taken off."""
    if side.asked_at is None and side.written_at is None:
        return no(_("There is nothing to tell here."))
    return no(_("The team took this story off the pages.")) if story.off_at is not None else YES


def may_agree(side: StorySide, story: Story) -> Verdict:
    """Whether somebody may let others read it: once they have told, and read what the others wrote."""
    if side.sent_at is None:
        return no(_("First tell your side."))
    if story.opened_at is None:
        return no(_("As soon as the other side has told, too, you can read each other and decide."))
    return no(_("The team took this story off the pages.")) if story.off_at is not None else YES


def may_write_text(member: Member, story: Story, side: StorySide | None) -> Verdict:
    """Whether somebody may write on the common text: those who told, and the team where it was asked for help. Nothing is shown unseen."""
    if story.opened_at is None:
        return no(_("The common text begins when both sides have told."))
    if (side is not None and side.sent_at is not None) or (cares(member) and story.help_asked_at is not None):
        return YES
    return no(_("Only those whose story it is write on it."))


def read_each_other(people: Iterable[int], needs: int) -> bool:
    """Whether those who told may read each other: there are enough, and no block stands between any two of them."""
    told = list(people)
    return len(told) >= needs and reach_each_other(*told)


def may_be_asked(member: Member, at: datetime) -> bool:
    """Whether the house may ask somebody for a story today: seldom, never after they said not to, and never on a day on which it wants something else."""
    if member.left_on is not None or member.erase_at is not None or StoryWish.objects.filter(member=member).exists():
        return False
    sides = StorySide.objects.filter(member=member)
    if sides.filter(Q(asked_at__gt=at - REST) | Q(declined_at__gt=at - REST_AFTER_NO)).exists():
        return False
    return not asked_today(member, at)


def asked_today(member: Member, at: datetime) -> bool:
    """Whether something personal reached somebody today, or waits to: a question more would be one too many."""
    today = member.space.day(at)
    recent = Notice.objects.filter(member=member).filter(Q(at__gt=at - timedelta(days=2)) | Q(due_at__isnull=False))
    for category, told_at, due_at in recent.values_list("category", "at", "due_at"):
        known = CATEGORIES.get(category)
        moments = (told_at, due_at) if due_at is not None else (told_at,)
        if known is not None and known.personal and not known.vital and any(member.space.day(m) == today for m in moments):
            return True
    return False


# ------------------------------------------------------------------ pictures of stories


def seen_among(member: Member, ids: Collection[int]) -> set[int]:
    """Which of some stories somebody reads: what the house reads, and their own."""
    mine = own_of(member).filter(pk__in=ids).values_list("pk", flat=True)
    return {*visible_to(member).filter(pk__in=ids).values_list("pk", flat=True), *mine}


def open_among(ids: Collection[int]) -> set[int]:
    """Which of some stories everybody reads."""
    return set(Story.objects.public().filter(pk__in=ids, space__is_sample=False, space__opening__isnull=True).values_list("pk", flat=True))


def tellers(story_id: int) -> set[int]:
    """Those who told a story: no picture stands in it that one of them has not agreed to."""
    return set(StorySide.objects.filter(story=story_id).told().values_list("member_id", flat=True))


def tells_it(member: Member, story_id: int) -> bool:
    """Whether a story is somebody's own, who told it."""
    return member.pk in tellers(story_id)


def may_add_picture(member: Member, story_id: int, at: datetime) -> Verdict:
    """Whether somebody may put a picture to a story: those who told it, once they read each other."""
    mine = StorySide.objects.filter(story=story_id, member=member, story__opened_at__isnull=False, story__off_at=None).told()
    return YES if mine.exists() else no(_("That is for those who told it."))
