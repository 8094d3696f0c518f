"""Whether somebody is told that the house can be an app: on a phone, until they put it away."""

from __future__ import annotations

import re
from typing import Any

from drittort.home.phone.models import PhoneHint

MOBILE = re.compile(r"Mobile|Android|iPad")


def hint_for(request: Any) -> bool:
    """Whether the hint stands. Costs a query on phones alone."""
    told = request.headers.get("Sec-CH-UA-Mobile", "")
    on_phone = told == "?1" or (not told and bool(MOBILE.search(request.headers.get("User-Agent", ""))))
    return on_phone and not PhoneHint.objects.filter(member=request.member).exists()
