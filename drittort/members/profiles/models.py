"""What a house wants to know of people and companies, and what they said. Fields are rows, not code."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class About(models.TextChoices):
    """Whom a field asks."""

    PERSON = "person", _("Person")
    COMPANY = "company", _("Company")


class Kind(models.TextChoices):
    """What an answer is."""

    TEXT = "text", _("A line")
    LONG = "long", _("A few sentences")
    CHOICE = "choice", _("One of a list")
    TAGS = "tags", _("Words")
    LINK = "link", _("A link")
    DATE = "date", _("A day")
    FILE = "file", _("A document")


class Visibility(models.TextChoices):
    """Who may read an answer, from few to many."""

    ME = "me", pgettext_lazy("who may read it", "only me")
    MEMBERS = "members", pgettext_lazy("who may read it", "the house")
    PUBLIC = "public", pgettext_lazy("who may read it", "everybody")


class ProfileField(models.Model):
    """One thing that a house asks of people or companies. Retired, it is asked no more and its answers are kept unseen."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="profile_fields")
    about = models.CharField(max_length=10, choices=About.choices)
    label_de = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    help_de = models.CharField(max_length=200, blank=True, default="")
    help_en = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    options = models.JSONField(default=list)
    skills = models.BooleanField(default=False)
    searchable = models.BooleanField(default=True)
    facet = models.BooleanField(default=False)
    first_visit = models.BooleanField(default=False)
    common = models.JSONField(default=list)
    required = models.BooleanField(default=False)
    matching = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.MEMBERS)
    widest = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["space", "about", "position"], name="profile_field_order")]

    def __str__(self) -> str:
        return self.label_en


class ProfileValue(models.Model):
    """What one person or company answered, and who may read it."""

    field = models.ForeignKey(ProfileField, on_delete=models.CASCADE, related_name="values")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, null=True, related_name="profile_values")
    company = models.ForeignKey("members.Company", on_delete=models.CASCADE, null=True, related_name="profile_values")
    value = models.JSONField()
    visibility = models.CharField(max_length=10, choices=Visibility.choices)
    language = models.CharField(max_length=10)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["field", "member"], name="profile_value_member_once"),
            models.UniqueConstraint(fields=["field", "company"], name="profile_value_company_once"),
            models.CheckConstraint(
                condition=models.Q(member=None, company__isnull=False) | models.Q(member__isnull=False, company=None),
                name="profile_value_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field_id} {self.pk}"
