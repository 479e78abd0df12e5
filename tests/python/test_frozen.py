"""A frozen record cannot be changed from Python, and is hashed by value."""

import math
import random
import struct

import pytest
import recordclass_fixtures as f
import reference
from reference import Raises, message, outcome

RECORDS = [
    f.FrozenPoint(1, 2, 3),
    f.FrozenPointF32(1, 2, 3),
    f.FrozenTriple(1, "2", (3,)),
    f.FrozenNamed("n", (), None),
    f.FrozenTexts("t"),
    f.FrozenWidths(),
    f.FrozenTicket(f.Side.Buy, f.Shade.Dark),
    f.FrozenBasket(()),
    f.FrozenNode(None),
]
FIELDS = [(record, name) for record in RECORDS for name in type(record).__match_args__]


@pytest.mark.parametrize(("record", "name"), FIELDS)
def test_assignment_and_deletion_raise_attribute_error(record, name):
    before = record[:]
    cls = type(record).__name__
    wanted = f"field '{name}' of '{cls}': it is frozen"
    assert message(setattr, record, name, getattr(record, name)) == (AttributeError, f"cannot assign to {wanted}")
    assert message(delattr, record, name) == (AttributeError, f"cannot delete {wanted}")
    descriptor = getattr(type(record), name)
    assert outcome(descriptor.__set__, record, 1)[1] is AttributeError
    assert outcome(descriptor.__delete__, record)[1] is AttributeError
    assert outcome(object.__setattr__, record, name, 1)[1] in (AttributeError, TypeError)
    assert record[:] == before


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_items_cannot_be_assigned_as_those_of_a_tuple(record):
    values = tuple(record)
    for key in (0, -1, 99, slice(0, 1), "x"):

        def assign(target):
            target[key] = 1

        def delete(target):
            del target[key]

        assert outcome(assign, record) == outcome(assign, values) == ("raised", TypeError)
        assert outcome(delete, record) == outcome(delete, values) == ("raised", TypeError)
    assert not hasattr(record, "__setitem__")
    assert not hasattr(record, "__delitem__")


@pytest.mark.parametrize(
    "values",
    [
        (1.0, 2.0, 3.0),
        (0.0, -0.0, float("inf")),
        (-1.0, 1e300, 0.5),
    ],
)
def test_the_hash_is_that_of_the_tuple(values):
    assert hash(f.FrozenPoint(*values)) == hash(values) == hash(reference.FrozenPoint(*values))
    assert hash(f.FrozenTriple(*values)) == hash(values)


OBJECTS = [("a", 1, None), ((), ("b",), frozenset()), (-1, -2, True), (f.FrozenPoint(1, 2),) * 3]


@pytest.mark.parametrize("values", OBJECTS)
def test_the_hash_of_objects_is_that_of_the_tuple(values):
    assert hash(f.FrozenTriple(*values)) == hash(values) == hash(reference.FrozenTriple(*values))


def test_other_fields_are_hashed_as_python_sees_them():
    assert hash(f.FrozenWidths()) == hash(tuple(f.FrozenWidths()))
    assert hash(f.FrozenNamed("n", None, "x")) == hash(("n", None, "x"))
    assert hash(f.FrozenEmpty()) == hash(())


def test_an_unhashable_value_makes_an_unhashable_record():
    error, text = message(hash, f.FrozenTriple(1, [], 3))
    assert (error, text) == message(hash, (1, [], 3))
    assert message(hash, f.FrozenTexts("t", [1.0]))[0] is TypeError
    raised = ZeroDivisionError("its own")
    with pytest.raises(ZeroDivisionError) as caught:
        hash(f.FrozenTriple(1, Raises(raised), 3))
    assert caught.value is raised


def test_equal_records_are_one_key():
    seen = {f.FrozenPoint(1, 2): "first", f.FrozenTriple(1, 2, 3): "second"}
    assert seen[f.FrozenPoint(1.0, 2.0, 0.0)] == "first"
    assert seen[f.FrozenTriple(1, 2, 3)] == "second"
    assert f.FrozenPoint(2, 1) not in seen
    assert len({f.FrozenPoint(i % 7, 0) for i in range(100)}) == 7
    # The same hash, yet not equal.
    assert (1, 2, 3) not in seen


def test_hashing_a_deep_nest_ends_in_recursion_error():
    nest = f.FrozenTriple(None, 0, 0)
    for _ in range(100_000):
        nest = f.FrozenTriple(nest, 0, 0)
    with pytest.raises(RecursionError):
        hash(nest)


def test_an_unboxed_float_hashes_as_the_object():
    dice = random.Random(11)
    numbers = [0.0, -0.0, -1.0, 1e308, 5e-324, float("inf"), float("-inf"), float(2**61 - 1), float(2**61)]
    for _ in range(5000):
        number = struct.unpack("d", dice.randbytes(8))[0]
        numbers += [number, math.ldexp(dice.randint(1, 2**53), dice.randint(-1100, 900)), float(dice.randint(-(10**18), 10**18))]
    for number in numbers:
        if number == number:
            assert hash(f.FrozenPoint(number, 1, 2)) == hash((number, 1.0, 2.0))


def test_a_record_with_a_nan_is_found_again():
    point = f.FrozenPoint(float("nan"), 1, 2)
    assert hash(point) == hash(point) and point in {point}
