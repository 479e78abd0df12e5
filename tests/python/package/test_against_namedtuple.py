"""`recordclass()` and `RecordClass` beside `namedtuple` and `NamedTuple`: the same, but for being a tuple."""

import pickle
import sys
from collections import namedtuple
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recordclass_rs import RecordClass, dataobject, mutabletuple, recordclass
from reference import outcome

Ours = recordclass("Ours", "x y z", defaults=(10, 20))
Theirs = namedtuple("Theirs", "x y z", defaults=(10, 20))


class OursTyped(RecordClass):
    """Documented."""

    x: int
    y: str = "y"

    def double(self):
        return self.x * 2

    @property
    def both(self):
        return self.x, self.y


class TheirsTyped(NamedTuple):
    """Documented."""

    x: int
    y: str = "y"

    def double(self):
        return self.x * 2

    @property
    def both(self):
        return self.x, self.y


def alike(operation):
    """The outcomes for both, with names and kinds of containers made the same."""

    def plain(cls, found):
        kind, value = found
        if isinstance(value, cls):
            return kind, tuple(value)
        if isinstance(value, mutabletuple):
            return kind, tuple(value)
        return kind, value.replace("Theirs", "Ours") if isinstance(value, str) else value

    return [plain(cls, outcome(operation, cls)) for cls in (Ours, Theirs)]


VALUES = st.lists(st.one_of(st.integers(), st.text(max_size=2), st.none(), st.floats(allow_nan=False)), max_size=5)
NAMES = st.dictionaries(st.sampled_from(["x", "y", "z", "w", "self", "_cls"]), st.integers(), max_size=4)


@given(VALUES, NAMES)
def test_calls(values, names):
    ours, theirs = alike(lambda cls: cls(*values, **names))
    assert ours == theirs


@given(VALUES)
def test_make(values):
    if len(values) in (1, 2):
        # A namedtuple's `_make` knows no defaults.
        assert tuple(Ours._make(values)) == tuple(Theirs(*values))
        return
    ours, theirs = alike(lambda cls: cls._make(iter(values)))
    assert ours == theirs


def test_make_calls_the_class():
    called = []

    class Meta(type(RecordClass)):
        def __call__(cls, *args):
            called.append(args)
            return super().__call__(*args)

    class Told(RecordClass, metaclass=Meta):
        x: int
        y: int = 2

    class Checked(RecordClass):
        x: int
        y: int = 2

        def __post_init__(self):
            called.append((self.x, self.y))

    class Initialised(RecordClass):
        x: int
        y: int = 2

        def __init__(self, *args):
            called.append(args)
            self.x, self.y = args

    class Created(RecordClass):
        x: int
        y: int = 2

        def __new__(cls, *args):
            called.append(args)
            return super().__new__(cls, *args)

    for cls in (Told, Checked, Initialised, Created):
        for values in ((1, 2), [1, 2], iter((1, 2))):
            made = cls._make(values)
            assert (type(made), made.x, made.y) == (cls, 1, 2)
        assert called == [(1, 2)] * 3
        called.clear()


SMALL = st.integers(-4, 4)
BOUNDS = st.one_of(SMALL, st.sampled_from([10**30, -(10**30), None, "a", True]))


@given(st.lists(SMALL, min_size=3, max_size=3), st.lists(BOUNDS, max_size=4))
def test_count_and_index(values, args):
    for operation in (lambda p: p.count(*args), lambda p: p.index(*args)):
        assert outcome(operation, Ours(*values)) == outcome(operation, Theirs(*values))


@given(st.lists(SMALL, min_size=3, max_size=3), st.one_of(SMALL, st.sampled_from([10**30, "a", 1.5, None, True])))
def test_sums_and_products(values, times):
    for operation in (
        lambda p, other: p + other,
        lambda p, other: p + p,
        lambda p, other: p + (),
        lambda p, other: p + times,
        lambda p, other: p * times,
        lambda p, other: times * p,
        lambda p, other: other + p,
    ):
        kinds = (Ours, mutabletuple), (Theirs, lambda *items: items)
        ours, theirs = [outcome(operation, cls(*values), other(7, 8)) for cls, other in kinds]
        if ours[0] == theirs[0] == "gave":
            assert type(ours[1]) is mutabletuple and tuple(ours[1]) == theirs[1]
        else:
            assert ours == theirs


def test_the_users_methods_and_fields_stand_before_those_of_tuples():
    class Own(RecordClass):
        count: int
        index: int = 5

        def __add__(self, other):
            return "sum"

    assert (Own(1).count, Own(1).index, Own(1) + 2, Own(1) * 1) == (1, 5, "sum", mutabletuple(1, 5))
    assert recordclass("P", "count index")(1, 2).count == 1

    class Base(dataobject):
        count: int

    class Late(Base, sequence=True, namedtuple=True):
        other: int = 3

    assert Late(1).count == 1 and Late(1).index(3) == 1 and Late(1) + (2,) == mutabletuple(1, 3, 2)

    class Mixin:
        def count(self, value):
            return "mine"

    class Mixed(Mixin, dataobject, sequence=True, namedtuple=True):
        x: int

    assert Mixed(1).count(1) == "mine"


def test_only_a_recordclass_with_indices_has_them():
    class Sequence(dataobject, sequence=True):
        x: int

    for p in (Sequence(1), recordclass("P", "x", sequence=False)(1)):
        assert not any(hasattr(p, name) for name in ("count", "index", "__add__", "__mul__", "__rmul__"))
        with pytest.raises(TypeError):
            mutabletuple() + p


def test_children_have_them():
    class Child(OursTyped):
        z: int = 3

    child = Child(1)
    assert child + mutabletuple(4) == mutabletuple(1, "y", 3, 4)
    assert mutabletuple(4) + child == mutabletuple(4, 1, "y", 3)
    assert (child.count(3), child.index("y"), child * 2) == (1, 1, mutabletuple(1, "y", 3, 1, "y", 3))


@given(st.slices(4), st.lists(st.integers(), max_size=5))
def test_slices_are_assigned_as_those_of_a_mutabletuple(part, new):
    class P(RecordClass):
        a: int
        b: int
        c: int
        d: int

    ours, theirs = P(10, 11, 12, 13), mutabletuple(10, 11, 12, 13)
    assert outcome(ours.__setitem__, part, iter(new)) == outcome(theirs.__setitem__, part, iter(new))
    assert list(ours) == list(theirs)


def test_a_slice_is_assigned_whole_or_not_at_all():
    P = recordclass("P", "x y z", readonly=["z"])
    p = P(1, 2, 3)
    with pytest.raises(AttributeError, match="cannot assign to field 'z' of 'P'"):
        p[1:] = 8, 9
    with pytest.raises(ValueError, match="size 3 to slice of size 2 of a P"):
        p[:2] = 7, 8, 9
    with pytest.raises(TypeError, match="not iterable"):
        p[:2] = 7
    with pytest.raises(TypeError, match="doesn't support item deletion"):
        del p[:2]
    assert list(p) == [1, 2, 3]
    p[:2] = p[1::-1]
    assert list(p) == [2, 1, 3]
    q = recordclass("Q", "x y", readonly=True)(1, 2)
    with pytest.raises(TypeError):
        q[:1] = (3,)


@given(st.dictionaries(st.sampled_from(["x", "y", "z"]), st.integers()))
def test_replace_makes_another_record(names):
    record = Ours(1, 2, 3)
    assert tuple(record._replace(**names)) == tuple(Theirs(1, 2, 3)._replace(**names))
    assert record._replace(**names) is not record and tuple(record) == (1, 2, 3)


def test_replace_refuses_what_is_no_field():
    # As namedtuple does from 3.13 on; before, it is a ValueError there.
    with pytest.raises(TypeError, match="w"):
        Ours(1)._replace(w=1)
    with pytest.raises(TypeError):
        Ours(1)._replace(5)


@given(VALUES.filter(lambda values: 1 <= len(values) <= 3))
def test_what_a_namedtuple_tells_of_itself(values):
    for read in (
        lambda cls: repr(cls(*values)),
        lambda cls: cls(*values)._asdict(),
        lambda cls: cls._fields,
        lambda cls: cls(*values)._fields,
        lambda cls: cls._field_defaults,
        lambda cls: cls.__match_args__,
        lambda cls: len(cls(*values)),
        lambda cls: list(cls(*values)),
        lambda cls: list(reversed(cls(*values))),
        lambda cls: cls(*values) == cls(*values),
        lambda cls: cls.__module__,
        lambda cls: bool(cls(*values)),
    ):
        ours, theirs = alike(read)
        assert ours == theirs


KEYS = st.one_of(
    st.integers(-5, 5),
    st.builds(slice, *[st.one_of(st.none(), st.integers(-5, 5))] * 3),
    st.sampled_from(["x", 1.5, None, True]),
)


@given(KEYS)
def test_indexing(key):
    ours, theirs = alike(lambda cls: cls(1, 2, 3)[key])
    assert ours == theirs


@given(st.sampled_from([1, "a", None, (1,)]))
def test_containing(value):
    ours, theirs = alike(lambda cls: value in cls("a", 1, None))
    assert ours == theirs


def test_a_slice_is_a_mutabletuple():
    assert type(Ours(1, 2, 3)[1:]) is mutabletuple and Ours(1, 2, 3)[1:] == mutabletuple(2, 3)


def test_it_counts_as_a_mutabletuple_and_not_as_a_tuple():
    for cls in (Ours, OursTyped):
        assert issubclass(cls, mutabletuple) and isinstance(cls(1), mutabletuple)
        assert not issubclass(cls, tuple)
    assert Ours(1, 2, 3) != (1, 2, 3)


def test_it_is_smaller():
    assert sys.getsizeof(Ours(1)) < sys.getsizeof(Theirs(1))


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickle(protocol):
    for record in (Ours(1), OursTyped(1, "a")):
        assert pickle.loads(pickle.dumps(record, protocol)) == record


def test_the_class_forms_are_alike():
    for read in (
        lambda cls: cls(1).double(),
        lambda cls: cls(1).both,
        lambda cls: cls.__doc__,
        lambda cls: cls._fields,
        lambda cls: cls._field_defaults,
        lambda cls: cls.__annotations__,
        lambda cls: cls(1)._replace(y=5).y,
        lambda cls: cls._make([1, 2]).both,
    ):
        assert read(OursTyped) == read(TheirsTyped)


def test_user_methods_of_those_names_stand():
    class P(RecordClass):
        x: int

        def _replace(self, **changes):
            return "mine"

        def __len__(self):
            return 99

        def __hash__(self):
            return 7

    assert P(1)._replace(x=2) == "mine" and len(P(1)) == 99 and hash(P(1)) == 7


def test_the_module_is_the_callers():
    assert Ours.__module__ == __name__
    assert recordclass("P", "x", module="elsewhere").__module__ == "elsewhere"
    namespace = {"__name__": "over.there"}
    exec("from recordclass_rs import *\nclasses = [recordclass('P', 'x'), make_dataclass('P', 'x'), make_structclass('P', 'x'),"
         "make_dictclass('P', 'x'), make_arrayclass('P', 1), join_dataclasses('P', [])]", namespace)  # fmt: skip
    assert {cls.__module__ for cls in namespace["classes"]} == {"over.there"}
    assert type(RecordClass)("P", (RecordClass,), {}).__module__ == __name__


def test_a_class_of_no_fields():
    for read in (lambda cls: repr(cls()), lambda cls: list(cls()), lambda cls: cls()._asdict(), lambda cls: len(cls())):
        assert read(recordclass("P", "")) == read(namedtuple("P", ""))


@pytest.mark.parametrize("count", [1, 100, 300, 3000])
def test_many_fields(count):
    names = [f"f{place}" for place in range(count)]
    P = recordclass("P", names)
    record = P(*range(count))
    assert list(record) == list(range(count)) and record._asdict() == dict(zip(names, range(count)))
    assert P(**dict(zip(names, range(count)))) == record
