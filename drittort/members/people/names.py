"""Learning names: ten faces with four names each. Nothing is kept: the questions are in the address, by their seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

from drittort.members.models import Member
from drittort.members.people import rules
from drittort.members.people.queries import Face, faces

QUESTIONS, NAMES = 10, 4
LARGEST = 999_999


@dataclass(frozen=True, slots=True)
class Question:
    """A face, the names to choose from, and what was chosen (None for nothing yet)."""

    number: int
    face: Face
    names: tuple[tuple[int, str], ...]
    chosen: int | None

    @property
    def right(self) -> bool:
        """Whether the chosen name is theirs."""
        return self.chosen == self.face.id


def drawn(member: Member, seed: int, count: int) -> list[int]:
    """Some people of the house other than the reader, drawn by a seed."""
    everybody = list(rules.visible_to(member).exclude(pk=member.pk).order_by("pk").values_list("pk", flat=True))
    return random.Random(seed).sample(everybody, min(count, len(everybody)))


def cards(member: Member, seed: int) -> list[Face]:
    """Ten faces to learn."""
    ids = drawn(member, seed, QUESTIONS)
    by_id = faces(member.space_id, ids)
    return [by_id[pk] for pk in ids]


def quiz(member: Member, seed: int, told: dict[str, str]) -> list[Question]:
    """Ten questions, the same for the same seed; `told` holds answers as `n1` to `n10`. Fewer than four people make no quiz."""
    ids = drawn(member, seed, QUESTIONS + 3 * NAMES)
    if len(ids) < NAMES:
        return []
    by_id = faces(member.space_id, ids)
    found = []
    for number, pk in enumerate(ids[:QUESTIONS], 1):
        draw = random.Random(seed * 100 + number)
        others = draw.sample([one for one in ids if one != pk and by_id[one].name != by_id[pk].name], min(NAMES - 1, len(ids) - 1))
        names = [pk, *others]
        draw.shuffle(names)
        answer = told.get(f"n{number}", "")
        chosen = int(answer) if answer.isascii() and answer.isdigit() and int(answer) in names else None
        found.append(Question(number, by_id[pk], tuple((one, by_id[one].name) for one in names), chosen))
    return found
