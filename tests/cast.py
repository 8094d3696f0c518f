"""The named world that tests speak of.

The house *Lagerhaus* in Kassel with two locations: Hanna cares for the community, Olga founded it, Mara and Jonas are members of
different companies, Neo came last week, Ada is Mara's colleague. Sten belongs to another house.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.test import Client
from django.utils import timezone

from drittort.members.duty.models import StaffSession
from drittort.members.duty.rules import KEY
from drittort.members.models import Account, Company, Consent, Employment, Member, StandingLine
from drittort.members.roles.actions import found
from drittort.members.security.actions import seen
from drittort.members.security.entering import prove
from drittort.spaces.models import Location, Space
from drittort.spaces.roles import FOUNDER, MANAGER, MEMBER, needs_duty
from drittort.spaces.roles.models import Role

NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)


@dataclass
class Cast:
    """Everybody by name."""

    house: Space
    elsewhere: Space
    upstairs: Location
    hanna: Member
    olga: Member
    mara: Member
    jonas: Member
    neo: Member
    ada: Member
    sten: Member
    now: datetime = NOW

    def client(self, member: Member | None, *, duty: bool = True) -> Client:
        """A browser, signed in as somebody; it says where its forms come from, as browsers do. Who has staff power is on duty."""
        browser = Client(headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "de"})
        if member is not None:
            signed_in(browser, member)
            if duty and needs_duty(member):
                go_on_duty(browser, member)
        return browser

    def everybody(self) -> list[Member]:
        """All people of the house."""
        return [self.hanna, self.olga, self.mara, self.jonas, self.neo, self.ada]


def signed_in(browser: Client, member: Member, *, strong: bool = True) -> Client:
    """The browser, signed in as somebody a moment ago; `strong` with a second factor, as people who care for a house must."""
    browser.force_login(member.account, backend="drittort.members.sign_in.backend.Backend")
    session = browser.session
    at = timezone.now()
    prove(session, strong=strong, at=at)
    session["seen"] = at.timestamp()
    session.save()
    seen(account=member.account, session_key=session.session_key, agent="", at=at)
    return browser


def go_on_duty(browser: Client, member: Member) -> None:
    """A staff session in a browser, without its row in the ledger."""
    at = timezone.now()
    session = browser.session
    session[KEY] = StaffSession.objects.create(member=member, opened_at=at, until=at + timedelta(hours=1)).pk
    session.save()


def person(
    space: Space,
    name: str,
    *,
    role: str = MEMBER,
    days_here: int = 200,
    company: Company | None = None,
    consents: tuple[str, ...] = ("introduced", "counted"),
    language: str = "de",
    at: datetime = NOW,
) -> Member:
    """Make one member with an account, as things stand `at` a moment."""
    account = Account.objects.create(email=f"{name.split()[0].lower()}@{space.slug}.example", created_at=at)
    member = Member.objects.create(
        space=space,
        account=account,
        name=name,
        line=f"Ich bin {name}.",
        language=language,
        languages=["de", "en"],
        days=[0, 1, 2],
        portrait=name.lower(),
        joined_on=(at - timedelta(days=days_here)).date(),
    )
    # The roles of a house are made with the house; a member has none beyond.
    if role != MEMBER or not Role.objects.filter(space=space).exists():
        found(space=space, holders=[(member, role)], at=at - timedelta(days=days_here))
    if needs_duty(member):
        member.on_duty_until = at + timedelta(hours=1)
    if company:
        Employment.objects.create(member=member, company=company, from_on=date(2025, 1, 1))
    Consent.objects.bulk_create(Consent(member=member, kind=kind, given_at=at - timedelta(days=days_here)) for kind in consents)
    return member


def build(at: datetime = NOW, *, slug: str = "lagerhaus", elsewhere_slug: str = "anderswo") -> Cast:
    """Make the world, with `at` as its now; under other addresses it stands beside the first."""
    house = Space.objects.create(slug=slug, name=slug.title(), created_at=at - timedelta(days=900))
    elsewhere = Space.objects.create(slug=elsewhere_slug, name=elsewhere_slug.title(), created_at=at - timedelta(days=900))
    upstairs = Location.objects.create(space=house, name="Oben", address="Speicherstraße 1")
    tax = Company.objects.create(space=house, name="Steuerbüro Wendt", industry="69.20")
    games = Company.objects.create(space=house, name="Pixelküche", industry="62.01")
    mara = person(house, "Mara Wendt", company=tax, at=at)
    jonas = person(house, "Jonas Falk", company=games, at=at)
    StandingLine.objects.create(member=mara, side="offer", text="Ich helfe dir durch die Umsatzsteuer, auch im Ausland.", language="de")
    StandingLine.objects.create(member=jonas, side="seek", text="Wer versteht etwas von Umsatzsteuer für digitale Spiele?", language="de")
    return Cast(
        house=house, elsewhere=elsewhere, upstairs=upstairs,
        hanna=person(house, "Hanna Brandt", role=MANAGER, at=at), olga=person(house, "Olga Sommer", role=FOUNDER, at=at),
        mara=mara, jonas=jonas, now=at, neo=person(house, "Neo Kaya", days_here=6, at=at), ada=person(house, "Ada Lenz", company=tax, at=at), sten=person(elsewhere, "Sten Holm", at=at),
    )  # fmt: skip
