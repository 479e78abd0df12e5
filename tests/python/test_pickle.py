"""Every protocol of pickle brings a record back."""

import pickle

import pytest
import recordclass_fixtures as f
from reference import Raises, outcome

RECORDS = [
    f.Point(1, 2, 3),
    f.FrozenPoint(float("inf"), -0.0, 1e-300),
    f.PointF32(0.1, 2, 3),
    f.Triple([1], {"a": ()}, None),
    f.FrozenTriple(1, "2", (3,)),
    f.Named("n", [1], "note"),
    f.Named("n"),
    f.FrozenNamed("\ud800", None, None),
    f.Texts("t\0\U0001f600", [1.0], 2.0),
    f.FrozenTexts("", [], None),
    f.Widths(True, -1, -2, -3, -(2**63), 5, -(2**127), 7, 8, 9, 2**64 - 1, 11, 2**128 - 1, 0.5, 0.1, "\U0001f600"),
    f.Mixed([], "shut", 1, 2, "label"),
    f.Node(None, [], 5),
    f.FrozenNode(f.FrozenNode(None), 1, [2]),
    f.Keywords(a=1, b=2, c=3),
    f.Partly("a", "b", c="c", d="d"),
    f.Empty(),
    f.One(f.Point(1, 2)),
    f.Many(*range(64)),
    f.OwnNew(1, 2),
    f.Renamed(1, 2, type=3),
    f.Defaults(),
    f.NoSequence(1, 2),
    f.LeftOut(1, 2, 3, 4),
    f.Basket([1, [2]]),
]
protocols = pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
dumpers = pytest.mark.parametrize("dumps", [pickle.dumps, pickle._dumps], ids=["C", "Python"])


@protocols
@dumpers
@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_there_and_back(record, dumps, protocol):
    text = dumps(record, protocol)
    for loads in (pickle.loads, pickle._loads):
        again = loads(text)
        assert type(again) is type(record)
        assert again == record and again is not record
        assert repr(again) == repr(record)


@protocols
def test_shared_values_stay_shared(protocol):
    shared = [1]
    record = f.Triple(shared, shared, 0)
    one, other, values = pickle.loads(pickle.dumps([record, record, shared], protocol))
    assert one is other and one.a is one.b is values


@protocols
def test_a_circle_through_a_list_comes_back(protocol):
    record = f.Triple([], 1, 2)
    record.a.append(record)
    again = pickle.loads(pickle.dumps(record, protocol))
    assert again.a[0] is again is not record
    record.a = again.a = None


@protocols
def test_a_record_that_is_its_own_value_is_refused(protocol):
    """Only whole records are made, so one that must exist before its values do cannot be."""
    record = f.Triple(None, 1, 2)
    record.a = record
    assert outcome(pickle.dumps, record, protocol) == ("raised", RecursionError)
    record.a = None


@protocols
def test_a_record_with_a_deleted_field_cannot_be_pickled(protocol):
    record = f.Triple(1, 2, 3)
    del record.b
    assert outcome(pickle.dumps, record, protocol) == ("raised", AttributeError)
    named = f.Partly(1, c=2)
    del named.c
    assert outcome(pickle.dumps, named, protocol) == ("raised", AttributeError)
    own = f.OwnNew(1)
    del own.items
    assert outcome(pickle.dumps, own, protocol) == ("raised", AttributeError)


@protocols
def test_the_errors_of_values_pass(protocol):
    for cls in (f.Triple, f.FrozenTriple):
        assert outcome(pickle.dumps, cls(1, Raises(ZeroDivisionError()), 3), protocol) == ("raised", ZeroDivisionError)
        assert outcome(pickle.dumps, cls(1, lambda: 0, 3), protocol)[0] == "raised"


def test_the_class_is_named_with_its_module():
    text = b"".join(pickle.dumps(f.Point(1, 2), 2).splitlines())
    assert b"recordclass_fixtures" in text and b"Point" in text
    assert b"builtins" not in text and b"__builtin__" not in text
    assert pickle.loads(pickle.dumps(f.Point)) is f.Point


def test_make_takes_the_values_as_they_are():
    assert f.Point.__make__([1, 2, 3]) == f.Point(1, 2, 3)
    assert f.OwnNew.__make__((5, "items"))[:] == (5, "items")
    for wrong in ([1, 2], [1, 2, 3, 4], [1, 2, "3"], 5, None):
        assert outcome(f.Point.__make__, wrong) == ("raised", TypeError)
