"""Documents and the words they hold."""

from __future__ import annotations

from django.db import models


class SearchDocument(models.Model):
    """What the index holds of one thing of another module: its passages, their stemmed words, and what they mean as vectors."""

    space_id = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    ref = models.BigIntegerField()
    audience = models.CharField(max_length=10)
    title = models.CharField(max_length=250)
    passages = models.JSONField(default=list)
    words = models.TextField()
    digest = models.CharField(max_length=40)
    model = models.CharField(max_length=120, default="")
    vectors = models.BinaryField(null=True)
    encoded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space_id", "kind", "ref"], name="search_document_once")]
        indexes = [models.Index(fields=["encoded_at"], name="search_document_encoded")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class SearchWord(models.Model):
    """One stem that documents of a space hold, and how many do."""

    space_id = models.BigIntegerField()
    word = models.CharField(max_length=40)
    documents = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space_id", "word"], name="search_word_once")]

    def __str__(self) -> str:
        return self.word
