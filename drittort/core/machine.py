"""The settings file of this machine, changed one line at a time, so that its comments stay."""

from __future__ import annotations

import json
import os
import re

from django.conf import settings


def change_setting(name: str, value: str | bool) -> bool:
    """Write one setting into drittort.toml, which is read at the next start; returns whether there is such a file.

    An environment variable of the same name still wins: whoever runs the machine with one changes it there.
    """
    path = settings.DATA / "drittort.toml"
    if not path.exists():
        return False
    line = f"{name} = {json.dumps(value, ensure_ascii=False)}"
    lines = path.read_text(encoding="utf-8").splitlines()
    places = [k for k, old in enumerate(lines) if re.match(rf"\s*{re.escape(name)}\s*=", old)]
    if places:
        lines[places[0]] = line
    else:
        lines.append(line)
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
    os.chmod(draft, 0o600)
    draft.replace(path)
    return True
