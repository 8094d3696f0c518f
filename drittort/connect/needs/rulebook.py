"""What rules may know of needs and offers, all of which stand on the board for everybody. Who was asked for help, they don't know."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy, pgettext_lazy

from drittort.connect.needs import rules
from drittort.connect.needs.actions import thread
from drittort.connect.needs.models import LIVES, Need, NeedAnswer
from drittort.connect.needs.reactions import CATEGORY, path_of
from drittort.core.addresses import address
from drittort.core.rulebook import (
    DAYS,
    HOURS,
    TIMES,
    Act,
    Field,
    Look,
    Shown,
    Spell,
    Values,
    action,
    at_least,
    condition,
    lasting,
    lately,
    now,
    subject,
)
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.rulebook import MEMBER
from drittort.spaces.models import Space

NEED, TABLE, ANSWERS = "need", "connect.Need", "connect.NeedAnswer"
SHORT = 80
Row = tuple[int, datetime, datetime | None, datetime | None, datetime | None, datetime]


def rows(look: Look) -> list[Row]:
    """Every need with when it was opened, renewed, answered, closed, and when it runs out by what is known now."""
    told = Need.objects.filter(space=look.space).values_list("pk", "opened_at", "renewed_at", "answered_at", "closed_at")
    return [(pk, opened, renewed, answered, closed, (renewed or opened) + LIVES) for pk, opened, renewed, answered, closed in told]


def standing(look: Look) -> list[Spell]:
    """When needs hung on the board: from the opening until closed or run out; one that was renewed had run out in between only if it was renewed late."""
    found: list[Spell] = []
    for pk, opened, renewed, _answered, closed, out in look.once(rows):
        first = opened + LIVES
        spells = [(opened, out)] if renewed is None or renewed <= first else [(opened, first), (renewed, out)]
        for begins, ends in spells:
            ends = ends if closed is None else min(ends, closed)
            if begins < ends:
                found.append((pk, begins, ends))
    return found


def owners(look: Look) -> Mapping[int, int]:
    """Who wrote each."""
    return dict(Need.objects.filter(space=look.space).values_list("pk", "member_id"))


def shown(reader: Member, ids: Sequence[int]) -> Mapping[int, Shown]:
    """The first words of needs that a reader sees."""
    told = rules.visible_to(reader).filter(pk__in=ids).values_list("pk", "text", "language")
    return {
        pk: Shown(text if len(text) <= SHORT else f"{text[:SHORT].rstrip()} …", address("connect:need", reader.space.slug, pk), language)
        for pk, text, language in told
    }


def waiting(look: Look, values: Values) -> Iterable[Spell]:
    """Nobody answered for some hours."""
    wait = timedelta(hours=values["hours"])
    for pk, opened, _renewed, answered, _closed, _out in look.once(rows):
        spell = lasting(opened, answered, wait)
        if spell is not None:
            yield pk, *spell


def open_for(look: Look, values: Values) -> Iterable[Spell]:
    """On the board for some days."""
    wait = timedelta(days=values["days"])
    return ((pk, opened + wait, None) for pk, opened, *_rest in look.once(rows))


def runs_out(look: Look, values: Values) -> Iterable[Spell]:
    """Its time is nearly over. Until it was renewed, the first end was the one that was known."""
    before = timedelta(days=values["days"])
    for pk, opened, renewed, _answered, _closed, out in look.once(rows):
        if renewed is not None and opened + LIVES - before < renewed:
            yield pk, opened + LIVES - before, min(renewed, opened + LIVES)
        yield pk, out - before, out


def seeking(look: Look, values: Values) -> Iterable[int]:
    """Looks for something."""
    return Need.objects.filter(space=look.space).seeking().values_list("pk", flat=True)


def answers(look: Look, values: Values) -> Iterable[Spell]:
    """Has some answers that were not taken back."""
    told: dict[int, list[tuple[datetime, int]]] = {}
    for pk, at, withdrawn in NeedAnswer.objects.filter(need__space=look.space).values_list("need_id", "at", "withdrawn_at"):
        told.setdefault(pk, []).append((at, 1))
        if withdrawn is not None:
            told[pk].append((withdrawn, -1))
    return ((pk, begin, end) for pk, steps in told.items() for begin, end in at_least(steps, values["times"]))


def written(look: Look) -> Iterable[tuple[int, datetime]]:
    """When somebody hung something on the board."""
    return Need.objects.filter(space=look.space).values_list("member_id", "opened_at")


def helping(look: Look) -> Iterable[tuple[int, datetime]]:
    """When somebody answered."""
    return NeedAnswer.objects.filter(need__space=look.space, withdrawn_at=None).values_list("member_id", "at")


def remind(space: Space, acts: Sequence[Act], values: Values, at: datetime) -> Collection[int]:
    """Ask the owners whether it still holds."""
    needs = Need.objects.select_related("space", "member__space").in_bulk([act.subject_id for act in acts])
    in_vain = []
    for act in acts:
        need = needs.get(act.subject_id)
        if need is None or need.state(at) not in ("open", "answered"):
            in_vain.append(act.id)
            continue
        tell(
            member=need.member,
            category=CATEGORY,
            thread=thread(need.pk),
            key=f"rule:{act.id}",
            at=at,
            text="need.rule",
            context={"need": need.pk},
            path=path_of(need),
        )
    return in_vain


subject(
    NEED,
    gettext_lazy("A slip on the board"),
    pgettext_lazy("rule", "a slip on the board"),
    standing,
    shown=shown,
    reads=(TABLE,),
    people=owners,
)

condition(
    "needs.waits",
    NEED,
    gettext_lazy("Waits for an answer"),
    gettext_lazy("has waited for an answer for %(hours)s"),
    gettext_lazy("has an answer, or has waited for less than %(hours)s"),
    waiting,
    reads=(TABLE,),
    fields=(Field("hours", gettext_lazy("Hours"), HOURS, 48, most=1440),),
)
condition(
    "needs.open_for",
    NEED,
    gettext_lazy("Has hung there for some time"),
    gettext_lazy("has hung there for at least %(days)s"),
    gettext_lazy("has hung there for less than %(days)s"),
    open_for,
    reads=(TABLE,),
    fields=(Field("days", gettext_lazy("Days"), DAYS, 14, most=60),),
)
condition(
    "needs.runs_out",
    NEED,
    gettext_lazy("Runs out soon"),
    gettext_lazy("runs out within %(days)s"),
    gettext_lazy("does not run out within %(days)s"),
    runs_out,
    reads=(TABLE,),
    fields=(Field("days", gettext_lazy("Days"), DAYS, 7, most=59),),
)
condition(
    "needs.seeks",
    NEED,
    gettext_lazy("Looks for something"),
    gettext_lazy("looks for something"),
    gettext_lazy("offers something"),
    now(seeking),
    reads=(TABLE,),
)
condition(
    "needs.answers",
    NEED,
    gettext_lazy("Has answers"),
    gettext_lazy("was answered at least %(times)s"),
    gettext_lazy("was answered less than %(times)s"),
    answers,
    reads=(ANSWERS, TABLE),
    fields=(Field("times", gettext_lazy("Answers"), TIMES, 2, most=20),),
)
condition(
    "needs.wrote",
    MEMBER,
    gettext_lazy("Hung something on the board lately"),
    gettext_lazy("hung something on the board in the last %(days)s"),
    gettext_lazy("hung nothing on the board in the last %(days)s"),
    lately(written),
    reads=(TABLE,),
    fields=(Field("days", gettext_lazy("Days"), DAYS, 60, least=2),),
)
condition(
    "needs.helped",
    MEMBER,
    gettext_lazy("Helped others lately"),
    gettext_lazy("answered others at least %(times)s in the last %(days)s"),
    gettext_lazy("answered others less than %(times)s in the last %(days)s"),
    lately(helping),
    reads=(ANSWERS, TABLE),
    fields=(Field("times", gettext_lazy("Answers"), TIMES, 3, least=2, most=50), Field("days", gettext_lazy("Days"), DAYS, 30, least=2)),
    private=True,
)

action(
    "needs.remind",
    gettext_lazy("Remind whoever wrote it"),
    gettext_lazy("the house asks whoever wrote it whether it still holds"),
    do=remind,
    writes=("members.Notice", "core.Job"),
    subjects=(NEED,),
    reaches=True,
    names=False,
)
