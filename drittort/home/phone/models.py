"""The house's own picture on phones, and who wants to hear no more of it."""

from __future__ import annotations

from django.db import models


class PhoneIcon(models.Model):
    """The picture that stands for a house on a start screen, instead of the drawn one."""

    space = models.OneToOneField("spaces.Space", on_delete=models.CASCADE, related_name="+")
    file = models.OneToOneField("core.StoredFile", on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.space_id} {self.file_id}"


class PhoneHint(models.Model):
    """Somebody put the hint away that the house can be an app: it comes back on none of their devices."""

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    dismissed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member_id}"
