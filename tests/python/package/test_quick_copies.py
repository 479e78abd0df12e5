"""Quick ways of copy, replace, comparison and hash: what they must give, hold and refuse, as the general ones do.

They are for records of slots one after the other, in memory of the pool: the first record of a size is made in another way
than those after a dead one.
"""

import copy
import itertools
import operator
import sys

import pytest
import recordclass_fixtures as f
from recordclass_rs import clone, dataobject, make_dataclass, recordclass

FREE_THREADED = "free-threading" in sys.version
uncounted = pytest.mark.skipif(FREE_THREADED, reason="reference counts are not exact without the GIL")

OPERATORS = [operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge]


class Text(str):
    """A str that is none of the simple ones."""


class Raising:
    """Its `==`, `<` and hash fail, and take the record that it is in apart meanwhile."""

    def __init__(self, act=None):
        self.act = act

    def __eq__(self, other):
        if self.act:
            self.act()
        raise ZeroDivisionError("its own")

    def __hash__(self):
        raise ZeroDivisionError("its own")


def base():
    class Base(dataobject, sequence=True, order=True, hashable=True):
        a: object
        b: object

    class Sub(Base):
        pass

    return [Base, Sub]


DYNAMIC = [
    make_dataclass("P", "a b", order=True, hashable=True),
    make_dataclass("G", "a b", gc=True, order=True, hashable=True),
    make_dataclass("R", "a b", use_dict=True, use_weakref=True, order=True, hashable=True),
    recordclass("N", "a b", hashable=True),
    *base(),
]
DERIVED = [f.HzMut, f.HzGc]
classes = pytest.mark.parametrize("cls", DYNAMIC + DERIVED, ids=[cls.__name__ for cls in DYNAMIC + DERIVED])


def dead(cls):
    """Leaves a dead record in the pool."""
    cls(object(), object())


def counts(values):
    return [sys.getrefcount(value) for value in values]


def replaced(record, **changes):
    ways = [record.__replace__(**changes)]
    if isinstance(record, dataobject):
        ways.append(clone(record, **changes))
    return ways


@classes
def test_a_copy_has_the_values_and_the_class_and_is_another(cls):
    for first, second in itertools.product([1, None, "x", [1], object()], repeat=2):
        record = cls(first, second)
        for _ in range(3):
            for other in (copy.copy(record), *replaced(record)):
                assert type(other) is cls and other is not record
                assert other.a is first and other.b is second
            dead(cls)


@classes
def test_a_replaced_record_has_other_values_where_it_is_told(cls):
    new = object()
    for _ in range(3):
        record = cls(1, "two")
        for other in replaced(record, b=new):
            assert (other.a, other.b) == (1, new)
        for other in replaced(record, b=new, a=record):
            assert other.a is record and other.b is new
        # A name that is equal, and not the interned one.
        for other in replaced(record, **{"".join(["", "a"]): 5, Text("b"): 6}):
            assert (other.a, other.b) == (5, 6)
        assert (record.a, record.b) == (1, "two")
        dead(cls)


@classes
@uncounted
def test_copies_hold_each_value_once_and_give_it_back(cls):
    values, new = [object(), object()], object()
    everything = [*values, new]
    for _ in range(3):
        record = cls(*values)
        before, types = counts(everything), sys.getrefcount(cls)
        held = [copy.copy(record) for _ in range(5)]
        assert counts(everything) == [before[0] + 5, before[1] + 5, before[2]]
        held += [other for _ in range(5) for other in replaced(record, b=new)[:1]]
        assert counts(everything) == [before[0] + 10, before[1] + 5, before[2] + 5]
        del held
        assert counts(everything) == before and sys.getrefcount(cls) == types
        dead(cls)


@classes
@uncounted
def test_a_name_that_is_none_is_refused_and_nothing_is_held(cls):
    if cls.__dictoffset__:
        pytest.skip("it goes to the dict")
    values, new = [object(), object()], object()
    record, everything = cls(*values), [*values, new]
    before, types = counts(everything), sys.getrefcount(cls)
    for changes in {"c": new}, {"a": new, "c": new}, {"b": new, "a": new, "zz": new}, {"A": new}:
        for _ in range(10):
            with pytest.raises(TypeError, match="unexpected keyword argument '(c|zz|A)'"):
                record.__replace__(**changes)
    for _ in range(10):
        with pytest.raises(TypeError, match="positional"):
            record.__replace__(new)
        with pytest.raises(TypeError):
            record.__replace__(new, a=new)
    del changes
    assert counts(everything) == before and sys.getrefcount(cls) == types
    assert record.a is values[0] and record.b is values[1]


@classes
def test_a_hole_is_copied_and_filled(cls):
    record = cls(1, 2)
    del record.a
    for _ in range(3):
        for other in (copy.copy(record), *replaced(record)):
            assert other.b == 2
            with pytest.raises(AttributeError, match="a"):
                other.a
        for other in replaced(record, a=3):
            assert (other.a, other.b) == (3, 2)
        dead(cls)


@classes
def test_a_hole_has_no_order_no_hash_and_equals_nothing(cls):
    for hole, other in (cls(1, 2), cls(1, 2)), (cls(1, 2), cls(5, 2)):
        del hole.b
        for left, right in (hole, other), (other, hole):
            # The first field may tell already.
            if left.a == right.a:
                for compare in OPERATORS:
                    with pytest.raises((AttributeError, TypeError)):
                        compare(left, right)
            else:
                assert left != right
        with pytest.raises(AttributeError, match="b"):
            hash(hole)
        assert hole == hole


def test_a_subclass_copies_itself_and_equals_itself_only():
    Base, Sub = base()
    for cls, other in (Base, Sub), (Sub, Base):
        record = cls(1, 2)
        for made in copy.copy(record), record.__replace__(a=1), clone(record):
            assert type(made) is cls and made == record
        assert record != other(1, 2) and not record == other(1, 2)
        with pytest.raises(TypeError):
            record < other(1, 3)

    class Roomy(Base, use_dict=True):
        pass

    record = Roomy(1, 2)
    record.more = [1]
    for made in copy.copy(record), record.__replace__(b=3):
        assert type(made) is Roomy and made.more is record.more
    assert record.__replace__(other=5).other == 5

    class Own(Base):
        def __eq__(self, other):
            return NotImplemented if self is other else "own"

        def __hash__(self):
            return 17

        def __copy__(self):
            return "own copy"

    assert (Own(1, 2) == Own(3, 4)) == "own" and hash(Own(1, 2)) == 17 and copy.copy(Own(1, 2)) == "own copy"


NAN = float("nan")
VALUES = [
    0, 1, -1, 2**30, -(2**30), 2**62, 2**100, True, 0.0, -0.0, 1.0, 0.5, 1e300, float("inf"), NAN, float("nan"),
    "", "a", "b", "ab", "a\0", "é", "ÿ", "日", "日本", "\U0001f600", "a" * 300, Text("a"), None, (), (1,), b"a",
]  # fmt: skip


def outcome(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return type(error)


@classes
def test_comparison_and_hash_are_those_of_tuples(cls):
    for one, other in itertools.product(VALUES, repeat=2):
        for left, right in ((one, 1), (other, 1)), ((1, one), (1, other)), ((one, 2), (other, 1)):
            for compare in OPERATORS:
                ours, theirs = (outcome(compare, cls(*left), cls(*right)), outcome(compare, left, right))
                assert ours is theirs, (compare, left, right)
    for value in VALUES:
        assert hash(cls(value, "x")) == hash((value, "x"))


@classes
def test_equal_strings_and_numbers_need_not_be_the_same_objects(cls):
    for value in VALUES:
        if isinstance(value, str) and value:
            twin = "".join(list(value))
        elif type(value) in (int, float) and value == value:
            twin = type(value)(repr(value))
        else:
            continue
        assert cls(value, 0) == cls(twin, 0) and not cls(value, 0) != cls(twin, 0)
        assert hash(cls(value, 0)) == hash(cls(twin, 0))
        assert cls(value, 0) < cls(twin, 1) and not cls(value, 0) < cls(twin, 0) and cls(value, 0) <= cls(twin, 0)


@classes
@uncounted
def test_an_error_half_way_passes_and_nothing_is_held(cls):
    values = [object(), Raising(), Raising()]
    left, right = cls("same", values[1]), cls("same", values[2])
    before, types = counts(values), sys.getrefcount(cls)
    for _ in range(10):
        for compare in OPERATORS:
            with pytest.raises(ZeroDivisionError, match="its own"):
                compare(left, right)
        with pytest.raises(ZeroDivisionError, match="its own"):
            hash(left)
    assert counts(values) == before and sys.getrefcount(cls) == types
    # The first field tells, and the second is not asked.
    assert cls("one", values[1]) != cls("other", values[2])
    assert left == left


@classes
def test_a_comparison_that_takes_the_record_apart(cls):
    def act():
        left.a = left.b = right.a = right.b = None
        del left.a, right.b

    for compare in OPERATORS:
        left, right = cls("same", Raising(lambda: act())), cls("same", [Raising()])
        with pytest.raises(ZeroDivisionError):
            compare(left, right)
        assert not hasattr(left, "a") and not hasattr(right, "b")


@classes
@uncounted
def test_an_equality_that_is_known_holds_nothing(cls):
    values = ["left" * 2, float("1.5"), 10**5]
    left, right = cls("".join(["x", "y"]), values[1]), cls("".join(["x", "y"]), values[1])
    before = counts(values), sys.getrefcount(cls)
    for _ in range(100):
        assert left == right and not left < right and hash(left) == hash(right)
    assert (counts(values), sys.getrefcount(cls)) == before


def test_numbers_compare_as_numbers():
    def fresh(values):
        # A NaN within a record has no identity that could make it equal to itself.
        return [value if value == value else float("nan") for value in values]

    for values, others in itertools.product([(1.0, 2.0), (NAN, 1.0), (0.0, -0.0), (1.0, NAN), (-0.0, 0.0), (2.0, 1.0)], repeat=2):
        for compare in OPERATORS:
            assert compare(f.Point(*values), f.Point(*others)) is compare(fresh(values), fresh(others)), (compare, values, others)
