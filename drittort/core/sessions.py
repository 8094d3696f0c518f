"""Django's sessions in the database, their row read by a statement: every page of somebody signed in begins with this question."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from drittort.core.statements import Statement

ROW = Statement(
    lambda key, now: db.SessionStore.get_model_class().objects.filter(session_key=key, expire_date__gt=now), key=str, now=datetime
)


class SessionStore(db.SessionStore):
    """The same rows and the same behaviour as Django's own."""

    def _get_session_from_db(self) -> Any:
        found = ROW.objects(key=self.session_key, now=timezone.now())
        if found:
            return found[0]
        self._session_key = None
        return None
