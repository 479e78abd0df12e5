"""pickle and cloudpickle: also of classes that no module has."""

import pickle

import cloudpickle
import kinds
import pytest
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


def test_a_class_that_no_module_has_is_made_on_the_other_side():
    """cloudpickle would make it empty and assign its attributes, which a record class refuses. A function can make it."""

    class Local(dataobject):
        x: int

    with pytest.raises(AttributeError, match="Local.* is fixed"):
        pickle.loads(cloudpickle.dumps(Local(1)))

    def work(values):
        Here = recordclass("Here", "x y")
        return [Here(*value).x for value in values]

    assert pickle.loads(cloudpickle.dumps(work))([(1, 2), (3, 4)]) == [1, 3]
