"""Asking for the file, giving sums for comparison within the year's budget, and taking in what other houses gave."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.addresses import address
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, require
from drittort.core.files import storage
from drittort.core.files.actions import drop_files, keep_made
from drittort.core.jobs.queue import enqueue
from drittort.core.privacy import Erased
from drittort.engine import noise
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.pulse.science import making, rules, signing
from drittort.pulse.science.models import ComparisonFile, ComparisonRelease, ScienceExport
from drittort.pulse.science.sources import COMPARED, Sums
from drittort.spaces.models import Space

MAKE, READY = "pulse.science.make", "science_ready"
ASKED, GAVE, TOOK = "science.asked", "comparison.given", "comparison.taken"
LARGEST = 50_000
MOST_PEOPLE = 100_000


def ask_export(*, actor: Member, at: datetime) -> ScienceExport:
    """Ask for the file; the worker makes it. One at a time: twice is once. Raises NotAllowed."""
    require(rules.may_give(actor))
    with transaction.atomic():
        locked(Space.objects.filter(pk=actor.space_id)).get()
        row = ScienceExport.objects.filter(rules.being_made(at), space=actor.space_id).first()
        if row is None:
            ScienceExport.objects.filter(space=actor.space_id, done_at=None).delete()
            row = ScienceExport.objects.create(space_id=actor.space_id, by=actor, asked_at=at)
            record(ASKED, actor, at)
            enqueue(MAKE, {"export": row.pk}, at=at, space_id=actor.space_id, key=f"{MAKE}:{row.pk}")
    return row


def finish_export(*, export_id: int, at: datetime) -> ScienceExport | None:
    """Make the file and tell who asked. Once; None when it is done, or who asked is gone."""
    row = ScienceExport.objects.select_related("space", "by").filter(pk=export_id, done_at=None).first()
    if row is None:
        return None
    folder = storage.root() / "making" / f"science-{row.pk}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        day = row.space.day(at)
        making.write(row.space, folder / "science.zip", day.isoformat())
        with transaction.atomic():
            asker = locked(Member.objects.select_related("space").filter(pk=row.by_id)).first()
            if asker is None or not ScienceExport.objects.filter(pk=row.pk, done_at=None).exists():
                return None
            row.file = keep_made(
                space_id=row.space_id, owner_id=asker.pk, file=folder / "science.zip", name=f"{row.space.slug}-{day}-aggregates.zip", mimetype="application/zip",
                purpose=rules.FILE, at=at,
            )  # fmt: skip
            row.done_at = at
            row.save(update_fields=["file", "done_at"])
            drop(ScienceExport.objects.filter(space=row.space_id).exclude(pk=row.pk).exclude(done_at=None))
            tell(
                member=asker, category=READY, thread="science", key=f"science:{row.pk}", at=at, text="science.ready", path=address("pulse:science", row.space.slug)
            )  # fmt: skip
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return row


def spent_by(space_id: int) -> list[tuple[date, Fraction]]:
    """What a house has given away of its budget, release by release."""
    rows = ComparisonRelease.objects.filter(space=space_id).values_list("made_on", "epsilon")
    return [(day, Fraction(epsilon)) for day, epsilon in rows]


def give_quarter(*, actor: Member, at: datetime) -> ComparisonRelease:
    """Draw the sums of the last quarter for other houses, once: asked again it is the same release, for more noise of the same sums would tell them.

    Raises NotAllowed, and Invalid when the budget of the year is spent or there is nothing to compare.
    """
    require(rules.may_give(actor))
    today = actor.space.day(at)
    quarter = rules.last_over(today)
    with transaction.atomic():
        locked(Space.objects.filter(pk=actor.space_id)).get()
        row = ComparisonRelease.objects.filter(space=actor.space_id, quarter=quarter).first()
        if row is not None:
            return row
        try:
            noise.spend(spent_by(actor.space_id), today, rules.EPSILON, rules.BUDGET)
        except noise.Spent as error:
            raise Invalid(_("The privacy budget of the year is spent. Another release would tell too much of single people.")) from error
        figures = drawn(actor.space, quarter)
        if not figures:
            raise Invalid(_("There is nothing to compare of the last quarter yet."))
        row = ComparisonRelease.objects.create(
            space=actor.space, quarter=quarter, member=actor, made_on=today, epsilon=Decimal(rules.EPSILON.numerator) / rules.EPSILON.denominator,
            content={"house": actor.space.name, "quarter": quarter.isoformat(), "epsilon": str(rules.EPSILON), "figures": figures},
        )  # fmt: skip
        record(GAVE, actor, at, release=row.pk)
    return row


def drawn(space: Space, quarter: date) -> dict[str, dict[str, int]]:
    """The figures of a quarter with their noise, none where there is nothing at all. The number of people that several figures share is drawn once.

    Every figure is drawn, noise around nought where there is none: whether it is there depends on single people too, and may not be seen.
    """
    told = {name: one.sums(space, quarter) for name, one in sorted(COMPARED.items())}
    if not any(told.values()):
        return {}
    counts: dict[str, int] = {}
    found: dict[str, dict[str, int]] = {}
    for name, sums in told.items():
        one, sums = COMPARED[name], sums or Sums(0, 0)
        if one.counted not in counts:
            counts[one.counted] = max(0, sums.people + noise.geometric(rules.EPSILON * one.count_share, 1))
        steps = sums.steps + noise.geometric(rules.EPSILON * one.share, one.clamp.reach)
        found[name] = {"steps": steps, "people": counts[one.counted]}
    return found


def take_file(*, actor: Member, raw: bytes, at: datetime) -> ComparisonFile:
    """Take in what another house gave; the same file twice is once. Raises NotAllowed, and Invalid for what is no such file, was altered, or is one's own."""
    require(rules.may_give(actor))
    told = signing.read(raw) if len(raw) <= LARGEST else None
    try:
        if told is None:
            raise ValueError
        house, quarter = " ".join(str(told["house"]).split())[:100], date.fromisoformat(told["quarter"])
        figures = {
            name: {"steps": int(each["steps"]), "people": int(each["people"])} for name, each in told["figures"].items() if name in COMPARED
        }  # fmt: skip
        if (
            not house
            or quarter != rules.quarter_of(quarter)
            or any(abs(v) > 10 * MOST_PEOPLE for each in figures.values() for v in each.values())
            or any(each["people"] < 0 for each in figures.values())
        ):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise Invalid(_("This is no comparison file, or it was altered on the way.")) from error
    if told["key"] == signing.public(actor.space):
        raise Invalid(_("This is your own file. It goes to the others."))
    with transaction.atomic():
        locked(Space.objects.filter(pk=actor.space_id)).get()
        if ComparisonFile.objects.filter(space=actor.space_id, house=house).exclude(key=told["key"]).exists():
            raise Invalid(
                _("Files of %(house)s had another signature until now. Ask them; if it is right, take out the old ones first.")
                % {"house": house}
            )
        row, new = ComparisonFile.objects.get_or_create(
            space_id=actor.space_id, key=told["key"], quarter=quarter, defaults={"house": house, "figures": figures, "member": actor, "taken_at": at}
        )  # fmt: skip
        if not new and row.figures != figures:
            raise OutOfDate(_("There is another file of this quarter from them already."))
        if new:
            record(TOOK, actor, at, file=row.pk)
    return row


def drop_house(*, actor: Member, file_id: int) -> None:
    """Take out all files of the house that a file is from. Raises NotAllowed, NotFound."""
    require(rules.may_give(actor))
    row = ComparisonFile.objects.filter(space=actor.space_id, pk=file_id).first()
    if row is None:
        raise NotFound
    ComparisonFile.objects.filter(space=actor.space_id, key=row.key).delete()


def forget_old(*, at: datetime) -> None:
    """Files go after a week."""
    drop(ScienceExport.objects.filter(asked_at__lte=at - rules.KEPT))


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: the files that they asked for go with them, with their bytes."""
    drop(ScienceExport.objects.filter(by=erased.person_id))


def drop(rows: Any) -> None:
    """Remove exports with their bytes."""
    ids = list(rows.values_list("pk", "file_id"))
    drop_files(ids=[file for _pk, file in ids if file is not None])
    ScienceExport.objects.filter(pk__in=[pk for pk, _file in ids]).delete()


def record(kind: str, actor: Member, at: datetime, **facts: int) -> None:
    """Everybody in the house can read that figures were taken out, given or taken in."""
    ledger.record(
        space_id=actor.space_id, at=at, kind=kind, actor_id=actor.pk, subject_id=None, audience=ledger.EVERYONE, facts=facts
    )  # fmt: skip
