"""What records are compared with: the same operation on ours and on the standard library's own."""

import sys
from collections import namedtuple
from dataclasses import dataclass, field
from typing import Any

FREE_THREADED = not getattr(sys, "_is_gil_enabled", lambda: True)()
HEAD = object.__sizeof__(object())


@dataclass(slots=True, order=True)
class Point:
    x: float
    y: float
    z: float = 0.0


@dataclass(slots=True, order=True, frozen=True)
class FrozenPoint:
    x: float
    y: float
    z: float = 0.0


@dataclass(slots=True, order=True)
class Triple:
    a: Any
    b: Any
    c: Any


@dataclass(slots=True, order=True, frozen=True)
class FrozenTriple:
    a: Any
    b: Any
    c: Any


@dataclass(slots=True)
class Named:
    name: str
    payload: Any = None
    note: Any = None


@dataclass(slots=True)
class Texts:
    text: str
    numbers: list = field(default_factory=list)
    maybe: Any = None


TripleTuple = namedtuple("TripleTuple", "a b c")


class Plain:
    """An object of no particular kind, that can be referred to weakly."""


class Index:
    """An integer by `__index__` only."""

    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


class Raises:
    """Raises that error, an instance or a class, from whatever protocol touches it."""

    def __init__(self, error):
        self.error = error

    def _raise(self, *_):
        raise self.error

    __eq__ = __lt__ = __hash__ = __repr__ = __index__ = __float__ = __deepcopy__ = __reduce_ex__ = _raise


def outcome(operation, *args, **kwargs):
    """The result, or the type of the exception: what two implementations must agree on."""
    try:
        return "gave", operation(*args, **kwargs)
    except Exception as error:
        return "raised", type(error)


def message(operation, *args, **kwargs):
    """The exception, as `(type, text)`; it is a mistake if there is none."""
    try:
        result = operation(*args, **kwargs)
    except Exception as error:
        return type(error), str(error)
    raise AssertionError(f"expected an exception, got {result!r}")
