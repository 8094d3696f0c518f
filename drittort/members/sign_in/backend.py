"""Whose session it is: the account that Django asks for at the beginning of every page, read by a statement."""

from __future__ import annotations

from typing import Any

from sesame.backends import ModelBackend

from drittort.core.statements import Statement
from drittort.members.models import Account

ACCOUNT = Statement(lambda account: Account.objects.filter(pk=account), account=int)


class Backend(ModelBackend):  # type: ignore[misc]  # django-sesame has no types
    """Signs in by link or password, as django-sesame and Django do."""

    def get_user(self, user_id: Any) -> Account | None:
        """The account with this id, unless it is closed."""
        found: list[Account] = ACCOUNT.objects(account=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
