"""Articles of the house: what they say in each language and said before, what goes along, and what readers say of them.

Every state of the words is one row. The one that stands is marked as such, so that bringing back an earlier one, and saying who wrote what, cost nothing.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class ArticleQuerySet(models.QuerySet["Article"]):
    """Words for groups of articles."""

    def out(self) -> ArticleQuerySet:
        """Published, and not in the trash."""
        return self.filter(published_at__isnull=False, removed_at=None)

    def open(self) -> ArticleQuerySet:
        """Those that anybody may read, without being a member."""
        return self.out().filter(public_at__isnull=False)

    def handbook(self) -> ArticleQuerySet:
        """How things are done here: what the house itself says."""
        return self.filter(of_house=True)


class Article(models.Model):
    """One thing that the house knows. `owner` looks after it, and on `review_on` they are asked whether it is still right. Until `published_at` it is a draft."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="children")
    position = models.PositiveSmallIntegerField(default=0)
    of_house = models.BooleanField(default=False)
    # Whether every member may improve the words, not only its owner and those who keep the knowledge of the house.
    shared = models.BooleanField(default=True)
    template = models.CharField(max_length=20, blank=True, default="")
    trade = models.CharField(max_length=1, blank=True, default="")
    writer = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    owner = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    question = models.ForeignKey("inform.Post", on_delete=models.SET_NULL, null=True, related_name="articles")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    public_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)
    # The day for which its owner was last asked, so that nobody is asked twice.
    asked_on = models.DateField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(public_at=None) | Q(published_at__isnull=False), name="article_open_is_out"),
            models.UniqueConstraint(
                fields=["space", "template"], condition=~Q(template="") & Q(removed_at=None), name="article_template_once"
            ),
        ]
        indexes = [
            models.Index(fields=["space", "-published_at", "-id"], name="article_newest"),
            models.Index(fields=["owner", "review_on"], name="article_owner"),
            models.Index(fields=["review_on"], name="article_due", condition=Q(removed_at=None, published_at__isnull=False)),
            models.Index(fields=["removed_at"], name="article_removed", condition=Q(removed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class ArticleVersion(models.Model):
    """The words of an article in one language, as somebody left them. The newest stands (`stands`); the others are what it was before."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    # What was changed, in a few words of whoever did it.
    note = models.CharField(max_length=200, blank=True, default="")
    member = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    stands = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "language", "number"], name="article_version_number"),
            models.UniqueConstraint(fields=["article", "language"], condition=Q(stands=True), name="article_version_stands"),
        ]
        indexes = [models.Index(fields=["member", "at"], name="article_version_of")]

    def __str__(self) -> str:
        return self.title


class ArticleFile(models.Model):
    """A picture or a document that goes with an article. Whoever reads the article may see it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField("core.StoredFile", on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.article_id} {self.file_id}"


class ArticleTag(models.Model):
    """A word under which an article is found; `key` is the same word as it is compared."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="tags")
    key = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "key"], name="article_tag_once")]
        indexes = [models.Index(fields=["key"], name="article_tag_key")]

    def __str__(self) -> str:
        return self.word


class ArticleFeedback(models.Model):
    """What a reader says of an article: that it helped, or that something in it is out of date. The latter stays until somebody has settled it."""

    class Kind(models.TextChoices):
        HELPED = "helped", pgettext_lazy("article", "That helped me")
        OUTDATED = "outdated", pgettext_lazy("article", "Something is out of date")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="feedback")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "member", "kind"], name="article_feedback_once")]
        indexes = [models.Index(fields=["member", "at"], name="article_feedback_of")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.kind}"
