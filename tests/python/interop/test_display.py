"""rich and IPython: long records over several lines, and a `__repr__` of the user's before ours."""

import kinds
import pytest
import recordclass_fixtures as f
from IPython.lib.pretty import pretty
from kinds import Line, Point
from recordclass_rs import dataobject, make_arrayclass
from rich.pretty import pretty_repr

points = pytest.mark.parametrize("cls", kinds.POINTS, ids=kinds.name)


@points
def test_short_ones_are_shown_as_repr_does(cls):
    record = cls(1.0, 2.0)
    assert pretty(record) == pretty_repr(record) == repr(record)


@points
def test_long_ones_take_lines(cls):
    indent = " " * (len(cls.__name__) + 1)
    assert pretty(cls(1.0, 2.0), max_width=20) == f"{cls.__name__}(x=1.0,\n{indent}y=2.0,\n{indent}z=0.0)"
    assert pretty_repr(cls(1.0, 2.0), max_width=20) == f"{cls.__name__}(\n    x=1.0,\n    y=2.0,\n    z=0.0\n)"


def test_records_in_records():
    line = Line(Point(1.0, 2.0), Point(3.0, 4.0))
    assert pretty_repr(line, max_width=50).splitlines()[1] == "    start=Point(x=1.0, y=2.0, z=0.0),"
    assert pretty(line, max_width=50).splitlines()[1] == "     end=Point(x=3.0, y=4.0, z=0.0),"
    shown = f.Assorted(point=f.Point(1, 2), numbers=[]) if "numbers" in f.Assorted.__record_fields__ else f.Assorted(point=f.Point(1, 2))
    assert "point=Point(x=1.0, y=2.0, z=0.0)" in pretty_repr(shown)


def test_cycles_end():
    node = f.Node(None, None, 1)
    node.next = node
    assert pretty(node) == "Node(next=Node(...), witness=None, weight=1)"
    assert pretty_repr(node) == "Node(next=..., witness=None, weight=1)"
    node.next = None


def test_what_repr_leaves_out_is_left_out():
    record = f.LeftOut(1, 2, 3, 4)
    assert pretty(record) == pretty_repr(record) == repr(record) == "LeftOut(all=1, uncompared=3, unhashed=4)"


def test_a_deleted_field_is_passed_over():
    record = f.Triple(1, 2, 3)
    del record.b
    assert pretty(record) == pretty_repr(record) == "Triple(a=1, c=3)"


def test_a_repr_of_the_users_is_what_is_shown():
    class Short(dataobject):
        x: int

        def __repr__(self):
            return "short"

    class Shorter(Point):
        def __repr__(self):
            return "shorter"

    for record, text in ((Short(1), "short"), (Shorter(1.0, 2.0), "shorter")):
        assert pretty(record) == pretty_repr(record) == text
    record = f.NoRepr(1.0)
    assert pretty(record).startswith("<") and pretty_repr(record).startswith("<")


def test_an_array_is_shown_by_its_repr():
    record = make_arrayclass("Array", 2)(1, 2)
    assert pretty(record) == pretty_repr(record) == repr(record) == "Array(1, 2)"
