"""Words that depend on nothing but the reader's language and the values given: made once for each, remembered while a process lives."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.utils.translation import get_language

P = ParamSpec("P")
R = TypeVar("R")


def spoken(function: Callable[P, R]) -> Callable[P, R]:
    """Remember what a function says in each language. Its values must be hashable, and its answer never changed by who gets it."""

    def say(language: str | None, *values: Any, **named: Any) -> R:
        return function(*values, **named)

    remembered = lru_cache(maxsize=1024)(say)

    @wraps(function)
    def speak(*values: P.args, **named: P.kwargs) -> R:
        return remembered(get_language(), *cast(Any, values), **cast(Any, named))

    return speak
