"""Keys of an account, the browsers in which it is signed in, and what happened to both."""

from __future__ import annotations

from django.db import models


class Passkey(models.Model):
    """A key that lives in a device or a password manager; it counts as both factors. Only the public half is here."""

    account = models.ForeignKey("members.Account", on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.CharField(max_length=1400, unique=True)
    # The same for all passkeys of an account, and says nothing about it.
    handle = models.CharField(max_length=90)
    public = models.BinaryField()
    uses = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.name


class CodeApp(models.Model):
    """An app that shows a new six-digit code every half minute (TOTP). The secret is sealed; a used code is worth nothing."""

    account = models.OneToOneField("members.Account", on_delete=models.CASCADE, related_name="code_app")
    secret = models.CharField(max_length=300)
    step = models.BigIntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"code app {self.pk}"


class RecoveryCode(models.Model):
    """A code on paper that stands in once for a lost key. Only its fingerprint is here."""

    account = models.ForeignKey("members.Account", on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"recovery code {self.pk}"


class SignIn(models.Model):
    """One browser in which an account is signed in: which, since when, and last seen to the hour. Not from where."""

    account = models.ForeignKey("members.Account", on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=30, blank=True, default="")
    system = models.CharField(max_length=30, blank=True, default="")
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-seen_at", "-id"]

    def __str__(self) -> str:
        return f"{self.browser} {self.system}"


class KeyEvent(models.Model):
    """What happened to the keys of an account, for the person to read."""

    account = models.ForeignKey("members.Account", on_delete=models.CASCADE, related_name="key_events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=30)
    detail = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["account", "-at", "-id"], name="key_event_account")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Attempt(models.Model):
    """One try to get in that did not succeed, or one thing asked for that makes mail, known by a fingerprint of who it was; kept for a day."""

    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["digest", "at"], name="attempt_digest"), models.Index(fields=["at"], name="attempt_at")]

    def __str__(self) -> str:
        return f"attempt {self.pk}"
