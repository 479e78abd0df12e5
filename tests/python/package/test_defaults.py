"""Defaults: how they are given, and whose they are."""

from collections import namedtuple
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recordclass_rs import (
    Factory,
    RecordClass,
    dataobject,
    make_dataclass,
    make_dictclass,
    make_structclass,
    recordclass,
)

FACTORIES = [recordclass, make_dataclass, make_structclass, make_dictclass]
MAKE = pytest.mark.parametrize("make", FACTORIES, ids=lambda make: make.__name__)


@MAKE
@given(count=st.integers(0, 3), given_values=st.integers(0, 4))
def test_a_sequence_belongs_to_the_last_fields_as_for_namedtuple(make, count, given_values):
    ours = make("P", "x y z", range(10, 10 + count))
    theirs = namedtuple("P", "x y z", defaults=range(10, 10 + count))
    values = range(given_values)
    try:
        wanted = repr(theirs(*values))
    except TypeError:
        with pytest.raises(TypeError):
            ours(*values)
    else:
        assert repr(ours(*values)) == wanted
    assert ours.__defaults__ == theirs._field_defaults


@MAKE
def test_a_mapping_has_them_by_name(make):
    assert repr(make("P", "x y", {"y": 5})(1)) == "P(x=1, y=5)"
    assert repr(make("P", "x y", MappingProxyType({"x": 1, "y": 5}))()) == "P(x=1, y=5)"
    for nothing in (None, (), {}, []):
        assert make("P", "x y", nothing).__defaults__ == {}


@MAKE
def test_defaults_that_fit_no_field_are_refused(make):
    for defaults, text in [((1, 2, 3), "P: 3 defaults for 2 fields"), ({"z": 1}, "P: a default for 'z', which is no field")]:
        with pytest.raises(TypeError, match=text):
            make("P", "x y", defaults)
    for defaults in (10, False):
        with pytest.raises(TypeError):
            make("P", "x y", defaults)


def test_a_field_without_default_cannot_stand_behind_one_with():
    text = r"P\.y has no default, but stands behind x, which has one"
    for make in FACTORIES:
        with pytest.raises(TypeError, match=text):
            make("P", "x y", {"x": 1})
    for base in (dataobject, RecordClass):
        with pytest.raises(TypeError, match=text):
            type(base)("P", (base,), {"__annotations__": {"x": int, "y": int}, "x": 1})

        class Base(base):
            x: int = 1

        with pytest.raises(TypeError, match=text):

            class P(Base):
                y: int


def test_values_of_a_base_can_be_made_optional():
    class Base(dataobject):
        x: int
        y: int

    class P(Base):
        y: int = 5

    assert repr(P(1)) == "P(x=1, y=5)"
    with pytest.raises(TypeError):
        Base(1)


def test_a_default_is_shared_as_it_is():
    shared = []

    class P(dataobject):
        items: list = shared

    assert P().items is shared and P().items is shared


@pytest.mark.parametrize("default", [[1], {1: 2}, {3}, bytearray(b"4"), recordclass("R", "x")(5)], ids=repr)
def test_with_copy_default_each_record_has_its_own(default):
    class P(dataobject, copy_default=True):
        items: object = default
        same: object = (default,)

    class Child(P):
        more: object = default

    for record in (P(), Child(), recordclass("P", "items", (default,), copy_default=True)(),
                   make_structclass("P", "items", (default,), copy_default=True)()):  # fmt: skip
        assert record.items == default and record.items is not default and type(record.items) is type(default)
    assert Child().more is not default and P().same[0] is default


def test_a_factory_is_called_for_each_record_that_needs_it():
    calls = []

    class P(dataobject):
        x: int
        y: int = Factory(lambda: calls.append(1) or len(calls))

    assert [P(0).y, P(0, 9).y, P(0, y=9).y, P(0).y] == [1, 9, 9, 2]
    assert P.__defaults__.keys() == {"y"}


def test_what_a_factory_raises_arrives():
    class P(dataobject):
        x: int = Factory(lambda: 1 / 0)

    for call in (P, lambda: P(**{}), lambda: P(*[])):
        with pytest.raises(ZeroDivisionError):
            call()
    assert P(1).x == 1


def test_a_user_init_begins_with_defaults_and_no_other_values():
    class P(dataobject):
        x: int
        y: int = 5

        def __init__(self, first):
            assert self.y == 5 and not hasattr(self, "x")
            super().__init__(first * 2, y=first)

    assert repr(P(2)) == "P(x=4, y=2)"
