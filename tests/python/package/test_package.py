"""The package `recordclass_rs` as a whole."""

import doctest
import importlib
import pickle
import pkgutil
import re
from pathlib import Path

import pytest
import recordclass_rs
from reference import FREE_THREADED

MODULES = [module.name for module in pkgutil.walk_packages(recordclass_rs.__path__, "recordclass_rs.")]
CLASSES = [value for value in map(recordclass_rs.__dict__.get, recordclass_rs.__all__) if isinstance(value, type)]


def test_all_names_what_there_is():
    assert sorted(recordclass_rs.__all__) == sorted(set(recordclass_rs.__all__))
    assert all(hasattr(recordclass_rs, name) for name in recordclass_rs.__all__)
    namespace = {}
    exec("from recordclass_rs import *", namespace)
    assert namespace.keys() >= set(recordclass_rs.__all__)


def test_everything_public_is_documented():
    assert recordclass_rs.__doc__
    for name in recordclass_rs.__all__:
        assert getattr(recordclass_rs, name).__doc__, name


def test_the_version_is_that_of_a_release():
    assert re.fullmatch(r"\d+\.\d+\.\d+(-[\w.]+)?", recordclass_rs.__version__)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_public_classes_are_found_by_pickle(cls):
    assert pickle.loads(pickle.dumps(cls)) is cls


def test_two_functions_have_two_names():
    assert recordclass_rs.make_class is recordclass_rs.make_dataclass
    assert recordclass_rs.structclass is recordclass_rs.make_structclass


@pytest.mark.parametrize("module", [name for name in MODULES if "_core" not in name])
def test_examples_in_docstrings_are_true(module):
    assert doctest.testmod(importlib.import_module(module)).failed == 0


@pytest.mark.skipif(FREE_THREADED, reason="its sizes are those of the ordinary build")
def test_the_readme_tells_the_truth():
    """The README lies beside the package's sources; the tests may run without them."""
    readme = Path(__file__).parents[3] / "recordclass-python" / "README.md"
    if not readme.exists():
        pytest.skip("no sources here")
    assert doctest.testfile(str(readme), module_relative=False, optionflags=doctest.ELLIPSIS).failed == 0
