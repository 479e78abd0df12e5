"""Quick ways through conversions and access: what they must give, hold and refuse, as the general ones do."""

import gc
import sys
import weakref

import pytest
from recordclass_rs import asdict, astuple, dataobject, make_arrayclass, make_dataclass, recordclass

FREE_THREADED = "free-threading" in sys.version
uncounted = pytest.mark.skipif(FREE_THREADED, reason="reference counts are not exact without the GIL")

# Up to five names a new dict has room for; beyond it is copied from one with all the names.
SIZES = [0, 1, 3, 5, 6, 8, 16, 17, 64]


def names(size):
    return [f"f{index}" for index in range(size)]


def classes(size):
    return [*mutable(size), make_dataclass("P", names(size), readonly=True)]


def mutable(size):
    fields = names(size)
    return [
        make_dataclass("P", fields),
        make_dataclass("P", fields, gc=True),
        make_dataclass("P", fields, use_dict=True, use_weakref=True),
        recordclass("P", fields),
        # Fields of the base, its dict, fields of the class: not one slot after the other.
        make_dataclass("P", fields[size // 2 :], bases=(make_dataclass("B", fields[: size // 2], use_dict=True),)),
    ]


@pytest.mark.parametrize("size", SIZES)
def test_a_record_converts_to_a_dict_and_a_tuple_of_its_values(size):
    values = [object() for _ in range(size)]
    for cls in classes(size):
        record = cls(*values)
        for _ in range(2):
            given = asdict(record)
            assert type(given) is dict and list(given.items()) == list(zip(names(size), values))
            # Each is new: what is done to one is not seen in the next.
            given.clear()
            given["more"] = 1
        assert type(astuple(record)) is tuple and astuple(record) == tuple(values)


@uncounted
@pytest.mark.parametrize("size", [size for size in SIZES if size])
def test_a_conversion_holds_each_value_once(size):
    values = [object() for _ in range(size)]
    for cls in classes(size):
        record = cls(*values)
        before = [sys.getrefcount(value) for value in values], sys.getrefcount(cls)
        held = [asdict(record), astuple(record), asdict(record), astuple(record)]
        assert [sys.getrefcount(value) for value in values] == [count + 4 for count in before[0]]
        del held
        assert ([sys.getrefcount(value) for value in values], sys.getrefcount(cls)) == before


@uncounted
@pytest.mark.parametrize("size", [size for size in SIZES if size])
def test_a_conversion_of_a_record_with_a_hole_names_it_and_holds_nothing(size):
    values = [object() for _ in range(size)]
    for cls in mutable(size):
        record = cls(*values)
        delattr(record, names(size)[-1])
        before = [sys.getrefcount(value) for value in values]
        for convert in asdict, astuple:
            for _ in range(10):
                with pytest.raises(AttributeError, match=f"'P' object has no value for field '{names(size)[-1]}'"):
                    convert(record)
        assert [sys.getrefcount(value) for value in values] == before


@pytest.mark.parametrize("size", [1, 8])
def test_the_collector_knows_of_a_dict_that_holds_what_can_lead_back(size):
    class Node:
        pass

    cls = make_dataclass("P", names(size))
    for convert in asdict, lambda record: [astuple(record)]:
        node = Node()
        node.found = convert(cls(*[node] * size))
        gone = weakref.ref(node)
        del node
        gc.collect()
        assert gone() is None


def test_fields_without_names_make_no_dict():
    for size in 2, 9:
        record = make_arrayclass("A", size)(*range(size))
        for _ in range(2):
            with pytest.raises(TypeError, match="the fields of 'A' have no names"):
                asdict(record)
        assert astuple(record) == tuple(range(size))


@pytest.mark.parametrize("wrong", [5, "x", (1, 2), dataobject, make_dataclass("P", "x"), None])
def test_only_records_convert(wrong):
    for convert in asdict, astuple:
        with pytest.raises(TypeError, match=rf"{convert.__name__}\(\) wants a record, not "):
            convert(wrong)


def test_the_dict_of_a_wide_class_dies_with_it():
    gc.collect()
    gone = []
    for _ in range(3):
        cls = make_dataclass("P", names(8))
        assert len(asdict(cls(*range(8)))) == 8
        gone.append(weakref.ref(cls))
    del cls
    gc.collect()
    assert all(cls() is None for cls in gone)
