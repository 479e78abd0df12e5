"""What the user writes in `#[pymethods]` wins; what is not written is generated."""

import copy
import operator
import pickle

import pytest
import recordclass_fixtures as f
from reference import outcome


def test_everything_can_be_ones_own():
    own = f.AllOwn(1, 2)
    assert repr(own) == str(own) == "own repr"
    assert own == "own" and own != f.AllOwn(1, 2)
    assert (own < 5) == "own lt" and own.__lt__(None) == "own lt"
    assert hash(own) == 4321
    assert len(own) == 77
    assert own[5] == ("own item", 5) and own["k"] == ("own item", "k")
    assert "anything" in own
    assert list(own) == ["own", "iter"]
    assert copy.copy(own) == "own copy"
    assert copy.deepcopy(own) == "own deepcopy"
    assert own.__replace__() == "own replace"
    assert own._asdict() == "own asdict"
    assert own.__reduce__() == "own reduce"
    assert own.x == "own x" and own.y == 2.0
    assert f.AllOwn.__match_args__ == ("y",)


def test_own_methods_are_seen_through_the_class():
    own = f.AllOwn(1, 2)
    assert f.AllOwn.__repr__(own) == "own repr"
    assert f.AllOwn.__len__(own) == 77
    assert f.AllOwn.__getitem__(own, 1) == ("own item", 1)
    assert f.AllOwn.__hash__(own) == 4321
    assert f.AllOwn.__eq__(own, "own") is True


def test_an_own_getter_makes_the_field_readable_only_through_it():
    own = f.AllOwn(1, 2)
    assert outcome(setattr, own, "x", 5) == ("raised", AttributeError)
    own.y = 5
    assert own.y == 5.0


def test_own_equality_leaves_the_rest_generated():
    one, other = f.OwnEq(1), f.OwnEq(1)
    assert one == 1.0 and not one == 2.0 and one != 2.0
    assert one.__eq__("x") is NotImplemented
    # Where it has no answer, the generated one does.
    assert one == other and one != f.OwnEq(2)
    assert one < f.OwnEq(2) and one <= other and f.OwnEq(2) > one
    assert outcome(operator.lt, one, 5) == ("raised", TypeError)
    assert f.OwnEq.__hash__ is None


def test_own_less_leaves_the_rest_generated():
    one, other = f.OwnLess(1), f.OwnLess(2)
    assert (one < other) == "own lt"
    assert one <= other and other > one and one != other and one == f.OwnLess(1)


def test_own_hash_makes_a_mutable_record_hashable():
    assert hash(f.OwnHash(1)) == 99
    assert {f.OwnHash(1): "found"}[f.OwnHash(1)] == "found"


def test_own_items_leave_the_rest_generated():
    record = f.OwnItems(1, 2)
    assert record["x"] == 1.0 and record["other"] is None
    record["x"] = 5
    assert record.x == 5.0
    assert outcome(operator.getitem, record, 0) == ("raised", TypeError)
    assert len(record) == 2 and list(record) == [5.0, 2.0] and 2.0 in record
    assert outcome(operator.delitem, record, "x")[0] == "raised"


def test_own_assignment():
    record = f.OwnSetattr(1)
    with pytest.raises(LookupError, match="own setattr of x"):
        record.x = 5
    with pytest.raises(LookupError, match="own setattr of other"):
        record.other = 5
    assert record.x == 1.0


def test_own_init_runs_after_the_fields_are_set():
    assert f.OwnInit(2)[:] == (2.0, 1)
    assert f.OwnInit(calls=5, x=2)[:] == (2.0, 6)
    assert f.OwnInit.__new__(f.OwnInit, 2)[:] == (2.0, 0)
    assert outcome(f.OwnInit, -1) == ("raised", ArithmeticError)
    assert outcome(f.OwnInit, "1") == outcome(f.OwnInit) == outcome(f.OwnInit, 1, 2, 3) == ("raised", TypeError)


def test_own_init_is_not_run_by_copies():
    record = f.OwnInit(2)
    record.calls = 50
    for again in (copy.copy(record), copy.deepcopy(record), record.__replace__(), pickle.loads(pickle.dumps(record))):
        assert again == record
    record.x = -1
    assert copy.copy(record).x == pickle.loads(pickle.dumps(record)).x == -1.0


def test_own_getattr_is_asked_last():
    record = f.OwnGetattr([1])
    assert record.a == [1] and record.other == "own other"
    del record.a
    assert record.a == "own a"
    record.a = 5
    assert record.a == 5 and record[:] == (5,)


def test_methods_beside_the_generated_ones():
    walker = f.Walker(5)
    assert walker.walk(3) == 8 and walker.steps == 8
    assert walker.tired is False and f.Walker(101).tired is True
    assert f.Walker.fresh() == f.Walker(0) and f.Walker.of(3) == f.Walker(steps=3)
    assert f.Walker.SPEED == walker.SPEED == 5
    assert walker() == 8 and walker + 2 == f.Walker(10)
    assert bool(walker) and not f.Walker(0)
    assert type(f.Walker.fresh()) is type(walker + 1) is f.Walker


def test_own_constructor_is_not_called_by_copies():
    record = f.OwnNew(1, 2)
    for again in (copy.copy(record), copy.deepcopy(record), record.__replace__()):
        assert again == record and again is not record
    record.total = 99
    assert copy.copy(record).total == 99
