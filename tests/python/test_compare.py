"""`==`, `<` and `hash` follow the rules of dataclasses, for every combination of options."""

import itertools
import operator
from dataclasses import make_dataclass

import pytest
import recordclass_fixtures as f
import reference
from reference import Raises, outcome

OPERATORS = [operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge]
METHODS = ["__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"]


def matrix():
    for eq, order, unsafe_hash, frozen in itertools.product([False, True], repeat=4):
        if order and not eq:
            continue
        letters = "E" * eq + "O" * order + "H" * unsafe_hash + "F" * frozen
        options = {"eq": eq, "order": order, "unsafe_hash": unsafe_hash, "frozen": frozen}
        theirs = make_dataclass("Options" + letters, ["a", "b"], slots=True, **options)
        yield pytest.param(getattr(f, "Options" + letters), theirs, id=letters or "none")


combinations = pytest.mark.parametrize(("ours", "theirs"), list(matrix()))
nan = float("nan")
VALUES = [(1, 1), (1, 2), (2, 1), (1.0, 2), ("1", 1), (None, 1), ((), 1), (nan, 1), (nan, 2), ([], 1), ({}, 1)]


@combinations
def test_operators_agree(ours, theirs):
    for left, right in itertools.product(VALUES, VALUES):
        for compare in OPERATORS:
            if (left[0] is nan or right[0] is nan) and left[0] is right[0]:
                # What a dataclass says of two records with the same NaN depends on Python's version.
                continue
            got = outcome(lambda: compare(ours(*left), ours(*right)))
            assert got == outcome(lambda: compare(theirs(*left), theirs(*right))), (compare, left, right)


@combinations
def test_a_record_compared_with_itself(ours, theirs):
    for values in VALUES:
        one, other = ours(*values), theirs(*values)
        for compare in OPERATORS:
            assert outcome(compare, one, one) == outcome(compare, other, other), (compare, values)


@combinations
def test_other_types_are_not_compared(ours, theirs):
    class LookAlike:
        a, b = 1, 2
        __class__ = ours

    for record in (ours(1, 2), theirs(1, 2)):
        for other in (None, 1, (1, 2), [1, 2], object(), f.Crowded(1, 2, 3, 4), reference.Point(1, 2)):
            for method in METHODS:
                assert getattr(record, method)(other) is NotImplemented
            assert record != other and not record == other
            assert outcome(operator.lt, record, other) == ("raised", TypeError)
    # A dataclass asks `__class__`, we the type: nobody can claim to be a record.
    for method in METHODS:
        assert getattr(ours(1, 2), method)(LookAlike()) is NotImplemented


@combinations
def test_the_other_operand_gets_its_turn(ours, theirs):
    class Agreeable:
        def answer(self, other):
            return "mine"

        __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = answer
        __hash__ = None

    for record in (ours(1, 2), theirs(1, 2)):
        for compare in OPERATORS:
            assert compare(record, Agreeable()) == "mine"


@combinations
def test_hash_rules_agree(ours, theirs):
    assert (ours.__hash__ is None) is (theirs.__hash__ is None)
    assert (ours.__hash__ is object.__hash__) is (theirs.__hash__ is object.__hash__)
    for values in VALUES:
        one, other = ours(*values), theirs(*values)
        got, wanted = outcome(hash, one), outcome(hash, other)
        assert got[0] == wanted[0]
        if got[0] == "raised" or theirs.__hash__ is not object.__hash__:
            assert got == wanted


@combinations
def test_the_operators_are_in_the_class(ours, theirs):
    for method in METHODS + ["__hash__"]:
        assert callable(getattr(ours, method, None)) is callable(getattr(theirs, method, None))
    for values in [(1, 2), (0, 9), (2, 0)]:
        for method in METHODS:
            answer = getattr(theirs, method)(theirs(1, 2), theirs(*values))
            assert getattr(ours, method)(ours(1, 2), ours(*values)) is answer


def test_order_sorts_as_tuples_sort():
    rows = [(3, 1, 2), (1, 2, 3), (1, 2, -3), (0.5, 9, 9), (1, 1, 9)]
    assert sorted(f.Point(*row) for row in rows) == [f.Point(*row) for row in sorted(rows)]
    assert min(map(f.FrozenPoint, [1, 2], [3, 4])) == f.FrozenPoint(1, 3)


@pytest.mark.parametrize("name", ["i8", "i64", "i128", "u8", "u64", "u128", "f32", "f64", "flag", "char"])
def test_numbers_are_ordered_as_python_orders_them(name):
    values = {"flag": [False, True], "char": ["a", "b", "\U0001f600"], "f64": [-1.5, -0.0, 0.0, 2.5]}
    values = values.get(name, [0, 1, 100])
    for cls in (f.Widths, f.FrozenWidths):
        for left, right in itertools.product(values, values):
            for compare in OPERATORS:
                assert compare(cls(**{name: left}), cls(**{name: right})) is compare(left, right)


def test_nan_in_a_number_equals_nothing_but_its_own_record():
    for cls in (f.Point, f.FrozenPoint):
        one, other = cls(nan, 0), cls(nan, 0)
        assert not one == other and one != other
        for compare in (operator.lt, operator.le, operator.gt, operator.ge):
            assert compare(one, other) is False
        assert one == one and one <= one and not one != one and not one < one


def test_the_same_nan_object_is_equal_as_in_a_tuple():
    assert f.Triple(nan, 1, 2) == f.Triple(nan, 1, 2)
    assert f.Triple(nan, 1, 2) != f.Triple(float("nan"), 1, 2)


def test_texts_and_enums_are_compared_by_value():
    assert f.Texts("t", [1.0], None) == f.Texts("t", [1], None) != f.Texts("t", [1.0], 0.0)
    assert f.Texts("a") < f.Texts("b") and f.FrozenTexts("a", [2]) > f.FrozenTexts("a", [1, 5])
    ticket = f.Ticket(f.Side.Buy, f.Shade.Dark)
    assert ticket == f.Ticket(f.Side.Buy, f.Shade.Dark) != f.Ticket(f.Side.Sell, f.Shade.Dark)
    assert f.FrozenTicket(f.Side.Buy, f.Shade.Dark) != ticket


def test_frozen_and_mutable_are_two_classes():
    assert f.Point(1, 2) != f.FrozenPoint(1, 2)
    assert outcome(operator.lt, f.Point(1, 2), f.FrozenPoint(1, 2)) == ("raised", TypeError)


def test_left_out_fields_are_left_out():
    base = f.LeftOut(1, 2, 3, 4)
    assert base == f.LeftOut(1, 2, 99, 4) and hash(base) == hash(f.LeftOut(1, 2, 99, 4))
    assert base != f.LeftOut(1, 2, 3, 5) and hash(base) == hash(f.LeftOut(1, 2, 3, 5))
    assert base != f.LeftOut(1, 9, 3, 4)
    assert hash(base) == hash((1, 2))
    assert base < f.LeftOut(1, 2, 0, 5) and not base < f.LeftOut(1, 2, 99, 4)


def test_no_fields_are_all_equal():
    assert f.Empty() == f.Empty() and not f.Empty() != f.Empty()
    assert f.FrozenEmpty() <= f.FrozenEmpty() and not f.FrozenEmpty() < f.FrozenEmpty()


@pytest.mark.grows("an exception, its traceback and a record without gc hold each other")
def test_errors_and_strange_answers_of_values():
    class Numb:
        def __init__(self, answer):
            self.answer = answer

        def __eq__(self, other):
            return self.answer

    class NoTruth:
        def __bool__(self):
            raise ZeroDivisionError

    for cls in (f.Triple, reference.Triple):
        assert outcome(operator.eq, cls(1, Raises(KeyError()), 3), cls(1, 2, 3)) == ("raised", KeyError)
        assert outcome(operator.lt, cls(1, Raises(KeyError()), 3), cls(1, 2, 3)) == ("raised", KeyError)
        # The first field decides before the bad one is asked.
        assert outcome(operator.eq, cls(0, Raises(KeyError()), 3), cls(1, 2, 3)) == ("gave", False)
        assert outcome(operator.eq, cls(Numb([1]), 2, 3), cls(1, 2, 3)) == ("gave", True)
        assert outcome(operator.eq, cls(Numb(()), 2, 3), cls(1, 2, 3))[0] == "gave"
        assert outcome(operator.eq, cls(Numb(NoTruth()), 2, 3), cls(1, 2, 3)) == ("raised", ZeroDivisionError)
        assert outcome(operator.lt, cls([], "a", 3), cls([], 5, 3)) == ("raised", TypeError)


def test_deleted_fields_cannot_be_compared():
    for cls in (f.Triple, reference.Triple):
        one, other = cls(1, 2, 3), cls(1, 2, 3)
        del other.b
        assert outcome(operator.eq, one, other) == outcome(operator.lt, other, one) == ("raised", AttributeError)


def test_a_deep_nest_ends_in_recursion_error():
    nests = [f.Triple(0, 0, 0), f.Triple(0, 0, 0)]
    for _ in range(100_000):
        nests = [f.Triple(nest, 0, 0) for nest in nests]
    for compare in (operator.eq, operator.lt):
        with pytest.raises(RecursionError):
            compare(*nests)
