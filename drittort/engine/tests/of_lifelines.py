"""What lifelines says of drawn data, for the tests: kept in a file, so that nobody has to install it and all that it needs.

In an environment of its own with lifelines 0.30.3, `python drittort/engine/tests/of_lifelines.py` draws the cases and writes the file anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

FILE = Path(__file__).with_suffix(".json")
CASES = 24


def drawn(case: int) -> tuple[list[float], list[bool], list[bool], list[float]]:
    """Durations with ties and people who are still there, two groups that leave at unlike rates, and how often each comes, which goes with the group."""
    rng = np.random.default_rng(1958 + case)
    n = int(rng.integers(14, 160))
    group = rng.random(n) < rng.uniform(0.3, 0.7)
    often = np.clip(rng.binomial(5, 0.45 + 0.2 * group), 1, 5).astype(float)
    days = rng.exponential(200.0 * np.where(group, rng.uniform(0.6, 3.0), 1.0) * (1 + 0.1 * often))
    watched = rng.uniform(40, 500, n)
    reached = days <= watched
    step = (1.0, 7.0, 30.0)[case % 3]
    return (np.ceil(np.minimum(days, watched) / step) * step).tolist(), reached.tolist(), group.tolist(), often.tolist()


def said(days: list[float], reached: list[bool], group: list[bool], often: list[float]) -> dict[str, Any]:
    """The curve, the log-rank test and two models of proportional hazards, by lifelines."""
    import pandas as pd
    from lifelines import CoxPHFitter, KaplanMeierFitter
    from lifelines.statistics import logrank_test

    table = pd.DataFrame({"days": days, "reached": reached, "group": np.array(group, dtype=float), "often": often})
    inside = table["group"] > 0
    curve = KaplanMeierFitter().fit(table["days"], table["reached"])
    test = logrank_test(table["days"][inside], table["days"][~inside], table["reached"][inside], table["reached"][~inside])
    told: dict[str, Any] = {
        "curve": [[float(day), float(share)] for day, share in curve.survival_function_["KM_estimate"].items() if day in set(table["days"][table["reached"]])],
        "test": [float(test.test_statistic), float(test.p_value)],
    }  # fmt: skip
    for name, columns in (("alone", ["group"]), ("beside", ["group", "often"])):
        model = CoxPHFitter().fit(
            table[["days", "reached", *columns]], "days", "reached", fit_options={"precision": 1e-18, "r_precision": 1e-16}
        )
        rows = model.summary
        told[name] = [
            [float(rows.loc[column, key]) for key in ("coef", "se(coef)", "exp(coef) lower 95%", "exp(coef) upper 95%", "p")]
            for column in columns
        ]
    return told


def main() -> None:
    """Write the file."""
    cases = []
    for case in range(CASES):
        data = drawn(case)
        names = ("days", "reached", "group", "often")
        cases.append({**{name: [float(value) for value in column] for name, column in zip(names, data, strict=True)}, **said(*data)})
    FILE.write_text("[\n" + ",\n".join(json.dumps(each, separators=(",", ":")) for each in cases) + "\n]\n", encoding="ascii")


if __name__ == "__main__":
    main()
