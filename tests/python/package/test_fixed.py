"""What a class was made from cannot be changed, the rest of it can; and a class dies with the last that needs it."""

import gc
import weakref

import pytest
from recordclass_rs import (
    Factory,
    RecordClass,
    as_dataclass,
    dataobject,
    datastruct,
    make_arrayclass,
    make_dataclass,
    make_dictclass,
    recordclass,
)

FIXED = ["__fields__", "__defaults__", "__default_vals__", "__options__", "__annotations__", "__dataclass_fields__"]


@pytest.mark.parametrize("name", [*FIXED, "x", "y", "_fields", "_field_defaults"])
def test_what_a_class_was_made_from_is_fixed(name):
    class P(RecordClass):
        x: int
        y: int = 1

    class Child(P):
        z: int = 2

    for cls in (P, Child):
        for change in (lambda: setattr(cls, name, 5), lambda: delattr(cls, name)):  # noqa: B023
            with pytest.raises(AttributeError, match=rf"{cls.__name__}\.{name} is fixed"):
                change()
    assert repr(Child(1)) == "Child(x=1, y=1, z=2)"


def test_other_attributes_of_a_class_can_change():
    class P(dataobject):
        x: int

    P.more = 1
    P.method = lambda self: self.x
    P.__repr__ = lambda self: "changed"
    P.__len__ = lambda self: 7
    P.__doc__ = "new"
    assert (P.more, P(5).method(), repr(P(5)), len(P(5)), P.__doc__) == (1, 5, "changed", 7, "new")
    del P.__repr__, P.more
    assert repr(P(5)) == "P(x=5)" and not hasattr(P, "more")


def test_constructors_can_be_patched():
    class P(dataobject):
        x: int

    P.__init__ = lambda self, value: setattr(self, "x", value * 2)
    assert P(2).x == 4
    del P.__init__
    assert P(2).x == 2


def make_all():
    class A(dataobject):
        x: int
        y: list = Factory(list)

    class B(A, gc=True):
        z: "B" = None

    class S(datastruct):
        x: int = 1

    @as_dataclass
    class D:
        x: int

        def me(self):
            return super().__repr__(), __class__

    classes = [A, B, S, D, recordclass("R", "x y"), make_dataclass("M", "x", bases=(B,), defaults=(1,)),
               make_arrayclass("N", 2), make_dictclass("T", "a b", (1,))]  # fmt: skip
    for cls in classes:
        record = cls(1)  if cls.__name__ != "R" else cls(1, 2)
        repr(record), cls.__doc__, cls.__signature__, getattr(cls, "__dataclass_fields__", None)
        with pytest.raises(TypeError):
            cls(*range(9))
    return [weakref.ref(cls) for cls in classes]


def test_classes_are_collected():
    references = make_all()
    for _ in range(3):
        gc.collect()
    assert [reference() for reference in references if reference() is not None] == []
