"""The first start in an empty folder with empty caches, to the first page; and the second start."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.machine import headline

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, home: Path, limit: float) -> float:
    """Run bin/start, return the seconds to the first page, and close it as Ctrl-C does. RuntimeError when it does not open or close in time."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DRITTORT_", "VIRTUAL_ENV", "PYTHON"))}
    environment = {
        **kept,
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home),
        "UV_CACHE_DIR": str(home / "uv"),
        "PIP_CACHE_DIR": str(home / "pip"),
    }
    port = free_port()
    began = time.monotonic()
    process = subprocess.Popen(["bin/start", "--port", str(port), "--no-browser"], cwd=folder, env=environment)
    try:
        while time.monotonic() - began < limit and process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://localhost:{port}/", timeout=2) as answer:
                    assert b"<h1" in answer.read()
                return time.monotonic() - began
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"no page after {limit:.0f} s")
    finally:
        process.send_signal(signal.SIGINT)
        if process.wait(30) != 0:
            raise RuntimeError("bin/start did not close cleanly")


def main() -> None:
    """Clone this commit, start twice."""
    print(headline())
    with tempfile.TemporaryDirectory() as name:
        folder, home = Path(name) / "drittort", Path(name) / "home"
        home.mkdir()
        subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
        first = start(folder, home, 400)
        again = min(start(folder, home, 60) for _ in range(3))
        print(f"first start to first page: {first:.1f} s (figure: under 150)")
        print(f"second start, best of three: {again:.1f} s (figure: under 5)")


if __name__ == "__main__":
    main()
