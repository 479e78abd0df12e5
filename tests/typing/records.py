"""What type checkers must make of the package. Lines that must be errors say so: an ignore that hides none is one, too."""

import dataclasses
from typing import Any, ClassVar, Generic, TypeVar

from typing_extensions import assert_type

from recordclass_rs import (
    Factory,
    Field,
    RecordClass,
    as_dataclass,
    as_record,
    asdict,
    astuple,
    clone,
    dataobject,
    datastruct,
    join_dataclasses,
    litelist,
    litelist_fromargs,
    litetuple,
    make,
    make_arrayclass,
    make_dataclass,
    make_dictclass,
    make_structclass,
    mutabletuple,
    recordclass,
    update,
)
from recordclass_rs.tools.sqlite import dataclass_row_factory, make_row_factory

T = TypeVar("T")


class Point(dataobject):
    x: int
    y: int = 0
    count: ClassVar[int] = 0

    def norm(self) -> int:
        return abs(self.x) + abs(self.y)


p = Point(1, y=2)
assert_type(p, Point)
assert_type(p.x, int)
assert_type(p.norm(), int)
assert_type(p < Point(3), bool)
p.x = 3
p.x = "3"  # type: ignore[assignment]
Point()  # type: ignore[call-arg]
Point(1, 2, 3)  # type: ignore[call-arg]
Point("1")  # type: ignore[arg-type]
Point(1, z=2)  # type: ignore[call-arg]


class Point3(Point, sequence=True, readonly=["z"], use_weakref=True):
    z: int = Field(default=0, readonly=True)
    tags: list[str] = Factory(list)
    more: list[str] = Field(default_factory=list)
    last: int = dataclasses.field(default=0, kw_only=True)


assert_type(Point3(1, 2, 3, ["a"], last=1).tags, list[str])
Point3(1, 2, 3, [], [], 1)  # type: ignore[call-arg]
Point3(tags=[])  # type: ignore[call-arg]


class Struct(datastruct, gc=True):
    x: int


assert_type(Struct(1).x, int)


class Box(dataobject, Generic[T]):
    content: T


assert_type(Box(1), Box[int])
assert_type(Box("a").content, str)


class Employee(RecordClass, hashable=True):
    name: str
    id: int = 3


e = Employee("Guido")
assert_type(e.name, str)
assert_type(e._replace(id=4), Employee)
assert_type(Employee._make(["Guido", 1]), Employee)
assert_type(e[0:1], mutabletuple[Any])
e[0:1] = ("Tim",)
assert_type(e + e, mutabletuple[Any])
assert_type(2 * e + (1,), mutabletuple[Any])
assert_type((e.count(3), e.index("Tim")), tuple[int, int])
name, id = e
assert_type(e._asdict(), dict[str, Any])
assert_type(Employee._fields, tuple[str, ...])


@as_dataclass
class Plain:
    x: int


@as_dataclass(readonly=True, gc=True)
class WithOptions:
    x: int = 0


assert_type(Plain(1).x, int)
assert_type(WithOptions().x, int)
Plain()  # type: ignore[call-arg]
WithOptions("1")  # type: ignore[arg-type]


@as_record
def Pair(x: int, y: int = 0) -> None: ...


@as_record(readonly=True)
def FixedPair(x: int, y: int = 0) -> None: ...


assert_type(Pair, type[Any])
assert_type(FixedPair, type[Any])

assert_type(asdict(p), dict[str, Any])
assert_type(astuple(p), tuple[Any, ...])
assert_type(clone(p, x=5), Point)
assert_type(make(Point, (1, 2)), Point)
assert_type(make(Point, x=1), Point)
update(p, x=5)
assert_type(dataclasses.replace(p, x=1), Point)
dataclasses.fields(Point)

assert_type(recordclass("P", "x y", defaults=(0,)), type[Any])
recordclass("P", ["x", ("y", int)], readonly=True, module=__name__)
recordclass("P", {"x": int}, {"x": 1})
recordclass("P", "x", no_such_option=True)  # type: ignore[call-arg]
assert_type(make_dataclass("P", [("x", int, 0)], bases=(Point,), match="x"), type[Any])
make_structclass("P", "x y")
make_arrayclass("A", 3)
make_dictclass("D", "a b", (1,))
join_dataclasses("J", [Point, Employee])

dataclass_row_factory(Point)
make_row_factory(recordclass, rename=True)

t = mutabletuple(1, 2, 3)
assert_type(t, mutabletuple[int])
assert_type(t[0], int)
assert_type(t[1:], mutabletuple[int])
t[0] = 5
t[0:2] = [1, 2]
t[0] = "a"  # type: ignore[call-overload]
mutabletuple(x=1)  # type: ignore[call-arg]
lite = litetuple(1, 2)
assert_type(lite[0], int)
lite[0] = 5  # type: ignore[index]
several = litelist(["a"])
several.append("b")
several.append(1)  # type: ignore[arg-type]
assert_type(several.pop(), str)
assert_type(litelist_fromargs(1, 2), litelist[int])
