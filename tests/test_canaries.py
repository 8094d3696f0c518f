"""No text of one house is ever seen in another, and what only one person may read is read by nobody else.

A twentieth of all requests is asked on each day, another twentieth on the next; `bin/bench canary` asks all of them.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date

import pytest
from django.utils import timezone

from drittort.core.models import Mail
from drittort.joining.leaving.models import Departure
from drittort.members.models import Employment, Member, Notice, ProfileField, ProfileValue
from drittort.talk.conversations.actions import begin_conversation
from tests.architecture.test_permissions import parts_of_addresses
from tests.canaries import MARK, OWN, Knock, Knocker, Planted, knocks, ours, plant, text_fields
from tests.cast import Cast, build, person

WHOLE = os.environ.get("DRITTORT_CANARY") == "whole"
EVERY = 1 if WHOLE else 20
LEAST = 2500


def hide(cast: Cast) -> None:
    """Texts inside the own house that belong to one person alone."""
    vera = person(cast.house, "Vera Still")
    rest = person(cast.house, "Rita Still")
    mine = ProfileField.objects.create(space=cast.house, about="person", kind="text", label_de="Nur für mich", label_en="For me alone")
    ProfileValue.objects.create(field=mine, member=vera, value=f"{OWN}profile", visibility="me", language="de", changed_at=cast.now)
    begin_conversation(actor=vera, others=[rest], text=f"{OWN}letter", at=cast.now)
    Departure.objects.create(
        space=cast.house, member=vera, announced_by=vera, announced_at=cast.now, last_on=date(2099, 1, 1), farewell=f"{OWN}tooearly"
    )
    Mail.objects.create(
        space_id=cast.house.pk, to_member_id=vera.pk, to_address="vera@x.example", category="x", language="de", subject=f"{OWN}subject",
        text=f"{OWN}mail", html=f"{OWN}mail", message_id="<vera>", created_at=cast.now,
    )  # fmt: skip
    Notice.objects.filter(member=vera).update(path=f"/{OWN}notice/")


@pytest.fixture
def knocker(db) -> tuple[Knocker, list[Knock], Planted]:
    """The other house with canaries in all of its texts, the own one with people of every kind, and all requests."""
    other = build(slug="nebenan", elsewhere_slug="weitweg")
    theirs = parts_of_addresses(other)
    planted = plant()
    own = build()
    hide(own)
    Employment.objects.filter(member=own.ada).update(is_admin=True)
    gone = person(own.house, "Gerd Fort")
    Member.objects.filter(pk=gone.pk).update(left_on=own.now.date())
    people = {
        "nobody": None, "stranger": own.sten, "member": own.mara, "newcomer": own.neo, "company admin": own.ada, "manager": own.hanna,
        "founder": own.olga, "former member": gone,
    }  # fmt: skip
    every = list(knocks(list(people), own, theirs))
    asks = Knocker({who: own.client(member) for who, member in people.items()})
    asks.door = planted.door
    return asks, every, planted


def test_no_canary_of_another_house_and_nothing_of_somebody_else(knocker):
    """Also: every text of every table is a canary, and whoever belongs to the other house does find them, so the looking works."""
    asks, every, planted = knocker
    wanted = {f"{model.__name__}.{one.name}" for model in ours() for one in text_fields(model)}
    assert len(wanted) > 60
    assert planted.empty == []
    assert planted.columns == wanted
    today = timezone.localdate().toordinal() % EVERY
    leaks = []
    kinds: Counter[str] = Counter()
    for number, knock in enumerate(every):
        # Strewn, so that no day has only one method or shape.
        if (number * 2654435761 >> 12) % EVERY != today:
            continue
        text = asks.ask(knock)
        kinds[knock.shape] += 1
        if MARK in text or OWN in text:
            place = text.find(MARK) if MARK in text else text.find(OWN)
            leaks.append(f"{knock}: ...{text[max(0, place - 80) : place + 30]}...")
    print(
        f"\n{asks.count} of {len(every)} requests, {planted.texts} canaries, by shape {dict(kinds)}, answers {dict(sorted(asks.statuses.items()))}"
    )
    assert not leaks, "\n".join(leaks[:10])
    assert asks.count >= LEAST
    assert asks.statuses[200] > asks.count / 20
    insider = Member.objects.filter(space__slug="nebenan", left_on=None).exclude(account=None).order_by("pk").first()
    assert insider is not None
    asks.browsers["insider"] = Cast.client(None, insider)  # type: ignore[arg-type]
    asks.cookies["insider"] = asks.browsers["insider"].cookies.copy()
    assert MARK in asks.ask(Knock("insider", "GET", "members:people", "other", "/nebenan/people/", "page"))
