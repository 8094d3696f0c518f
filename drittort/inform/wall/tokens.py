"""The addresses of screens: signed, the same every time, and good for nothing once they were taken back."""

from __future__ import annotations

from django.conf import settings
from django.core import signing

from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.inform.wall.models import Wall

SALT = "drittort.wall"


def token(wall: Wall) -> str:
    """The signed part of an address."""
    return signing.Signer(salt=SALT).sign_object([wall.pk, wall.key])


def link(wall: Wall, slug: str) -> str:
    """The whole address, for the browser of a screen."""
    return f"{settings.ADDRESS}{address('inform:wall_screen', slug, token(wall))}"


def read(text: str, slug: str) -> Wall:
    """Which screen it is. Raises NotFound for an address that was altered or taken back, or of another house."""
    try:
        wall_id, key = signing.Signer(salt=SALT).unsign_object(text)
    except (signing.BadSignature, ValueError) as error:
        raise NotFound from error
    wall = Wall.objects.select_related("space").filter(pk=wall_id, key=key, space__slug=slug).first()
    if wall is None:
        raise NotFound
    return wall
