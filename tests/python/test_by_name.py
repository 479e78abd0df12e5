"""Attributes of classes of numbers, which are found by their interned names: as with any class, but for the speed."""

import pytest
import recordclass_fixtures as f


def made_at_run_time(name):
    """A str that is equal to the name and not interned."""
    return "".join(list(name + "_"))[:-1]


@pytest.mark.parametrize("cls", [f.Point, f.FrozenPoint])
def test_a_name_made_at_run_time_reads(cls):
    p = cls(1.0, 2.0, 3.0)
    assert [getattr(p, made_at_run_time(name)) for name in "xyz"] == [p.x, p.y, p.z] == [1.0, 2.0, 3.0]


def test_a_name_made_at_run_time_writes():
    p = f.Point(1.0, 2.0, 3.0)
    setattr(p, made_at_run_time("y"), 5)
    assert p == f.Point(1.0, 5.0, 3.0)


@pytest.mark.parametrize("cls", [f.Point, f.FrozenPoint])
def test_other_names_are_looked_up(cls):
    p = cls(1.0, 2.0)
    assert p.__class__ is cls and p.__match_args__ == ("x", "y", "z") and p.__copy__() == p
    with pytest.raises(AttributeError, match="no attribute 'w'"):
        p.w  # noqa: B018
    with pytest.raises(AttributeError, match="'w'"):
        p.w = 1.0
    assert object.__getattribute__(p, "x") == 1.0


def test_what_is_no_float_is_converted_or_refused():
    p = f.Point(1.0, 2.0)
    p.x = True
    p.y = 2**60
    assert (p.x, p.y) == (1.0, float(2**60))
    for bad in ("no", None, [], 2**2000):
        with pytest.raises((TypeError, OverflowError), match=r"Point\.x"):
            p.x = bad
    with pytest.raises(AttributeError):
        del p.x
    assert p.x == 1.0


def test_a_frozen_field_is_refused():
    p = f.FrozenPoint(1.0, 2.0)
    with pytest.raises(AttributeError, match="FrozenPoint"):
        p.x = 2.0
    assert p.x == 1.0


def test_values_are_not_kept():
    p = f.Point(1.0, 2.0)
    for value in (1.5, 2.5, float("inf"), -0.0):
        p.x = value
        assert repr(p.x) == repr(value) and p.x is not value


@pytest.mark.parametrize("value", [0, 1, -1, 2**30 - 1, 2**30, -(2**30), 2**63 - 1, -(2**63)])
def test_every_int_of_64_bits_is_read_back(value):
    many = f.Many(*range(len(f.Many.__record_fields__)))
    name = f.Many.__record_fields__[1]
    setattr(many, name, value)
    assert getattr(many, name) == value == many[1]
    with pytest.raises(OverflowError, match=rf"Many\.{name}"):
        setattr(many, name, 2**63)
    assert getattr(many, name) == value
