"""Writing a part of the plan, bringing an earlier state back, looking after a part; having the whole set on paper. Ids only go into the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, in_time, require
from drittort.core.files.actions import Bytes, drop_files, keep_file
from drittort.core.jobs.queue import enqueue
from drittort.members.models import Member
from drittort.plan.rules import may_read, may_write
from drittort.plan.writing import rules, sheets
from drittort.plan.writing.guide import PARTS
from drittort.plan.writing.models import PlanPaper, PlanPart, PlanVersion
from drittort.spaces.agreements.queries import months_later
from drittort.spaces.models import Space

WRITTEN, STANDS, ARRANGED, HANDED_OVER, REVIEWED = (
    "plan_part.written",
    "plan_part.stands",
    "plan_part.arranged",
    "plan_part.handed_over",
    "plan_part.reviewed",
)
ASKED, MADE, DROPPED, THROWN_AWAY = "plan_paper.asked", "plan_paper.made", "plan_paper.dropped", "plan_paper.thrown_away"
MAKE = "plan.writing.make"


@dataclass(frozen=True, slots=True)
class Words:
    """What a part says in one language: a text, the rows of its sheet, and what of it was changed (`note`)."""

    language: str
    text: str
    rows: sheets.Rows = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """How the plan is wanted on paper: in which language, with which parts, for whom, and whether what is missing there comes in the other language."""

    language: str
    parts: tuple[str, ...]
    recipient: str = ""
    fills: bool = True


def fitting(key: str, words: Words) -> Words:
    """The same as it is kept. Raises NotFound for a part that no plan has, Invalid where nothing is said or too much."""
    if key not in PARTS or words.language not in rules.LANGUAGES:
        raise NotFound
    text = words.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    rows = sheets.fitting(PARTS[key].sheet, words.rows)
    if not text and not rows:
        raise Invalid(_("Write a few words first."))
    if len(text) > rules.LONGEST:
        raise Invalid(_("That is longer than 20,000 characters. Nobody reads that much of one part."))
    return Words(words.language, text, rows, " ".join(words.note.split())[:200])


def found(actor: Member, key: str) -> PlanPart:
    """A part that somebody has begun, locked. Raises NotFound."""
    part = locked(rules.visible_to(actor).filter(key=key)).first()
    if part is None:
        raise NotFound
    return part


def begun(actor: Member, key: str, at: datetime) -> PlanPart:
    """A part of the plan, locked; made where nobody has begun it yet."""
    space = locked(Space.objects.filter(pk=actor.space_id)).get()
    part, _new = PlanPart.objects.get_or_create(space=space, key=key, defaults={"begun_at": at, "owner": actor})
    return part


# ------------------------------------------------------------------ words


def write_part(*, actor: Member, key: str, words: Words, base: int, stands: bool, at: datetime) -> PlanVersion:
    """Write a part in one language; `base` is the number of the version that the writer had before them (0: none), `stands` whether it may stand so.

    Whoever begins a part looks after it. The same words again make no new version. Raises OutOfDate where somebody else wrote meanwhile, NotFound,
    NotAllowed, Invalid.
    """
    words = fitting(key, words)
    require(may_write(actor))
    with transaction.atomic():
        part = begun(actor, key, at)
        before = standing(part, words.language)
        if (before.number if before else 0) != base:
            raise OutOfDate(_("Somebody else changed it while you wrote. Your words are still here: look at theirs, then save again."))
        settled = part.stands_at is not None
        part.stands_at = (part.stands_at or at) if stands else None
        part.save(update_fields=["stands_at"])
        if before is None or (before.text, before.rows) != (words.text, words.rows):
            before = say(part, words, actor, at)
            record(WRITTEN, actor, part, at, version=before.pk)
        if stands and not settled:
            record(STANDS, actor, part, at)
    return before


def restore_version(*, actor: Member, key: str, version_id: int, at: datetime) -> PlanVersion:
    """Let an earlier state stand again, as a new one. What stands already stays. Raises NotFound, NotAllowed."""
    require(may_write(actor))
    with transaction.atomic():
        part = found(actor, key)
        version = PlanVersion.objects.filter(pk=version_id, part=part).first()
        if version is None:
            raise NotFound
        if not version.stands:
            with translation.override(version.language):
                note = _("As it was in version %(n)s") % {"n": version.number}
            version = say(part, Words(version.language, version.text, version.rows, note), actor, at)
            record(WRITTEN, actor, part, at, version=version.pk)
    return version


def standing(part: PlanPart, language: str) -> PlanVersion | None:
    """The words that stand in a language."""
    return PlanVersion.objects.filter(part=part, language=language, stands=True).first()


def say(part: PlanPart, words: Words, actor: Member, at: datetime) -> PlanVersion:
    """One more version, which stands from now on."""
    rows = PlanVersion.objects.filter(part=part, language=words.language)
    newest = rows.aggregate(n=Max("number"))["n"] or 0
    rows.filter(stands=True).update(stands=False)
    return PlanVersion.objects.create(
        part=part, language=words.language, number=newest + 1, text=words.text, rows=words.rows, note=words.note, member=actor, at=at
    )


# ------------------------------------------------------------------ looking after it


def care_for_part(*, actor: Member, key: str, owner_id: int | None, review_on: date | None, at: datetime) -> PlanPart:
    """Say who looks after a part, and on which day it is looked at again. Raises NotFound, NotAllowed, Invalid for a day that is over."""
    require(may_write(actor))
    if key not in PARTS:
        raise NotFound
    if owner_id is not None and not rules.writers(actor.space).filter(pk=owner_id).exists():
        raise NotFound
    with transaction.atomic():
        part = begun(actor, key, at)
        if review_on is not None and review_on != part.review_on and review_on <= actor.space.day(at):
            raise Invalid(_("Choose a day that is still to come."))
        handed = owner_id != part.owner_id
        part.owner_id, part.review_on = owner_id, review_on
        part.asked_on = None
        part.save(update_fields=["owner", "review_on", "asked_on"])
        if handed and owner_id is not None:
            record(HANDED_OVER, actor, part, at, member=owner_id)
        else:
            record(ARRANGED, actor, part, at)
    return part


def review_part(*, actor: Member, key: str, months: int, at: datetime) -> PlanPart:
    """It is still right: look at it again in so many months. Raises NotFound, NotAllowed, Invalid."""
    require(may_write(actor))
    if months not in rules.REVIEWS:
        raise Invalid
    with transaction.atomic():
        part = found(actor, key)
        part.stands_at = part.stands_at or at
        part.review_on, part.asked_on = months_later(actor.space.day(at), months), None
        part.save(update_fields=["stands_at", "review_on", "asked_on"])
        record(REVIEWED, actor, part, at)
    return part


def note_asked(*, part_id: int, day: date) -> None:
    """Its owner was asked on this day whether it is still right."""
    PlanPart.objects.filter(pk=part_id).update(asked_on=day)


def leave_parts(*, member_id: int) -> int:
    """Whoever leaves looks after nothing here any more; returns how many parts that concerns."""
    return PlanPart.objects.filter(owner=member_id).update(owner=None)


# ------------------------------------------------------------------ on paper


def ask_paper(*, actor: Member, order: Order, at: datetime) -> PlanPaper:
    """Have the plan set on paper. Raises NotAllowed, Invalid without a part, OutOfDate while two are being made."""
    require(may_read(actor))
    parts = [key for key in PARTS if key in order.parts]
    if not parts or order.language not in rules.LANGUAGES:
        raise Invalid(_("Choose at least one part."))
    with transaction.atomic():
        space = locked(Space.objects.filter(pk=actor.space_id)).get()
        rows = PlanPaper.objects.filter(space=space)
        in_time(rules.may_order(rows.filter(done_at=None, asked_at__gt=at - rules.AGAIN).count()))
        for old in rows.order_by("-asked_at", "-pk")[rules.MOST_PAPERS - 1 :]:
            forget(old)
        paper = PlanPaper(
            space=space, language=order.language, recipient=sheets.cell(order.recipient)[:120], parts=parts, fills=order.fills
        )
        begin(paper, actor, at)
    return paper


def begin(paper: PlanPaper, actor: Member | None, at: datetime) -> None:
    """Put the making into the queue. Inside the caller's transaction."""
    paper.asked_by, paper.asked_at, paper.done_at = actor or paper.asked_by, at, None
    paper.save()
    note(ASKED, actor, paper, at)
    enqueue(MAKE, {"paper": paper.pk, "asked": at.isoformat()}, at=at, space_id=paper.space_id, key=f"{MAKE}:{paper.pk}:{at.isoformat()}")


def finish_paper(*, paper: PlanPaper, content: bytes, told: Sequence[str], pages: int, at: datetime) -> None:
    """Keep a paper that was set, with signs of what members say in it; not where it was asked for again or thrown away meanwhile."""
    with transaction.atomic():
        row = locked(PlanPaper.objects.filter(pk=paper.pk, asked_at=paper.asked_at, done_at=None)).first()
        if row is None:
            return
        name = f"{slugify(paper.space.name)}-plan-{paper.space.day(at)}-{row.language}.pdf"
        before = row.file_id
        row.file = keep_file(space_id=row.space_id, owner_id=None, upload=Bytes(name, content), purpose=rules.PAPER, at=at)
        row.done_at, row.told, row.pages = at, list(told), pages
        row.save()
        drop_files(ids=[before] if before else [])
        note(MADE, None, row, at)


def throw_away(*, actor: Member, paper_id: int, at: datetime) -> None:
    """A paper is not needed any more. Twice is once. Raises NotAllowed."""
    require(may_write(actor))
    with transaction.atomic():
        paper = locked(PlanPaper.objects.filter(pk=paper_id, space=actor.space_id)).first()
        if paper is not None:
            note(THROWN_AWAY, actor, paper, at)
            forget(paper)


def drop_untrue(*, paper_id: int, told: Iterable[str], at: datetime) -> bool:
    """Take a paper away in which a member's sentence stands that may not be told any more (`told` is what may), and have it made anew; returns whether it was so."""
    with transaction.atomic():
        paper = locked(PlanPaper.objects.filter(pk=paper_id).exclude(file=None)).first()
        if paper is None or set(paper.told) <= set(told):
            return False
        drop_files(ids=[paper.file_id] if paper.file_id else [])
        paper.file, paper.told = None, []
        begin(paper, None, at)
        note(DROPPED, None, paper, at)
    return True


def forget(paper: PlanPaper) -> None:
    """A paper goes, and its file."""
    drop_files(ids=[paper.file_id] if paper.file_id else [])
    paper.delete()


def record(kind: str, actor: Member, part: PlanPart, at: datetime, **facts: int) -> None:
    """One row in the ledger, for those who care for the house."""
    ledger.record(
        space_id=part.space_id, at=at, kind=kind, actor_id=actor.pk, subject_id=part.pk, audience=ledger.MANAGERS, facts=facts
    )  # fmt: skip


def note(kind: str, actor: Member | None, paper: PlanPaper, at: datetime) -> None:
    """The same for a paper."""
    ledger.record(
        space_id=paper.space_id, at=at, kind=kind, actor_id=actor.pk if actor else None, subject_id=paper.pk, audience=ledger.MANAGERS
    )  # fmt: skip
