"""A class attribute may hold instances of its own class, made before the class was finished."""

import copy
import gc
import pickle
import sys

import pytest
import recordclass_fixtures as f

CLASSES = [f.Origin, f.FrozenOrigin, f.GcOrigin, f.FrozenGcOrigin]
classes = pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)


@classes
def test_it_is_an_instance_like_any_other(cls):
    assert type(cls.ORIGIN) is cls
    assert cls.ORIGIN == cls(0, None) and cls.ORIGIN[:] == (0.0, None)
    assert repr(cls.ORIGIN) == f"{cls.__name__}(x=0.0, tag=None)"
    assert [record.x for record in cls.BOTH] == [1.0, 2.0]
    assert cls(5, None).ORIGIN is cls.ORIGIN
    assert cls.GONE == 3.0


@classes
def test_it_can_be_copied_and_pickled(cls):
    for record in (cls.ORIGIN, *cls.BOTH):
        assert copy.copy(record) == copy.deepcopy(record) == record
        assert pickle.loads(pickle.dumps(record)) == record
        assert record.__replace__(x=7).x == 7.0


@pytest.mark.parametrize("cls", [f.Origin, f.GcOrigin], ids=lambda cls: cls.__name__)
def test_it_can_be_changed(cls):
    for record in (cls.ORIGIN, *cls.BOTH):
        old = record[:]
        record.x, record.tag = 9, [1]
        assert record[:] == (9.0, [1])
        record.x, record.tag = old


@classes
def test_collections_do_not_mind(cls):
    for _ in range(3):
        gc.collect()
        assert cls.ORIGIN.x == 0.0 and cls.BOTH[1].x == 2.0
    assert gc.is_tracked(cls(1, [])) is ("Gc" in cls.__name__)


@classes
def test_references_to_it_come_and_go(cls):
    for record in (cls.ORIGIN, *cls.BOTH):
        before = sys.getrefcount(record)
        held = [record] * 1000
        assert sys.getrefcount(record) >= before
        del held
        assert sys.getrefcount(record) == before
