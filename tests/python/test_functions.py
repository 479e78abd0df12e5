"""Records as arguments and results of functions written in Rust."""

import math

import pytest
import recordclass_fixtures as f
from reference import Point, outcome


def test_a_function_sees_and_changes_the_record_itself():
    point = f.Point(1, 2, 3)
    f.shift(point, 10)
    assert point == f.Point(11, 2, 3)
    point.x = 0.5
    f.shift(point, 0.5)
    assert point.x == 1.0


def test_a_function_gives_records():
    doubled = f.doubled(f.Point(1, 2, 3))
    assert type(doubled) is f.Point and doubled == f.Point(2, 4, 6)
    frozen = f.freeze(doubled)
    assert type(frozen) is f.FrozenPoint and frozen == f.FrozenPoint(2, 4, 6)
    assert hash(frozen) == hash((2.0, 4.0, 6.0))
    assert math.isclose(f.length(f.FrozenPoint(3, 4)), 5.0)


def test_a_record_handed_through_is_the_same_object():
    point = f.Point(1, 2)
    assert f.same(point) is point
    assert f.nothing(None) is True and f.nothing(point) is False


def test_many_records_from_rust():
    points = f.grid(1000)
    assert points == [f.FrozenPoint(i, 0) for i in range(1000)]
    assert {type(point) for point in points} == {f.FrozenPoint}


@pytest.mark.parametrize("wrong", [None, (1, 2, 3), Point(1, 2), f.FrozenPoint(1, 2), f.Triple(1, 2, 3)], ids=repr)
def test_other_types_are_refused(wrong):
    for function in (lambda it: f.shift(it, 1), f.doubled, f.same, f.freeze):
        assert outcome(function, wrong) == ("raised", TypeError)
