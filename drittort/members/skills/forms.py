"""A control with proposals."""

from __future__ import annotations

from typing import Any

from django import forms


class WordsField(forms.CharField):
    """A text for which there are words to take: `words` names their page, `part` what parts them ("comma", "line", or nothing: it is one word)."""

    def __init__(self, *, words: str, part: str = "", side: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words, self.part, self.side = words, part, side
