"""The ledger, the queue and the outbox."""

from __future__ import annotations

from django.db import models

from drittort.core.files.models import StoredFile as StoredFile
from drittort.core.mail.incoming.models import IncomingMail as IncomingMail
from drittort.core.search.models import SearchDocument as SearchDocument
from drittort.core.search.models import SearchWord as SearchWord


class LedgerRow(models.Model):
    """One thing that happened. Ids, numbers and concept ids only, never text; plain ids without foreign keys."""

    space_id = models.BigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    subject_id = models.BigIntegerField(null=True)
    audience = models.CharField(max_length=30)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["space_id", "kind", "at", "id"], name="ledger_kind"),
            models.Index(fields=["space_id", "actor_id", "at"], name="ledger_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Job(models.Model):
    """One piece of work for the worker: leased, at least once, retried, and kept where everyone in charge can see it when it is dead."""

    space_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=160, null=True, unique=True)
    run_at = models.DateTimeField()
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    lease = models.CharField(max_length=40, default="")
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["run_at", "id"], name="job_due", condition=models.Q(done_at=None, dead_at=None))]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class Mail(models.Model):
    """One mail in one person's language. The words are removed once it was handed over; what remains proves that it went."""

    space_id = models.BigIntegerField(null=True)
    category = models.CharField(max_length=30)
    to_address = models.CharField(max_length=320)
    to_member_id = models.BigIntegerField(null=True)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField()
    headers = models.JSONField(default=dict)
    attachments = models.JSONField(default=list)
    message_id = models.CharField(max_length=250, unique=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    withheld_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["to_address", "category", "created_at"], name="mail_to"),
            models.Index(fields=["created_at"], name="mail_age"),
        ]

    def __str__(self) -> str:
        return self.message_id
