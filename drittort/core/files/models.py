"""What is kept of an upload: a row here, bytes in the data folder under a random name."""

from __future__ import annotations

import secrets

from django.db import models


def new_token() -> str:
    """A name that nobody guesses: 128 random bits."""
    return secrets.token_hex(16)


class StoredFile(models.Model):
    """A picture or a document. `sizes` holds the names of a picture's sizes with width and height; a document has none."""

    space_id = models.BigIntegerField()
    owner_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=40)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    name = models.CharField(max_length=140)
    mimetype = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    sizes = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["space_id", "owner_id"], name="file_owner")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"

    @property
    def is_picture(self) -> bool:
        """Whether it is one of our own pictures, the only thing that is ever shown inside a page."""
        return bool(self.sizes)
