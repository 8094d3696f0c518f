"""Documents and the words they hold."""

from __future__ import annotations

from django.db import models


class SearchDocument(models.Model):
    """What the index holds of one thing of another module: its passages, their stemmed words, and what they mean as vectors.

    `words` begins with marks of where the thing belongs (`core/search/marks.py`): by them a database finds the words of one kind among those of all.
    """

    space_id = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    ref = models.BigIntegerField()
    audience = models.CharField(max_length=120)
    sort = models.CharField(max_length=30, default="")
    place = models.CharField(max_length=30, blank=True, default="")
    under = models.CharField(max_length=50, blank=True, default="")
    person_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(null=True)
    facts = models.JSONField(default=dict)
    title = models.CharField(max_length=250)
    passages = models.JSONField(default=list)
    words = models.TextField()
    digest = models.CharField(max_length=40)
    model = models.CharField(max_length=120, default="")
    vectors = models.BinaryField(null=True)
    encoded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space_id", "kind", "ref"], name="search_document_once")]
        indexes = [
            models.Index(fields=["encoded_at"], name="search_document_encoded"),
            models.Index(fields=["under"], name="search_document_under", condition=~models.Q(under="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class SearchWord(models.Model):
    """One stem that documents of a space hold, and how many do; spelled backwards, too, so that words with one ending are found together; and the word as
    somebody wrote it."""

    space_id = models.BigIntegerField()
    word = models.CharField(max_length=40)
    backwards = models.CharField(max_length=40)
    form = models.CharField(max_length=40, default="")
    documents = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space_id", "word"], name="search_word_once")]

    def __str__(self) -> str:
        return self.word
