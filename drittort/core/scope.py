"""What the floors below need to know of spaces, asked through registries so that they name none.

`space_exists` and `mail_may_leave` are filled by the module that owns spaces, `member_of` by the one that owns members.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

space_exists: Callable[[int], bool] = lambda space_id: True  # noqa: E731
mail_may_leave: Callable[[int], bool] = lambda space_id: True  # noqa: E731
member_of: Callable[[int, int], Any] = lambda account_id, space_id: None  # noqa: E731
_on_space_deleted: list[Callable[[int], None]] = []


def register_spaces(*, exists: Callable[[int], bool], mail: Callable[[int], bool]) -> None:
    """Tell core how to ask whether a space exists and whether mail may leave it."""
    global space_exists, mail_may_leave
    space_exists, mail_may_leave = exists, mail


def register_members(*, find: Callable[[int, int], Any]) -> None:
    """Tell core how to find the member that an account is in a space (None: none there, or gone)."""
    global member_of
    member_of = find


def on_space_deleted(handler: Callable[[int], None]) -> Callable[[int], None]:
    """Register what a module forgets when a space is deleted (rows that hold plain ids)."""
    _on_space_deleted.append(handler)
    return handler


def forget_space(space_id: int) -> None:
    """Call every module's handler; inside the deleting transaction."""
    for handler in _on_space_deleted:
        handler(space_id)
