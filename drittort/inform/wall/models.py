"""Screens on walls, and what each person allows to stand there."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models


def new_key() -> str:
    """What tells one address of a wall from the next."""
    return secrets.token_hex(8)


class Wall(models.Model):
    """A screen that hangs somewhere. Its address is signed over `key` and leads nowhere once the key is another or the row is gone. `seen_at`: when it last asked."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    location = models.ForeignKey("spaces.Location", on_delete=models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="de")
    key = models.CharField(max_length=16, default=new_key)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "name"], name="wall_once")]

    def __str__(self) -> str:
        return self.name


class WallChoice(models.Model):
    """What somebody allows walls to show of them, and since when: their face on days on which they say that they are here, and their needs and offers. Nothing without a row."""

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    face_at = models.DateTimeField(null=True)
    words_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.member_id}"
