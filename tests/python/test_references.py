"""No path gains or loses a reference: to a value, to the class, or, on errors, to anything."""

import copy
import gc
import itertools
import operator
import pickle
import sys
import weakref

import pytest
import recordclass_fixtures as f
from reference import FREE_THREADED, Plain, Raises, outcome

ROUNDS = 1000
pytestmark = pytest.mark.skipif(FREE_THREADED, reason="reference counts are split between threads")


class Value(Plain):
    """Fit for every protocol."""

    def __index__(self):
        return 1

    def __float__(self):
        return 1.0


class Text(str):
    """Text with an identity."""


def check(operation, *watched, rounds=ROUNDS):
    """Counts are the same after many rounds; what the first ones keep (caches) does not matter."""
    for _ in range(10):
        outcome(operation)
    # What other tests left in circles may refer to the classes.
    gc.collect()
    before = [sys.getrefcount(thing) for thing in watched]
    for _ in range(rounds):
        outcome(operation)
    after = [sys.getrefcount(thing) for thing in watched]
    assert after == before


value, other, text = Value(), Value(), Text("text")
# A class, not an instance: that would gather the frames of every round in its traceback.
ERROR = Raises(ZeroDivisionError)

CONSTRUCT = {
    "positional": (f.Triple, lambda: f.Triple(value, value, other)),
    "keyword": (f.Triple, lambda: f.Triple(c=value, b=value, a=other)),
    "mixed": (f.Triple, lambda: f.Triple(value, c=value, b=other)),
    "__new__": (f.Triple, lambda: f.Triple.__new__(f.Triple, value, c=value, b=other)),
    "frozen": (f.FrozenTriple, lambda: f.FrozenTriple(value, value, other)),
    "gc": (f.Node, lambda: f.Node(value, other, 1)),
    "gc frozen": (f.FrozenNode, lambda: f.FrozenNode(value, other, [value, other])),
    "typed": (f.Named, lambda: f.Named(text, value, text)),
    "typed frozen": (f.FrozenNamed, lambda: f.FrozenNamed(text, value, None)),
    "defaults": (f.Defaults, lambda: f.Defaults()),
    "keyword only": (f.Partly, lambda: f.Partly(value, c=other)),
    "list": (f.Basket, lambda: f.Basket([value, other])),
    "numbers": (f.Widths, lambda: f.Widths(i8=value, f64=value)),
    "texts": (f.Texts, lambda: f.Texts(text, [1.0], value)),
    "own": (f.OwnNew, lambda: f.OwnNew(value, other)),
    "many": (f.Many, lambda: f.Many(*[value] * 64)),
    "__make__": (f.Triple, lambda: f.Triple.__make__([value, other, value])),
}
WRONG_CALLS = {
    "missing": (f.Triple, lambda: f.Triple(value, c=other)),
    "doubled": (f.Triple, lambda: f.Triple(value, other, value, a=other)),
    "unexpected": (f.Triple, lambda: f.Triple(value, d=other)),
    "too many": (f.Triple, lambda: f.Triple(value, value, value, other)),
    "too many by __new__": (f.Triple, lambda: f.Triple.__new__(f.Triple, value, value, value, other)),
    "doubled by __new__": (f.Triple, lambda: f.Triple.__new__(f.Triple, value, **{"a": other})),
    "wrong last type": (f.Named, lambda: f.Named(text, value, other)),
    "wrong last type, frozen": (f.FrozenNamed, lambda: f.FrozenNamed(text, value, other)),
    "wrong number after objects": (f.Node, lambda: f.Node(value, other, "1")),
    "overflow after objects": (f.Node, lambda: f.Node(value, other, 2**64)),
    "value's own error": (f.Node, lambda: f.Node(value, other, ERROR)),
    "wrong item": (f.Texts, lambda: f.Texts(text, [1.0, value, text])),
    "wrong item, frozen gc": (f.FrozenNode, lambda: f.FrozenNode(value, other, 5)),
    "wrong class": (f.Triple, lambda: f.Triple.__new__(Value, value, value, value)),
    "__make__ short": (f.Triple, lambda: f.Triple.__make__([value, other])),
    "__make__ wrong": (f.Node, lambda: f.Node.__make__([value, other, text])),
}


@pytest.mark.parametrize(("cls", "operation"), CONSTRUCT.values(), ids=CONSTRUCT)
def test_construction(cls, operation):
    assert outcome(operation)[0] == "gave"
    check(operation, value, other, text, cls)


@pytest.mark.parametrize(("cls", "operation"), WRONG_CALLS.values(), ids=WRONG_CALLS)
def test_construction_that_fails(cls, operation):
    assert outcome(operation)[0] == "raised"
    check(operation, value, other, text, cls)


def records():
    yield f.Triple(value, other, text)
    yield f.FrozenTriple(value, other, text)
    yield f.Named(text, value, None)
    yield f.FrozenNamed(text, value, None)
    yield f.Node(value, other, 5)
    yield f.FrozenNode(value, other, [value])
    yield f.Holder(value, [other], [value, other], [("a", value), ("b", None)], None)
    yield f.Basket([value, other])
    yield f.FrozenBasket([value, other])
    yield f.Mixed(value, other, 1, 2, "label")
    yield f.Partly(value, other, c=value, d=None)
    yield f.OwnNew(value, other)
    yield f.Texts("t", [1.0, 2.0], None)
    yield f.Ticket(f.Side.Buy, f.Shade.Dark)
    yield f.Point(1, 2, 3)
    yield f.Widths()


RECORDS = list(records())
each_record = pytest.mark.parametrize("record", RECORDS, ids=[type(record).__name__ for record in RECORDS])
READS = {
    "attributes": lambda it: [getattr(it, name) for name in it.__record_fields__],
    "items": lambda it: [it[index] for index in range(-len(it), len(it))],
    "wrong item": lambda it: it[99],
    "wrong key": lambda it: it[value],
    "erring key": lambda it: it[ERROR],
    "slice": lambda it: it[::-1],
    "wrong slice": lambda it: it[::0],
    "iterate": list,
    "iterate half": lambda it: next(iter(it)),
    "in": lambda it: (value in it, object() in it),
    "in with error": lambda it: ERROR in it,
    "repr": repr,
    "hash": hash,
    "equal": lambda it: (it == it, it != it, it == 5, it == copy.copy(it)),
    "order": lambda it: it < copy.copy(it),
    "order wrong": lambda it: it < 5,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "replace": lambda it: it.__replace__(),
    "replace wrong": lambda it: it.__replace__(nothing=value),
    "replace wrong type": lambda it: it.__replace__(**dict.fromkeys(it.__record_fields__, ERROR)),
    "dict": lambda it: it._asdict(),
    "reduce": lambda it: it.__reduce__(),
    "pickle": lambda it: pickle.dumps(it),
    "unpack": lambda it: [*it],
    "missing attribute": lambda it: it.missing,
    "unknown assignment": lambda it: setattr(it, "missing", value),
}


@each_record
@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_reading(record, read):
    check(lambda: read(record), value, other, text, record, type(record), rounds=ROUNDS // 5)


@each_record
def test_writing(record):
    """What is there is written again, in every way; then what does not fit."""

    def again():
        for index, name in enumerate(record.__record_fields__):
            held = getattr(record, name)
            outcome(setattr, record, name, held)
            outcome(operator.setitem, record, index, held)
            outcome(getattr(type(record), name).__set__, record, held)
            outcome(setattr, record, name, ERROR)
            outcome(setattr, record, name, 2**200)
            outcome(delattr, record, name)
            outcome(delattr, record, name)
            outcome(setattr, record, name, held)
            outcome(setattr, record, name, held)

    check(again, value, other, text, record, type(record), rounds=ROUNDS // 5)


def test_writing_another_value():
    triple, named, basket = f.Triple(1, 2, 3), f.Named("n"), f.Basket([])

    def swap():
        for new in (value, other):
            triple.a = triple[1] = new
            named.payload, named.name = new, text
            basket.items = [new, new]
        triple.a = triple.b = named.payload = None
        named.name, basket.items = "n", []

    check(swap, value, other, text)


def test_deleted_fields():
    def read_all():
        triple = f.Triple(value, other, value)
        del triple.b
        for read in READS.values():
            outcome(read, triple)

    check(read_all, value, other, f.Triple)


def test_errors_within_protocols():
    bad = f.Triple(value, ERROR, other)
    frozen = f.FrozenTriple(value, ERROR, other)

    def all_fail():
        for record in (bad, frozen):
            for operation in (repr, hash, copy.deepcopy, lambda it: it == type(it)(value, other, value)):
                outcome(operation, record)

    check(all_fail, value, other, ERROR, f.Triple, f.FrozenTriple)


def test_functions():
    point, frozen = f.Point(1, 2, 3), f.FrozenPoint(1, 2, 3)

    def call():
        f.shift(point, 0)
        f.same(point)
        f.doubled(point)
        f.freeze(point)
        f.length(frozen)
        f.grid(3)
        outcome(f.doubled, frozen)

    check(call, point, frozen, f.Point, f.FrozenPoint)


def test_descriptors():
    triple = f.Triple(value, other, 5)

    def use():
        f.Triple.a.__get__(triple)
        outcome(f.Triple.a.__get__, value)
        outcome(f.Triple.a.__set__, value, other)
        outcome(f.Point.x.__get__, value)
        outcome(f.Point.x.__set__, value, other)

    check(use, value, other, triple, f.Triple, f.Triple.a, f.Point.x)


def test_nothing_is_left_of_many_records():
    """A leak that no count of a single object shows: memory blocks stay as many as they were."""
    for cls in (f.Triple, f.Node, f.FrozenTriple):
        for _ in range(2):
            blocks = sys.getallocatedblocks()
            for _ in range(20_000):
                cls(1.5, 2.5, 3)
            grown = sys.getallocatedblocks() - blocks
        assert grown < 100


def test_conversions_leave_no_memory():
    records = [f.Texts("some text that is long enough", [1.0] * 10, 2.0), f.Holder(many=[1.5] * 10), f.Widths()]
    for record in records:
        for _ in range(2):
            blocks = sys.getallocatedblocks()
            for _ in range(5_000):
                copy.copy(record)[:]
                repr(record)
                pickle.dumps(record)
            grown = sys.getallocatedblocks() - blocks
        assert grown < 100


@pytest.mark.parametrize("cls", [f.Triple, f.FrozenTriple, f.Node], ids=lambda cls: cls.__name__)
def test_the_end_of_a_record_whatever_its_slots_hold(cls):
    """Shared values, such as live for ever, the last reference to one that holds nothing or something, and no value."""
    shared, ends = [], []

    class Told:
        def __init__(self):
            ends.append(weakref.ref(self))

    kinds = {
        "shared": lambda: shared,
        "for ever": lambda: None,
        "leaf": lambda: "".join(["a", " text"]),
        "number": lambda: float("1.5"),
        "last": lambda: [Told()],
        "none": lambda: shared,
    }
    names = cls.__record_fields__
    slots = len(names) - (cls is f.Node)
    before = sys.getrefcount(shared)
    for mix in itertools.product(kinds, repeat=slots):
        if cls is f.FrozenTriple and "none" in mix:
            continue
        record = cls(*(kinds[kind]() for kind in mix), *[5] * (len(names) - slots))
        for name, kind in zip(names, mix):
            if kind == "none":
                delattr(record, name)
        assert sys.getrefcount(shared) == before + mix.count("shared"), mix
        del record
        assert len(ends) == mix.count("last") and all(end() is None for end in ends), mix
        assert sys.getrefcount(shared) == before, mix
        ends.clear()
