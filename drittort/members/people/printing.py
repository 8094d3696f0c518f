"""What is made for paper and walls."""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString

from drittort.members.security.codes import picture


@lru_cache(maxsize=512)
def qr_code(address: str, label: str) -> SafeString:
    """An address as a picture for a phone; `label` says where it leads. The same ones hang there for weeks, so each is drawn once."""
    return picture(address, label=label)
