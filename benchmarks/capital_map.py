"""The map through the months with 5,000 people in a browser: how long each frame takes while it plays, while the slider is dragged, and while one moves over it close up.

It draws in Chromium on this machine, without a graphics card unless one is there; a phone with one is faster. Needs `bin/test`'s browser.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import tempfile
import threading
from datetime import date
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

SMOOTH = 1000 / 30
FRAMES = """async ([seconds, act]) => {
  const range = document.querySelector(".months-tools input"), play = document.querySelector(".months-tools button");
  const last = Number(range.max), gaps = [], began = performance.now();
  range.value = 0; range.dispatchEvent(new Event("input"));
  await new Promise((done) => setTimeout(done, 1500));
  const pane = document.querySelector(".map-scroll"), key = (key) => pane.dispatchEvent(new KeyboardEvent("keydown", { key }));
  if (act === "play") play.click();
  if (act === "move") for (let k = 0; k < 3; k++) key("+");
  let before = performance.now(); const start = before;
  await new Promise((done) => {
    const frame = (now) => {
      gaps.push(now - before); before = now;
      if (act === "drag") { range.value = Math.round(last * Math.abs(((now - start) / 1500) % 2 - 1)); range.dispatchEvent(new Event("input")); }
      if (act === "move") key(Math.floor((now - start) / 400) % 2 ? "ArrowLeft" : "ArrowRight");
      now - start > seconds * 1000 ? done() : requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  if (act === "play") play.click();
  if (act === "move") key("0");
  return gaps.slice(2);
}"""


class Server(ThreadingMixIn, WSGIServer):
    """Answers a page's requests side by side."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *args: Any) -> None:
        """Nothing."""


def main() -> int:
    """Make a house of so many people who all want to be drawn, open its map and measure; exit code 1 where half of the frames are slower than 30 a second."""
    parser = argparse.ArgumentParser(prog="bin/bench capital_map", description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--seconds", type=float, default=8)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="drittort-bench-"))
    os.environ.update(
        DRITTORT_DATA=str(folder), DRITTORT_SECRET_KEY="benchmark", DJANGO_SETTINGS_MODULE="drittort.config.settings",
        DRITTORT_ADDRESS="http://localhost", DJANGO_ALLOW_ASYNC_UNSAFE="true",
    )  # fmt: skip
    try:
        return measure(options.people, options.months, options.seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(people: int, months: int, seconds: float) -> int:
    """Print the time between frames, middle and slowest twentieth."""
    import drittort.core.sqlite  # noqa: F401  isort: skip
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from playwright.sync_api import sync_playwright

    from benchmarks.machine import headline
    from tests.browser import FLAGS, chromium
    from tests.cast import go_on_duty, signed_in

    settings.ALLOWED_HOSTS = ["*"]
    print(headline("Django", "playwright"))
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    reader = house(people, months)
    client = signed_in(Client(), reader)
    go_on_duty(client, reader)
    from drittort.config.wsgi import application

    server = make_server("127.0.0.1", 0, application, Server, Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://localhost:{server.server_port}"
    slow = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": name, "value": cookie.value, "url": address} for name, cookie in client.cookies.items()])
        page = context.new_page()
        with page.expect_response("**/months.json") as answer:
            page.goto(f"{address}/{reader.space.slug}/pulse/capital/months/")
        print(f"{people} people, {months} months: {len(answer.value.body()) / 1e6:.1f} MB of months")
        page.wait_for_selector("month-map.shows-people")
        for act in ("play", "drag", "move"):
            gaps = page.evaluate(FRAMES, [seconds, act])
            middle, late = statistics.median(gaps), statistics.quantiles(gaps, n=20)[-1]
            slow |= middle > SMOOTH
            print(
                f"{act}: {len(gaps)} frames, {middle:.1f} ms in the middle ({1000 / middle:.0f} a second), 95 of 100 within {late:.1f} ms"
            )
        browser.close()
    server.shutdown()
    return int(slow)


def house(people: int, months: int) -> Any:
    """A house whose months are drawn by lot: groups, seats and 3,000 ties a month. Returns somebody who may read it."""
    from drittort.core.sums import in_fives
    from drittort.members.models import Account, Consent, Member
    from drittort.network.map.layout import MOST_TIES
    from drittort.pulse.capital.actions import place
    from drittort.pulse.capital.models import CapitalMonth, MonthDrawing
    from drittort.spaces.models import Space
    from tests.cast import NOW

    draw = random.Random(7)
    space = Space.objects.create(slug="grosshaus", name="Großhaus", created_at=NOW)
    crowd = Member.objects.bulk_create(
        Member(space=space, name=f"Person {k}", portrait=str(k), joined_on=date(2020, 1, 1)) for k in range(people)
    )
    Consent.objects.bulk_create(Consent(member=one, kind=kind, given_at=NOW) for one in crowd for kind in ("counted", "map"))
    letters = "ABCDEFGHIJKLMNOPQR"
    ids = [one.pk for one in crowd]
    for k in range(months):
        month = date(2023 + k // 12, k % 12 + 1, 1)
        here = ids[: people * (k + 12) // (months + 12)]
        drawn = [[pk, pk % len(letters) if draw.random() > 0.02 else draw.randrange(len(letters))] for pk in here]
        size = [sum(1 for _pk, group in drawn if group == g) for g in range(len(letters))]
        bands = [[a, b, draw.randint(1, 5)] for a in range(len(letters)) for b in range(a, len(letters)) if draw.random() < 0.6]
        between = {
            "groups": [["industry", letter, max(5, in_fives(n))] for letter, n in zip(letters, size, strict=True)],
            "people": in_fives(len(here)),
            "bands": bands,
        }
        CapitalMonth.objects.create(space=space, month=month, content={}, between=between)
        ties = [draw.sample(here, 2) for _ in range(MOST_TIES)]
        MonthDrawing.objects.create(space=space, month=month, content=json.loads(json.dumps({"people": drawn, "ties": ties})))
    place(space, NOW)
    reader = crowd[0]
    reader.account = Account.objects.create(email="bench@example.org", created_at=NOW, language="de")
    reader.roles = ["manager"]
    reader.save()
    return reader


if __name__ == "__main__":
    raise SystemExit(main())
