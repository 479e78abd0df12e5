"""`as_dataclass` and `as_record`."""

import functools
import inspect
import pickle
from typing import Generic, TypeVar

import pytest
from recordclass_rs import Factory, as_dataclass, as_record, dataobject, datastruct
from reference import message

T = TypeVar("T")


class Base:
    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.known = cls.__name__

    def hello(self):
        return "hello"


def passed_on(function):
    """A decorator that hides the function in a closure, and says nothing about it."""

    def inner(*args):
        return function(*args)

    return inner


@as_dataclass
class Point(Base):
    """A point."""

    x: int
    y: int = 5

    def hello(self):
        return super().hello() + f" {self.x}"


@as_dataclass(readonly=True, sequence=True)
class Fixed:
    x: int
    tags: list = Factory(list)


def test_bases_methods_and_names_are_kept():
    assert Point.__mro__ == (Point, Base, dataobject, object)
    assert (Point.__name__, Point.__qualname__, Point.__module__, Point.__doc__) == ("Point", "Point", __name__, "A point.")
    assert Point.known == "Point" and Point(1).hello() == "hello 1"
    assert not hasattr(Point(1), "__dict__") and not hasattr(Point(1), "__weakref__")
    assert pickle.loads(pickle.dumps(Point(1, 2))) == Point(1, 2)
    assert Fixed(1)[0] == 1 and Fixed(1).tags is not Fixed(1).tags


@pytest.mark.parametrize(
    "wrap",
    [
        lambda f: f,
        passed_on,
        property,
        functools.lru_cache(maxsize=None),
        lambda f: functools.wraps(f)(lambda *args: f(*args)),
    ],
    ids=["plain", "closure", "property", "lru_cache", "wraps"],
)
def test_super_without_arguments_finds_the_new_class(wrap):
    class Parent:
        def name(self):
            return "parent"

    @as_dataclass(hashable=True)
    class Child(Parent):
        x: int

        @wrap
        def told(self):
            return super().name(), __class__

    told = Child(1).told
    assert (told() if callable(told) else told) == ("parent", Child)


def test_super_works_in_class_and_static_methods():
    @as_dataclass
    class P:
        x: int

        @classmethod
        def make(cls):
            return super().__new__(cls, 7), __class__

        @staticmethod
        def which():
            return __class__

    assert P.make() == (P(7), P) and P.which() is P


def test_the_class_of_other_methods_stays_theirs():
    class Other:
        def told(self):
            return __class__

    borrowed = Other.told

    @as_dataclass
    class P:
        x: int
        other = passed_on(borrowed)

        def mine(self):
            return borrowed, __class__

    assert Other().told() is Other is P(1).other() and P(1).mine()[1] is P


def test_generic_classes():
    @as_dataclass
    class Box(Generic[T]):
        content: T

    assert Box[int](3) == Box(3) and Box.__orig_bases__ == (Generic[T],)
    assert Box.__parameters__ == (T,)


def test_listed_fields():
    @as_dataclass
    class P:
        __fields__ = "x", "y"
        y = 5

    assert repr(P(1)) == "P(x=1, y=5)"


def test_a_child_of_a_record_is_one_already():
    class Child(Fixed):
        z: int = 3

    assert as_dataclass(Child) is as_dataclass()(Child) is as_dataclass(readonly=True)(Child) is Child
    text = "Child is a record class already, as its base is: write class Child(Fixed, gc=True)"
    assert message(as_dataclass(gc=True), Child) == (TypeError, text)


def test_the_module_can_be_given():
    assert as_dataclass(module="elsewhere")(type("P", (), {})).__module__ == "elsewhere"
    assert repr(as_dataclass(rename=True)(type("P", (), {"__annotations__": {"x": int}}))(1)) == "P(x=1)"


@pytest.mark.parametrize("other", [5, "P", lambda: None], ids=["int", "str", "function"])
def test_only_classes_can_be_decorated(other):
    with pytest.raises(TypeError, match="as_dataclass makes a record class of a class, not of"):
        as_dataclass(other)


def test_slots_are_refused():
    class P:
        __slots__ = ("x",)

    with pytest.raises(TypeError, match="P: a record declares its slots as fields"):
        as_dataclass(P)


def test_as_record_takes_the_parameters():
    @as_record
    def Pair(x: int, y: int = 2, *, z: str = "z", last):
        """Two and more."""
        local = x  # noqa: F841

    assert Pair.__mro__ == (Pair, datastruct, object)
    assert Pair.__fields__ == ("x", "y", "z", "last") and Pair.__doc__ == "Two and more."
    assert repr(Pair(1, last=3)) == "Pair(x=1, y=2, z='z', last=3)"
    assert str(inspect.signature(Pair)) == "(x: int, y: int = 2, *, z: str = 'z', last)"
    assert Pair.__module__ == __name__ and Pair.__qualname__.endswith("<locals>.Pair")
    with pytest.raises(TypeError):
        Pair(1)


@as_record(readonly=True, copy_default=True)
def Kept(x: int, y: list = [1]): ...  # noqa: B006


def test_as_record_takes_options():
    assert Kept(1).y == [1] and Kept(1).y is not Kept(1).y
    with pytest.raises(AttributeError):
        Kept(1).x = 2
    assert pickle.loads(pickle.dumps(Kept(1))) == Kept(1)


def test_as_record_refuses_what_is_no_list_of_fields():
    for function in (lambda *args: None, lambda **kwargs: None, eval("lambda x, /: None")):
        with pytest.raises(TypeError, match="a record has no use for"):
            as_record()(function)
    for other in (5, len, Point):
        with pytest.raises(TypeError):
            as_record()(other)
