"""What the tests of the light containers share."""

import sys

from recordclass_rs import litelist, litetuple, mutabletuple

FREE_THREADED = not getattr(sys, "_is_gil_enabled", lambda: True)()
HEAD = object.__sizeof__(object())
WORD = HEAD // 2 if not FREE_THREADED else HEAD // 4

TUPLES = [mutabletuple, litetuple]


def make(kind, items):
    """A container of that kind, whose constructor takes its items one by one or as an iterable."""
    if issubclass(kind, litelist):
        return kind(items)
    return kind(*items)


def like(kind):
    """What it is to behave like."""
    return list if issubclass(kind, litelist) else tuple


class MutableTuple(mutabletuple):
    pass


class LiteTuple(litetuple):
    pass


class LiteList(litelist):
    pass


class SlimTuple(mutabletuple):
    __slots__ = ()


class SlimList(litelist):
    __slots__ = ("note",)


EXACT = [mutabletuple, litetuple, litelist]
SUBCLASSES = [MutableTuple, LiteTuple, LiteList, SlimTuple, SlimList]
ALL = EXACT + SUBCLASSES
