"""What commands need to know of the terminal they speak to."""

from __future__ import annotations

import os
from collections.abc import Mapping

from django.conf import settings


def terminal_language(environment: Mapping[str, str] | None = None) -> str:
    """The language that the environment asks for, if the house speaks it, else English."""
    told = os.environ if environment is None else environment
    wanted = next((told[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if told.get(name)), "")
    if wanted not in ("C", "POSIX") and told.get("LANGUAGE"):
        wanted = told["LANGUAGE"].split(":")[0]
    code = wanted.split(".")[0].split("_")[0].lower()
    return code if code in dict(settings.LANGUAGES) else "en"
