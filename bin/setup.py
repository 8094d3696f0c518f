"""Sets up everything that bin/start and bin/test need, each step once. Standard library only: it runs before anything is installed.

A step is skipped when the files that it depends on are unchanged since it last succeeded, so running it again costs nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMPS = ROOT / ".cache" / "setup"
LOG = ROOT / ".cache" / "setup.log"


class Missing(Exception):
    """Something that set-up cannot bring itself; the message is one sentence."""


def digest(paths: Iterable[Path], *words: str) -> str:
    """One hash over the contents of files (folders are walked) and some words."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def run(*command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run a command quietly; its output goes to the log, and the last lines of it into the complaint."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("ab") as log:
        log.write(("\n$ " + " ".join(map(str, command)) + "\n").encode())
        done = subprocess.run(
            list(map(str, command)),
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        log.write(done.stdout)
    if done.returncode:
        tail = done.stdout.decode("utf-8", "replace").strip().splitlines()[-6:]
        raise Missing(
            "\n  ".join(
                [
                    f"“{Path(str(command[0])).name} {' '.join(map(str, command[1:4]))}” failed (the whole output stands in {LOG.relative_to(ROOT)}):",
                    *tail,
                ]
            )
        )


def step(name: str, stamp: str, key: str, work: Callable[[], None]) -> None:
    """Do a step unless it was done for the same inputs; say how long it took."""
    mark = STAMPS / stamp
    if mark.exists() and mark.read_text() == key:
        return
    began = time.monotonic()
    print(f"  {name} ...", end="", flush=True)
    try:
        work()
    except BaseException:
        print(" stopped", flush=True)
        raise
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(key)
    print(f" {time.monotonic() - began:.0f} s", flush=True)


def environment() -> None:
    """The virtual environment with the installer in it."""

    def create() -> None:
        if not (BIN / "python").exists():
            shutil.rmtree(VENV, ignore_errors=True)
            try:
                run(sys.executable, "-m", "venv", VENV)
            except Missing as error:
                raise Missing(
                    f"Python's venv module is missing: install it (on Debian: apt install python3-venv) and start again.\n  {error}"
                ) from error
        run(
            BIN / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            "requirements/uv.txt",
        )

    key = digest([ROOT / "requirements" / "uv.txt"], str(VENV), sys.version)
    if not (BIN / "uv").exists():
        (STAMPS / "environment").unlink(missing_ok=True)
    step("Python environment", "environment", key, create)


def packages(lock: str) -> None:
    """The locked packages. A lock that holds more than the wanted one is left as it is."""
    wanted = {name: digest([ROOT / "requirements" / f"{name}.txt"], str(VENV)) for name in ("start", "dev")}
    mark = STAMPS / "packages"
    held = mark.read_text() if mark.exists() and (BIN / "granian").exists() else ""
    if held == wanted["dev"] or held == wanted[lock]:
        return
    (mark).unlink(missing_ok=True)

    def install() -> None:
        file = ROOT / "requirements" / f"{lock}.txt"
        try:
            run(BIN / "uv", "pip", "sync", "--require-hashes", file, env={"VIRTUAL_ENV": str(VENV)})
        except Missing:
            run(BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", file)

    step("Python packages", "packages", wanted[lock], install)


def front() -> None:
    """Styles and scripts, built by the Node that comes as a Python package."""
    env = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "npm_config_cache": str(ROOT / ".cache" / "npm")}
    folder = ROOT / "front"
    lock = digest([folder / "package.json", folder / "package-lock.json"])
    if not (folder / "node_modules").exists():
        (STAMPS / "front-packages").unlink(missing_ok=True)
    step("Front-end packages", "front-packages", lock, lambda: run(BIN / "npm", "ci", cwd=folder, env=env))
    built = ROOT / "drittort" / "web" / "static" / "dist"
    if not built.exists():
        (STAMPS / "front").unlink(missing_ok=True)
    sources = digest([folder / "build.mjs", ROOT / "islands", ROOT / "drittort" / "web" / "css"], lock)
    step("Styles and scripts", "front", sources, lambda: run(BIN / "node", "build.mjs", cwd=folder, env=env))


def page_quality() -> None:
    """The two checkers of the page tests, axe-core and the Nu HTML checker: tools of the tests only, so a package of their own."""
    env = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "npm_config_cache": str(ROOT / ".cache" / "npm")}
    folder = ROOT / "front" / "quality"
    if not (folder / "node_modules").exists():
        (STAMPS / "page-quality").unlink(missing_ok=True)
    lock = digest([folder / "package.json", folder / "package-lock.json"])
    step("Page checkers", "page-quality", lock, lambda: run(BIN / "npm", "ci", cwd=folder, env=env))


def words() -> None:
    """German texts, compiled."""
    sources = sorted((ROOT / "drittort").rglob("*.po"))
    if any(not source.with_suffix(".mo").exists() for source in sources):
        (STAMPS / "words").unlink(missing_ok=True)
    step("German texts", "words", digest(sources), lambda: run(BIN / "python", ROOT / "bin" / "messages", "compile"))


def everything(lock: str) -> None:
    """All steps for one lock: `start` (the product) or `dev` (with test tools)."""
    if sys.version_info < (3, 11):  # noqa: UP036  this file is what says it to an older Python
        raise Missing("Drittort needs Python 3.11 or newer; this one is " + sys.version.split()[0] + ".")
    environment()
    packages(lock)
    front()
    if lock == "dev":
        page_quality()
    words()


if __name__ == "__main__":
    try:
        everything(sys.argv[1] if len(sys.argv) > 1 else "start")
    except Missing as missing:
        print(f"\n{missing}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nStopped. Run it again: it goes on where it was.", file=sys.stderr)
        sys.exit(130)
