"""The records that each library is shown: derived in Rust (fixtures), and made by the Python package, in pairs."""

import typing

import recordclass_fixtures as f
from recordclass_rs import Factory, RecordClass, dataobject, recordclass


class Point(RecordClass):
    """A point in space."""

    x: float
    y: float
    z: float = 0.0


class Data(dataobject):
    x: float
    y: float
    z: float = 0.0


Made = recordclass("Made", [("x", float), ("y", float), ("z", float)], defaults=(0.0,))


class Still(dataobject, readonly=True):
    """A point that stays."""

    x: float
    y: float
    z: float = 0.0


class Tracked(dataobject, gc=True, sequence=True):
    x: float
    y: float
    z: float = 0.0


class Line(dataobject):
    """Records in records."""

    start: Point
    end: Point
    tags: list[str] = Factory(list)
    note: typing.Optional[str] = None


class Chain(dataobject):
    """A record that leads to more of its kind."""

    value: int
    next: "Chain | None" = None


# Fields x, y, z=0.0, numbers all of them.
DERIVED = [f.Point, f.FrozenPoint]
PACKAGE = [Point, Data, Made, Still, Tracked]
POINTS = DERIVED + PACKAGE
FROZEN = [f.FrozenPoint, Still]


def name(cls):
    return f"{cls.__module__.rpartition('_')[2]}.{cls.__name__}" if isinstance(cls, type) else None
