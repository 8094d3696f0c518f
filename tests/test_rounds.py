"""A short year of rounds in small houses: what `bin/bench rounds` promises, in a minute's worth."""

import pytest

from benchmarks.rounds import year


@pytest.mark.parametrize(("people", "size"), [(12, "pairs"), (16, "trios"), (16, "tables")])
def test_rounds_over_weeks_keep_their_promises(people: int, size: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = year(people, size, weeks=10, searches=0)
    assert found["repeats"] == 0
    assert found["without_reason"] == 0
    assert found["over"] < 0.02  # type: ignore[operator]
    assert found["engine"]["longest"] <= 10  # type: ignore[index]
    assert found["engine"]["new"] > 0  # type: ignore[index]
    if size == "pairs":
        assert min(found["share"]) >= 0.99  # type: ignore[call-overload]
    assert "longest wait" in capsys.readouterr().out
