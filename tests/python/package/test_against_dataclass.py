"""Record classes beside `dataclass(slots=True)`: the same answers, and the same mistakes refused."""

import copy
import operator
import pickle
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recordclass_rs import Factory, as_dataclass, asdict, astuple, clone, dataobject, make, update
from reference import message, outcome


class Ours(dataobject):
    x: Any
    y: Any = 10
    items: list = Factory(list)


@dataclass(slots=True, order=True)
class Theirs:
    x: Any
    y: Any = 10
    items: list = field(default_factory=list)


class OursReadonly(dataobject, readonly=True):
    x: Any
    y: Any = 10
    items: tuple = ()


@dataclass(slots=True, order=True, frozen=True)
class TheirsReadonly:
    x: Any
    y: Any = 10
    items: tuple = ()


PAIRS = pytest.mark.parametrize("pair", [(Ours, Theirs), (OursReadonly, TheirsReadonly)], ids=["mutable", "readonly"])
VALUE = st.one_of(st.integers(-3, 3), st.text(max_size=2), st.none(), st.just(()))
VALUES = st.lists(VALUE, max_size=4)
NAMES = st.dictionaries(st.sampled_from(["x", "y", "items", "z", "self"]), VALUE, max_size=4)


def plain(value):
    if isinstance(value, (Ours, Theirs, OursReadonly, TheirsReadonly)):
        return value.x, value.y, value.items
    return value.replace("Theirs", "Ours") if isinstance(value, str) else value


def both(pair, operation):
    return [(kind, plain(value)) for kind, value in (outcome(operation, cls) for cls in pair)]


@PAIRS
@given(values=VALUES, names=NAMES)
def test_calls(pair, values, names):
    ours, theirs = both(pair, lambda cls: cls(*values, **names))
    assert ours == theirs


@PAIRS
@given(a=VALUES.filter(lambda values: 1 <= len(values) <= 3), b=VALUES.filter(lambda values: 1 <= len(values) <= 3))
def test_comparison_repr_and_hash(pair, a, b):
    for name in ("eq", "ne", "lt", "le", "gt", "ge"):
        compare = getattr(operator, name)
        ours, theirs = both(pair, lambda cls: compare(cls(*a), cls(*b)))  # noqa: B023
        assert ours == theirs
    for read in (lambda cls: repr(cls(*a)), lambda cls: hash(cls(*a))):
        ours, theirs = both(pair, read)
        assert ours == theirs


@PAIRS
def test_other_classes_are_not_equal(pair):
    ours, theirs = pair
    for other in (theirs(1), 1, (1, 10, ()), None, type("Ours", (ours,), {})(1)):
        assert ours(1) != other
        with pytest.raises(TypeError):
            ours(1) < other  # noqa: B015


@PAIRS
@given(names=NAMES)
def test_changed_copies(pair, names):
    """`copy.replace` works for dataclasses from 3.13 on; what it does is what `dataclasses.replace` does."""
    from dataclasses import replace

    ours, theirs = both(pair, lambda cls: replace(cls(1, 2, ()), **names))
    assert ours == theirs
    for change in (lambda cls: cls(1, 2, ()).__replace__(**names), lambda cls: clone(cls(1, 2, ()), **names)):
        assert both(pair[:1], change)[0] == theirs


@PAIRS
@pytest.mark.parametrize("copier", [copy.copy, copy.deepcopy])
def test_copies(pair, copier):
    for cls in pair:
        inner = [1]
        original = cls(inner, {2: [3]}, ())
        twin = copier(original)
        assert twin == original and type(twin) is cls
        assert (twin.x is inner) == (copier is copy.copy)


def test_a_record_in_itself_is_copied_and_shown():
    record = Ours(1)
    record.items.append(record)
    twin = copy.deepcopy(record)
    assert twin.items[0] is twin and twin is not record
    assert repr(record) == "Ours(x=1, y=10, items=[...])"
    again = pickle.loads(pickle.dumps(twin))
    assert again.items[0] is again


@PAIRS
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickle(pair, protocol):
    record = pair[0]([1, "a"], None, ())
    assert pickle.loads(pickle.dumps(record, protocol)) == record


def test_a_deleted_field_reads_as_missing_and_can_be_set_again():
    for cls in (Ours, Theirs):
        record = cls(1, 2)
        del record.y
        assert not hasattr(record, "y")
        for use in (lambda: record.y, lambda: delattr(record, "y"), lambda: repr(record)):  # noqa: B023
            assert message(use)[0] is AttributeError
        record.y = 5
        assert (record.x, record.y) == (1, 5)


@PAIRS
def test_attributes_that_are_no_fields_are_refused(pair):
    for cls in pair:
        record = cls(1)
        for use in (lambda: record.z, lambda: record.__dict__):  # noqa: B023
            with pytest.raises(AttributeError):
                use()
        # Frozen slots dataclasses of some CPythons raise TypeError by mistake, their `super()` is of the wrong class.
        kinds = AttributeError if cls is pair[0] else (AttributeError, TypeError)
        for use in (lambda: setattr(record, "z", 1), lambda: delattr(record, "z")):  # noqa: B023
            with pytest.raises(kinds):
                use()


def test_post_init_is_called_last():
    seen = []

    class P(dataobject):
        x: int
        y: int = 2

        def __post_init__(self):
            seen.append((self.x, self.y))
            self.y = self.x * 10

    assert P(1).y == 10 and P(x=2, y=3).y == 20 and seen == [(1, 2), (2, 3)]
    copy.copy(P(1))
    assert len(seen) == 3

    class Fails(dataobject):
        x: int

        def __post_init__(self):
            raise KeyError(self.x)

    with pytest.raises(KeyError, match="7"):
        Fails(7)


def test_pickle_and_copies_do_not_initialise_again():
    """A dataclass keeps values as they are, and does not run `__init__` on what it has already changed."""
    global Doubled

    class Doubled(dataobject):
        x: int

        def __init__(self, x):
            self.x = 2 * x

    record = Doubled(1)
    for twin in (copy.copy(record), copy.deepcopy(record), pickle.loads(pickle.dumps(record))):
        assert twin.x == 2


def test_user_methods_stand():
    class P(dataobject, sequence=True, mapping=True, hashable=True):
        x: int
        __eq__ = lambda self, other: "eq"  # noqa: E731
        __lt__ = lambda self, other: "lt"  # noqa: E731
        __hash__ = lambda self: 7  # noqa: E731
        __repr__ = lambda self: "repr"  # noqa: E731
        __str__ = lambda self: "str"  # noqa: E731
        __len__ = lambda self: 9  # noqa: E731
        __iter__ = lambda self: iter("ab")  # noqa: E731
        __getitem__ = lambda self, key: key  # noqa: E731
        __contains__ = lambda self, value: value == "in"  # noqa: E731
        __bool__ = lambda self: False  # noqa: E731
        __call__ = lambda self, *args: args  # noqa: E731
        __copy__ = lambda self: "copy"  # noqa: E731
        __reduce__ = lambda self: (str, ("reduced",))  # noqa: E731
        __sizeof__ = lambda self: 1000  # noqa: E731
        __add__ = lambda self, other: "add"  # noqa: E731

    p = P(1)
    assert (p == p, p < p, hash(p), repr(p), str(p), len(p), list(p)) == ("eq", "lt", 7, "repr", "str", 9, ["a", "b"])
    assert (p["k"], p[0:1], "in" in p, "out" in p, bool(p), p(1, 2)) == ("k", slice(0, 1), True, False, False, (1, 2))
    assert (copy.copy(p), pickle.loads(pickle.dumps(p)), p + 1) == ("copy", "reduced", "add")

    class Unhashable(dataobject, hashable=True):
        x: int
        __hash__ = None

    with pytest.raises(TypeError):
        hash(Unhashable(1))


def test_user_attribute_access_stands():
    class P(dataobject):
        x: int

        def __getattr__(self, name):
            return f"no {name}"

        def __setattr__(self, name, value):
            super().__setattr__(name, value * 2)

    p = P(1)
    p.x = 5
    assert (p.x, p.y) == (10, "no y")


def test_a_new_of_the_users_decides():
    class P(dataobject):
        x: int
        y: int

        def __new__(cls, both):
            return super().__new__(cls, both, both)

    assert repr(P(3)) == "P(x=3, y=3)"


def test_functions_take_records():
    p = Ours(1, 2)
    assert asdict(p) == {"x": 1, "y": 2, "items": []} and list(asdict(p)) == ["x", "y", "items"]
    assert astuple(p) == (1, 2, [])
    twin = clone(p, y=5)
    assert (twin.x, twin.y, p.y) == (1, 5, 2) and twin.items is p.items
    assert update(p, x=7, y=8) is None and (p.x, p.y) == (7, 8)
    assert make(Ours, (1,)) == Ours(1) and make(Ours, iter([1, 2]), items=[3]) == Ours(1, 2, [3])
    assert make(Ours, x=1) == Ours(1)


@pytest.mark.parametrize("function", [asdict, astuple, clone, update, make, lambda ob: make(ob, ())], ids=range(6))
def test_functions_refuse_what_is_no_record(function):
    for other in (5, (1, 2), None, list, Theirs(1), object(), type):
        with pytest.raises(TypeError):
            function(other)
    with pytest.raises(TypeError):
        function()


def test_functions_refuse_names_that_are_no_fields():
    p = Ours(1)
    for call in (lambda: clone(p, z=1), lambda: update(p, z=1), lambda: make(Ours, (1,), z=1), lambda: make(Ours, (1,), x=1)):
        with pytest.raises((TypeError, AttributeError)):
            call()
    with pytest.raises(AttributeError):
        update(p, x=5, z=1)
    assert p.x == 1, "all of an update or nothing"
    for values in ((), (1, 2, 3, 4), range(50)):
        with pytest.raises(TypeError):
            make(Ours, values)
    readonly = OursReadonly(1)
    with pytest.raises(AttributeError):
        update(readonly, x=5)
    assert clone(readonly, x=5).x == 5


def test_functions_refuse_further_arguments():
    p = Ours(1)
    for call, said in (
        (lambda: update(p, 5), "update() takes 1 positional argument, the record, but 2 were given"),
        (lambda: update(x=5), "update() takes 1 positional argument, the record, but 0 were given"),
        (lambda: make(Ours, (), 5), "make() takes a record class and the values, but 3 positional arguments were given"),
        (lambda: make(x=5), "make() takes a record class and the values, but 0 positional arguments were given"),
    ):
        with pytest.raises(TypeError, match=re.escape(said)):
            call()
    assert p == Ours(1)


def test_update_assigns_as_an_assignment_does():
    seen = []

    class Told(dataobject, use_dict=True):
        x: int
        y: int = 0

        def __setattr__(self, name, value):
            seen.append(name)
            object.__setattr__(self, name, value)

    told = Told(1)
    update(told, y=2, x=3)
    update(told, x=4, more=5)
    assert seen == ["y", "x", "x", "more"] and (told.x, told.y, told.more) == (4, 2, 5)
    # A name that is equal, but another object.
    update(told, **{"".join(["", "x"]): 6, str(b"y", "ascii"): 7})
    assert (told.x, told.y) == (6, 7)

    class Part(dataobject, readonly=["y"]):
        x: int
        y: int = 0

    part = Part(1)
    with pytest.raises(AttributeError, match="cannot assign to field 'y' of 'Part'"):
        update(part, x=5, y=5)
    update(part)
    update(part, x=2)
    assert part == Part(2)


def test_make_calls_nothing_of_the_users_but_factories():
    class P(dataobject):
        x: object
        y: object = 5

        def __new__(cls, *args):
            raise AssertionError

        def __init__(self, *args):
            raise AssertionError

        def __post_init__(self):
            raise AssertionError

    for values, named in (((1, 2), {}), ([1, 2], {}), ((1,), {"y": 2}), (iter((1, 2)), {}), ((), {"y": 2, "x": 1})):
        assert astuple(make(P, values, **named)) == (1, 2)
    assert astuple(make(P, (1,))) == astuple(make(P, None, x=1)) == (1, 5)


def test_make_keeps_what_it_was_given():
    values = [[1]]

    class P(dataobject):
        x: object
        y: object = Factory(values.clear)

    assert repr(make(P, values)) == "P(x=[1], y=None)" and values == []


def test_as_dataclass_and_dataclass_make_the_same_of_a_class():
    def build(decorate):
        @decorate
        class P:
            """A place."""

            x: int
            y: int = 5

            def total(self):
                return self.x + self.y

        return P

    ours, theirs = build(as_dataclass), build(dataclass(slots=True))
    for read in (
        lambda cls: cls(1).total(),
        lambda cls: cls.__doc__,
        lambda cls: cls.__name__,
        lambda cls: cls.__qualname__,
        lambda cls: cls.__module__,
        lambda cls: cls.__match_args__,
        lambda cls: cls.__annotations__,
        lambda cls: repr(cls(1)).partition("(")[2],
    ):
        assert read(ours) == read(theirs)
