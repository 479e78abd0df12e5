"""`dict`, `weakref`, `freelist`, `mapping`, `skip`, `__post_init__`, records within records."""

import copy
import gc
import inspect
import pickle
import sys
import weakref

import pytest
from recordclass_fixtures import (
    Checked,
    Inner,
    Mapping,
    Outer,
    Referable,
    Reused,
    Roomy,
    Skipping,
    TrackedReused,
    TrackedRoomy,
)
from reference import FREE_THREADED

HEAD = object.__basicsize__


def test_dict_and_weakref_cost_a_pointer_each():
    assert Roomy.__basicsize__ == HEAD + 16 + 16
    assert Referable.__basicsize__ == HEAD + 8 + 8
    assert not gc.is_tracked(Roomy(1, 2))


def test_dict_takes_any_attribute():
    record = Roomy(1, 2)
    record.more = 3
    assert record.__dict__ == {"more": 3}
    assert repr(record) == "Roomy(x=1.0, y=2)"


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda r: pickle.loads(pickle.dumps(r))])
def test_copies_take_the_dict_along(again):
    record = Roomy(1, 2)
    record.more = [3]
    new = again(record)
    assert new.__dict__ == {"more": [3]} and new.__dict__ is not record.__dict__


def test_replace_takes_the_dict_along():
    record = Roomy(1, 2)
    record.more = [3]
    new = record.__replace__(x=5)
    assert (new.x, new.more) == (5.0, [3])


def test_a_weak_reference_dies_with_the_record():
    for make in (lambda: Roomy(1, 2), lambda: Referable(1)):
        record = make()
        seen = []
        reference = weakref.ref(record, seen.append)
        assert reference() is record
        del record
        assert reference() is None and seen == [reference]


def test_without_the_option_there_is_no_weak_reference():
    with pytest.raises(TypeError):
        weakref.ref(Mapping(1, 2))


@pytest.mark.parametrize("cls", [TrackedRoomy, TrackedReused])
@pytest.mark.parametrize("place", ["y", "more"])
def test_a_cycle_through_field_or_dict_is_collected(cls, place):
    record = cls(None)
    setattr(record, place, record)
    gone = weakref.ref(record)
    del record
    gc.collect()
    assert gone() is None


def test_a_million_weakly_referenced_records_in_a_chain_are_freed():
    head = None
    references = []
    for index in range(100_000):
        head = Roomy(1, head)
        if index % 1000 == 0:
            references.append(weakref.ref(head))
    del head
    assert all(reference() is None for reference in references)


@pytest.mark.parametrize("make", [lambda v: Reused(1, v), TrackedReused])
def test_a_freelist_gives_back_clean_objects(make):
    for _ in range(100):
        values = [object() for _ in range(10)]
        before = [sys.getrefcount(value) for value in values]
        records = [make(value) for value in values]
        assert all(record.y is value for record, value in zip(records, values))
        del records
        assert [sys.getrefcount(value) for value in values] == before


def test_an_object_of_the_freelist_is_tracked_and_empty_again():
    for _ in range(10):
        record = TrackedReused(None)
        record.more = 1
        del record
        record = TrackedReused(None)
        assert gc.is_tracked(record) and record.__dict__ == {}
        del record


@pytest.mark.skipif(FREE_THREADED, reason="a type's reference count is split between threads")
def test_a_freelist_does_not_hold_the_type():
    gc.collect()
    before = sys.getrefcount(Reused)
    records = [Reused(1, 2) for _ in range(10)]
    del records
    assert sys.getrefcount(Reused) == before


def test_a_mapping_is_indexed_by_name():
    record = Mapping(1, "y")
    assert record["x"] == 1.0 and record["y"] == "y"
    record["x"] = 5
    assert record.x == 5.0
    for key in ("z", 0, None, (1, 2)):
        with pytest.raises(KeyError) as raised:
            record[key]
        assert raised.value.args == (key,)
        with pytest.raises(KeyError):
            record[key] = 1
    with pytest.raises(TypeError):
        del record["x"]


def test_a_mapping_has_a_dict_s_interface():
    record = Mapping(1, "y")
    reference = {"x": 1.0, "y": "y"}
    assert list(record) == list(reference) and len(record) == len(reference)
    assert list(record.keys()) == list(reference.keys())
    assert list(record.values()) == list(reference.values())
    assert list(record.items()) == list(reference.items())
    assert dict(record) == dict(**record) == reference
    assert "x" in record and "z" not in record and 1 not in record
    assert record.get("x") == 1.0 and record.get("z") is None and record.get("z", 3) == 3


def test_a_mapping_matches_mapping_patterns_only():
    match Mapping(1, "y"):
        case [_, _]:
            raise AssertionError
        case {"x": x, **rest}:
            assert (x, rest) == (1.0, {"y": "y"})


def test_python_does_not_know_a_skipped_field():
    record = Skipping(1, 2)
    assert repr(record) == "Skipping(x=1.0, y=2.0)" and len(record) == 2
    assert str(inspect.signature(Skipping)) == "(x, y)"
    assert not hasattr(record, "numbers")
    assert record.total() == copy.copy(record).total() == pickle.loads(pickle.dumps(record)).total() == 6
    with pytest.raises(TypeError):
        Skipping(1, 2, numbers=[])


def test_post_init_ends_the_construction():
    assert Checked(1, 3).middle == 2.0
    with pytest.raises(ValueError, match="low is above high"):
        Checked(3, 1)


def test_post_init_does_not_run_for_a_copy():
    record = Checked(1, 3)
    record.middle = 9
    assert copy.copy(record).middle == 9.0


def test_records_lie_in_records_by_value_or_shared():
    inner = Inner(1, "b")
    record = Outer(inner, None, [inner, Inner(2, "c")], inner)
    assert record.value == inner and record.value is not inner
    assert record.list == [inner, Inner(2, "c")] and record.option is None
    assert record.shared is inner
    record.option = inner
    assert record.option == inner
    with pytest.raises(TypeError, match=r"Outer\.value"):
        record.value = 3
    with pytest.raises(TypeError, match=r"Outer\.shared must be Inner or None, not int"):
        record.shared = 3
    assert pickle.loads(pickle.dumps(record)) == record == copy.deepcopy(record)
