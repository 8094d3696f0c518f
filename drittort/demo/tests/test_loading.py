"""The demo house as it is loaded."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import numpy as np
from django.utils import timezone

from drittort.connect.introductions.rounds import gather, key_of
from drittort.demo.loading import load
from drittort.demo.model import demo_world
from drittort.demo.vectors import FILE
from drittort.joining.lapsing.rules import silent
from drittort.members.models import Employment, ProfileValue, RoleGrant
from drittort.members.security.jobs import forget
from drittort.members.skills.vocabulary import tag_of


def test_a_first_start_needs_no_encoder(db):
    at = timezone.now()
    world = demo_world(until=at.date() - timedelta(days=1))
    # Nobody's contacts are read for it, and writing them takes longest.
    space = load(replace(world, contacts=()), slug="zwirnhaus", at=at, is_demo=True)
    people = gather(space, at)
    assert len(people.ids) > 100
    texts = {said.text for said in (*people.needs, *people.offers)}
    assert len(texts) > 400
    with np.load(FILE) as held:
        shipped, model = set(map(str, held["keys"])), str(held["model"])
    assert not [text for text in texts if key_of(text, model) not in shipped]
    standing = RoleGrant.objects.filter(member__space=space, ended_at=None).values_list("role__key", flat=True)
    assert Counter(standing) == {"founder": 1, "manager": 1, "host": 2, "mentor": 3, "circle-host": 1}
    # Whoever knows VAT is somebody's tax adviser or bookkeeper.
    said = ProfileValue.objects.filter(field__label_en="What I am good at", member__space=space)
    knows = [pk for pk, tags in said.values_list("member_id", "value") if tag_of("Umsatzsteuer") in tags]
    assert set(Employment.objects.filter(member__in=knows).values_list("company__industry", flat=True)) == {"69.20"}
    # The first night asks after two people, not after the whole house, also when browsers without a session were forgotten before.
    forget({}, at)
    assert len(silent(space, at)) == 2
