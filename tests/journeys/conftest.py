"""A browser, an open house, and the named cast as it stands today."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Request, sync_playwright

from drittort.members.models import Member
from drittort.spaces.roles import needs_duty
from tests.architecture.test_permissions import parts_of_addresses
from tests.browser import FLAGS, chromium
from tests.cast import Cast, build, go_on_duty, signed_in
from tests.open_house import House, open_house

# Playwright's loop runs in this thread; the tests' own database calls wait for nothing in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


class Street:
    """Where one house is open at a time: the worker of a second one over the same tables would take the first one's work."""

    def __init__(self, folder: Callable[[], Path]) -> None:
        self.folder, self.stack = folder, ExitStack()
        self.how: dict[str, Any] | None = None
        self.opened: House | None = None

    def house(self, **how: Any) -> House:
        """The house that is open in this way (see `open_house`), or one that is opened so."""
        if self.opened is None or self.how != how:
            self.close()
            self.how, self.opened = how, self.stack.enter_context(open_house(self.folder(), **how))
        return self.opened

    def close(self) -> None:
        """Close what is open."""
        self.how = self.opened = None
        self.stack.close()


@pytest.fixture(scope="package")
def street(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """For all journeys that follow each other."""
    street = Street(lambda: tmp_path_factory.mktemp("house"))
    yield street
    street.close()


@pytest.fixture(scope="module", autouse=True)
def _nobody_works_unasked(request: pytest.FixtureRequest, street: Street) -> None:
    """A journey through no browser does the work of the house itself, so no worker stands beside it."""
    if not any("house" in item.fixturenames for item in request.session.items if item.module is request.module):
        street.close()


@pytest.fixture(scope="module")
def house(street: Street, django_db_blocker: Any) -> House:
    """The open house of a file of tests."""
    with django_db_blocker.unblock():
        return street.house()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One real browser for all journeys that follow each other; each visitor has a window with nothing in it."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The named world, now: rows are written for real, because other processes read them. Its houses know no quiet hours, lest the hour decide."""
    world = build(timezone.now())
    for house in (world.house, world.elsewhere):
        house.settings = {**house.settings, "quiet_from": 24, "quiet_until": 0, "quiet_weekends": False}
        house.save(update_fields=["settings"])
    return world


class Visitor:
    """Somebody at a browser. Every request is looked at: the house asks for nothing from anywhere else."""

    def __init__(self, context: BrowserContext, house: House) -> None:
        self.context, self.house = context, house
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        context.on("request", self.look_at)
        context.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page = context.new_page()

    def look_at(self, request: Request) -> None:
        """Note a request that leaves the house."""
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and f"{parts.scheme}://{parts.netloc}" not in (self.house.address, self.house.streams):
            self.elsewhere.append(request.url)

    def open(self, path: str) -> Any:
        """Go to a page; returns the answer."""
        return self.page.goto(path if "://" in path else self.house.url(path))

    def sign_in(self, member: Member, *, on_duty: bool = False) -> Visitor:
        """Give the browser the session of a member; `on_duty` with the power of those who care for the house awake."""
        browser = signed_in(Client(), member)
        if on_duty and needs_duty(member):
            go_on_duty(browser, member)
        cookie = browser.cookies["drittort"].value
        self.context.add_cookies([{"name": "drittort", "value": cookie, "url": self.house.address}])
        return self


@pytest.fixture
def addresses(cast: Cast) -> dict[str, str]:
    """An address for every name of the matrix, over the cast of today."""
    return {name: reverse(name, kwargs=kwargs) for name, kwargs in parts_of_addresses(cast).items()}


Arrive = Callable[..., Visitor]


@pytest.fixture
def arrive(browser: Browser, house: House, cast: Cast) -> Iterator[Arrive]:
    """Call it with options of a browser context (and `member`), get a visitor. At the end nobody has asked for anything from elsewhere."""
    came: list[Visitor] = []

    def come(member: Member | None = None, **options: Any) -> Visitor:
        context = browser.new_context(**{"locale": "de-DE", "reduced_motion": "reduce", **options})
        context.set_default_timeout(10_000)
        visitor = Visitor(context, house)
        came.append(visitor)
        return visitor.sign_in(member) if member else visitor

    yield come
    elsewhere = [u for v in came for u in v.elsewhere]
    # The browser itself writes a line for an answer of 4xx, which a test may want.
    complaints = [c for v in came for c in v.complaints if "server responded with a status of 4" not in c]
    for visitor in came:
        visitor.context.close()
    assert not elsewhere
    assert not complaints
