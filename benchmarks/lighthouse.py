"""What Lighthouse says of the home page and of a thread on a phone: accessibility and best practices (100 each), bytes of a first load (150 KB), performance."""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit

from benchmarks.machine import headline
from benchmarks.pages import ROOT, environment, served

HERE = ROOT / "front" / "lighthouse"
PROGRAM = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
GATES = {"accessibility": 100, "best-practices": 100}
MOST_KB, AIM = 150, 95


def install() -> None:
    """Bring Lighthouse here, at the version of its lock file; nothing else needs it, so nothing else installs it."""
    if not PROGRAM.exists():
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        subprocess.run(
            ["npm", "ci"], cwd=HERE, check=True, env={**os.environ, "PATH": path, "npm_config_cache": str(ROOT / ".cache" / "npm")}
        )


def signed_in(address: str) -> tuple[str, str]:
    """The cookie of a member of the demo house, and where they came in."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: Any) -> None:
            return None

    asked = urllib.request.Request(
        f"{address}/sign-in/as/",
        data=urlencode({"role": "member"}).encode(),
        headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "de"},
    )
    try:
        answer = urllib.request.build_opener(Stay).open(asked)
    except HTTPError as error:
        answer = error
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    return cookie, read(f"{address}/", cookie)[0]


def read(url: str, cookie: str) -> tuple[str, str]:
    """Where an address leads to, and the page that stands there."""
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": cookie})) as answer:
        return urlsplit(answer.geturl()).path, answer.read().decode()


def look(url: str, cookie: str) -> dict[str, Any]:
    """One report of Lighthouse, as on a slow phone with a slow line."""
    from tests.browser import FLAGS, chromium

    done = subprocess.run(
        [
            Path(sys.executable).parent / "node", PROGRAM, url, "--quiet", "--output=json", "--only-categories=accessibility,best-practices,performance",
            f"--extra-headers={json.dumps({'Cookie': cookie, 'Accept-Language': 'de'})}", f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
        ],
        capture_output=True, check=True, env={**os.environ, "CHROME_PATH": chromium()},
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def missed(report: dict[str, Any], category: str) -> list[str]:
    """What costs points in a category."""
    refs = report["categories"][category]["auditRefs"]
    audits = (report["audits"][ref["id"]] for ref in refs if ref["weight"])
    return [f"{one['id']}: {one['title']}" for one in audits if one["score"] is not None and one["score"] < 1]


def weights(report: dict[str, Any]) -> list[tuple[str, float]]:
    """What a first load is made of: kilobytes by kind of file, with the largest files by name, the heaviest first."""
    kinds: Counter[str] = Counter()
    for one in report["audits"]["network-requests"]["details"]["items"]:
        name = urlsplit(one["url"]).path.rpartition("/")[2] or "page"
        kinds[name if one["transferSize"] > 8000 else name.rpartition(".")[2]] += one["transferSize"] / 1000
    return kinds.most_common()


def main() -> None:
    """Open the demo house, look at two pages so many times, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--house", type=Path, help="keep the demo house in this folder, and use it again the next time")
    parser.add_argument("--runs", type=int, default=5, help="the median of so many")
    args = parser.parse_args()
    install()
    from drittort.cli.serve import pages_command

    print(headline())
    failed = False
    with tempfile.TemporaryDirectory() as made:
        folder = args.house.resolve() if args.house else Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        env = environment(folder) | {"DRITTORT_DEMO": "true", "DRITTORT_MAIL": ""}
        subprocess.run(
            [sys.executable, "-m", "drittort.cli", "prepare", "--demo"], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL
        )
        with served(lambda port: pages_command("127.0.0.1", port, 2), env) as (port, _pid):
            address = f"http://localhost:{port}"
            cookie, home = signed_in(address)
            posts = re.findall(rf'href="({re.escape(home)}posts/\d+/)', read(f"{address}{home}posts/", cookie)[1])
            for name, path in (("home", home), ("thread", posts[0])):
                reports = [look(f"{address}{path}", cookie) for _run in range(args.runs)]
                scores = {each: min(round(100 * r["categories"][each]["score"]) for r in reports) for each in GATES}
                size = max(r["audits"]["total-byte-weight"]["numericValue"] for r in reports) / 1000
                speed = statistics.median(100 * r["categories"]["performance"]["score"] for r in reports)
                print(
                    f"  {name:7} accessibility {scores['accessibility']}, best practices {scores['best-practices']} (100 each), first load {size:.1f} KB (at most {MOST_KB}), "
                    f"performance {speed:.0f} (median of {args.runs}, aim {AIM}); load {os.getloadavg()[0]:.1f}"
                )
                for each, least in GATES.items():
                    if scores[each] < least:
                        failed = True
                        print("\n".join(f"    {each}: {line}" for line in missed(reports[0], each)))
                if size > MOST_KB:
                    failed = True
                    print(f"    first load: {', '.join(f'{kind} {kb:.1f}' for kind, kb in weights(reports[0]))}")
    raise SystemExit(failed)


if __name__ == "__main__":
    main()
