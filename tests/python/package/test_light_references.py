"""No operation on a light container gains or loses a reference, whether it succeeds or fails."""

import copy
import gc
import operator
import pickle
import sys

import pytest
from light import ALL, FREE_THREADED, MutableTuple, like, make
from recordclass_rs import litelist, litelist_fromargs, litetuple, mutabletuple
from reference import Index, Plain, Raises, outcome

pytestmark = pytest.mark.skipif(FREE_THREADED, reason="reference counts are split between threads")
ROUNDS = 40


class Value(Plain):
    def __eq__(self, other):
        return self is other

    def __lt__(self, other):
        return False

    def __hash__(self):
        return 5


value, other = Value(), Value()
# A class, not an instance: that would gather the frames of every round in its traceback.
ERROR = Raises(ZeroDivisionError)


def failing():
    yield value
    raise ZeroDivisionError


def check(operation, *watched):
    for _ in range(5):
        outcome(operation)
    # What other tests left in circles may refer to the types.
    gc.collect()
    before = [sys.getrefcount(thing) for thing in watched]
    for _ in range(ROUNDS):
        outcome(operation)
    assert [sys.getrefcount(thing) for thing in watched] == before


READS = {
    "index": lambda it: (it[0], it[-1], it[Index(1)]),
    "wrong index": lambda it: it[99],
    "wrong key": lambda it: it[value],
    "erring key": lambda it: it[ERROR],
    "slice": lambda it: (it[1:], it[:], it[::-1], it[::2]),
    "wrong slice": lambda it: it[::0],
    "erring slice": lambda it: it[ERROR:],
    "iterate": list,
    "iterate half": lambda it: next(iter(it)),
    "backward": lambda it: list(reversed(it)),
    "backward half": lambda it: next(reversed(it)),
    "iterators": lambda it: [(i.__reduce__(), i.__length_hint__(), i.__setstate__(1), copy.copy(i)) for i in (iter(it), reversed(it))],
    "iterator's wrong state": lambda it: iter(it).__setstate__("x"),
    "used up iterator": lambda it: [list(i) + list(i.__reduce__()) for i in (iter(it), reversed(it))],
    "unpack": lambda it: [*it],
    "in": lambda it: (value in it, object() in it),
    "in with error": lambda it: ERROR in it,
    "count": lambda it: it.count(other),
    "find": lambda it: it.index(other),
    "find nothing": lambda it: it.index(5),
    "find wrongly": lambda it: it.index(5, value),
    "find with error": lambda it: it.index(ERROR),
    "repr": repr,
    "hash": hash,
    "equal": lambda it: (it == copy.copy(it), it != it, it == 5, it == it[1:]),
    "equal with error": lambda it: it == make(type(it), [ERROR] * len(it)),
    "order": lambda it: (it < it[1:], it >= copy.copy(it)),
    "order wrong": lambda it: it < 5,
    "add": lambda it: (it + it, it + it[1:]),
    "add tuple": lambda it: it + (value,),
    "add list": lambda it: it + [value],
    "add wrong": lambda it: it + value,
    "multiply": lambda it: (it * 0, it * 1, 3 * it),
    "multiply wrong": lambda it: it * value,
    "multiply far too much": lambda it: it * sys.maxsize,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "reduce": lambda it: it.__reduce__(),
    "pickle": lambda it: pickle.loads(pickle.dumps(it[:0])),
    "size": sys.getsizeof,
    "call": lambda it: it(),
    "generic": lambda it: type(it)[value],
    "another": lambda it: make(type(it), it),
    "another with keyword": lambda it: type(it)(value, x=other),
    "delete": lambda it: operator.delitem(it, 99),
    "delete wrongly": lambda it: operator.delitem(it, ERROR),
    "set": lambda it: operator.setitem(it, 0, it[0]),
    "set wrongly": lambda it: operator.setitem(it, 99, value),
    "set to wrong key": lambda it: operator.setitem(it, value, value),
    "set slice": lambda it: operator.setitem(it, slice(None), list(it)),
    "set slice to itself": lambda it: operator.setitem(it, slice(None, None, -1), it[::-1]),
    "set slice wrongly": lambda it: operator.setitem(it, slice(None, None, 2), [value] * 9),
    "set slice to no iterable": lambda it: operator.setitem(it, slice(None), 5),
    "set slice with error": lambda it: operator.setitem(it, slice(None), failing()),
    "isinstance": lambda it: (isinstance(it, mutabletuple), isinstance(value, mutabletuple), issubclass(type(it), mutabletuple)),
    "wrong new": lambda it: type(it).__new__(int, value),
}
CONTAINERS = [make(kind, [value, other, value]) for kind in ALL] + [MutableTuple(value, other, (value,))]


@pytest.mark.parametrize("it", CONTAINERS, ids=[type(it).__name__ for it in CONTAINERS])
@pytest.mark.parametrize("operation", READS.values(), ids=READS)
def test_operations(it, operation):
    check(lambda: operation(it), value, other, ERROR, it, type(it), mutabletuple, litetuple, litelist)


@pytest.mark.parametrize("it", [it for it in CONTAINERS if like(type(it)) is tuple], ids=lambda it: type(it).__name__)
def test_items_that_fail(it):
    bad = type(it)(value, ERROR, other)
    for operation in (repr, hash, copy.deepcopy, pickle.dumps, lambda it: it == type(it)(value, 5, other), lambda it: it.count(5)):
        check(lambda operation=operation: operation(bad), value, other, ERROR, bad, type(bad))


def steps(it):
    """Everything that changes a list, forth and back."""
    it.append(value)
    it.extend([other, value])
    it.extend((other,))
    it.extend(iter([value]))
    it.extend(it)
    outcome(it.extend, failing())
    outcome(it.extend, 5)
    it += litelist([value])
    it.insert(1, other)
    outcome(it.insert, value, other)
    it.pop(), it.pop(0), it.pop(-2)
    outcome(it.pop, 99)
    it.remove(value)
    outcome(it.remove, 5)
    outcome(it.remove, ERROR)
    it.reverse()
    it.sort(key=id)
    it.sort(key=id, reverse=True)
    outcome(it.sort, key=lambda item: 1 / 0)
    outcome(it.sort, key=lambda item: it.append(value) or 0)
    outcome(it.sort, value)
    it[0] = it[-1] = other
    it[1:3] = [value] * 5
    it[1:5] = ()
    it[::2] = it[::2]
    del it[::2]
    del it[-1]
    it[:0] = (value for _ in range(20))
    del it[15:2:-3]
    it *= 2
    it *= 1
    it.copy()
    it.__init__(it[:])
    outcome(it.__init__, failing())
    outcome(it.__init__, 1, 2)
    it *= 0
    it += [value, other]
    it.clear()


def test_changes_of_a_list():
    it = litelist()
    check(lambda: steps(it), value, other, it, litelist)


def test_construction():
    for operation in (
        lambda: mutabletuple(value, other),
        lambda: litetuple.__new__(litetuple, value, other),
        lambda: mutabletuple(value, x=other),
        lambda: litelist([value, other]),
        lambda: litelist(iter([value, other])),
        lambda: litelist(failing()),
        lambda: litelist(value),
        lambda: litelist([value], [other]),
        lambda: litelist_fromargs(value, other),
        lambda: litelist_fromargs(value, x=other),
        lambda: mutabletuple.__new__(int, value),
        lambda: mutabletuple(*[value] * 100),
    ):
        check(operation, value, other, mutabletuple, litetuple, litelist)


def test_nothing_is_left_of_many_containers():
    """A leak that no count of a single object shows: memory blocks stay as many as they were."""
    for kind in ALL:
        for _ in range(3):
            blocks = sys.getallocatedblocks()
            for count in range(1500):
                it = make(kind, [1.5] * (count % 20))
                copy.copy(it), it[1:], it + it, repr(it), list(it), list(reversed(it)), it == it * 1
                if like(kind) is list:
                    it.append(count), it.sort(), it.clear()
            grown = sys.getallocatedblocks() - blocks
        assert grown < 60, kind
