"""What is looked for and what there is to have in the house letter: to each reader what they could help with, and what they look for themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from drittort.connect.introductions.models import Exclusion
from drittort.connect.needs import rules, tokens
from drittort.connect.needs.actions import ANSWERED
from drittort.connect.needs.models import HelpRequest, Need, NeedAnswer, NeedQuerySet
from drittort.connect.rounds.models import NotWith
from drittort.core import letter
from drittort.core.addresses import address
from drittort.core.letter import MOST_MADE, Fit, Item
from drittort.members.people.fitting import who_has, who_wants
from drittort.members.people.queries import faces
from drittort.members.people.words import initials
from drittort.spaces.models import Space


def seeking(space: Space, since: datetime, until: datetime) -> Iterator[Item]:
    """Needs without an answer: what is new first, then what waits longest."""
    return items(space, rules.of_house(space.pk).alive(until).open().seeking(), since, until)


def offering(space: Space, since: datetime, until: datetime) -> Iterator[Item]:
    """What somebody has to give and nobody has taken, the newest first; of older days it is no news."""
    return items(space, rules.of_house(space.pk).alive(until).open().filter(side=Need.Side.OFFER), since, until)


def items(space: Space, rows: NeedQuerySet, since: datetime, until: datetime) -> Iterator[Item]:
    """Needs or offers for a letter, in five questions."""
    lately = Q(opened_at__gt=since) | Q(renewed_at__gt=since)
    new = list(rows.filter(lately).order_by("-opened_at", "-pk")[:MOST_MADE])
    needs = [*new, *rows.exclude(lately).order_by("opened_at", "pk")[: MOST_MADE - len(new)]]
    people = faces(space.pk, {need.member_id for need in needs})
    away = not_for(needs, until)
    for need in needs:
        face = people[need.member_id]
        about = ", ".join(filter(None, (face.name, face.company)))
        yield Item(
            need.pk, need.text, "", about, initials(face.name), need.language, people=(need.member_id,), not_for=frozenset(away[need.pk] | {need.member_id}),
            fresh=need in new,
        )  # fmt: skip


def not_for(needs: Sequence[Need], at: datetime) -> dict[int, set[int]]:
    """To whom needs are not brought: those who answered, or would rather not; and those whom the house or a secret list keeps from whoever asks."""
    away: dict[int, set[int]] = defaultdict(set)
    for need_id, member in NeedAnswer.objects.filter(need__in=needs).values_list("need_id", "member_id"):
        away[need_id].add(member)
    for need_id, member in HelpRequest.objects.filter(need__in=needs, passed_at__isnull=False).values_list("need_id", "member_id"):
        away[need_id].add(member)
    askers = {need.member_id for need in needs}
    apart: dict[int, set[int]] = defaultdict(set)
    kept = Exclusion.objects.filter(Q(first__in=askers) | Q(second__in=askers), Q(until=None) | Q(until__gte=at.date()))
    unwanted = NotWith.objects.filter(Q(member__in=askers) | Q(other__in=askers))
    for one, other in (*kept.values_list("first_id", "second_id"), *unwanted.values_list("member_id", "other_id")):
        apart[one].add(other)
        apart[other].add(one)
    for need in needs:
        away[need.pk] |= apart[need.member_id]
    return away


def who_could_help(space_id: int, told: Sequence[Item]) -> Mapping[int, Mapping[int, Fit]]:
    """Whom needs fit, by what they offer."""
    return who_has(space_id, {item.thing: item.title for item in told})


def who_looks_for(space_id: int, told: Sequence[Item]) -> Mapping[int, Mapping[int, Fit]]:
    """Whom offers fit, by what they look for."""
    return who_wants(space_id, {item.thing: item.title for item in told})


def path(slug: str, thing: int) -> str:
    """The page of a need or an offer."""
    return address("connect:need", slug, thing)


def link(thing: int, member: int) -> str:
    """Where a reader says with one tap that they can help, or would like it."""
    return f"{tokens.link_of(thing, member)}?a=help"


letter.block(
    "needs", _("Somebody is looking"), seeking, kind="need", path=path, place=30, most=3, fits=who_could_help, why=_("To you, because you say: “%(why)s”"),
    button=_("I can help"), link=link, answered=ANSWERED, counted=ngettext_lazy("one need", "%(n)s needs", "n"),
)  # fmt: skip
letter.block(
    "offers", _("To give and to share"), offering, kind="need", path=path, place=40, most=3, fits=who_looks_for, why=_("To you, because you are looking: “%(why)s”"),
    button=_("I would like that"), link=link, answered=ANSWERED, counted=ngettext_lazy("one offer", "%(n)s offers", "n"),
)  # fmt: skip
