"""Telling somebody something, and what they do with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound
from drittort.core.jobs.queue import enqueue
from drittort.core.notices import CATEGORIES, CHANNELS, MAIL, NORMAL, PRESETS, WEB, WORDINGS, Category
from drittort.core.statements import Statement
from drittort.members.models import Member
from drittort.members.notices import rules
from drittort.members.notices.models import MutedThread, Notice, NoticeChoice, NoticePreset
from drittort.members.quiet_hours import quiet_hours

KEPT = timedelta(days=180)
CHUNK = 1000
LETTER, GATHERING = "members.notices.letter", "members.notices.gather"

# A step of a round tells hundreds of people.
TOLD = Statement(lambda member, key: Notice.objects.filter(member=member, key=key).values_list("pk"), member=int, key=str)
MUTED = Statement(lambda member, thread: MutedThread.objects.filter(member=member, thread=thread).values_list("pk"), member=int, thread=str)


def tell(
    *,
    member: Member,
    category: str,
    thread: str,
    key: str,
    at: datetime,
    text: str,
    path: str,
    context: Mapping[str, Any] | None = None,
    mail: str | None = None,
    happens_at: datetime | None = None,
    brings_file: bool = False,
    own_doing: bool = False,
) -> Notice | None:
    """Put one notice into somebody's inbox, and let mail and push follow as they wish; None when `key` was told before or they are gone.

    `text` is the code of a registered wording and `context` its facts: ids and numbers, never text. `thread` gathers what belongs together
    ("conversation:7"): one line in the inbox, one mail. `path` is the page that a click opens. `mail` names a template of the module's own
    (see core.notices.composer); without one the house's plain letter says the sentences. `happens_at` is when the event begins that a
    change is about: within twelve hours it knows no quiet hours. Mail and push are decided again at their moment: what was seen by then
    is not sent, unless it `brings_file` for the calendar. `own_doing`: they did it themselves, so it stands as read. May be called inside any transaction; sends nothing by itself.
    """
    wording, kind = WORDINGS[text], CATEGORIES[category]
    if member.left_on is not None or TOLD.rows(member=member.pk, key=key):
        return None
    wishes = rules.wishes_of(member)
    muted = not kind.vital and bool(MUTED.rows(member=member.pk, thread=thread))
    due = None if muted else rules.when_to_send(kind, wishes, quiet_hours(member.space), at, happens_at=happens_at)
    notice = Notice(
        member=member,
        category=kind.name,
        thread=thread,
        key=key,
        at=at,
        code=wording.code,
        facts=dict(context or {}),
        path=path,
        template=mail or "",
        happens_at=happens_at,
        brings_file=brings_file,
        in_inbox=wishes.want(kind, WEB),
        seen_at=at if muted or own_doing else None,
        due_at=due,
    )
    with transaction.atomic():
        # Whoever tells the same at the same moment waits for the first, and tells nothing.
        Notice.objects.bulk_create([notice], ignore_conflicts=True)
        found = Notice.objects.filter(member=member, key=key).first()
        if found is None or (found.at, found.code) != (at, wording.code):
            return None
        found.member = member
        if due is not None:
            plan(found, kind, due, at)
    return found


def plan(notice: Notice, category: Category, due: datetime, at: datetime) -> None:
    """Queue what will look at it: one letter for a thread, one gathering a day for everything that is not personal."""
    if category.personal:
        name, what = LETTER, f"notice:{notice.pk}"
        # An earlier one of the thread that still waits takes this one along, at its own moment: a job looks only at what is due by then.
        waits = Notice.objects.filter(
            member=notice.member_id, thread=notice.thread, due_at__lte=due, due_at__gt=at, seen_at=None, category=category.name
        )
        first = waits.exclude(pk=notice.pk).order_by("due_at").values_list("due_at", flat=True).first()
        if first is not None:
            notice.due_at = first
            notice.save(update_fields=["due_at"])
            return
    else:
        name, what = GATHERING, due.date().isoformat()
    enqueue(
        name,
        {"member": notice.member_id, "thread": notice.thread if category.personal else ""},
        at=at,
        space_id=notice.member.space_id,
        key=f"{name}:{notice.member_id}:{what}"[:160],
        run_at=due,
    )


UNSEEN = Statement(
    lambda member, thread: Notice.objects.filter(member=member, thread=thread, seen_at=None).values_list("pk")[:1], member=int, thread=str
)


def see_thread(*, member: Member, thread: str, at: datetime) -> int:
    """Somebody looked at what a thread is about: its notices are read, and nothing of them is mailed any more.

    For the pages of a thread: one query, and no waiting for those who write, while nothing is new.
    """
    if not UNSEEN.rows(member=member.pk, thread=thread):
        return 0
    return Notice.objects.filter(member=member, thread=thread, seen_at=None).update(seen_at=at)


def open_notice(*, actor: Member, notice_id: int, at: datetime) -> str:
    """Read a notice with its thread; returns the path that it leads to. Raises NotFound."""
    notice = rules.visible_to(actor).filter(pk=notice_id).first()
    if notice is None:
        raise NotFound
    see_thread(member=actor, thread=notice.thread, at=at)
    return notice.path


def see_all(*, actor: Member, at: datetime) -> int:
    """Everything is read up to now."""
    return Notice.objects.filter(member=actor, seen_at=None, at__lte=at).update(seen_at=at)


def choose_preset(*, actor: Member, preset: str, at: datetime) -> None:
    """Take a preset as it is: own changes go. Raises Invalid."""
    if preset not in PRESETS:
        raise Invalid(_("Please choose one of the three."))
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).first()
        NoticePreset.objects.update_or_create(member=actor, defaults={"name": preset, "at": at})
        NoticeChoice.objects.filter(member=actor).delete()


def choose(*, actor: Member, wanted: Collection[tuple[str, str]], at: datetime) -> None:
    """Take a whole table of (category, channel) pairs as somebody's wishes. Kept is only where it differs from their preset."""
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).first()
        preset = NoticePreset.objects.filter(member=actor).values_list("name", flat=True).first() or NORMAL
        changed = {
            (category.name, channel): (category.name, channel) in wanted
            for category in CATEGORIES.values()
            for channel in CHANNELS
            if not (category.vital and channel in (WEB, MAIL)) and ((category.name, channel) in wanted) != category.wanted(preset, channel)
        }
        NoticeChoice.objects.filter(member=actor).delete()
        NoticeChoice.objects.bulk_create(
            NoticeChoice(member=actor, category=name, channel=channel, wanted=wish, at=at) for (name, channel), wish in changed.items()
        )


def want(*, actor: Member, category: str, channel: str, wanted: bool, at: datetime) -> None:
    """Switch one category on one channel; twice is once."""
    NoticeChoice.objects.update_or_create(member=actor, category=category, channel=channel, defaults={"wanted": wanted, "at": at})


def mute_thread(*, actor: Member, notice_id: int, at: datetime) -> Notice:
    """No more noise from the thread of a notice; it stays in the inbox. Raises NotFound."""
    with transaction.atomic():
        notice = _own(actor, notice_id)
        MutedThread.objects.get_or_create(member=actor, thread=notice.thread, defaults={"at": at})
        see_thread(member=actor, thread=notice.thread, at=at)
    return notice


def unmute_thread(*, actor: Member, notice_id: int) -> Notice:
    """Hear of the thread again. Raises NotFound."""
    with transaction.atomic():
        notice = _own(actor, notice_id)
        MutedThread.objects.filter(member=actor, thread=notice.thread).delete()
    return notice


def _own(actor: Member, notice_id: int) -> Notice:
    notice = locked(rules.visible_to(actor).filter(pk=notice_id)).first()
    if notice is None:
        raise NotFound
    return notice


def forget_old(*, at: datetime) -> int:
    """Remove notices after the 180 days that the register promises, in short transactions; return how many."""
    old = list(Notice.objects.filter(at__lt=at - KEPT).values_list("pk", flat=True))
    return sum(Notice.objects.filter(pk__in=old[start : start + CHUNK]).delete()[0] for start in range(0, len(old), CHUNK))
