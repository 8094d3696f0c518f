"""What somebody is told, how they want to be told, and what they have had enough of."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from drittort.core.notices import CHANNELS, PRESETS


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Words for groups of notices."""

    def unseen(self) -> NoticeQuerySet:
        """Shown in the inbox, and not looked at yet."""
        return self.filter(in_inbox=True, seen_at=None)

    def heads(self) -> NoticeQuerySet:
        """The newest of each thread that stands in the inbox."""
        newer = Notice.objects.filter(member=models.OuterRef("member"), thread=models.OuterRef("thread"), in_inbox=True).filter(
            models.Q(at__gt=models.OuterRef("at")) | models.Q(at=models.OuterRef("at"), pk__gt=models.OuterRef("pk"))
        )
        return self.filter(~models.Exists(newer), in_inbox=True)

    def due(self, at: datetime) -> NoticeQuerySet:
        """Waiting for mail or push, and their moment has come."""
        return self.filter(due_at__lte=at)


class Notice(models.Model):
    """One thing that somebody is told: a code and facts, read as a sentence when it is shown. `due_at` stands while mail or push are still to be decided.

    `brings_file`: its mail holds what a calendar needs, so it comes also to who has looked meanwhile.
    """

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="notices")
    category = models.CharField(max_length=40)
    thread = models.CharField(max_length=80)
    key = models.CharField(max_length=160)
    at = models.DateTimeField()
    code = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    path = models.CharField(max_length=300)
    template = models.CharField(max_length=120, blank=True, default="")
    happens_at = models.DateTimeField(null=True)
    brings_file = models.BooleanField(default=False)
    in_inbox = models.BooleanField(default=True)
    seen_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    pushed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["member", "thread", "at", "id"], name="notice_thread"),
            models.Index(fields=["member", "-at", "-id"], name="notice_inbox"),
            models.Index(fields=["member", "thread"], condition=models.Q(seen_at=None, in_inbox=True), name="notice_unseen"),
            models.Index(fields=["member", "due_at"], condition=~models.Q(due_at=None), name="notice_due"),
            models.Index(fields=["at"], name="notice_age"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"


class NoticePreset(models.Model):
    """How loud somebody wants the house: quiet, normal or all. Without a row: normal."""

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="notice_preset", primary_key=True)
    name = models.CharField(max_length=10, choices=[(name, name) for name in PRESETS])
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member_id} {self.name}"


class NoticeChoice(models.Model):
    """One own change to the preset: this category on this channel, yes or no. A refusal of mail is one of them."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="notice_choices")
    category = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=[(name, name) for name in CHANNELS])
    wanted = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "category", "channel"], name="notice_choice_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.category} {self.channel}"


class MutedThread(models.Model):
    """A thread that somebody has had enough of: it stays in the inbox, and makes no noise any more."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="muted_threads")
    thread = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "thread"], name="muted_thread_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.thread}"


class PushSubscription(models.Model):
    """A browser that shows notices also while no page of the house is open. The address belongs to the browser's maker; what it carries is encrypted."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.CharField(max_length=600)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    browser = models.CharField(max_length=80, blank=True, default="")
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "endpoint"], name="push_subscription_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.pk}"
