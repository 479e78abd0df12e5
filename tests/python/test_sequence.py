"""A record is indexed, sliced, iterated and unpacked as a tuple of its values is."""

import copy
import gc
import itertools
import operator
import pickle
import sys
import weakref

import pytest
import recordclass_fixtures as f
from reference import Index, Raises, TripleTuple, message, outcome

PAIRS = [
    (f.Point(1, 2, 3), (1.0, 2.0, 3.0)),
    (f.FrozenPoint(1, 2, 3), (1.0, 2.0, 3.0)),
    (f.Triple("a", [], None), ("a", [], None)),
    (f.FrozenTriple("a", [], None), TripleTuple("a", [], None)),
    (f.Named("n", None, "note"), ("n", None, "note")),
    (f.FrozenNamed("n", None, "note"), ("n", None, "note")),
    (f.Texts("t", [1.0], None), ("t", [1.0], None)),
    (f.FrozenTexts("t", [1.0], 2.5), ("t", [1.0], 2.5)),
    (f.Widths(), tuple([False] + [0] * 14 + ["a"])),
    (f.Node(None, 1, 2), (None, 1, 2)),
    (f.Empty(), ()),
    (f.One(()), ((),)),
    (f.Many(*range(64)), tuple(range(64))),
]
pairs = pytest.mark.parametrize(("record", "values"), PAIRS, ids=[type(pair[0]).__name__ for pair in PAIRS])
HUGE = [sys.maxsize, -sys.maxsize - 1, sys.maxsize + 1, 2**64, -(2**64), 10**100, -(10**100)]


@pairs
def test_indices_are_those_of_a_tuple(record, values):
    for index in [*range(-70, 71), True, False, Index(0), Index(-1), Index(99), *HUGE, *map(Index, HUGE)]:
        assert outcome(operator.getitem, record, index) == outcome(operator.getitem, values, index), index
        assert outcome(record.__getitem__, index) == outcome(values.__getitem__, index), index


@pairs
def test_slices_are_those_of_a_tuple(record, values):
    bounds = [None, 0, 1, 2, 3, 5, -1, -2, -4, 100, -100, Index(1), 10**100, -(10**100)]
    for start, stop, step in itertools.product(bounds, bounds, [None, 1, 2, -1, -3, 100, Index(2), 10**100]):
        key = slice(start, stop, step)
        result = record[key]
        assert type(result) is tuple
        assert result == tuple(values)[key]
    for key in (slice(0, 1, 0), slice("a"), slice(1.0), slice(None, None, None)):
        assert outcome(operator.getitem, record, key) == outcome(operator.getitem, tuple(values), key)


@pairs
def test_bad_keys_are_refused_as_by_a_tuple(record, values):
    for key in ("0", 1.0, None, (0,), [0], b"", 1j, object()):
        assert outcome(operator.getitem, record, key) == outcome(operator.getitem, values, key) == ("raised", TypeError)
        error, text = message(operator.getitem, record, key)
        assert type(record).__name__ in text and type(key).__name__ in text
    error = ZeroDivisionError("its own")
    with pytest.raises(ZeroDivisionError) as caught:
        record[Raises(error)]
    assert caught.value is error


@pairs
def test_length_and_truth(record, values):
    assert len(record) == record.__len__() == operator.length_hint(record) == len(values)
    assert bool(record) is bool(values)


@pairs
def test_iteration(record, values):
    assert list(record) == list(iter(record)) == list(values)
    assert list(reversed(record)) == list(reversed(values))
    assert [*record] == [*values] and (lambda *args: args)(*record) == tuple(values)
    assert dict(enumerate(record)) == dict(enumerate(values))
    assert list(zip(record, record)) == list(zip(values, values))
    iterator = iter(record)
    assert iter(iterator) is iterator
    assert operator.length_hint(iterator) == len(values)


@pairs
def test_containment(record, values):
    nan = float("nan")
    for wanted in [*values, 1, 1.0, "a", None, [], (), nan, object()]:
        assert (wanted in record) is (wanted in values)
        assert record.__contains__(wanted) is values.__contains__(wanted)


def test_containment_looks_at_identity_first():
    nan, strange = float("nan"), Raises(ValueError())
    assert nan in f.Triple(0, nan, 1)
    assert strange in f.Triple(strange, 0, 1)
    with pytest.raises(ValueError):
        5 in f.Triple(0, strange, 1)


@pairs
def test_unpacking_counts(record, values):
    def two(source):
        a, b = source
        return a, b

    def three(source):
        a, b, c = source
        return a, b, c

    def starred(source):
        first, *rest = source
        return first, rest

    for unpack in (two, three, starred):
        assert outcome(unpack, record) == outcome(unpack, tuple(values))


def test_items_that_are_assigned():
    for record in (f.Triple(1, 2, 3), f.Point(1, 2, 3)):
        record[0] = 10
        record[-1] = 30
        record[True] = 20
        assert record[:] == (10, 20, 30)
        record[Index(1)] = 21
        assert record[1] == 21
        operator.setitem(record, 2, 31)
        record.__setitem__(0, 11)
        assert record[:] == (11, 21, 31)


def test_items_assigned_wrongly_are_refused_as_by_a_list():
    for index in [3, -4, *HUGE, "0", 1.0, None, Index(3)]:
        ours, theirs = f.Triple(1, 2, 3), [1, 2, 3]
        assert outcome(operator.setitem, ours, index, 9) == outcome(operator.setitem, theirs, index, 9)
        assert ours == f.Triple(1, 2, 3)
    triple = f.Triple(1, 2, 3)
    for key in (slice(0, 2), slice(None)):
        assert outcome(operator.setitem, triple, key, (9, 9)) == ("raised", TypeError)
    for key in (0, -1, slice(None), 99):
        assert outcome(operator.delitem, triple, key) == ("raised", TypeError)
    assert outcome(triple.__delitem__, 0) == ("raised", TypeError)
    assert triple == f.Triple(1, 2, 3)


def test_items_are_checked_as_attributes_are():
    point, named = f.Point(1, 2, 3), f.Named("n")
    assert message(operator.setitem, point, 1, "2") == (TypeError, "Point.y must be a real number, not str")
    assert message(operator.setitem, named, 0, 5) == (TypeError, "Named.name must be str, not int")
    named[1] = named[2] = None
    named[0] = "m"
    assert point == f.Point(1, 2, 3) and named == f.Named("m")


def test_a_deleted_field_has_no_item():
    triple = f.Triple(1, 2, 3)
    del triple.b
    for read in (lambda: triple[1], lambda: triple[:], lambda: list(triple), lambda: 5 in triple, lambda: triple[-2]):
        error, text = message(read)
        assert error is AttributeError and "'b'" in text and "Triple" in text
    assert (triple[0], triple[2], len(triple)) == (1, 3, 3)
    triple[1] = 9
    assert triple[:] == (1, 9, 3)


def test_a_loop_sees_an_assignment_as_that_over_a_list_does():
    for triple in (f.Triple(1, 2, 3), f.Node(1, 2, 3)):
        last = triple.__match_args__[-1]
        seen = []
        for value in triple:
            setattr(triple, last, 9)
            seen.append(value)
        assert seen == [1, 2, 9]


def test_a_cycle_through_an_iterator_of_a_gc_record_is_collected():
    class Witness:
        pass

    node = f.Node(None, Witness(), 1)
    node.next = iter(node)
    gone = weakref.ref(node.witness)
    del node
    gc.collect()
    assert gone() is None


def test_an_iterator_can_be_pickled_and_copied():
    iterator = iter(f.Triple(1, 2, 3))
    next(iterator)
    for other in (pickle.loads(pickle.dumps(iterator)), copy.copy(iterator)):
        assert list(other) == [2, 3]
    assert operator.length_hint(iterator) == 2
    assert list(iterator) == [2, 3] and list(iterator) == []


def test_without_sequence_there_is_none_of_it():
    record = f.NoSequence(1, 2)
    for operation in (len, iter, list, reversed, lambda it: it[0], lambda it: 1 in it, lambda it: [*it]):
        assert outcome(operation, record) == ("raised", TypeError)
    for name in ("__len__", "__getitem__", "__iter__", "__contains__", "__setitem__"):
        assert not hasattr(record, name)
    assert record == f.NoSequence(1, 2)
    assert bool(record)


def test_other_operations_of_sequences_are_not_there():
    point = f.Point(1, 2, 3)
    for operation in (lambda: point + point, lambda: point * 2, lambda: point + (1,)):
        assert outcome(operation) == ("raised", TypeError)
