import pickle

import pytest

from {{crate_name}} import Point, centre


def test_a_point_is_a_record():
    point = Point(1, 2)
    assert repr(point) == "Point(x=1.0, y=2.0, z=0.0)"
    assert point == Point(1, 2, z=0) and point < Point(1, 3)
    point.z = 2
    assert point.length() == 3 and tuple(point) == (1, 2, 2)
    assert pickle.loads(pickle.dumps(point)) == point


def test_types_are_checked():
    with pytest.raises(TypeError, match=r"Point\.x must be a real number, not str"):
        Point("1", 2)


def test_many_points():
    assert centre([Point(0, 0), Point(2, 4, 6)]) == Point(1, 2, 3)
