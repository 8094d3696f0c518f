from django.utils import translation

from drittort.core.spoken import spoken


def test_words_are_made_once_for_each_language_and_value() -> None:
    made: list[tuple[str | None, int]] = []

    @spoken
    def greeting(number: int) -> str:
        made.append((translation.get_language(), number))
        return f"{translation.get_language()} {number}"

    for _ in range(3):
        for language in ("de", "en"):
            with translation.override(language):
                assert greeting(1) == f"{language} 1"
                assert greeting(number=2) == f"{language} 2"
    assert sorted(made) == [("de", 1), ("de", 2), ("en", 1), ("en", 2)]
