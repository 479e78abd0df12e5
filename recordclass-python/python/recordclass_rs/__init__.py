"""Memory-compact records: mutabletuple, recordclass() and the dataobject family."""

from recordclass_rs._core import litelist, litelist_fromargs, litetuple, mutabletuple

__all__ = ["litelist", "litelist_fromargs", "litetuple", "mutabletuple"]
