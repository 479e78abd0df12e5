"""A litelist does what a list does, step by step."""

import itertools
import operator
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from light import make
from recordclass_rs import litelist, litetuple, mutabletuple
from reference import Index, Raises, outcome

items = st.integers(-3, 3)
many = st.lists(items, max_size=6)
near = st.integers(-8, 8)
bounds = st.none() | near | st.sampled_from([10**100, -(10**100), sys.maxsize, -sys.maxsize - 1])
slices = st.builds(slice, bounds, bounds, st.none() | st.integers(-4, 4) | st.sampled_from([10**100, -(10**100)]))
sources = st.sampled_from([list, tuple, iter, litelist, lambda it: mutabletuple(*it), lambda it: (x for x in it), dict.fromkeys])


class SameAsAList(RuleBasedStateMachine):
    """Each operation on both; the outcome and the content must be the same after each step."""

    def __init__(self):
        super().__init__()
        self.ours, self.theirs = litelist(), []

    def both(self, operation):
        ours, theirs = outcome(operation, self.ours), outcome(operation, self.theirs)
        if type(ours[1]) is litelist:
            ours = ours[0], list(ours[1])
        if ours[1] is self.ours and theirs[1] is self.theirs:
            return
        assert ours == theirs

    @rule(item=items)
    def append(self, item):
        self.both(lambda it: it.append(item))

    @rule(new=many, source=sources)
    def extend(self, new, source):
        self.both(lambda it: it.extend(source(new)))

    @rule(new=many, source=sources)
    def extend_by_operator(self, new, source):
        self.both(lambda it: operator.iadd(it, source(new)))

    @rule()
    def extend_by_itself(self):
        if len(self.theirs) < 50:
            self.both(lambda it: it.extend(it))

    @rule(index=near, item=items)
    def insert(self, index, item):
        self.both(lambda it: it.insert(index, item))

    @rule(index=near)
    def pop(self, index):
        self.both(lambda it: it.pop(index))

    @rule()
    def pop_last(self):
        self.both(lambda it: it.pop())

    @rule(item=items)
    def remove(self, item):
        self.both(lambda it: it.remove(item))

    @rule()
    def clear(self):
        self.both(lambda it: it.clear())

    @rule()
    def reverse(self):
        self.both(lambda it: it.reverse())

    @rule(reverse=st.booleans(), key=st.sampled_from([None, abs, operator.neg]))
    def sort(self, reverse, key):
        self.both(lambda it: it.sort(key=key, reverse=reverse))

    @rule(times=st.integers(-1, 3))
    def repeat(self, times):
        self.both(lambda it: it * times)
        if len(self.theirs) < 50:
            self.both(lambda it: operator.imul(it, times))

    @rule(index=near, item=items)
    def set_item(self, index, item):
        self.both(lambda it: operator.setitem(it, index, item))

    @rule(index=near)
    def delete_item(self, index):
        self.both(lambda it: operator.delitem(it, index))

    @rule(key=slices, new=many, source=sources)
    def set_slice(self, key, new, source):
        self.both(lambda it: operator.setitem(it, key, source(new)))

    @rule(key=slices)
    def set_slice_to_itself(self, key):
        if len(self.theirs) < 50:
            self.both(lambda it: operator.setitem(it, key, it))

    @rule(key=slices)
    def delete_slice(self, key):
        self.both(lambda it: operator.delitem(it, key))

    @rule(key=slices)
    def get_slice(self, key):
        self.both(lambda it: it[key])

    @rule(new=many)
    def add(self, new):
        self.both(lambda it: it + new)

    @rule(item=items, start=bounds, stop=bounds)
    def search(self, item, start, stop):
        self.both(lambda it: (item in it, it.count(item)))
        self.both(lambda it: it.index(item, start, stop))

    @invariant()
    def same_content(self):
        assert list(self.ours) == list(self.ours.copy()) == self.theirs
        assert len(self.ours) == len(self.theirs)
        assert list(reversed(self.ours)) == self.theirs[::-1]
        assert repr(self.ours) == f"litelist({self.theirs})"


TestSameAsAList = SameAsAList.TestCase
TestSameAsAList.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


@given(start=many, new=many, key=slices)
def test_extended_slices_are_replaced_and_deleted(start, new, key):
    for operation in (lambda it: operator.setitem(it, key, new), lambda it: operator.delitem(it, key)):
        ours, theirs = litelist(start), list(start)
        assert outcome(operation, ours) == outcome(operation, theirs)
        assert list(ours) == theirs


def test_every_slice_of_a_short_list():
    values = [None, -6, -4, -1, 0, 1, 3, 6]
    for start, stop, step in itertools.product(values, values, [None, 1, 2, 3, -1, -2, -7, Index(2)]):
        key = slice(start, stop, step)
        ours, theirs = litelist(range(5)), list(range(5))
        assert list(ours[key]) == theirs[key]
        del ours[key], theirs[key]
        assert list(ours) == theirs, key


def test_wrong_arguments_are_refused():
    ours, theirs = litelist("abc"), list("abc")
    for call in (
        lambda it: it.append(),
        lambda it: it.append(1, 2),
        lambda it: it.extend(),
        lambda it: it.extend(5),
        lambda it: it.extend([1], [2]),
        lambda it: it.insert(1),
        lambda it: it.insert(1, 2, 3),
        lambda it: it.insert("1", 2),
        lambda it: it.insert(10**100, 2),
        lambda it: it.pop(1, 2),
        lambda it: it.pop("1"),
        lambda it: it.pop(1.0),
        lambda it: it.pop(10**100),
        lambda it: it.pop(3),
        lambda it: it.pop(-4),
        lambda it: it.remove(),
        lambda it: it.remove("z"),
        lambda it: it.clear(1),
        lambda it: it.reverse(1),
        lambda it: it.copy(1),
        lambda it: it.sort(None),
        lambda it: it.sort(kye=None),
        lambda it: it.sort(key=5),
        lambda it: it.sort(key=None, reverse=[], x=1),
        lambda it: operator.setitem(it, slice(None), 5),
        lambda it: operator.setitem(it, slice(None, None, 2), 5),
        lambda it: operator.setitem(it, slice(None, None, 2), "x"),
        lambda it: operator.setitem(it, slice(None, None, 0), "x"),
        lambda it: operator.delitem(it, slice(None, None, 0)),
        lambda it: operator.delitem(it, 3),
        lambda it: operator.delitem(it, "x"),
        lambda it: operator.iadd(it, 5),
        lambda it: it.__reversed__(1),
        lambda it: it.__iadd__(None),
    ):
        first, second = outcome(call, ours), outcome(call, theirs)
        assert first == second and first[0] == "raised", call
        assert list(ours) == theirs == ["a", "b", "c"]


def test_errors_name_the_type():
    for call, text in (
        (lambda: litelist().pop(), "pop from empty litelist"),
        (lambda: litelist([1]).pop(3), "pop index out of range"),
        (lambda: litelist()[0], "litelist index out of range"),
        (lambda: operator.setitem(litelist(), 0, 0), "litelist assignment index out of range"),
    ):
        with pytest.raises(IndexError, match=f"^{text}$"):
            call()
    with pytest.raises(ValueError, match=r"^litelist.remove\(x\): x not in litelist$"):
        litelist().remove(1)


def test_addition_wants_a_list():
    assert litelist([1]) + litelist([2]) == litelist([1]) + [2] == litelist([1, 2])
    for wrong in ((2,), mutabletuple(2), litetuple(2), "2", iter([2])):
        with pytest.raises(TypeError, match="can only concatenate lists"):
            litelist([1]) + wrong
    with pytest.raises(TypeError):
        [1] + litelist([2])


def test_what_came_before_an_error_stays():
    def failing():
        yield 1
        yield 2
        raise ZeroDivisionError

    for extend in (lambda it: it.extend(failing()), lambda it: operator.iadd(it, failing())):
        ours, theirs = litelist("a"), ["a"]
        assert outcome(extend, ours) == outcome(extend, theirs) == ("raised", ZeroDivisionError)
        assert list(ours) == theirs == ["a", 1, 2]
    ours = litelist("ab")
    for key in (slice(0, 1), slice(None, None, 2)):
        assert outcome(operator.setitem, ours, key, failing()) == ("raised", ZeroDivisionError)
        assert list(ours) == ["a", "b"]


def test_length_hints_are_believed_within_reason():
    class Hint:
        def __init__(self, hint):
            self.hint, self.left = hint, iter("abc")

        def __iter__(self):
            return self

        def __next__(self):
            return next(self.left)

        def __length_hint__(self):
            if isinstance(self.hint, type):
                raise self.hint
            return self.hint

    for hint in (0, 3, 1000, NotImplemented, -1, "x", 10**100, ZeroDivisionError, sys.maxsize, sys.maxsize // 2):
        ours, theirs = litelist("x"), ["x"]
        assert outcome(ours.extend, Hint(hint)) == outcome(theirs.extend, Hint(hint)), hint
        assert list(ours) == theirs, hint
        if hint not in (sys.maxsize, sys.maxsize // 2):
            assert outcome(litelist, Hint(hint))[0] == outcome(list, Hint(hint))[0], hint


def test_iterators_survive_changes():
    def run(kind):
        seen, it = [], kind([1, 2, 3])
        for item in it:
            seen.append(item)
            if len(it) < 8:
                it.append(item * 10)
        iterator = iter(it)
        del it[2:]
        seen += iterator
        it += [7, 8, 9]
        seen += iterator
        backward = reversed(it)
        seen.append(next(backward))
        it.clear()
        seen += backward
        it += "ab"
        return seen + list(backward)

    assert run(litelist) == run(list)


def test_iterators_of_a_list_that_got_shorter_say_so():
    for kind in (litelist, list):
        it = kind(range(10))
        forward, backward = iter(it), reversed(it)
        for _ in range(4):
            next(forward), next(backward)
        del it[2:]
        assert operator.length_hint(forward) == operator.length_hint(backward) == 0
        it += range(10)
        assert operator.length_hint(forward) == 8
        assert next(forward) == 2


@given(st.lists(st.tuples(st.integers(0, 3), st.integers()), max_size=30), st.booleans())
def test_sorting_is_stable(pairs, reverse):
    ours, theirs = litelist(pairs), list(pairs)
    ours.sort(key=operator.itemgetter(0), reverse=reverse)
    theirs.sort(key=operator.itemgetter(0), reverse=reverse)
    assert list(ours) == theirs
    assert sorted(ours) == sorted(theirs)


def test_a_sort_that_fails_keeps_the_items():
    ours = litelist([3, 1, "x", 2])
    with pytest.raises(TypeError):
        ours.sort()
    assert sorted(map(str, ours)) == ["1", "2", "3", "x"]
    ours = litelist([3, 1, 2])
    with pytest.raises(ZeroDivisionError):
        ours.sort(key=lambda item: item / 0)
    assert list(ours) == [3, 1, 2]


def test_items_are_away_while_they_are_sorted():
    for change in (
        lambda it: it.append(5),
        lambda it: it.extend([1, 2]),
        lambda it: (it.append(1), it.pop()),
        lambda it: it.__init__([1]),
        lambda it: it.__iadd__("ab"),
        lambda it: it.insert(0, 1),
    ):
        for kind in (litelist, list):
            ours = kind([3, 1, 2])

            def key(item):
                if len(ours) == 0:
                    change(ours)
                return item

            with pytest.raises(ValueError, match="modified during sort"):
                ours.sort(key=key)
            assert list(ours) == [1, 2, 3]
    seen = []
    ours = litelist([3, 1, 2])
    ours.sort(key=lambda item: seen.append((len(ours), list(ours), repr(ours), ours.count(3))) or item)
    assert seen == [(0, [], "litelist([])", 0)] * 3 and list(ours) == [1, 2, 3]
    # To sort the empty list it is meanwhile changes nothing.
    ours.sort(key=lambda item: ours.sort() or -item)
    assert list(ours) == [3, 2, 1]


def test_comparisons_that_raise():
    error = Raises(ZeroDivisionError)
    ours = litelist([1, error])
    assert outcome(ours.remove, 2) == ("raised", ZeroDivisionError)
    assert outcome(operator.eq, ours, litelist([1, 2])) == ("raised", ZeroDivisionError)
    assert outcome(ours.sort) == ("raised", ZeroDivisionError)
    assert len(ours) == 2 and (ours[0] is error or ours[1] is error)


def test_a_copy_is_another_list():
    ours = make(litelist, [1, [2]])
    for copy in (ours.copy(), ours[:], litelist(ours), ours + [], ours * 1):
        assert copy == ours and copy is not ours and copy[1] is ours[1]
        copy.append(3)
        assert len(ours) == 2
