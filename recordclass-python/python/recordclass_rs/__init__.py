"""Memory-compact records: mutabletuple, recordclass() and the dataobject family."""

from ._arrayclass import make_arrayclass
from ._core import (
    Cycle,
    __version__,
    asdict,
    astuple,
    clone,
    find_cycles,
    litelist,
    litelist_fromargs,
    litetuple,
    make,
    mutabletuple,
    update,
)
from ._datatype import datatype
from ._decorators import as_dataclass, as_record
from ._dictclass import make_dictclass
from ._fields import MATCH, Factory, Field
from ._make import join_dataclasses, make_class, make_dataclass, make_structclass, structclass
from ._recordclass import RecordClass, recordclass
from ._roots import dataobject, datastruct

__all__ = [
    "MATCH",
    "Cycle",
    "Factory",
    "Field",
    "RecordClass",
    "__version__",
    "as_dataclass",
    "as_record",
    "asdict",
    "astuple",
    "clone",
    "dataobject",
    "datastruct",
    "datatype",
    "find_cycles",
    "join_dataclasses",
    "litelist",
    "litelist_fromargs",
    "litetuple",
    "make",
    "make_arrayclass",
    "make_class",
    "make_dataclass",
    "make_dictclass",
    "make_structclass",
    "mutabletuple",
    "recordclass",
    "structclass",
    "update",
]
