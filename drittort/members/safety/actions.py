"""Keeping apart, reporting, looking into it, and what follows. Words stay in their tables; the ledger gets ids only, and of blocks nothing at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from drittort.core import ledger, reports
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, require
from drittort.core.mail.outbox import sent_lately
from drittort.core.privacy import Erased, without
from drittort.members.membership.actions import end_membership
from drittort.members.models import Block, Employment, Member
from drittort.members.safety import rules
from drittort.members.safety.models import INSIDE, OUTSIDE, Case, CaseEntry, Category, Measure, MeasureReply, OutsideReport, Report
from drittort.spaces.models import Space

REPORTED, ASSIGNED, NOTED, CLOSED, REOPENED = "report.made", "case.assigned", "case.noted", "case.closed", "case.reopened"
IMPOSED, LIFTED, RAN_OUT, REPLIED = "measure.imposed", "measure.lifted", "measure.ran_out", "measure.replied"
Kind = CaseEntry.Kind
FROM_OUTSIDE = "report_from_outside"


def keep_apart(*, actor: Member, other_id: int, at: datetime) -> None:
    """Block somebody. Twice is once; nothing tells them, and the ledger has no row of it, so that it is gone when it is taken back."""
    other = Member.objects.here().filter(space=actor.space_id, pk=other_id).first()
    if other is None:
        raise NotFound
    if other.pk == actor.pk:
        raise Invalid(_("That is you."))
    with transaction.atomic():
        Block.objects.get_or_create(blocker=actor, blocked=other, defaults={"at": at})


def meet_again(*, actor: Member, other_id: int) -> None:
    """Take a block back, of somebody who has left, too. What was withheld meanwhile stays away."""
    if not Member.objects.filter(space=actor.space_id, pk=other_id).exists():
        raise NotFound
    with transaction.atomic():
        rules.kept_apart_by(actor).filter(blocked=other_id).delete()


def clean(text: str) -> str:
    """Words as they are kept. Raises Invalid when there are none or too many."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if not text:
        raise Invalid(_("Please say it in a few words."))
    if len(text) > rules.LONGEST:
        raise Invalid(_("That is longer than 5,000 characters. Please make it shorter."))
    return text


def report(*, actor: Member, subject: str, category: str, text: str, at: datetime) -> Report:
    """Tell the house that something is not right. It joins the open case about the same person, or about the same thing.

    The same words about the same thing are one report. Raises NotFound for what the reporter can't see, Invalid for one's own.
    """
    text = clean(text)
    shown = reports.find(actor, subject, at)
    if shown is None:
        raise NotFound
    if shown.author_id == actor.pk:
        raise Invalid(_("This is yours. You can change or remove it yourself."))
    if category not in INSIDE:
        raise Invalid(_("Please choose what it is about."))
    with transaction.atomic():
        # One report after the other of one person, so that the limit holds and a double click is one.
        locked(Member.objects.filter(pk=actor.pk)).first()
        case = _open_case(actor.space_id, shown.author_id, subject, at)
        same = Report.objects.filter(case=case, reporter=actor, subject=subject, category=category, text=text).first()
        if same is not None:
            return same
        if Report.objects.filter(reporter=actor, at__gt=at - rules.REPORTS_WITHIN).count() >= rules.MOST_REPORTS:
            raise Invalid(_("You reported a lot today. The house looks into it first; go on tomorrow, or talk to somebody of the team."))
        made = Report.objects.create(
            case=case, reporter=actor, subject=subject, category=category, text=text, at=at, shown_text=shown.text, shown_at=shown.at
        )
        if case.assigned_to_id == actor.pk:
            # Whoever reports is a party from now on.
            Case.objects.filter(pk=case.pk).update(assigned_to=None)
        _record(REPORTED, actor, made.pk, at, case=case.pk)
    return made


@dataclass(frozen=True, slots=True)
class FromOutside:
    """What somebody who doesn't belong to the house told it."""

    place: str
    category: str
    text: str
    name: str
    email: str
    language: str


def report_from_outside(*, space: Space, told: FromOutside, at: datetime) -> Report:
    """Take in what anybody reports, without an account. It joins the open case about the same person or thing, as a member's report does.

    Name and address are needed for an answer, and may be missing only where children were hurt. The same words about the same are one report.
    Raises Invalid, also for an address that was sent enough of these mails lately.
    """
    text, place = clean(told.text), " ".join(told.place.split())[: rules.LONGEST_PLACE]
    if told.category not in OUTSIDE:
        raise Invalid(_("Please choose what it is about."))
    if not place:
        raise Invalid(_("Tell us where you saw it."))
    if told.category != Category.MINORS and not (told.name.strip() and told.email):
        raise Invalid(_("We need your name and your address to answer you."))
    subject, shown = rules.seen_at(space, place, at)
    with transaction.atomic():
        case = _open_case(space.pk, shown.author_id if shown else None, subject, at)
        mine = Report.objects.filter(case=case, category=told.category, text=text, outside__email__iexact=told.email, outside__place=place)
        same = mine.first()
        if same is not None:
            return same
        if told.email and sent_lately(told.email, FROM_OUTSIDE, since=at - rules.TO_ADDRESS_WITHIN) >= rules.MOST_TO_ADDRESS:
            raise Invalid(_("That was a lot for one hour. Please go on a little later; what you sent has arrived."))
        made = Report.objects.create(
            case=case, subject=subject, category=told.category, text=text, at=at, shown_text=shown.text if shown else "",
            shown_at=shown.at if shown else None,
        )  # fmt: skip
        OutsideReport.objects.create(report=made, name=told.name.strip(), email=told.email, language=told.language, place=place)
        ledger.record(
            space_id=space.pk, at=at, kind=REPORTED, actor_id=None, subject_id=made.pk, audience=ledger.NOBODY, facts={"case": case.pk}
        )
    return made


def _open_case(space_id: int, about_id: int | None, subject: str, at: datetime) -> Case:
    """The one open case, locked; a new one where there is none, or where somebody closed it in this very moment."""
    wanted = {"about_id": about_id, "subject": ""} if about_id is not None else {"about_id": None, "subject": subject}
    while True:
        case, _new = Case.objects.get_or_create(space_id=space_id, closed_at=None, **wanted, defaults={"opened_at": at})
        case = locked(Case.objects.filter(pk=case.pk)).get()
        if case.closed_at is None:
            return case


def _case(actor: Member, code: str) -> Case:
    """A case that the actor may handle, locked. Raises NotAllowed without the power, NotFound."""
    require(rules.may_handle(actor))
    found = locked(rules.visible_to(actor).filter(code=code)).first()
    if found is None:
        raise NotFound
    return found


def _entry(case: Case, actor: Member | None, kind: str, at: datetime, text: str = "") -> None:
    CaseEntry.objects.create(case=case, by=actor, kind=kind, at=at, text=text)


def _record(kind: str, actor: Member, subject_id: int, at: datetime, *, audience: str = ledger.NOBODY, **facts: int) -> None:
    ledger.record(space_id=actor.space_id, at=at, kind=kind, actor_id=actor.pk, subject_id=subject_id, audience=audience, facts=facts)


def assign_case(*, actor: Member, code: str, to_id: int | None, at: datetime) -> Case:
    """Give a case to somebody who may see it, oneself above all; None gives it back to all. Raises NotFound for parties and strangers alike."""
    with transaction.atomic():
        case = _case(actor, code)
        if case.assigned_to_id == to_id:
            return case
        if to_id is not None and not rules.people_in(case).filter(pk=to_id).exists():
            raise NotFound
        case.assigned_to_id = to_id
        case.save(update_fields=["assigned_to"])
        _entry(case, Member.objects.get(pk=to_id) if to_id else actor, Kind.TAKEN if to_id else Kind.FREE, at)
        _record(ASSIGNED, actor, case.pk, at, to=to_id or 0)
    return case


def note(*, actor: Member, code: str, text: str, at: datetime) -> Case:
    """Write down what was found out; read by those who may see the case."""
    text = clean(text)
    with transaction.atomic():
        case = _case(actor, code)
        _entry(case, actor, Kind.NOTE, at, text)
        _record(NOTED, actor, case.pk, at)
    return case


def close_case(*, actor: Member, code: str, text: str, at: datetime, answer: str = "") -> Case:
    """It was looked into. Who reported learns that, and not what followed. Twice is once.

    Who reported from outside gets `answer` by mail: what was decided, and why. Raises Invalid where somebody waits for it and it is missing.
    """
    with transaction.atomic():
        case = _case(actor, code)
        if case.closed_at is None:
            answer = answer.strip()[: rules.LONGEST]
            waiting = OutsideReport.objects.filter(report__case=case, answered_at=None)
            if not answer and waiting.exclude(email="").exists():
                raise Invalid(_("Somebody from outside waits for an answer. Write what you decided, and why."))
            waiting.update(answer=answer, answered_at=at)
            case.closed_at = at
            case.save(update_fields=["closed_at"])
            _entry(case, actor, Kind.CLOSED, at, text.strip()[: rules.LONGEST])
            _record(CLOSED, actor, case.pk, at)
    return case


def reopen_case(*, actor: Member, code: str, at: datetime) -> Case:
    """Look into it again. Raises OutOfDate where a newer case about the same is open."""
    with transaction.atomic():
        case = _case(actor, code)
        if case.closed_at is None:
            return case
        case.closed_at = None
        try:
            with transaction.atomic():
                case.save(update_fields=["closed_at"])
        except IntegrityError as error:
            raise OutOfDate(_("Something newer about the same is open already. Go on there.")) from error
        # It is decided anew, so whoever reported from outside is answered anew.
        OutsideReport.objects.filter(report__case=case).update(answered_at=None)
        _entry(case, actor, Kind.REOPENED, at)
        _record(REOPENED, actor, case.pk, at)
    return case


def impose(*, actor: Member, code: str, kind: str, facts: str, ground: str, until: date | None, at: datetime) -> Measure:
    """Take a measure in a case, with what happened, on what ground, and its last day. A hint has none.

    The same measure twice raises OutOfDate: lift the one that holds first. What it is measured by are rules, which ask the row of the member.
    """
    facts, ground = clean(facts), clean(ground)
    with transaction.atomic():
        case = _case(actor, code)
        member = locked(Member.objects.here().filter(pk=case.about_id or 0)).first()
        if member is None:
            raise Invalid(_("This is about nobody who is in the house."))
        if case.closed_at is not None:
            raise OutOfDate(_("This case is closed. Open it again first."))
        member.space = actor.space
        require(rules.may_impose(actor, member, kind))
        today = actor.space.day(at)
        if kind == Measure.Kind.HINT:
            until = None
        elif until is None or not today < until <= today + rules.LONGEST_PAUSE:
            raise Invalid(_("Choose a last day between tomorrow and a year from now."))
        elif kind == Measure.Kind.END and until < today + rules.NOTICE:
            raise Invalid(_("The last day lies at least 14 days ahead, so that there is time to answer."))
        values = {"facts": facts, "ground": ground, "until": until, "imposed_at": at, "imposed_by": actor, "case": case}
        if kind == Measure.Kind.HINT:
            measure, new = Measure.objects.create(space_id=actor.space_id, member=member, kind=kind, **values), True
        else:
            measure, new = Measure.objects.get_or_create(
                space_id=actor.space_id, member=member, kind=kind, lifted_at=None, ran_out_at=None, defaults=values
            )
        if not new:
            raise OutOfDate(_("This holds already. Lift it first if it should end on another day."))
        keep(member, today)
        _entry(case, actor, Kind.MEASURE, at, str(measure.pk))
        _record(IMPOSED, actor, measure.pk, at, audience=ledger.only(member.pk), member=member.pk)
    return measure


def keep(member: Member, day: date) -> None:
    """Write what stands against somebody to their row, so that rules ask without a query; inside the transaction of what changed it."""
    member.measures = rules.standing_words(rules.measures_on(member).standing(day), day)
    Member.objects.filter(pk=member.pk).update(measures=member.measures)


def _measure(actor: Member, measure_id: int) -> Measure:
    """A measure that the actor may read, with its person locked. Raises NotFound."""
    found = rules.measures_visible_to(actor).filter(pk=measure_id).first()
    if found is None:
        raise NotFound
    locked(Member.objects.filter(pk=found.member_id)).first()
    found.refresh_from_db()
    return found


def lift(*, actor: Member, measure_id: int, because: str, at: datetime) -> Measure:
    """End a measure before its day, with the reason. Twice is once."""
    because = clean(because)
    with transaction.atomic():
        measure = _measure(actor, measure_id)
        if measure.lifted_at is not None and measure.member_id != actor.pk and rules.may_handle(actor):
            return measure
        require(rules.may_lift(actor, measure))
        measure.lifted_at, measure.lifted_by, measure.lifted_because = at, actor, because
        measure.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
        keep(measure.member, actor.space.day(at))
        if measure.case is not None:
            _entry(measure.case, actor, Kind.LIFTED, at, str(measure.pk))
        _record(LIFTED, actor, measure.pk, at, audience=ledger.only(measure.member_id), member=measure.member_id)
    return measure


def reply(*, actor: Member, measure_id: int, text: str, at: datetime) -> MeasureReply:
    """Answer to a measure, or, for those who look into it, answer to that. The same words again are one answer."""
    text = clean(text)
    with transaction.atomic():
        measure = _measure(actor, measure_id)
        last = measure.replies.order_by("-at", "-id").first()
        if last is not None and (last.author_id, last.text) == (actor.pk, text):
            return last
        made = MeasureReply.objects.create(measure=measure, author=actor, at=at, text=text)
        if measure.case is not None and actor.pk == measure.member_id:
            _entry(measure.case, actor, Kind.REPLIED, at, str(measure.pk))
        _record(REPLIED, actor, measure.pk, at, audience=ledger.only(measure.member_id), member=measure.member_id)
    return made


def run_out(*, at: datetime) -> int:
    """What is over ends, in the calendar of its house; a membership ends with its last day. Returns how many measures."""
    done = 0
    due = Measure.objects.filter(lifted_at=None, ran_out_at=None, until__lte=at.date()).values_list("pk", "member_id", "space_id")
    for pk, member_id, space_id in list(due):
        with transaction.atomic():
            locked(Space.objects.filter(pk=space_id)).first()  # before the member, as all that takes power
            member = locked(Member.objects.filter(pk=member_id)).first()
            measure = Measure.objects.filter(pk=pk, lifted_at=None, ran_out_at=None).first()
            if member is None or measure is None or measure.until is None or measure.until >= member.space.day(at):
                continue
            if measure.kind == Measure.Kind.END and member.left_on is None:
                if not end_membership(actor=None, member_id=member_id, last_on=measure.until, at=at):
                    continue  # became the last founder meanwhile
                Employment.objects.filter(member=member, until_on=None).update(until_on=measure.until)
                member.refresh_from_db(fields=["left_on", "roles"])
            measure.ran_out_at = at
            measure.save(update_fields=["ran_out_at"])
            keep(member, member.space.day(at))
            ledger.record(
                space_id=measure.space_id, at=at, kind=RAN_OUT, actor_id=None, subject_id=pk, audience=ledger.only(member_id),
                facts={"member": member_id},
            )  # fmt: skip
            done += 1
    return done


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: what they said in reports goes, and their name from what others wrote down. The cases about others go on without them."""
    Report.objects.filter(reporter=erased.person_id).update(text="")
    house = {"case__space": erased.space_id}
    places: tuple[tuple[models.QuerySet[Any], tuple[str, ...]], ...] = (
        (Report.objects.filter(**house), ("text", "shown_text")),
        (OutsideReport.objects.filter(report__case__space=erased.space_id), ("name", "email", "place", "answer")),
        (CaseEntry.objects.filter(**house), ("text",)),
        (OutsideReport.objects.filter(report__case__space=erased.space_id), ("place", "answer")),
        (Measure.objects.filter(space=erased.space_id), ("facts", "ground", "lifted_because")),
        (MeasureReply.objects.filter(measure__space=erased.space_id), ("text",)),
    )
    for rows, fields in places:
        for pk, *texts in rows.values_list("pk", *fields).iterator(chunk_size=500):
            if erased.said.within(*texts):
                rows.filter(pk=pk).update(**{name: without(erased.said, text) for name, text in zip(fields, texts, strict=True)})


def forget_old(*, at: datetime) -> int:
    """Remove what the register promises to forget: cases 12 months after they were closed, measures 24 months after they ended. Returns how many."""
    cases = Case.objects.filter(closed_at__lt=at - rules.CASES_KEPT).delete()[1].get("members.Case", 0)
    before = at - rules.MEASURES_KEPT
    over = Q(lifted_at__lt=before) | Q(ran_out_at__lt=before) | Q(until=None, imposed_at__lt=before)
    return int(cases) + int(Measure.objects.filter(over).delete()[1].get("members.Measure", 0))
