"""The language of a few words: told by its small words, and left open where they do not tell."""

from __future__ import annotations

import pytest

from drittort.web.tongue import tongue


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ich mache aus alten Türen neue Tische.", "de"),
        ("Danke, das hilft mir sehr!", "de"),
        ("Who knows a good bookbinder?", "en"),
        ("I teach stage presence", "en"),
        ("Thanks, that is kind of you.", "en"),
        ("<p>Das <b>Haus</b> ist offen</p>", "de"),
        ("Grüße", "de"),
        ("Der Workshop heißt „How to be heard in a room“, und ich halte ihn am Dienstag.", "de"),
        ("Podcast Studio", ""),
        ("😀 123", ""),
        ("", ""),
    ],
)
def test_small_words_tell(text: str, language: str):
    assert tongue(text) == language
