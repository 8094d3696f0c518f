"""`drittort serve`: pages, event streams, worker and encoder as one, for a house on one machine; stops cleanly on Ctrl-C.

A bigger house starts the four by itself: `granian` for `drittort.config.wsgi`, `granian` for `drittort.config.asgi`, `drittort worker` and `drittort encoder`.
"""

from __future__ import annotations

import argparse
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from pathlib import Path

from drittort.config.house import ROOT, SettingsError, data_folder, first_settings, read_house
from drittort.core.prepared import being_prepared

BUILT = ROOT / "drittort" / "web" / "static" / "dist" / "house.css"


def main(argv: list[str]) -> int:
    """Write the first settings, start the processes, wait, and end them."""
    parser = argparse.ArgumentParser(prog="drittort serve", description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--live-port", type=int, help="where the event streams listen; without it the next port that is free")
    parser.add_argument("--host", default="127.0.0.1", help="where to listen; anything but loopback belongs behind a proxy with https")
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--first", action="store_true", help="on first use make a demo house here")
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args(argv)
    if not free(args.host, args.port):
        print(f"Port {args.port} is taken by another program: choose one with --port N.", file=sys.stderr)
        return 1
    if not BUILT.exists():
        print("Styles and scripts are not built yet: run bin/start once.", file=sys.stderr)
        return 1
    address = f"http://localhost:{args.port}"
    if args.first:
        first_settings(data_folder(), address=address, demo=True)
    # The allocator of glibc keeps a heap for every thread, which costs ten megabytes a process and saves nothing here.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    environment = {**os.environ, "DRITTORT_ADDRESS": os.environ.get("DRITTORT_ADDRESS", address)} if args.first else dict(os.environ)
    try:
        args.live_port = args.live_port or next_free(args.host, args.port + 1)
        if not read_house().secure:
            # No proxy stands before the house, so browsers find the streams at their own port.
            environment.setdefault("DRITTORT_LIVE", str(args.live_port))
        return keep_open(args, environment, address)
    except KeyboardInterrupt:
        print("\nClosed.")
        return 0
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2


def free(host: str, port: int) -> bool:
    """Whether the port can be listened on."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def next_free(host: str, port: int) -> int:
    """The first port from `port` on that can be listened on."""
    return next((each for each in range(port, port + 50) if free(host, each)), port)


def prepare(environment: dict[str, str], *, demo: bool) -> None:
    """Bring database, static files and demo up to date; nothing to do costs about a second."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "drittort.cli", "prepare", *(["--demo"] if demo else [])], env=environment, cwd=ROOT, check=False
    )
    if done.returncode:
        raise SettingsError("The house could not be prepared; what was wrong stands above.")
    if time.monotonic() - began > 5:
        print(f"  House prepared in {time.monotonic() - began:.0f} s", flush=True)


def pages_command(host: str, port: int, workers: int) -> list[str]:
    """The command that serves pages. Few threads: a page is work for the processor, and each thread holds a database connection.

    The backpressure counts connections, also those that a browser keeps open and does not use: with few of them the next browser would wait.
    """
    return [
        str(Path(sys.executable).with_name("granian")), "drittort.config.wsgi:application", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--no-ws", "--log-level", "warning", "--blocking-threads", "4", "--backpressure", "512", "--workers-kill-timeout", "5",
    ]  # fmt: skip


def streams_command(host: str, port: int) -> list[str]:
    """The command that holds event streams: one process, one thread, however many browsers listen."""
    return [
        str(Path(sys.executable).with_name("granian")), "drittort.config.asgi:application", "--interface", "asgi", "--host", host, "--port", str(port),
        "--workers", "1", "--no-ws", "--log-level", "warning", "--backpressure", "4096", "--workers-kill-timeout", "5",
    ]  # fmt: skip


def background(name: str) -> list[str]:
    """The command of a process for which nobody waits at a screen: where processors are few, pages come first."""
    first = ["nice", "-n", "5"] if shutil.which("nice") else []
    return [*first, sys.executable, "-m", "drittort.cli", name]


def keep_open(args: argparse.Namespace, environment: dict[str, str], address: str) -> int:
    """Prepare the house, run pages, streams, worker and encoder until one ends or a signal comes; then end all."""
    stop = threading.Event()
    # As Ctrl-C: whatever runs by then is ended below.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    processes: list[subprocess.Popen[bytes]] = []

    def begin(*commands: list[str]) -> None:
        # Sessions of their own: Ctrl-C reaches only this process, which then ends them in order.
        processes.extend(subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True) for command in commands)

    try:
        # Pages first: the others would only take the processors from them, and nobody waits for the others yet. They load while the house is prepared.
        with being_prepared(data_folder()):
            begin(pages_command(args.host, args.port, args.workers))
            prepare(environment, demo=args.first)
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, lambda *_: stop.set())
        while not stop.is_set() and free_of_failure(processes):
            if answers(args.host, args.port):
                begin(
                    streams_command(args.host, args.live_port),
                    *(background(name) for name in ("worker", "encoder")),
                )
                print(f"\n  The house is open: {address}\n  Ctrl-C closes it.\n", flush=True)
                if not args.no_browser and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform == "darwin"):
                    webbrowser.open(address)
                break
            stop.wait(0.1)
        while not stop.wait(0.3):
            if not free_of_failure(processes):
                print("A part of the house stopped by itself; closing the rest.", file=sys.stderr)
                return 1
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
    print("\nClosed.")
    return 0


def free_of_failure(processes: list[subprocess.Popen[bytes]]) -> bool:
    """Whether all processes still run."""
    return all(process.poll() is None for process in processes)


def answers(host: str, port: int) -> bool:
    """Whether pages are served: the port is open long before a process behind it has loaded them."""
    asked = http.client.HTTPConnection(host, port, timeout=20)
    try:
        asked.request("HEAD", "/")
        asked.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
    return True
