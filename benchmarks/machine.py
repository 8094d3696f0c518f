"""The head of every benchmark: machine, versions, commit, load."""

import importlib.metadata
import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def headline(*packages: str) -> str:
    """Return one paragraph that says on what a figure was measured."""
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")),
        platform.machine(),
    )
    versions = ", ".join(f"{p} {importlib.metadata.version(p)}" for p in packages)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip() or "no commit"
    load = os.getloadavg()[0]
    return f"{cpu}, {os.cpu_count()} cores, load {load:.1f}; Python {platform.python_version()}{', ' + versions if versions else ''}; commit {commit}"


def house_in(folder: str) -> None:
    """Start Django in this process over an empty house of its own in a folder."""
    os.environ |= {
        "DRITTORT_DATA": folder,
        "DRITTORT_SECRET_KEY": "only for this measurement",
        "DJANGO_SETTINGS_MODULE": "drittort.config.settings",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def inside(module: str, env: Mapping[str, str], what: str) -> Any:
    """What an expression over a benchmark's module (`b`) gives in a process that has the house of `env` open."""
    code = f"import drittort.core.sqlite, django; django.setup(); import json; from datetime import datetime; import benchmarks.{module} as b; print(json.dumps({what}))"
    settings = {"DJANGO_SETTINGS_MODULE": "drittort.config.settings"}
    done = subprocess.run([sys.executable, "-c", code], env={**env, **settings}, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])
