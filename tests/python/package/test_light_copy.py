"""The light containers are copied, deep-copied and pickled; cycles and subclasses included."""

import copy
import pickle
import pickletools

import pytest
from light import ALL, EXACT, LiteList, LiteTuple, MutableTuple, SlimList, like, make
from recordclass_rs import litelist, litetuple, mutabletuple
from reference import Raises, outcome

every = pytest.mark.parametrize("kind", ALL)
protocols = pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))


class Inits(litelist):
    """Would notice a second call of its constructor."""

    calls = 0

    def __init__(self, items, extra):
        type(self).calls += 1
        super().__init__(items)
        self.extra = extra


class News(mutabletuple):
    def __new__(cls, a, *, b):
        self = super().__new__(cls, a, b)
        self.made = True
        return self


class FrozenNews(litetuple):
    def __new__(cls, a, *, b):
        return super().__new__(cls, a, b)


class OwnState(mutabletuple):
    def __getstate__(self):
        return {"kept": self.kept}

    def __setstate__(self, state):
        self.kept, self.restored = state["kept"], True


@every
@protocols
def test_pickles(kind, protocol):
    for items in ([], [1], [1, "a", None, 2.5, b"x", True, 1j], [[1], (2,), {"x": 3}], [mutabletuple(1, litelist([2]))]):
        for it in (make(kind, items), [make(kind, items)] * 2):
            data = pickle.dumps(it, protocol)
            for loaded in (pickle.loads(data), pickle._loads(data), pickle.loads(pickle._dumps(it, protocol))):
                assert type(loaded) is type(it) and loaded == it
    again = pickle.loads(pickle.dumps([make(kind, [1])] * 2, protocol))
    assert again[0] is again[1]


@protocols
def test_pickles_of_subclasses_take_everything_along(protocol):
    for it in (MutableTuple(1, [2]), LiteTuple(1, [2]), LiteList([1, [2]])):
        it.note, it.itself = "note", [3]
        again = pickle.loads(pickle.dumps(it, protocol))
        assert type(again) is type(it) and again == it and vars(again) == vars(it)
    slim = SlimList([1])
    slim.note = [4]
    again = pickle.loads(pickle.dumps(slim, protocol))
    assert again == slim and again.note == [4]
    own = OwnState(1, 2)
    own.kept, own.lost = 5, 6
    again = pickle.loads(pickle.dumps(own, protocol))
    assert list(again) == [1, 2] and vars(again) == {"kept": 5, "restored": True}


@protocols
def test_pickling_calls_no_constructor(protocol):
    it = Inits("ab", 5)
    calls = Inits.calls
    again = pickle.loads(pickle.dumps(it, protocol))
    assert Inits.calls == calls and list(again) == ["a", "b"] and again.extra == 5
    for it in (News(1, b=[2]), FrozenNews(1, b=[2])):
        for again in (pickle.loads(pickle.dumps(it, protocol)), copy.copy(it), copy.deepcopy(it)):
            assert type(again) is type(it) and list(again) == [1, [2]] and vars(again) == vars(it)


@protocols
def test_pickles_of_cycles(protocol):
    it = mutabletuple(1, None, [2])
    it[1] = it
    again = pickle.loads(pickle.dumps(it, protocol))
    assert again[1] is again and again[0] == 1 and again[2] == [2]
    it = litelist([1])
    it.append(it)
    again = pickle.loads(pickle.dumps(it, protocol))
    assert again[1] is again and len(again) == 2
    outer = mutabletuple(None)
    inner = litetuple(outer, litelist([outer]))
    outer[0] = inner
    for start in (outer, inner):
        again = pickle.loads(pickle.dumps(start, protocol))
        there = again[0]
        assert there[0] is again and (again if type(again) is litetuple else there)[1][0] is (there if type(again) is litetuple else again)
    it = MutableTuple(1, None)
    it.itself = it[1] = it
    again = pickle.loads(pickle.dumps(it, protocol))
    assert again.itself is again[1] is again


def test_pickles_are_small():
    assert len(pickle.dumps(mutabletuple(1, 2, 3))) < 60
    assert len(pickle.dumps(litelist([1, 2, 3]))) < 60
    ops = [op.name for op, _, _ in pickletools.genops(pickle.dumps(mutabletuple(1, "x", None)))]
    assert "SETITEMS" not in ops


def test_a_pickle_that_was_tampered_with_is_refused():
    assert not hasattr(mutabletuple, "__setstate__") and not hasattr(litetuple, "__setstate__")
    for wrong in ((mutabletuple.__new__, (int,)), (mutabletuple.__new__, ()), (litelist.__new__, (tuple,))):
        with pytest.raises(TypeError):
            wrong[0](*wrong[1])


@every
def test_shallow_copies(kind):
    it = make(kind, [1, [2]])
    for again in (copy.copy(it), it.__copy__()):
        assert type(again) is kind and again == it and again[1] is it[1]
        assert (again is it) is (kind is litetuple)


def test_copies_of_subclasses_take_everything_along():
    for it in (MutableTuple(1, [2]), LiteTuple(1, [2]), LiteList([1, [2]])):
        it.note = [3]
        shallow, deep = copy.copy(it), copy.deepcopy(it)
        assert type(shallow) is type(deep) is type(it)
        assert shallow == deep == it and shallow.note is it.note and deep.note == [3] and deep.note is not it.note
        assert vars(shallow) is not vars(it)
    own = OwnState(1)
    own.kept, own.lost = 5, 6
    assert vars(copy.copy(own)) == vars(copy.deepcopy(own)) == {"kept": 5, "restored": True}


@every
def test_deep_copies(kind):
    it = make(kind, [1, [2], [3]])
    again = copy.deepcopy(it)
    assert type(again) is kind and again == it and again is not it
    assert again[1] is not it[1] and again[1] == [2]
    flat = make(kind, [1, "a", (2, 3)])
    assert copy.deepcopy(flat) == flat
    assert (copy.deepcopy(flat) is flat) is (kind is litetuple)
    shared = []
    again = copy.deepcopy(make(kind, [shared, shared]))
    assert again[0] is again[1] is not shared
    memo = {}
    assert it.__deepcopy__(memo) == it.__deepcopy__(None) == it and id(it[1]) in memo
    for wrong in (lambda: it.__deepcopy__(), lambda: it.__deepcopy__({}, {}), lambda: it.__deepcopy__(5), lambda: it.__copy__(1)):
        assert outcome(wrong)[0] == "raised"


def test_deep_copies_of_cycles():
    it = mutabletuple(1, None)
    it[1] = it
    again = copy.deepcopy(it)
    assert again[1] is again is not it
    it = litelist([1])
    it.append(it)
    again = copy.deepcopy(it)
    assert again[1] is again is not it
    inner = []
    it = litetuple(inner)
    inner.append(it)
    again = copy.deepcopy(it)
    assert again[0][0] is again is not it
    it = MutableTuple(None)
    it[0] = it.x = it
    again = copy.deepcopy(it)
    assert again[0] is again.x is again


@every
def test_errors_while_copying_are_passed_on(kind):
    it = make(kind, [1, Raises(ZeroDivisionError)])
    for operation in (copy.deepcopy, pickle.dumps):
        assert outcome(operation, it) == ("raised", ZeroDivisionError)
    assert len(it) == 2


@pytest.mark.parametrize("kind", EXACT)
def test_iterators_can_be_pickled_and_copied(kind):
    for start in (iter, reversed):
        iterator, theirs = start(make(kind, "abc")), start(like(kind)("abc"))
        assert next(iterator) == next(theirs)
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            assert list(pickle.loads(pickle.dumps(iterator, protocol))) == list(copy.copy(theirs))
        assert list(copy.copy(iterator)) == list(iterator) == list(theirs)
        assert list(pickle.loads(pickle.dumps(iterator))) == []
