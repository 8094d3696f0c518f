"""What every test may use."""

import drittort.core.sqlite  # noqa: F401  isort: skip

pytest_plugins = ["tests.fixtures"]
