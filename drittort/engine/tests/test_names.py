"""The public names of the engine: all there, loaded late, and without Django."""

import subprocess
import sys

import pytest

import drittort.engine as engine

ALONE = """
import sys
import drittort.engine as engine
assert not {"numpy", "scipy", "igraph"} & set(sys.modules), "the package itself loads nothing"
for name in engine.__all__:
    assert getattr(engine, name) is not None, name
print(len(engine.__all__), sorted({"django", "drittort.core", "drittort.config"} & set(sys.modules)))
"""


def test_every_name_is_given_once_and_alone():
    done = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split(maxsplit=1) == [str(len(engine.__all__)), "[]\n"]
    names = [name for names in engine._MODULES.values() for name in names.split()]
    assert len(names) == len(set(names)) == len(engine.__all__)


def test_a_name_is_that_of_its_module():
    from drittort.engine.capital.report import capital_report
    from drittort.engine.graph import build_network

    assert engine.build_network is build_network
    assert engine.capital_report is capital_report
    assert "build_network" in dir(engine)


def test_no_name_hides_a_module():
    assert not set(engine.__all__) & set(engine._MODULES)


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'introduse'"):
        engine.introduse  # noqa: B018
    with pytest.raises(ImportError):
        from drittort.engine import introduse  # noqa: F401
