"""Runs the cells of the tutorial in order and keeps what they print: `PYTHONPATH=. .venv/bin/python docs/run_tutorial.py`.

For whoever changed a cell or the engine; the tests compare, they do not write.
"""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).with_name("tutorial.ipynb")


def main() -> None:
    """Execute all code cells in one namespace, and write the notebook anew."""
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    names: dict[str, Any] = {}
    count = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        count += 1
        said = io.StringIO()
        with redirect_stdout(said):
            exec(compile("".join(cell["source"]), f"tutorial.ipynb, cell {count}", "exec"), names)
        cell["execution_count"] = count
        lines = said.getvalue().splitlines(keepends=True)
        cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": lines}] if lines else []
        print(f"[{count}]\n{said.getvalue()}")
    NOTEBOOK.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
