"""`match` sees a record as a sequence and as a class."""

import pytest
import recordclass_fixtures as f
from reference import FrozenPoint, Point


def kind(subject):
    match subject:
        case []:
            return "empty"
        case [x]:
            return "one", x
        case [x, y, *rest]:
            return "more", x, y, rest


@pytest.mark.parametrize(
    ("record", "values"),
    [
        (f.Empty(), ()),
        (f.One(5), (5,)),
        (f.Point(1, 2, 3), (1.0, 2.0, 3.0)),
        (f.FrozenTriple(1, 2, 3), (1, 2, 3)),
        (f.Node(1, 2, 3), (1, 2, 3)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_sequence_patterns_match_as_tuples_do(record, values):
    assert kind(record) == kind(values)


def test_no_sequence_patterns_without_sequence():
    assert kind(f.NoSequence(1, 2)) is None
    assert kind(Point(1, 2)) is None


def place(subject):
    match subject:
        case f.Point(0, 0) | f.FrozenPoint(0, 0) | Point(0, 0) | FrozenPoint(0, 0):
            return "origin"
        case f.Point(x=0, y=y) | f.FrozenPoint(x=0, y=y) | Point(x=0, y=y) | FrozenPoint(x=0, y=y):
            return "axis", y
        case f.Point(x, y, 1) | f.FrozenPoint(x, y, 1) | Point(x, y, 1) | FrozenPoint(x, y, 1):
            return "raised", x, y
        case f.Point() | f.FrozenPoint() | Point() | FrozenPoint():
            return "somewhere"


@pytest.mark.parametrize("values", [(0, 0), (0, 5), (1, 2, 1), (1, 2, 3)])
def test_class_patterns_match_as_dataclasses_do(values):
    places = [place(cls(*values)) for cls in (f.Point, f.FrozenPoint, Point, FrozenPoint)]
    assert places == [places[0]] * 4 and places[0] is not None


def test_too_many_positions_are_refused():
    with pytest.raises(TypeError):
        match f.Point(1, 2):
            case f.Point(_, _, _, _):
                pass


def test_a_deleted_field_does_not_match():
    triple = f.Triple(1, 2, 3)
    del triple.b
    match triple:
        case f.Triple(a, b=_):
            raise AssertionError
        case f.Triple(a=1, c=3):
            pass


def test_keyword_only_fields_have_no_position():
    assert f.Keywords.__match_args__ == ()
    assert f.Partly.__match_args__ == ("a", "b")
    match f.Partly(1, 2, c=3):
        case f.Partly(1, 2, c=3, d=None):
            pass
        case _:
            raise AssertionError


def test_match_args_are_the_names_in_order():
    assert f.Point.__match_args__ == Point.__match_args__ == ("x", "y", "z")
    assert f.Renamed.__match_args__ == ("windSpeed", "from_", "type")
    assert f.Empty.__match_args__ == ()
    assert f.AllOwn.__match_args__ == ("y",)
    match f.Walker(3):
        case f.Walker(steps):
            assert steps == 3


def test_a_mapping_it_is_not():
    match f.Point(1, 2):
        case {}:
            raise AssertionError
        case _:
            pass
