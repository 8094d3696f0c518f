"""Settings of the tests: the product's own, a folder of their own, and plain names for static files.

`DRITTORT_TEST_DATABASE=postgresql` starts a PostgreSQL of its own for the run; without it a SQLite file is used.
"""

import atexit
import os
import shutil
import tempfile
from contextlib import ExitStack

from tests.postgres import server

if os.environ.get("DRITTORT_TEST_DATABASE") == "postgresql" and "DRITTORT_DATABASE" not in os.environ:
    # Before Django reads its settings; processes of the same run inherit the address.
    stack = ExitStack()
    os.environ["DRITTORT_DATABASE"] = stack.enter_context(server())
    atexit.register(stack.close)

if "DRITTORT_DATA" not in os.environ:
    # In memory, if there is plenty of room: what is committed is written through each time, as in a real house, and nobody need wait for a disk.
    roomy = os.access("/dev/shm", os.W_OK) and shutil.disk_usage("/dev/shm").free > 4 << 30
    os.environ["DRITTORT_DATA"] = tempfile.mkdtemp(prefix="drittort-test-", dir="/dev/shm" if roomy else None)
    atexit.register(shutil.rmtree, os.environ["DRITTORT_DATA"], ignore_errors=True)
if "PYTEST_XDIST_WORKER" in os.environ:
    # Workers of one run inherit the folder; files of one must not lie among those of another.
    worker = os.path.join(os.environ["DRITTORT_DATA"], os.environ["PYTEST_XDIST_WORKER"])
    os.makedirs(worker, exist_ok=True)
    os.environ["DRITTORT_DATA"] = worker
os.environ["DRITTORT_SECRET_KEY"] = "only for tests"
os.environ["DRITTORT_DEMO"] = "true"
os.environ["DRITTORT_ADDRESS"] = "http://localhost:8000"
os.environ["DRITTORT_MAIL"] = ""

from drittort.config.settings import *  # noqa: F403
from drittort.config.settings import DATA, DATABASES, STORAGES

ALLOWED_HOSTS = ["*"]
# A password costs half a second by design; the tests that count the work ask for it by name.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Tables are made from the models; that migrations leave the same is asked once, in test_first_tables, and not paid for with every run.
DATABASES["default"]["TEST"] = {"MIGRATE": False}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in a real house: races and locks behave differently in memory.
    DATABASES["default"]["TEST"]["NAME"] = DATA / "test.sqlite3"
