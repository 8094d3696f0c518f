"""What khal and vdirsyncer make of our calendars: an update shows the change and no second event, over both changes of the clock."""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import argparse
import os
import subprocess
import sys
import tempfile
import threading
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from benchmarks.machine import headline
from benchmarks.pages import ROOT, environment, free_port

PINNED = ("khal==0.14.1", "vdirsyncer==0.21.0")
ALL_DAYS = ("2027-01-01", "2027-12-31")


class Quiet(WSGIRequestHandler):
    """Says nothing of requests."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


class Server(ThreadingMixIn, WSGIServer):
    """A house on this machine."""

    daemon_threads = True


class Programs:
    """khal and vdirsyncer in an environment and a home of their own."""

    def __init__(self, folder: Path, env: Path | None) -> None:
        self.env = env or folder / "env"
        if not (self.env / "bin" / "khal").exists():
            subprocess.run([sys.executable, "-m", "venv", self.env], check=True)
            subprocess.run([self.env / "bin" / "pip", "install", "--quiet", *PINNED], check=True)
        self.home, self.calendars = folder / "home", folder / "calendars"
        self.home.mkdir()
        self.calendars.mkdir()

    def run(self, program: str, *words: str, config: str) -> str:
        """What one of them prints, by a configuration."""
        file = self.home / f"{program}.conf"
        file.write_text(config)
        kept = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8", "NO_PROXY": "*", "VDIRSYNCER_CONFIG": str(file)}
        given = ["-c", str(file), *words] if program == "khal" else list(words)
        done = subprocess.run([self.env / "bin" / program, *given], env=kept, check=False, capture_output=True, text=True)
        assert not done.returncode, done.stderr + done.stdout
        return done.stdout

    def sync(self, name: str, link: str) -> None:
        """Fetch a subscribed calendar."""
        config = f"""
[general]
status_path = "{self.home}/status/"
[pair {name}]
a = "here_{name}"
b = "there_{name}"
collections = null
conflict_resolution = "b wins"
[storage here_{name}]
type = "filesystem"
path = "{self.calendars}/{name}/"
fileext = ".ics"
[storage there_{name}]
type = "http"
url = "{link}"
"""
        (self.calendars / name).mkdir(exist_ok=True)
        self.run("vdirsyncer", "discover", name, config=config)
        self.run("vdirsyncer", "sync", "--force-delete", name, config=config)

    def khal(self, name: str, *words: str) -> list[str]:
        """The lines of khal over one calendar."""
        (self.calendars / name).mkdir(exist_ok=True)
        config = f"""
[calendars]
[[{name}]]
path = {self.calendars}/{name}/
type = calendar
[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {self.home}/{name}.db
"""
        return self.run("khal", *words, config=config).splitlines()

    def shown(self, name: str) -> list[str]:
        """What stands in a calendar, in the order of days: day, hours and title."""
        form = "{start-date} {start-time} {end-time} {title}|{status}"
        return [line.strip() for line in self.khal(name, "list", "--day-format", "", "--format", form, *ALL_DAYS) if line.strip()]

    def files(self, name: str) -> int:
        """How many events a calendar keeps."""
        return len(list((self.calendars / name).glob("*.ics")))


def house() -> tuple[Any, Any, dict[str, Any]]:
    """A house with three evenings: before and after the clocks go back, and one in the night in which they go forward."""
    from drittort.inspire.events.actions import Words, draft_event, propose_event, publish_event
    from tests.cast import build

    cast, made = build(datetime.now(UTC)), {}
    for title, begins in (
        ("Suppe", datetime(2027, 10, 29, 17, tzinfo=UTC)), ("Chor", datetime(2027, 11, 5, 18, tzinfo=UTC)), ("Nachtwache", datetime(2027, 3, 28, 0, 30, tzinfo=UTC)),
    ):  # fmt: skip
        words = Words(title, "Ein Abend, „mit allem“; Komma, Strich\\", "de", begins, begins + timedelta(hours=2), "here", cast.upstairs.pk)
        event = draft_event(actor=cast.mara, words=words, at=cast.now)
        propose_event(actor=cast.mara, event_id=event.pk, at=cast.now)
        publish_event(actor=cast.hanna, event_id=event.pk, at=cast.now)
        made[title] = (event.pk, words)
    return cast, None, made


def measure(programs: Programs, address: str) -> list[tuple[str, bool, Any]]:
    """Each claim, whether it holds, and what was seen."""
    from drittort.core.jobs.runner import run_due
    from drittort.core.models import Mail
    from drittort.inspire.calendar.actions import make_feed
    from drittort.inspire.calendar.tokens import token
    from drittort.inspire.events import actions

    cast, _none, made = house()
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731
    jonas, slug = cast.jonas, cast.house.slug
    links = {
        kind: f"{address}/{slug}/calendar/feed/{token(make_feed(actor=jonas, kind=kind, at=clock()))}.ics" for kind in ("house", "mine")
    }
    found: list[tuple[str, bool, Any]] = []

    def says(claim: str, seen: Any, wanted: Any) -> None:
        found.append((claim, seen == wanted, seen))

    def synced(kind: str) -> list[str]:
        programs.sync(kind, links[kind])
        return [line.partition("|")[0].strip() for line in programs.shown(kind)]

    night, before, after = "2027-03-28 01:30 04:30 Nachtwache", "2027-10-29 19:00 21:00 Suppe", "2027-11-05 19:00 21:00 Chor"
    says("the house as it is, on the clock of the house", synced("house"), [night, before, after])
    suppe, words = made["Suppe"]
    actions.change_event(actor=cast.mara, event_id=suppe, words=replace(words, title="Eintopf", starts_at=words.starts_at + timedelta(days=9, hours=1), ends_at=words.ends_at + timedelta(days=9, hours=1)), at=clock())  # fmt: skip
    moved = "2027-11-07 19:00 21:00 Eintopf"
    says("a change moves it", synced("house"), [night, after, moved])
    says("and makes no second one", programs.files("house"), 3)
    says("the same again is the same", synced("house"), [night, after, moved])
    actions.register(actor=jonas, event_id=suppe, at=clock())
    says("my own", synced("mine"), [moved])
    actions.cancel_event(actor=cast.mara, event_id=made["Chor"][0], text="Heiser.", at=clock())
    programs.sync("house", links["house"])
    says("called off is crossed out", [line for line in programs.shown("house") if "CANCELLED" in line.upper()], [f"{after}|CANCELLED"])
    actions.withdraw(actor=jonas, event_id=suppe, at=clock())
    says("stepping back takes it out of my own", (synced("mine"), programs.files("mine")), ([], 0))
    # Letters: each puts the same entry into the calendar.
    actions.register(actor=jonas, event_id=suppe, at=clock())
    run_due(clock=clock)
    actions.change_event(actor=cast.mara, event_id=suppe, words=replace(words, title="Grütze"), at=clock())
    run_due(clock=clock)
    letters = [b64decode(mail.attachments[0]["content"]) for mail in Mail.objects.filter(to_member_id=jonas.pk, category="event").order_by("pk") if mail.attachments]  # fmt: skip
    for number, letter in enumerate(letters):
        file = programs.home / f"{number}.ics"
        file.write_bytes(letter)
        programs.khal("letters", "import", "--batch", "-a", "letters", str(file))
    says("letters leave one entry, the last", ([line.partition("|")[0].strip() for line in programs.shown("letters")], programs.files("letters")), (["2027-10-29 19:00 21:00 Grütze"], 1))  # fmt: skip
    return found


def main() -> None:
    """Print each claim; ends with 1 where one does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--env", type=Path, help="an environment that has both programs already; else one is made")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        port = free_port()
        (folder / "house").mkdir()
        env = environment(folder / "house") | {
            "DRITTORT_ADDRESS": f"http://localhost:{port}",
            "DJANGO_SETTINGS_MODULE": "drittort.config.settings",
        }
        os.environ |= env
        subprocess.run([sys.executable, "-m", "drittort.cli", "prepare"], env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        from drittort.config.wsgi import application

        server = make_server("127.0.0.1", port, application, server_class=Server, handler_class=Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found = measure(Programs(folder, asked.env), f"http://localhost:{port}")
        server.shutdown()
    print(headline("Django", "icalendar"))
    print(" ".join(PINNED))
    for claim, holds, seen in found:
        print(f"  {'yes' if holds else 'NO '}  {claim}: {seen}")
    raise SystemExit(int(not all(holds for _claim, holds, _seen in found)))


if __name__ == "__main__":
    main()
