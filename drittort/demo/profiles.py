"""What the people of the demo house answer, what counts for them, and what some companies show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from drittort.demo import texts
from drittort.members.models import ChosenValue, Company, Employment, HouseValue, Member, ProfileField, ProfileValue, ShowcaseItem
from drittort.members.profiles.models import Kind
from drittort.members.skills.vocabulary import tag_of
from drittort.spaces.models import Space


def load_profiles(space: Space, at: datetime) -> None:
    """The same for the same people: everything follows from their place in the house."""
    told = texts.read("profiles")
    people = list(Member.objects.filter(space=space, left_on=None).order_by("pk"))
    coffee = ProfileField.objects.filter(space=space, label_en="How I take my coffee").first()
    if coffee is not None:
        ProfileValue.objects.bulk_create(
            ProfileValue(
                field=coffee, member=one, value=told["coffee"][k % len(told["coffee"])], visibility="members", language="de", changed_at=at
            )
            for k, one in enumerate(people)
            if k % 3
        )
    values = HouseValue.objects.bulk_create(
        HouseValue(space=space, name_de=v["de"], name_en=v["en"], sentence_de=v["sentence_de"], sentence_en=v["sentence_en"], position=k)
        for k, v in enumerate(told["value"])
    )
    ChosenValue.objects.bulk_create(
        ChosenValue(
            value=values[place],
            member=one,
            meaning=told["value"][place]["meanings"][k % 2] if (k + n) % 2 else "",
            language="de",
        )
        for k, one in enumerate(people)
        for n, place in enumerate(sorted({k % 5, (k // 5) % 5, (k * 3 + 1) % 5})[: k % 4])
    )
    trades = dict(Employment.objects.filter(member__in=people, until_on=None).values_list("member_id", "company__industry"))
    answers = []
    for question in told["question"]:
        asked = ProfileField.objects.filter(space=space, label_en=question["label_en"]).first()
        if asked is None:
            continue
        for k, one in enumerate(people):
            said = answer(question, k, trades.get(one.pk, ""))
            if said is not None:
                value = [tag_of(word) for word in said["text"].split(", ")] if asked.kind == Kind.TAGS else said["text"]
                answers.append(
                    ProfileValue(field=asked, member=one, value=value, visibility="members", language=said["language"], changed_at=at)
                )
    ProfileValue.objects.bulk_create(answers)
    firms = {firm.name: firm for firm in Company.objects.filter(space=space)}
    employed = dict(Member.objects.filter(space=space, left_on=None).values_list("name", "pk"))
    ShowcaseItem.objects.bulk_create(
        ShowcaseItem(
            company=firms.get(item.get("company", "")), member_id=employed.get(item.get("person", "")),
            title=item["title"], text=item["text"], language=item["language"],
        )
        for item in told["showcase"]
        if firms.get(item.get("company", "")) or employed.get(item.get("person", ""))
    )  # fmt: skip


def answer(question: dict[str, Any], k: int, trade: str) -> dict[str, Any] | None:
    """What the k-th person of the house answers: in turn, or what belongs to their trade where answers name trades."""
    if "every" in question:
        asked = (k + question["offset"]) % question["every"] == 0
        return question["answers"][k // question["every"] % len(question["answers"])] if asked else None
    fitting = [said for said in question["answers"] if trade.startswith(tuple(said["trades"]))]
    return fitting[k % len(fitting)] if fitting else None
