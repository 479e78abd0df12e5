"""Unboxed fields keep every value of their width, and nothing else."""

import math
import struct
import sys

import pytest
import recordclass_fixtures as f
from reference import Index, Raises, message

WIDTH = 8 * struct.calcsize("P")
SIGNED = {"i8": 8, "i16": 16, "i32": 32, "i64": 64, "isize": WIDTH, "i128": 128}
UNSIGNED = {"u8": 8, "u16": 16, "u32": 32, "u64": 64, "usize": WIDTH, "u128": 128}
RANGES = {name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for name, bits in SIGNED.items()}
RANGES |= {name: (0, 2**bits - 1) for name, bits in UNSIGNED.items()}
CLASSES = [f.Widths, f.FrozenWidths]


def stored(cls, name, value):
    """The value after a way through the field."""
    result = getattr(cls(**{name: value}), name)
    if cls is f.Widths:
        record = f.Widths()
        setattr(record, name, value)
        again = getattr(record, name)
        assert type(again) is type(result)
        assert again == result or result != result
    return result


@pytest.mark.parametrize("cls", CLASSES)
@pytest.mark.parametrize("name", RANGES)
def test_integers_keep_their_whole_range(cls, name):
    low, high = RANGES[name]
    for value in {low, low + 1, -1 if low else 1, 0, 1, high // 2, high - 1, high}:
        result = stored(cls, name, value)
        assert result == value and type(result) is int


@pytest.mark.parametrize("cls", CLASSES)
@pytest.mark.parametrize("name", RANGES)
def test_integers_out_of_range_are_refused(cls, name):
    for value in (RANGES[name][0] - 1, RANGES[name][1] + 1, 2**200, -(2**200), 10**5000):
        error, text = message(cls, **{name: value})
        assert error is OverflowError
        assert f"{cls.__name__}.{name}" in text
    if cls is f.Widths:
        record = f.Widths(**{name: 5})
        error, text = message(setattr, record, name, RANGES[name][1] + 1)
        assert error is OverflowError and f"Widths.{name}" in text
        assert getattr(record, name) == 5


@pytest.mark.parametrize("name", RANGES)
def test_integers_take_index_and_nothing_looser(name):
    record = f.Widths(**{name: 5})
    for value in (Index(7), True, type("Int", (int,), {})(7)):
        setattr(record, name, value)
        assert type(getattr(record, name)) is int
        assert getattr(record, name) == value.__index__()
    for value in (7.0, "7", None, b"7", object(), 7j):
        error, text = message(setattr, record, name, value)
        assert error is TypeError
        assert f"Widths.{name}" in text and type(value).__name__ in text
    assert getattr(record, name) == 7


@pytest.mark.parametrize("name", [*RANGES, "f32", "f64"])
def test_errors_of_the_value_pass_unchanged(name):
    error = ZeroDivisionError("its own")
    for operation in (lambda: f.Widths(**{name: Raises(error)}), lambda: setattr(f.Widths(), name, Raises(error))):
        with pytest.raises(ZeroDivisionError) as caught:
            operation()
        assert caught.value is error


@pytest.mark.parametrize("cls", CLASSES)
def test_floats_keep_their_bits(cls):
    values = [0.0, -0.0, 1.5, -1e300, math.inf, -math.inf, math.nan, sys.float_info.max, 5e-324, 0.1]
    for value in values:
        result = stored(cls, "f64", value)
        assert struct.pack("d", result) == struct.pack("d", value)
        assert type(result) is float
    for value in (0.0, -0.0, 1.5, math.inf, -math.inf, 3.4028234663852886e38):
        assert struct.pack("d", stored(cls, "f32", value)) == struct.pack("d", value)
    assert math.isnan(stored(cls, "f32", math.nan))


@pytest.mark.parametrize("value", [0.1, 1e-50, 16777217, -2.7182818284, 1 / 3])
def test_f32_rounds_as_struct_does(value):
    (rounded,) = struct.unpack("f", struct.pack("f", value))
    assert f.Widths(f32=value).f32 == rounded


def test_f32_refuses_what_is_beyond_its_range():
    for value in (1e39, -1e39, sys.float_info.max):
        error, text = message(f.Widths, f32=value)
        assert error is OverflowError and "Widths.f32" in text
        with pytest.raises(OverflowError):
            struct.pack("<f", value)


@pytest.mark.parametrize("name", ["f32", "f64"])
def test_floats_take_what_float_takes_but_no_text(name):
    class Number:
        def __float__(self):
            return 2.5

    record = f.Widths(**{name: 1})
    for value, want in [(3, 3.0), (True, 1.0), (Index(4), 4.0), (Number(), 2.5), (type("F", (float,), {})(0.5), 0.5)]:
        setattr(record, name, value)
        assert getattr(record, name) == want and type(getattr(record, name)) is float
    for value in ("2.5", None, 1j, b"1", []):
        error, text = message(setattr, record, name, value)
        assert error is TypeError
        assert text == f"Widths.{name} must be a real number, not {type(value).__name__}"
    assert getattr(record, name) == 0.5
    assert message(setattr, record, name, 10**400)[0] is OverflowError
    assert getattr(record, name) == 0.5


def test_overflow_of_a_huge_integer_names_the_field():
    error, text = message(f.Point, 10**400, 1)
    assert error is OverflowError and "Point.x" in text


def test_integer_ranges_are_told():
    assert message(f.Widths, u8=256) == (OverflowError, "Widths.u8 must be in 0..=255, not 256")
    assert message(f.Widths, u128=-1) == (OverflowError, f"Widths.u128 must be in 0..={2**128 - 1}, not -1")
    assert message(f.Widths, i64="1") == (TypeError, "Widths.i64 must be an integer, not str")


@pytest.mark.parametrize("cls", CLASSES)
def test_bools_are_bools(cls):
    assert stored(cls, "flag", True) is True
    assert stored(cls, "flag", False) is False
    for value in (1, 0, None, "", []):
        error, text = message(cls, flag=value)
        assert error is TypeError
        assert text == f"{cls.__name__}.flag must be a bool, not {type(value).__name__}"


@pytest.mark.parametrize("cls", CLASSES)
def test_chars_are_single_characters(cls):
    for value in ("a", "\0", "\x7f", "ä", "\uffff", "\U0001f600", "\U0010ffff"):
        assert stored(cls, "char", value) == value
    for value in ("", "ab", "e\u0301", "\ud800"):
        error, text = message(cls, char=value)
        assert error is ValueError and f"{cls.__name__}.char" in text
    for value in (97, b"a", None):
        error, text = message(cls, char=value)
        assert error is TypeError
        assert text == f"{cls.__name__}.char must be a str of one character, not {type(value).__name__}"


def test_neighbours_are_not_touched():
    names = f.Widths.__match_args__
    record = f.Widths()
    extremes = {name: high for name, (_, high) in RANGES.items()} | {"flag": True, "char": "\U0010ffff", "f32": -1.0}
    for name in names:
        before = dict(zip(names, record))
        setattr(record, name, extremes.get(name, -1.0))
        after = dict(zip(names, record))
        assert {key for key in names if before[key] != after[key]} == {name}


def test_numbers_by_index_are_numbers_by_name():
    record = f.Widths(True, *range(1, 15), "z")
    assert record[:] == (True, *range(1, 15), "z")
    assert [getattr(record, name) for name in f.Widths.__match_args__] == list(record)
