"""Fields, options and methods that come from bases."""

from collections import namedtuple
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

import pytest
from recordclass_rs import Field, RecordClass, dataobject, make_arrayclass, make_dataclass, recordclass
from reference import message

T = TypeVar("T")


def test_fields_are_appended():
    class A(dataobject):
        x: int
        y: int = 1

    class B(A):
        z: int = 2

    class C(B):
        pass

    class D(C):
        __fields__ = ("t",)
        t = 3

    assert D.__fields__ == ("x", "y", "z", "t")
    assert D.__defaults__ == {"y": 1, "z": 2, "t": 3}
    assert D.__annotations__ == {"x": int, "y": int, "z": int}
    assert D.__match_args__ == ("x", "y", "z", "t")
    assert repr(C(0)) == "C(x=0, y=1, z=2)" and repr(D(0, t=9)) == "D(x=0, y=1, z=2, t=9)"
    assert A(0) != B(0) and B(0) != C(0) and C(0) == C(0)


def test_a_redefined_field_keeps_its_place_as_in_a_dataclass():
    def build(root, decorate):
        @decorate
        class A(root):
            x: int
            y: int = 1

        @decorate
        class B(A):
            z: str = "z"
            x: float = 0.5

        return B

    ours, theirs = build(dataobject, lambda cls: cls), build(object, dataclass)
    assert ours.__fields__ == tuple(theirs.__dataclass_fields__)
    assert repr(ours()) == "B(x=0.5, y=1, z='z')"
    assert ours.__annotations__ == {"x": float, "y": int, "z": str}


def test_a_redefinition_keeps_what_it_does_not_mention():
    class A(dataobject):
        x: int = Field(default=1, readonly=True)
        y: int = 2

    class B(A):
        x: float
        y: int = Field(readonly=True)

    assert repr(B()) == "B(x=1, y=2)"
    for name in "xy":
        with pytest.raises(AttributeError):
            setattr(B(), name, 0)
    a = A()
    a.y = 3


def test_an_inherited_field_cannot_become_something_else():
    class A(dataobject):
        x: int = 1

    for body in ({"x": 5}, {"x": property(lambda self: 1)}, {"x": lambda self: 1}):
        text = "B.x hides an inherited field; annotate it to give it a new default"
        assert message(type(A), "B", (A,), body) == (TypeError, text)
    for body in ({"__annotations__": {"x": ClassVar[int]}}, {"__annotations__": {"x": ClassVar[int]}, "x": 2}):
        text = "B.x is an inherited field, and cannot become a class variable"
        assert message(type(A), "B", (A,), body) == (TypeError, text)


def test_options_stay_on():
    import gc
    import weakref

    class A(dataobject, gc=True, use_dict=True, use_weakref=True, sequence=True, hashable=True, copy_default=True):
        x: int

    class B(A, gc=False, use_dict=False, hashable=False):
        y: list = []  # noqa: RUF012

    b = B(1)
    b.more = 2
    assert gc.is_tracked(b) and weakref.ref(b)() is b and b[0] == 1
    assert B(1).y is not B(1).y
    assert isinstance(hash(B(1, 2)), int)


def test_children_of_a_readonly_class_are_readonly():
    class A(dataobject, readonly=True):
        x: int

    class B(A):
        y: int

    b = B(1, 2)
    for name in "xy":
        with pytest.raises(AttributeError, match=name):
            setattr(b, name, 0)
    assert hash(b) == hash(B(1, 2))


def test_inherited_fields_can_be_made_readonly():
    class A(dataobject):
        x: int
        y: int

    class B(A, readonly=["x"]):
        z: int

    b = B(1, 2, 3)
    b.y = b.z = 0
    with pytest.raises(AttributeError):
        b.x = 0
    A(1, 2).x = 0
    with pytest.raises(TypeError, match="B: readonly has 'q', which is no field"):
        type(A)("B", (A,), {}, readonly="x q")


class Norm:
    def norm(self):
        return abs(self.x) + abs(self.y)

    def __repr__(self):
        return "norm"


def test_mixins_stand_before_or_behind_the_record():
    class A(dataobject):
        x: int
        y: int

    class Behind(A, Norm):
        pass

    class Before(Norm, A):
        z: int = 0

    class Alone(Norm, dataobject):
        x: int
        y: int

    for cls in (Behind, Before, Alone):
        p = cls(3, -4)
        assert p.norm() == 7
        assert not hasattr(p, "__dict__") and not hasattr(p, "__weakref__")
        with pytest.raises(AttributeError):
            p.unknown = 1
    assert repr(Behind(1, 2)) == "Behind(x=1, y=2)" and repr(Before(1, 2)) == repr(Alone(1, 2)) == "norm"


def test_a_mixin_with_another_layout_is_refused():
    class Slotted:
        __slots__ = ("a",)

    class A(dataobject):
        x: int

    for base in (Slotted, int, str, dict, Exception):
        for bases in ((A, base), (base, A)):
            with pytest.raises(TypeError):
                type(A)("B", bases, {})


def test_records_without_fields_mix_with_others():
    class Behaviour(dataobject, sequence=True):
        def total(self):
            return sum(self)

    class A(dataobject):
        x: int
        y: int

    class B(A, Behaviour):
        z: int

    class C(Behaviour, A):
        pass

    assert B(1, 2, 3).total() == 6 and C(1, 2).total() == 3


def test_a_diamond_has_each_field_once():
    class A(dataobject):
        x: int

    class B(A):
        def who(self):
            return "B"

    class C(A):
        y: int = 1

    class D(B, C):
        z: int = 2

    assert repr(D(0)) == "D(x=0, y=1, z=2)" and D(0).who() == "B"


def test_two_records_with_fields_of_their_own_are_refused():
    class A(dataobject):
        x: int

    class B(dataobject):
        y: int

    class C(dataobject):
        x: int

    for other in (B, C):
        with pytest.raises(TypeError, match=r"D: the fields of \w and \w cannot both be inherited"):
            type(A)("D", (A, other), {})


def test_generic_records():
    class Box(dataobject, Generic[T]):
        content: T

    class Named(Box[int]):
        name: str

    class Row(RecordClass, Generic[T]):
        value: T

    assert repr(Box[int](5)) == "Box(content=5)" and Box[int](5) == Box(5)
    assert Named.__fields__ == ("content", "name") and Row[str]("a")[0] == "a"
    assert Named.__orig_bases__ == (Box[int],)


def test_super_reaches_what_a_record_has():
    class Root(dataobject, sequence=True):
        pass

    class A(Root):
        x: int
        y: int

        def __repr__(self):
            return f"<{super().__repr__()}>"

        def __eq__(self, other):
            return super().__eq__(other)

        def __getitem__(self, key):
            return super().__getitem__(key) * 10

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)

    a = A(1, y=2)
    assert repr(a) == "<A(x=1, y=2)>" and a == A(1, 2) and a[1] == 20


def test_init_subclass_gets_the_keywords_that_are_no_options():
    seen = {}

    class A(dataobject):
        x: int

        def __init_subclass__(cls, tag=None, **kwargs):
            super().__init_subclass__(**kwargs)
            seen[cls.__name__] = tag, cls.__fields__

    class B(A, tag="b", sequence=True):
        y: int

    assert seen == {"B": ("b", ("x", "y"))} and B(1, 2)[1] == 2
    with pytest.raises(TypeError):
        type(A)("C", (A,), {}, unknown=1)


@pytest.mark.parametrize(("option", "text"), [("readnly", "did you mean 'readonly'?"), ("xyzzy", "there is no option 'xyzzy'")])
def test_an_option_that_does_not_exist_is_named(option, text):
    for base in (dataobject, RecordClass):
        kind, said = message(type(base), "P", (base,), {}, **{option: True})
        assert kind is TypeError and said.startswith("P: ") and text in said


def test_a_class_made_by_a_function_can_be_a_base():
    for made in (recordclass("P", "x y"), make_dataclass("P", "x y")):

        class Child(made):
            z: int = 3

            def total(self):
                return self.x + self.y + self.z

        assert Child(1, 2).total() == 6

    class Array(make_arrayclass("A", 2)):
        def total(self):
            return sum(self)

    assert Array(1, 2).total() == 3 and repr(Array(1)) == "Array(1, None)"


def test_bases_and_namespace_of_a_made_class():
    P = make_dataclass("P", "x y", bases=(Norm,), namespace={"scale": 2, "twice": lambda self: self.x * 2})
    assert P.__mro__ == (P, Norm, dataobject, object) and P(3, 4).norm() == 7 and P(3, 4).twice() == 6
    Q = make_dataclass("Q", "z", bases=(P,))
    assert Q.__fields__ == ("x", "y", "z")
    with pytest.raises(TypeError, match="Q: the fields are an argument"):
        make_dataclass("Q", "z", namespace={"__fields__": ("a",)})


def test_the_metaclass_can_be_combined_with_others():
    from abc import ABCMeta, abstractmethod

    class Meta(ABCMeta, type(dataobject)):
        pass

    class Shape(dataobject, metaclass=Meta):
        x: int

        @abstractmethod
        def area(self): ...

    class Square(Shape):
        def area(self):
            return self.x**2

    assert Square(3).area() == 9 and issubclass(Square, Shape)
    assert namedtuple("N", "a")(1) is not None
