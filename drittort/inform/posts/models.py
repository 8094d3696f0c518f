"""Posts from the first draft to the archive, what they were before, what somebody felt about them, and where somebody stopped reading.

Nothing here counts people. A reaction is a word of one to another, and nobody has a number of them.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class PostQuerySet(models.QuerySet["Post"]):
    """Words for groups of posts."""

    def out(self) -> PostQuerySet:
        """Written to others, and neither taken back nor merged into another."""
        return self.filter(posted_at__isnull=False, removed_at=None, merged_into=None)

    def waiting(self) -> PostQuerySet:
        """Drafts, and what is to go out later."""
        return self.filter(posted_at=None, removed_at=None)

    def asking(self) -> PostQuerySet:
        """Questions."""
        return self.filter(verb=Post.Verb.ASK)


class Post(models.Model):
    """Something for the house, or for a group of it. Until `posted_at` only its author sees it; `due_at` sends it out by itself."""

    class Verb(models.TextChoices):
        SHARE = "share", pgettext_lazy("post", "Share")
        ASK = "ask", pgettext_lazy("post", "Ask")
        INVITE = "invite", pgettext_lazy("post", "Invite")
        PROPOSE = "propose", pgettext_lazy("post", "Propose")

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey("talk.Group", on_delete=models.CASCADE, null=True, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    title = models.CharField(max_length=120, blank=True, default="")
    text = models.TextField()
    language = models.CharField(max_length=10)
    # For which trade it is meant above all, by the letter of its section; the whole house may read it.
    trade = models.CharField(max_length=1, blank=True, default="")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    pinned_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    # Nobody brings back what another took away.
    removed_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    # Of a question: when somebody else first wrote under it, and the comment that its asker took as the answer.
    answered_at = models.DateTimeField(null=True)
    answer = models.ForeignKey("talk.Message", on_delete=models.SET_NULL, null=True, related_name="+")
    client_key = models.CharField(max_length=36, null=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "client_key"], condition=Q(client_key__isnull=False), name="post_sent_once"),
            models.CheckConstraint(condition=Q(answer=None) | Q(verb="ask"), name="post_answer_of_question"),
            models.CheckConstraint(condition=Q(pinned_at=None) | Q(posted_at__isnull=False), name="post_pinned_is_out"),
        ]
        indexes = [
            models.Index(fields=["space", "-posted_at", "-id"], name="post_newest"),
            models.Index(fields=["group", "-posted_at", "-id"], name="post_group_newest"),
            models.Index(fields=["member", "posted_at"], name="post_member"),
            models.Index(fields=["due_at"], name="post_due", condition=Q(posted_at=None, removed_at=None, due_at__isnull=False)),
            models.Index(fields=["space", "posted_at"], name="post_unanswered", condition=Q(answered_at=None, removed_at=None)),
            models.Index(fields=["removed_at"], name="post_removed", condition=~Q(text="") & Q(removed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title or self.text[:40]


class PostVersion(models.Model):
    """The words of a post as they were until they were changed."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="versions")
    until = models.DateTimeField()
    title = models.CharField(max_length=120, blank=True, default="")
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["post", "-until"], name="post_version_newest")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.until:%Y-%m-%d}"


class PostFile(models.Model):
    """A picture or a document that goes with a post. Whoever reads the post may see it, and it goes with it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField("core.StoredFile", on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.post_id} {self.file_id}"


class Reaction(models.Model):
    """One word of one person to a post."""

    class Kind(models.TextChoices):
        THANKS = "thanks", pgettext_lazy("reaction", "Thanks")
        HELPFUL = "helpful", pgettext_lazy("reaction", "Helpful")
        ME_TOO = "me_too", pgettext_lazy("reaction", "Me too")
        GLAD = "glad", pgettext_lazy("reaction", "Glad with you")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "member", "kind"], name="reaction_once")]
        indexes = [models.Index(fields=["member", "at"], name="reaction_of")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.kind}"


class ReadLine(models.Model):
    """Where somebody stopped reading: what came after `line_at` is new to them. `seen_at` becomes the line when they come again."""

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    line_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member_id}"
