"""A generated community of any size, for tests and measurements: companies inside circles, a year of contacts, everything from one seed."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from drittort.members.models import Company, Consent, Employment, Member
from drittort.network.models import Contact
from drittort.network.ties.days import channel_weight, goes_both_ways
from drittort.spaces.models import Location, Space
from tests.cast import NOW

NAMES = ("Ada", "Ben", "Cem", "Dana", "Elif", "Fritz", "Gesa", "Hugo", "Ida", "Jan", "Kira", "Lars", "Mina", "Nils", "Ole", "Pia")
FAMILIES = (
    "Albers",
    "Brandt",
    "Çelik",
    "Dorn",
    "Ebert",
    "Falk",
    "Gruber",
    "Holm",
    "Imhof",
    "Jahn",
    "Kaya",
    "Lenz",
    "Moser",
    "Nowak",
    "Otto",
    "Petersen",
)
TRADES = ("62.01", "71.11", "73.11", "69.20", "74.10", "58.19", "85.59", "90.03", "47.91", "86.90")
FIRMS = (
    "Werkhof",
    "Pixelküche",
    "Steuerbüro Wendt",
    "Atelier Nord",
    "Feinmess Instrumente",
    "Kollektiv Lindenhof",
    "Druckerei am Kanal",
    "Solarwerk",
    "Verlag Zwirn",
    "Landschaft & Plan",
)


def build_community(
    people: int = 300,
    *,
    companies: int = 40,
    circles: int = 5,
    per_person: int = 14,
    on_map: float = 0.4,
    seed: int = 7,
    slug: str = "grosshaus",
    now: datetime = NOW,
    days: int = 365,
) -> Space:
    """Make a house with so many counted people, as it stands `now`; about `per_person` contacts each over a year (or so many days), most inside circles of companies."""
    draw = random.Random(seed)
    space = Space.objects.create(slug=slug, name="Großhaus", created_at=now)
    today = now.date()
    places = Location.objects.bulk_create([Location(space=space, name="Vorne"), Location(space=space, name="Hinten", position=1)])
    firms = Company.objects.bulk_create(
        Company(
            space=space,
            name=f"{FIRMS[k % len(FIRMS)]} {k // len(FIRMS) + 1}" if k >= len(FIRMS) else FIRMS[k],
            industry=TRADES[k % len(TRADES)],
        )
        for k in range(companies)
    )
    # A few large companies and many small ones, as in coworking houses.
    share = [1 / (k + 2) for k in range(companies)]
    where = draw.choices(range(companies), share, k=people)
    members = Member.objects.bulk_create(
        Member(
            space=space,
            name=f"{NAMES[k % len(NAMES)]} {FAMILIES[k // len(NAMES) % len(FAMILIES)]}{' ' + str(k) if k >= 256 else ''}",
            portrait=f"{slug}-{k}",
            location=places[draw.random() < 0.3],
            joined_on=today - timedelta(days=draw.randint(5, max(900, days))),
        )
        for k in range(people)
    )
    Employment.objects.bulk_create(
        Employment(member=m, company=firms[w], from_on=date(2023, 1, 1)) for m, w in zip(members, where, strict=True)
    )
    given = now - timedelta(days=max(700, days))
    Consent.objects.bulk_create(Consent(member=m, kind="counted", given_at=given) for m in members)
    Consent.objects.bulk_create(Consent(member=m, kind="map", given_at=given) for m in members if draw.random() < on_map)
    circle = [w % circles for w in where]
    inside: dict[int, list[int]] = {c: [k for k in range(people) if circle[k] == c] for c in range(circles)}
    rows: dict[tuple[int, int, date, str], list[float]] = {}
    for k in range(people):
        if draw.random() < 0.04:
            continue  # somebody whom nobody knows yet
        friends = [draw.choice(inside[circle[k]]) if draw.random() < 0.8 else draw.randrange(people) for _ in range(5)]
        for _ in range(per_person):
            other = draw.choice(friends)
            if other == k:
                continue
            kind = draw.choice(("meeting", "reply", "message", "thanks", "event", "neighbour"))
            back = min((today - members[p].joined_on).days for p in (k, other))
            on = today - timedelta(days=int(draw.random() ** 2 * min(back, days)))
            first, second = sorted((members[k].pk, members[other].pk))
            row = rows.setdefault((first, second, on, kind), [0.0, 0.0])
            value = channel_weight(kind, 0.5 if kind == "event" else 1.0)
            for side in (0, 1):
                if goes_both_ways(kind) or (side == 0) == (members[k].pk == first):
                    row[side] = value
    Contact.objects.bulk_create(
        (
            Contact(space=space, first_id=a, second_id=b, on=on, kind=kind, origin="demo", forth=forth, back=back)
            for (a, b, on, kind), (forth, back) in rows.items()
        ),
        batch_size=2000,
    )
    return space
