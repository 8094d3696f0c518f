"""Modules that are loaded when something of them is asked for: a process of pages must not load the numerics that one page in a hundred needs.

For what pages import. A job, whose numerics no page ever needs, imports them where it begins.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """Stands for a module until it is needed.

    if TYPE_CHECKING:
        from drittort.engine import forecast as engine
    else:
        engine = Later("drittort.engine.forecast")
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
