"""Who reads which notices, what somebody wants to be told, and when it may leave the house."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from drittort.core.notices import CATEGORIES, DAILY, MAIL, NORMAL, PUSH, Category
from drittort.core.statements import Statement
from drittort.members.models import Member
from drittort.members.notices.models import Notice, NoticeChoice, NoticePreset, NoticeQuerySet
from drittort.members.quiet_hours import Quiet

PRESSING = timedelta(hours=12)
AGAIN_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How somebody wants to be told: a preset, and own changes to it by (category, channel)."""

    preset: str = NORMAL
    changes: Mapping[tuple[str, str], bool] = field(default_factory=dict)

    def want(self, category: Category, channel: str) -> bool:
        """Whether a category comes on a channel."""
        if channel == MAIL and category.vital:
            return True
        return self.changes.get((category.name, channel), category.wanted(self.preset, channel))


def visible_to(member: Member) -> NoticeQuerySet:
    """The notices that a member may read: their own."""
    return Notice.objects.filter(member=member)


PRESET = Statement(lambda member: NoticePreset.objects.filter(member=member).values_list("name"), member=int)
CHOICES = Statement(lambda member: NoticeChoice.objects.filter(member=member).values_list("category", "channel", "wanted"), member=int)


def wishes_of(member: Member) -> Wishes:
    """What a member decided, in two queries."""
    preset = next((name for (name,) in PRESET.rows(member=member.pk)), NORMAL)
    return Wishes(preset, {(category, channel): wanted for category, channel, wanted in CHOICES.rows(member=member.pk)})


def wishes_of_many(people: Collection[int]) -> dict[int, Wishes]:
    """What each of some members decided, in two queries."""
    presets = dict(NoticePreset.objects.filter(member__in=people).values_list("member_id", "name"))
    changes: dict[int, dict[tuple[str, str], bool]] = defaultdict(dict)
    for member, category, channel, wanted in NoticeChoice.objects.filter(member__in=people).values_list(
        "member_id", "category", "channel", "wanted"
    ):
        changes[member][category, channel] = wanted
    return {pk: Wishes(presets.get(pk, NORMAL), changes.get(pk, {})) for pk in people}


def may_come_now(category: Category, at: datetime, happens_at: datetime | None = None) -> bool:
    """Whether a category knows no quiet hours: security, and changes of what happens within twelve hours."""
    return category.vital or (category.personal and happens_at is not None and at <= happens_at <= at + PRESSING)


def when_to_send(category: Category, wishes: Wishes, quiet: Quiet, at: datetime, *, happens_at: datetime | None = None) -> datetime | None:
    """When mail and push about something leave the house; None when the person wants neither.

    What is personal and urgent: after a short wait, or when the quiet hours are over. What can wait comes with the next morning, what can wait
    longer with the first morning of the next week; for what is not personal that morning is the same for everything, so that it makes one mail.
    """
    if not (wishes.want(category, MAIL) or wishes.want(category, PUSH)):
        return None
    if may_come_now(category, at, happens_at):
        return at
    if category.urgency == "now":
        return quiet.next_open(at + category.wait)
    return quiet.next_morning(at) if category.urgency == DAILY else quiet.next_week(at)


def known(name: str) -> Category:
    """The category of a name. One that no module registers any more is treated as something that can wait."""
    return CATEGORIES.get(name) or Category(name, name, "", DAILY, personal=False)


# The mail category of a gathering of several: its unsubscribe link ends mail of everything that is not personal.
GATHERED = "gathered"


def covered(name: str) -> list[str]:
    """The categories that an unsubscribe link speaks of."""
    return [c.name for c in CATEGORIES.values() if not c.personal] if name == GATHERED else [name]
