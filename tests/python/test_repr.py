"""`repr` is that of a dataclass."""

import math
import random
import struct

import pytest
import recordclass_fixtures as f
import reference
from reference import Raises, message, outcome


def named_as(ours, text):
    """The reference's text with our class's name."""
    return ours.__name__ + text[text.index("(") :]


@pytest.mark.parametrize(
    ("ours", "theirs", "values"),
    [
        (f.Point, reference.Point, (1.0, -0.0, 1e300)),
        (f.Point, reference.Point, (float("nan"), float("inf"), 0.1)),
        (f.FrozenPoint, reference.FrozenPoint, (1.0, 2.0, 3.0)),
        (f.Triple, reference.Triple, ("it's", "\n", ["\ud800", b"\xff"])),
        (f.FrozenTriple, reference.FrozenTriple, ("\ud800", "middle", "\udfff\ud800")),
        (f.Triple, reference.Triple, ("\U0001f600", "ä", {1: {2: 3}})),
        (f.Named, reference.Named, ("n", None, "note")),
        (f.Texts, reference.Texts, ("t", [1.0, 2.0], None)),
    ],
)
def test_it_is_that_of_a_dataclass(ours, theirs, values):
    assert repr(ours(*values)) == named_as(ours, repr(theirs(*values)))
    assert str(ours(*values)) == repr(ours(*values)) == f"{ours(*values)}" == ours(*values).__repr__()


def test_no_fields_and_many():
    assert repr(f.Empty()) == "Empty()"
    assert repr(f.One(1)) == "One(only=1)"
    assert repr(f.Many(*range(64))) == "Many(" + ", ".join(f"f{i:02}={i}" for i in range(64)) + ")"


def test_names_are_those_of_python():
    assert repr(f.Renamed(1, 2, type=3)) == "Renamed(windSpeed=1.0, from_=2, type=3)"


def test_a_field_can_be_left_out():
    assert repr(f.LeftOut(1, 2, 3, 4)) == "LeftOut(all=1, uncompared=3, unhashed=4)"


def test_a_class_can_go_without():
    record = f.NoRepr(1)
    assert repr(record) == object.__repr__(record)
    assert "__repr__" not in f.NoRepr.__dict__


def test_a_record_inside_itself_is_dots():
    ours, theirs = f.Triple(1, 2, 3), reference.Triple(1, 2, 3)
    for record in (ours, theirs):
        record.b = record
        record.c = [record]
    assert repr(ours) == repr(theirs) == "Triple(a=1, b=..., c=[...])"
    # The guard is gone afterwards.
    ours.b, ours.c = f.Triple(ours, 0, 0), None
    assert repr(ours) == "Triple(a=1, b=Triple(a=..., b=0, c=0), c=None)"
    ours.b = None


def test_the_guard_is_gone_after_an_error():
    error = ZeroDivisionError("its own")
    triple = f.Triple(1, Raises(error), 3)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError) as caught:
            repr(triple)
        assert caught.value is error
    triple.b = 2
    assert repr(triple) == "Triple(a=1, b=2, c=3)"


def test_a_deep_nest_ends_in_recursion_error():
    nest = f.Triple(None, 0, 0)
    for _ in range(100_000):
        nest = f.Triple(nest, 0, 0)
    with pytest.raises(RecursionError):
        repr(nest)


def test_a_deleted_field_has_none():
    for triple in (f.Triple(1, 2, 3), reference.Triple(1, 2, 3)):
        del triple.b
        error, text = message(repr, triple)
        assert error is AttributeError and "b" in text


def test_a_value_whose_repr_is_no_text():
    class Bad:
        def __repr__(self):
            return 5

    assert outcome(repr, f.Triple(Bad(), 0, 0)) == outcome(repr, reference.Triple(Bad(), 0, 0)) == ("raised", TypeError)


def test_enums_and_nested_records():
    ticket = f.Ticket(f.Side.Buy, f.Shade.Dark)
    assert repr(ticket) == f"Ticket(side={f.Side.Buy!r}, shade={f.Shade.Dark!r})"
    assert repr(f.One(f.Point(1, 2))) == "One(only=Point(x=1.0, y=2.0, z=0.0))"


def floats():
    """All kinds of floats: of any bits, short and long decimals, halves between two decimals, powers of two."""
    dice = random.Random(7)
    for _ in range(20_000):
        yield struct.unpack("d", dice.randbytes(8))[0]
        yield dice.randint(-(10**17), 10**17) / 10 ** dice.randint(0, 25)
        yield dice.randint(2**52, 2**53) * 2.0 ** dice.randint(-8, 12)
        yield math.ldexp(dice.randint(1, 2**10), dice.randint(-1074, 1000))
    # Where the form changes: below 1e-4 and from 1e16 on there is an exponent, of two digits at least.
    for exponent in range(-12, 20):
        for start in (float(f"1e{exponent}"), 0.0 - float(f"12345e{exponent - 4}")):
            yield from (math.nextafter(start, way) for way in (-math.inf, start, math.inf))


def test_a_float_is_written_as_python_writes_it():
    point, triple = f.Point(0, 0), f.Triple(0, 0, 0)
    for number in floats():
        point.x = triple.a = number
        assert repr(point).split(",")[0] == f"Point(x={number!r}"
        assert repr(triple).split(",")[0] == f"Triple(a={number!r}"


VALUES = [0, -1, 10**9, 2**30, -(2**30), 2**62, 2**64, True, None, 1j, [1], (), "", "a", "it's", '"', "\\", "\x7f", "\n", "é", "ÿ", "日本", "\ud800", "x" * 1000]


@pytest.mark.parametrize("value", VALUES, ids=ascii)
def test_a_value_is_written_as_its_own_repr(value):
    class Text(str):
        def __repr__(self):
            return "own"

    assert repr(f.Triple(value, 1, 2)) == f"Triple(a={value!r}, b=1, c=2)"
    assert repr(f.Triple(Text(value), 1.5, -2)) == "Triple(a=own, b=1.5, c=-2)"
