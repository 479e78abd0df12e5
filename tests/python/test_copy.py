"""`copy`, `deepcopy` and `replace` make what they make of a dataclass."""

import copy
import sys
from dataclasses import replace

import pytest
import recordclass_fixtures as f
import reference
from reference import Plain, Raises, message, outcome

MUTABLE = [
    f.Point(1, 2, 3),
    f.PointF32(1, 2, 3),
    f.Triple([1], {}, None),
    f.Named("n", [1], "note"),
    f.Texts("t", [1.0], 2.0),
    f.Widths(True, *range(1, 15), "z"),
    f.Mixed([], [], 1, 2, "label"),
    f.Node(None, [], 5),
    f.Holder([], [], [[]], [("a", [])], None),
    f.Partly("a", "b", c="c"),
    f.Keywords(a=1, b=2),
    f.Empty(),
    f.Many(*range(64)),
    f.OwnNew(1, 2),
]
FROZEN = [
    f.FrozenPoint(1, 2, 3),
    f.FrozenTriple(1, "2", (3,)),
    f.FrozenNamed("n", (), None),
    f.FrozenTexts("t"),
    f.FrozenWidths(),
    f.FrozenEmpty(),
]


def named(records):
    return pytest.mark.parametrize("record", records, ids=lambda record: type(record).__name__)


@named(MUTABLE)
def test_a_copy_is_equal_and_another(record):
    again = copy.copy(record)
    assert type(again) is type(record) and again is not record and again == record
    for one, other in zip(again, record):
        assert one is other or one == other


@named(MUTABLE)
def test_a_deep_copy_is_equal_and_another(record):
    again = copy.deepcopy(record)
    assert type(again) is type(record) and again is not record and again == record


def test_a_copy_shares_what_a_deep_copy_does_not():
    record = f.Triple([1], {}, None)
    assert copy.copy(record).a is record.a
    deep = copy.deepcopy(record)
    assert deep.a == [1] and deep.a is not record.a and deep.b is not record.b


def test_changing_the_copy_leaves_the_original():
    for record in (f.Triple(1, 2, 3), f.Point(1, 2, 3)):
        for again in (copy.copy(record), copy.deepcopy(record)):
            again[0] = 99
            assert record[0] == 1
    texts = f.Texts("t", [1.0])
    again = copy.copy(texts)
    again.text, again.numbers = "u", []
    assert texts == f.Texts("t", [1.0])


@named(FROZEN)
def test_a_frozen_record_of_immutable_values_is_its_own_copy(record):
    assert copy.copy(record) is record
    assert copy.deepcopy(record) == record


def test_a_frozen_record_of_mutable_values_is_deep_copied():
    records = [f.FrozenTriple([], 1, 2), f.FrozenNamed("n", []), f.FrozenBasket([[1]]), f.FrozenNode(None, [], [[]])]
    for record in records:
        again = copy.deepcopy(record)
        assert again is not record and again == record
    nested = f.FrozenTriple([], 1, 2)
    assert copy.deepcopy(nested).a is not nested.a
    inner = [1]
    assert copy.deepcopy(f.FrozenBasket([inner])).items[0] is not inner
    assert copy.deepcopy(f.Basket([inner])).items[0] is not inner


def test_deep_copies_keep_what_is_shared_shared():
    shared = [1]
    for cls in (f.Triple, f.FrozenTriple, reference.Triple):
        again = copy.deepcopy(cls(shared, shared, [shared]))
        assert again.a is again.b is again.c[0] is not shared
    record = f.Triple(1, 2, 3)
    one, other = copy.deepcopy([record, record])
    assert one is other is not record


def test_the_memo_is_used_and_filled():
    inner, record = [1], None
    record = f.Triple(inner, 2, 3)
    stand_in = [9]
    memo = {id(inner): stand_in}
    again = copy.deepcopy(record, memo)
    assert again.a is stand_in
    assert memo[id(record)] is again
    assert copy.deepcopy(record, memo) is again
    assert record.__deepcopy__({}) == record
    assert record.__deepcopy__(None) == record
    assert message(record.__deepcopy__, 5)[0] in (TypeError, AttributeError)


def test_records_in_themselves():
    for cls in (f.Triple, reference.Triple):
        record = cls(1, None, [])
        record.b = record
        record.c.append(record)
        again = copy.deepcopy(record)
        assert again is not record
        assert again.b is again and again.c[0] is again
        record.b = record.c = again.b = again.c = None
    node = f.Node(None, [], 1)
    node.next = f.Node(node, None, 2)
    again = copy.deepcopy(node)
    assert again.next.next is again is not node


def test_frozen_records_in_a_circle():
    for cls in (f.FrozenTriple, reference.FrozenTriple):
        circle = []
        record = cls(circle, 1, 2)
        circle.append(record)
        again = copy.deepcopy(record)
        assert again is not record and again.a is not circle
        assert again.a[0] is again
        circle.clear()
        again.a.clear()


@pytest.mark.grows("an exception, its traceback and a record without gc hold each other")
def test_deep_copies_honour_the_values_own():
    class Own:
        def __deepcopy__(self, memo):
            return "own"

    assert copy.deepcopy(f.Triple(Own(), 1, 2)).a == "own"
    assert copy.deepcopy(f.FrozenTriple(Own(), 1, 2)).a == "own"
    error = ZeroDivisionError("its own")
    for cls in (f.Triple, f.FrozenTriple):
        with pytest.raises(ZeroDivisionError) as caught:
            copy.deepcopy(cls(1, Raises(error), 3))
        assert caught.value is error


def test_deleted_fields_stay_deleted():
    for cls in (f.Triple, reference.Triple):
        record = cls([], 2, 3)
        del record.b
        for again in (copy.copy(record), copy.deepcopy(record)):
            assert (again.a, again.c) == ([], 3)
            assert outcome(getattr, again, "b") == ("raised", AttributeError)


def test_replace():
    point = f.Point(1, 2, 3)
    assert point.__replace__() == point and point.__replace__() is not point
    assert point.__replace__(y=5) == f.Point(1, 5, 3)
    assert f.FrozenPoint(1, 2).__replace__(x=0, z=9) == f.FrozenPoint(0, 2, 9)
    assert f.Renamed(1, 2).__replace__(windSpeed=7, from_=8, type=9)[:] == (7.0, 8, 9)
    assert f.Partly(1, c=2).__replace__(c=3) == f.Partly(1, c=3)
    assert f.OwnNew(1, 2).__replace__(total=50)[:] == (50, (1, 2))
    shared = Plain()
    assert f.FrozenTriple(shared, 1, 2).__replace__(b=3).a is shared


def test_replace_checks_as_the_constructor_does():
    point = f.Point(1, 2, 3)
    assert message(point.__replace__, y="5") == (TypeError, "Point.y must be a real number, not str")
    assert message(point.__replace__, w=5) == (TypeError, "Point.__replace__() got an unexpected keyword argument 'w'")
    assert message(point.__replace__, 5)[0] is TypeError
    assert message(f.FrozenNamed("n").__replace__, name=5)[0] is TypeError
    assert outcome(replace, reference.Point(1, 2), w=5)[1] is TypeError
    assert point == f.Point(1, 2, 3)


@pytest.mark.skipif(sys.version_info < (3, 13), reason="copy.replace is new in 3.13")
@named(MUTABLE + FROZEN)
def test_copy_replace_takes_every_field(record):
    for name in type(record).__record_fields__:
        value = getattr(record, name)
        assert copy.replace(record, **{name: value}) == record
