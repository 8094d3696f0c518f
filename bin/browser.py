"""Makes sure that the journeys have a browser: Chromium of the system, or installed through apt where that is allowed.

Wanted is the headless shell, which draws no window that nobody sees: the same pages for half of the processor time.
"""

import os
import shutil
import subprocess
import sys

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Install Chromium on Debian as root; elsewhere say what to do."""
    if os.environ.get("DRITTORT_CHROMIUM") or shutil.which(SHELL):
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("  Chromium for the browser tests ...", end="", flush=True)
        apt("update", "-qq")
        # Older systems have no shell of its own.
        if any(apt("install", "-y", "-qq", "--no-install-recommends", package, "fonts-dejavu-core") for package in (SHELL, "chromium")):
            print(" done")
            return 0
        print(" not to be had")
    if any(shutil.which(name) for name in NAMES):
        return 0
    print(
        f"The browser tests need Chromium: install it (on Debian as root: apt install {SHELL}) or name a browser in DRITTORT_CHROMIUM.",
        file=sys.stderr,
    )
    return 1


def apt(*words: str) -> bool:
    """Let apt do something without asking; whether it did."""
    done = subprocess.run(
        ["apt-get", *words],
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    )
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
