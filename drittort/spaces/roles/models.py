"""The roles of a house."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Role(models.Model):
    """What somebody can be to a house. `added` and `taken` are permissions beyond and short of those it begins with."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="roles")
    key = models.CharField(
        max_length=40, validators=[RegexValidator(r"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$", _("Small letters, digits and hyphens only."))]
    )
    name_de = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    by_trust = models.BooleanField(default=False)
    added = models.JSONField(default=list)
    taken = models.JSONField(default=list)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["space", "key"], name="role_once")]

    def __str__(self) -> str:
        return self.key

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return self.name_de if (get_language() or "de").startswith("de") else self.name_en
