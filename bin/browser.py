"""Makes sure that the journeys have a browser: Chromium of the system, or installed through apt where that is allowed."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Install Chromium on Debian as root; elsewhere say what to do."""
    if os.environ.get("DRITTORT_CHROMIUM") or any(shutil.which(name) for name in NAMES):
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("  Chromium for the browser tests ...", end="", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        if (
            subprocess.run(
                ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"], check=False, **quiet
            ).returncode
            == 0
        ):
            print(" done")
            return 0
    print(
        "The browser tests need Chromium: install it (on Debian as root: apt install chromium) or name a browser in DRITTORT_CHROMIUM.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
