"""What the house found behind a link, and in which posts the link stands."""

from __future__ import annotations

from django.db import models


class LinkPreview(models.Model):
    """A page of the web as it introduces itself, fetched once for a house; `failed_at`: there was nothing to show."""

    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="+")
    url = models.CharField(max_length=2000)
    asked_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    site = models.CharField(max_length=100, blank=True, default="")
    title = models.CharField(max_length=200, blank=True, default="")
    text = models.CharField(max_length=400, blank=True, default="")
    picture = models.ForeignKey("core.StoredFile", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "url"], name="link_preview_once")]

    def __str__(self) -> str:
        return self.url


class PostLink(models.Model):
    """A link in a post that gets a preview."""

    post = models.ForeignKey("inform.Post", on_delete=models.CASCADE, related_name="links")
    preview = models.ForeignKey(LinkPreview, on_delete=models.CASCADE, related_name="posts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "preview"], name="post_link_once")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.preview_id}"
