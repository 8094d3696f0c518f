"""Services that translate: a registry. A service takes parts of a text and gives them in another language."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from drittort.core import outside

SECONDS, MOST_BYTES = 30.0, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """What a service is asked: where, with which key, which parts from which language into which."""

    address: str
    key: str
    parts: tuple[str, ...]
    source: str
    target: str


Translate = Callable[[Asked], Sequence[str]]
SERVICES: dict[str, tuple[Any, Translate]] = {}


def service(name: str, label: Any) -> Callable[[Translate], Translate]:
    """Register a service under a name, with its name for people. It raises OSError where it is away or says no."""

    def keep(translate: Translate) -> Translate:
        SERVICES[name] = (label, translate)
        return translate

    return keep


@service("libretranslate", _("LibreTranslate"))
def libretranslate(asked: Asked) -> Sequence[str]:
    """Any address that speaks as LibreTranslate does (POST /translate). Raises OSError."""
    told: dict[str, Any] = {"q": list(asked.parts), "source": asked.source, "target": asked.target, "format": "text"}
    if asked.key:
        told["api_key"] = asked.key
    answer = outside.post(
        f"{asked.address.rstrip('/')}/translate",
        json.dumps(told).encode(),
        mimetype="application/json",
        wanted="application/json",
        most_bytes=MOST_BYTES,
        seconds=SECONDS,
        trusted=settings.TRANSLATORS,
    )
    try:
        found = json.loads(answer)["translatedText"]
    except (ValueError, KeyError, TypeError) as error:
        raise OSError("the service does not answer as LibreTranslate does") from error
    if not isinstance(found, list) or len(found) != len(asked.parts) or not all(isinstance(one, str) for one in found):
        raise OSError("the service gives other parts than it was asked for")
    return found
