"""Brings the invented world into the tables: in bulk, and without mail, since nobody is to be told of a past that never was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction

from drittort.connect.introductions import actions as introductions
from drittort.connect.introductions import meeting, rules
from drittort.connect.introductions.models import Introduction, QuietNo, Side
from drittort.connect.needs import actions as needs
from drittort.connect.needs.models import Need, NeedAnswer
from drittort.connect.needs.reactions import ROUTE
from drittort.connect.needs.rules import FIRST_ASKED
from drittort.connect.outcomes.actions import publish_quarters
from drittort.connect.questions.reactions import ROUTE as ROUTE_QUESTION
from drittort.core import ledger
from drittort.core.jobs.queue import enqueue
from drittort.core.models import LedgerRow
from drittort.demo import texts
from drittort.demo.announcements import load_announcements, load_walls
from drittort.demo.applications import load_applications
from drittort.demo.between import load_between
from drittort.demo.circles import load_circles
from drittort.demo.conversations import load_conversations
from drittort.demo.decisions import load_decisions
from drittort.demo.directory import fill_directory
from drittort.demo.events import load_events
from drittort.demo.first_visit import load_first_visit
from drittort.demo.goals import load_goals
from drittort.demo.knowledge import load_knowledge
from drittort.demo.leaving import load_leaving
from drittort.demo.letters import load_letters
from drittort.demo.market import load_deals, load_market
from drittort.demo.memory import load_memory
from drittort.demo.mentoring import draw_next_season, load_office_hours, load_season
from drittort.demo.model import demo_world
from drittort.demo.money import load_money, measure
from drittort.demo.notices import load_notices
from drittort.demo.passing import with_passers
from drittort.demo.plan import load_plan
from drittort.demo.posts import load_posts
from drittort.demo.profiles import load_profiles
from drittort.demo.programs import load_programs
from drittort.demo.roles import load_roles
from drittort.demo.rounds import draw_rounds, load_rounds
from drittort.demo.rules import load_rules
from drittort.demo.safety import load_safety
from drittort.demo.surveys import load_comparison, load_surveys
from drittort.demo.vectors import load_vectors
from drittort.demo.warm import load_warm
from drittort.demo.world import EVENT_LIMIT, SYMMETRIC, PastIntroduction, World
from drittort.inform.posts.models import Post
from drittort.joining.agreements.models import Acceptance, AgreementProposal
from drittort.members.models import Account, Block, Company, Consent, Employment, Member, StandingLine
from drittort.members.roles.actions import found
from drittort.members.skills.topics import OFFERS, SEEKS, facts_of
from drittort.network.counted import present_day
from drittort.network.jobs import make_snapshots
from drittort.network.models import Contact
from drittort.network.ties.actions import rebuild_ties
from drittort.network.ties.days import channel_weight
from drittort.spaces.actions import open_space
from drittort.spaces.agreements.actions import propose_the_first
from drittort.spaces.models import AgreementVersion, Location, Space

SLUG = "zwirnhaus"
RHYTHMS = {"weekly": 7, "fortnightly": 14, "monthly": 28}
ORIGIN = "demo"


def open_demo(*, at: datetime) -> Space:
    """Grow the world up to yesterday, load it, and compute what pages read: ties, report, map, today's suggestions."""
    from drittort.connect.between.missing import find_missing
    from drittort.connect.introductions.rounds import ground_of, make_round
    from drittort.demo.event_advice import load_event_advice
    from drittort.demo.plan_advice import load_plan_advice

    world = with_passers(demo_world(until=at.date() - timedelta(days=1)))
    with transaction.atomic():
        space = load(world, slug=SLUG, at=at, is_demo=True)
    fill_directory(space, at)
    load_vectors()
    look_for_helpers(space, at)
    rebuild_ties(space=space, as_of=present_day(space, at))
    ground = ground_of(space, at, seed=1)
    make_round(space=space, at=at, ground=ground)
    draw_rounds(space, at, ground)
    draw_next_season(space, at)
    make_snapshots(space=space, at=at)
    find_missing(space=space, at=at)
    publish_quarters(space=space, at=at)
    measure(space, at)
    load_rules(space, at)
    load_goals(space, at)
    load_event_advice(space, at)
    load_plan_advice(space, at)
    return space


def look_for_helpers(space: Space, at: datetime) -> None:
    """Let the worker bring what is open, needs and questions, to those who may be able to help, once it has time."""
    for pk in Need.objects.filter(space=space).alive(at).open().seeking().values_list("pk", flat=True):
        enqueue(ROUTE, {"need": pk, "up_to": FIRST_ASKED}, at=at, space_id=space.pk, key=f"need.route:demo:{pk}")
    open_questions = Post.objects.out().asking().filter(space=space, group=None, answer=None, posted_at__gt=at - timedelta(days=14))
    for pk in open_questions.order_by("-posted_at").values_list("pk", flat=True):
        enqueue(ROUTE_QUESTION, {"question": pk, "up_to": FIRST_ASKED}, at=at, space_id=space.pk, key=f"question.route:demo:{pk}")


def load(world: World, *, slug: str, at: datetime, is_demo: bool) -> Space:
    """Write a world's rows; inside the caller's transaction."""
    space = open_space(
        slug=slug,
        name=world.house.name,
        at=at,
        timezone=world.house.time_zone,
        locations=tuple((place.name, f"{place.street}, {place.postcode} {place.town}") for place in world.house.locations),
        is_demo=is_demo,
    )
    people = load_people(world, space, at)
    load_profiles(space, at)
    load_contacts(world, space, people)
    load_needs(world, space, people, at)
    load_introductions(world, space, people)
    load_warm(space, at)
    load_between(space, at)
    load_rounds(space, at)
    load_conversations(space, at)
    load_posts(space, at)
    load_knowledge(space, at)
    load_announcements(space, at)
    load_walls(space, at)
    load_applications(space, at)
    load_market(space, at)
    load_deals(space, at)
    load_events(world, space, people, at)
    load_memory(space, at)
    load_decisions(space, at)
    load_office_hours(space, at)
    load_season(space, at)
    load_notices(space, at)
    load_leaving(space, at)
    load_agreements(world, space, people, at)
    load_first_visit(space, at)
    load_safety(space, at)
    load_roles(space, at)
    Block.objects.bulk_create(Block(blocker=people[b.source], blocked=people[b.target], at=b.at) for b in world.blocks)
    load_circles(space, at)
    load_letters(space, at)
    load_money(space, at)
    load_plan(space, at)
    load_surveys(space, at)
    load_comparison(space, at)
    load_programs(space, at)
    return space


def load_agreements(world: World, space: Space, people: dict[int, Member], at: datetime) -> None:
    """The agreements, which most people of the house have agreed to, and one proposal that waits."""
    begun = at - timedelta(days=150)
    version = propose_the_first(space=space, at=begun)
    AgreementVersion.objects.filter(pk=version.pk).update(published_by=people[world.founder].pk)
    here = [m for m in people.values() if m.left_on is None]
    Acceptance.objects.bulk_create(
        Acceptance(member=m, version=version, at=max(begun, midday(space, m.joined_on))) for m in here if m.pk % 9
    )
    author = next(m for m in here if m.pk not in {people[world.founder].pk, people[world.manager].pk, people[world.member].pk})
    AgreementProposal.objects.create(
        space=space, member=author, language="de", proposed_at=at - timedelta(days=3),
        text="Wer die letzte Tasse Kaffee nimmt, setzt die nächste Kanne auf.",
        reason="Sonst stehen morgens immer dieselben drei an der Maschine, und das gute Gespräch dabei verpassen die anderen.",
    )  # fmt: skip


def midday(space: Space, day: date) -> datetime:
    """Noon of a day in the house."""
    return datetime.combine(day, time(12), tzinfo=space.zone)


def load_people(world: World, space: Space, at: datetime) -> dict[int, Member]:
    """Companies, accounts, members, their lines and consents; members by the world's ids."""
    places = dict(zip((place.id for place in world.house.locations), Location.objects.filter(space=space), strict=True))
    firms = Company.objects.bulk_create(
        Company(space=space, external_id=c.key, name=c.name, line=c.line.text, industry=c.industry) for c in world.companies
    )
    firm = dict(zip((c.id for c in world.companies), firms, strict=True))
    plays = {world.member: "member", world.manager: "manager", world.founder: "founder"}
    accounts = Account.objects.bulk_create(
        Account(email=p.email, created_at=midday(space, p.joined_on), password="!") for p in world.people
    )
    members = Member.objects.bulk_create(
        Member(
            space=space,
            account=account,
            external_id=p.key,
            name=p.name,
            line=p.line.text,
            language=p.language,
            languages=list(p.languages),
            days=list(p.days),
            location=places[p.location],
            meets_online=len(p.days) < 2,
            rhythm=RHYTHMS[p.rhythm],
            portrait=p.portrait,
            joined_on=p.joined_on,
            left_on=p.left_on,
            attributes={"plays": plays[p.id]} if p.id in plays else {},
        )
        for p, account in zip(world.people, accounts, strict=True)
    )
    known = dict(zip((p.id for p in world.people), members, strict=True))
    found(space=space, holders=[(known[p.id], p.role) for p in world.people], at=midday(space, min(p.joined_on for p in world.people)))
    Employment.objects.bulk_create(
        Employment(member=known[p.id], company=firm[p.company], from_on=p.joined_on, until_on=p.left_on) for p in world.people
    )
    StandingLine.objects.bulk_create(
        StandingLine(member=known[p.id], side=side, text=text.text, language=text.language, position=k)
        for p in world.people
        for side, lines in (("offer", p.offers), ("seek", p.needs))
        for k, text in enumerate(lines)
    )
    Consent.objects.bulk_create(
        Consent(member=known[p.id], kind=kind, given_at=midday(space, day))
        for p in world.people
        for kind, day in (("introduced", p.consents.introduced), ("counted", p.consents.counted), ("map", p.consents.map))
        if day is not None
    )
    tell(space, (("member.joined", midday(space, p.joined_on), known[p.id].pk, known[p.id].pk, {}) for p in world.people))
    return known


def tell(space: Space, rows: Iterable[tuple[str, datetime, int | None, int, Mapping[str, object]]]) -> None:
    """Ledger rows of the past, without the reactions that a present would have."""
    LedgerRow.objects.bulk_create(
        (
            LedgerRow(space_id=space.pk, kind=kind, at=at, actor_id=actor, subject_id=subject, audience=ledger.NOBODY, facts=facts)
            for kind, at, actor, subject, facts in rows
        ),
        batch_size=1000,
    )


def load_contacts(world: World, space: Space, people: dict[int, Member]) -> None:
    """Contacts as days, for the days on which both had agreed to be counted."""
    since = {p.id: p.consents.counted for p in world.people}
    sums: dict[tuple[int, int, date, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for contact in world.contacts:
        day = contact.at.astimezone(space.zone).date()
        one, other = since[contact.source], since[contact.target]
        if one is None or other is None or day < max(one, other):
            continue
        if contact.kind == "event" and contact.k > EVENT_LIMIT:
            continue
        weight = channel_weight(contact.kind, 1 / (contact.k - 1) if contact.kind == "event" else 1.0)
        a, b = people[contact.source].pk, people[contact.target].pk
        both = contact.kind in SYMMETRIC
        row = sums[min(a, b), max(a, b), day, contact.kind]
        row[0] += weight if both or a < b else 0.0
        row[1] += weight if both or b < a else 0.0
    # Twenty thousand plain rows: to make an object of each and to prepare its fields one by one takes five times as long as writing it.
    adapted = {day: connection.ops.adapt_datefield_value(day) for _a, _b, day, _kind in sums}
    columns = ("space_id", "first_id", "second_id", "on", "kind", "origin", "forth", "back")
    named, marks = ", ".join(map(connection.ops.quote_name, columns)), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {connection.ops.quote_name(Contact._meta.db_table)} ({named}) VALUES ({marks})",
            [(space.pk, a, b, adapted[day], kind, ORIGIN, forth, back) for (a, b, day, kind), (forth, back) in sums.items()],
        )


def load_needs(world: World, space: Space, people: dict[int, Member], at: datetime) -> None:
    """Needs with their answers."""
    rows = Need.objects.bulk_create(
        Need(
            space=space,
            member=people[n.person],
            text=n.text.text,
            language=n.text.language,
            opened_at=n.opened_at,
            answered_at=n.answered_at,
            answered_by=people[n.answered_by] if n.answered_by is not None else None,
            told_at=n.closed_at,
            helped_at=n.closed_at,
            helped_by=people[n.answered_by] if n.closed_at is not None and n.answered_by is not None else None,
            outcome=n.outcome.text if n.outcome else "",
            outcome_shared=n.outcome is not None,
        )
        for n in world.needs
    )
    load_offers(space, people, at)
    NeedAnswer.objects.bulk_create(
        NeedAnswer(
            need=row,
            member=people[n.answered_by],
            at=n.answered_at,
            text=n.answer.text if n.answer else "",
            language=people[n.answered_by].language,
        )
        for n, row in zip(world.needs, rows, strict=True)
        if n.answered_by is not None and n.answered_at is not None
    )
    tell(space, ((needs.OPENED, n.opened_at, n.member_id, n.pk, facts_of(SEEKS, n.text, n.language)) for n in rows))
    tell(
        space,
        (
            (
                needs.ANSWERED,
                n.answered_at,
                n.answered_by_id,
                n.pk,
                {"asker": n.member_id, "minutes": int((n.answered_at - n.opened_at).total_seconds() // 60)},
            )
            for n in rows
            if n.answered_at
        ),
    )


def load_offers(space: Space, people: dict[int, Member], at: datetime) -> None:
    """What people have to give just now, some days old."""
    named = {member.name: member for member in people.values()}
    told = [(named[offer["by"]], offer) for offer in texts.read("offers")["offer"] if offer["by"] in named]
    rows = Need.objects.bulk_create(
        Need(
            space=space, member=member, side=Need.Side.OFFER, text=offer["text"], language=member.language, opened_at=at - timedelta(days=offer["days"], hours=2)
        )
        for member, offer in told
    )  # fmt: skip
    tell(space, ((needs.OPENED, n.opened_at, n.member_id, n.pk, facts_of(OFFERS, n.text, n.language)) for n in rows))


def load_introductions(world: World, space: Space, people: dict[int, Member]) -> None:
    """Introductions with both sides, the quiet noes, and what came of them."""
    made: list[Introduction] = []
    for past in world.introductions:
        first, second = sorted((people[past.a], people[past.b]), key=lambda m: m.pk)
        agreed = [answer.at for answer in (past.answer_a, past.answer_b) if answer is not None and answer.says == "yes"]
        made.append(
            Introduction(
                space=space,
                first=first,
                second=second,
                form=Introduction.Form.ROUND if past.by == "engine" else Introduction.Form.MANAGER,
                proposed_by=people[world.manager],
                proposed_at=past.proposed_at,
                expires_at=past.proposed_at + rules.OPEN_FOR,
                text=past.why.text if past.why else "",
                questions=meeting.questions(first, second, []),
                slots=meeting.slots(first, second, past.proposed_at),
                introduced_at=max(agreed) if past.agreed else None,
                expired_at=past.proposed_at + rules.OPEN_FOR if past.expired_at is not None else None,
                met_on=past.met_on,
            )
        )
    Introduction.objects.bulk_create(made)
    Side.objects.bulk_create(side for past, row in zip(world.introductions, made, strict=True) for side in sides(past, row, people))
    QuietNo.objects.bulk_create(
        QuietNo(introduction=row, member=people[person], at=answer.at)
        for past, row in zip(world.introductions, made, strict=True)
        for person, answer in ((past.a, past.answer_a), (past.b, past.answer_b))
        if answer is not None and answer.says == "no"
    )
    pair = [(row, {"first": row.first_id, "second": row.second_id}) for row in made]
    tell(space, ((introductions.PROPOSED, row.proposed_at, row.proposed_by_id, row.pk, facts) for row, facts in pair))
    tell(space, ((introductions.INTRODUCED, row.introduced_at, None, row.pk, facts) for row, facts in pair if row.introduced_at))
    tell(space, ((introductions.EXPIRED, row.expired_at, None, row.pk, facts) for row, facts in pair if row.expired_at))
    tell(space, ((introductions.MET, midday(space, row.met_on), row.first_id, row.pk, facts) for row, facts in pair if row.met_on))


def sides(past: PastIntroduction, row: Introduction, people: dict[int, Member]) -> Iterator[Side]:
    """What each of the two did."""
    for person, answer in ((past.a, past.answer_a), (past.b, past.answer_b)):
        yes = answer is not None and answer.says == "yes"
        met = midday(row.space, past.met_on) if past.met_on else None
        tells = person == past.a and past.outcome is not None
        yield Side(
            introduction=row,
            member=people[person],
            seen_at=answer.at if answer else None,
            accepted_at=answer.at if yes and answer else None,
            met_at=met,
            again=past.again if met else None,
            outcome=past.outcome.text if tells and past.outcome else "",
            outcome_shared=tells,
        )
