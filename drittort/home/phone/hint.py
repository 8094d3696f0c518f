"""Whether somebody is told that the house can be an app: on a phone, until they put it away."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Exists, OuterRef

from drittort.home.phone.models import PhoneHint

MOBILE = re.compile(r"Mobile|Android|iPad")


# Asked with the reader's own row.
PUT_AWAY = Exists(PhoneHint.objects.filter(member=OuterRef("pk")))


def hint_for(request: Any, *, put_away: bool) -> bool:
    """Whether the hint stands: on phones, until it was put away."""
    told = request.headers.get("Sec-CH-UA-Mobile", "")
    on_phone = told == "?1" or (not told and bool(MOBILE.search(request.headers.get("User-Agent", ""))))
    return on_phone and not put_away
