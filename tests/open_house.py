"""A house with its door open: real pages by granian, a real worker and, where asked for, real event streams, over the database of the tests.

The pages' process and the test see the same rows, so a test prepares and judges through the domain and acts through the browser.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from drittort.cli.serve import streams_command

ROOT = Path(__file__).resolve().parents[1]
# The product's worker, without what is due by the clock: a journey is the same at any hour of the day.
WORKER = """
from drittort.cli.site import main
import django, os
os.environ["DJANGO_SETTINGS_MODULE"] = "drittort.config.settings"
import drittort.core.sqlite
django.setup()
from drittort.core.jobs.queue import SCHEDULES
SCHEDULES.clear()
raise SystemExit(main(["worker"]))
"""


@dataclass(frozen=True)
class House:
    """Where an open house is reached."""

    address: str
    folder: Path
    streams: str = ""

    def url(self, path: str) -> str:
        """The whole address of a path."""
        return f"{self.address}{path}"


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, address: str, mail: str = "") -> dict[str, str]:
    """Settings of the processes: the product's own, over the database that the test has open."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DRITTORT_", "DJANGO_"))}
    env |= {
        "DRITTORT_DATA": str(folder),
        "DRITTORT_SECRET_KEY": settings.SECRET_KEY,
        "DRITTORT_ADDRESS": address,
        "DRITTORT_DEMO": "true",
        "DRITTORT_MAIL": mail,
    }
    if connection.vendor == "postgresql":
        held = connection.settings_dict
        user = quote(held["USER"]) + (f":{quote(held['PASSWORD'])}" if held["PASSWORD"] else "")
        env["DRITTORT_DATABASE"] = f"postgresql://{user}@/{held['NAME']}?host={quote(held['HOST'], safe='')}"
    else:
        (folder / "drittort.sqlite3").symlink_to(connection.settings_dict["NAME"])
    return env


@cache
def collected() -> tempfile.TemporaryDirectory[str]:
    """Styles and scripts under the names that browsers keep them by: the same for every house, so they are packed once."""
    folder = tempfile.TemporaryDirectory(prefix="drittort-static-")
    env = environment(Path(folder.name), "http://localhost")
    subprocess.run([sys.executable, "-m", "drittort.cli", "collectstatic", "--no-input", "-v", "0"], env=env, cwd=ROOT, check=True)
    return folder


def wait_until_open(address: str, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Return as soon as the door answers; raise with what the process said when it ends before."""
    for _ in range(int(seconds * 20)):
        try:
            urllib.request.urlopen(f"{address}/sign-in/", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return  # it has no such page, but it answers
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if process.poll() is not None:
                raise RuntimeError("The house did not open; what was wrong stands above.") from None
            time.sleep(0.05)
    raise RuntimeError("The house did not open in time.")


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process that was started here, and those that it started."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(5)


@contextmanager
def open_house(folder: Path, *, workers: int = 1, streams: bool = False, mail: str = "") -> Iterator[House]:
    """Open the house with a folder of its own for files and settings, with `streams` also their process, with `mail` the server by which mail leaves; close it at the end."""
    if not (ROOT / "drittort" / "web" / "static" / "dist" / "house.css").exists():
        raise RuntimeError("Styles and scripts are not built: run bin/setup.py dev once (bin/test does).")
    port = free_port()
    address = f"http://localhost:{port}"
    env = environment(folder, address, mail)
    live = free_port() if streams else 0
    if streams:
        env["DRITTORT_LIVE"] = str(live)
    (folder / "static").symlink_to(Path(collected().name) / "static")
    granian = [
        str(Path(sys.executable).with_name("granian")), "drittort.config.wsgi:application", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(workers), "--no-ws", "--log-level", "warning", "--workers-kill-timeout", "2",
    ]  # fmt: skip
    with (folder / "worker.log").open("wb") as log:
        pages = subprocess.Popen(granian, env=env, cwd=ROOT, start_new_session=True)
        streaming = subprocess.Popen(streams_command("127.0.0.1", live), env=env, cwd=ROOT, start_new_session=True) if streams else None
        worker = subprocess.Popen([sys.executable, "-c", WORKER], env=env, cwd=ROOT, start_new_session=True, stderr=log)
        try:
            wait_until_open(address, pages)
            if streaming is not None:
                wait_until_open(f"http://localhost:{live}", streaming)
            yield House(address, folder, f"http://localhost:{live}" if streams else "")
        finally:
            if streaming is not None:
                end(streaming)
            end(worker)
            end(pages)
