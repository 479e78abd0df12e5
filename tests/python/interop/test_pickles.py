"""pickle and cloudpickle: also of classes that no module has."""

import pickle
import subprocess
import sys

import cloudpickle
import kinds
import pytest
import recordclass_fixtures as f
from kinds import POINTS
from recordclass_rs import dataobject, recordclass

points = pytest.mark.parametrize("cls", POINTS, ids=kinds.name)


@points
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickle(cls, protocol):
    records = [cls(1.0, 2.0), cls(3.0, 4.0, 5.0)]
    assert pickle.loads(pickle.dumps(records, protocol)) == records


@points
def test_cloudpickle(cls):
    record = cls(1.0, 2.0)
    assert pickle.loads(cloudpickle.dumps(record)) == record
    function = pickle.loads(cloudpickle.dumps(lambda: cls(1.0, 2.0)))
    assert function() == record


def maker(kind):
    if kind == "class body":

        class Local(dataobject):
            x: int

    else:
        Local = recordclass("Local", "x", module="__main__")
    return Local


@pytest.mark.parametrize("kind", ["class body", "factory"])
def test_a_class_that_no_module_has_is_refused_before_it_is_sent(kind):
    """cloudpickle would make it empty and assign its attributes, which a record class refuses."""
    cls = maker(kind)
    for what in (cls, cls(1), lambda: cls(1)):
        with pytest.raises(pickle.PicklingError, match="record class Local cannot be sent: .* or make it in the function"):
            cloudpickle.dumps(what)
    with pytest.raises((pickle.PicklingError, AttributeError), match="Local"):
        pickle.dumps(cls(1))


def test_a_class_in_the_main_program_is_refused_with_the_way_out():
    script = """
import cloudpickle
from recordclass_rs import dataobject
class Point(dataobject):
    x: int
try: cloudpickle.dumps([Point(1)])
except Exception as error: print(type(error).__name__, error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("PicklingError the record class Point cannot be sent"), done.stdout


def test_a_derived_class_that_its_module_has_lost_is_refused(monkeypatch):
    record = f.Point(1.0, 2.0)
    monkeypatch.delattr(f, "Point")
    with pytest.raises(TypeError, match="cannot pickle"):
        cloudpickle.dumps(record)


def test_a_function_that_is_sent_can_make_its_class():
    def work(values):
        Here = recordclass("Here", "x y")
        return [Here(*value).x for value in values]

    assert pickle.loads(cloudpickle.dumps(work))([(1, 2), (3, 4)]) == [1, 3]
