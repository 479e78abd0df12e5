"""Runs a snippet against record classes made at run time, in a process of its own. It finds them in the groups below."""

import isolated

PRELUDE = """
import functools, operator
from recordclass_rs import (asdict, astuple, clone, dataobject, datastruct, datatype, litelist, litelist_fromargs, litetuple, make,
                            make_arrayclass, make_class, make_dictclass, mutabletuple, recordclass, structclass, update)

class Plain(dataobject, sequence=True): a: object; b: object
class Fixed(dataobject, sequence=True, readonly=True): a: object; b: object
class Gc(dataobject, sequence=True, gc=True): a: object; b: object
class GcFixed(dataobject, sequence=True, gc=True, readonly=True): a: object; b: object
class Roomy(dataobject, sequence=True, use_dict=True, use_weakref=True): a: object; b: object
class RoomyGc(dataobject, sequence=True, use_dict=True, use_weakref=True, gc=True): a: object; b: object
class Hashed(dataobject, sequence=True, hashable=True): a: object; b: object
class Half(dataobject, sequence=True): a: object
class Child(Half): b: object
class Mapped(dataobject, sequence=True, mapping=True): a: object; b: object
Made = recordclass("Made", "a b")
class Own(Plain):
    def more(self): return self.a
CLASSES = [Plain, Fixed, Gc, GcFixed, Roomy, RoomyGc, Hashed, Child, Mapped, Made, Own]
ASSIGNABLE = [P for P in CLASSES if P not in (Fixed, GcFixed)]
HASHING = [Fixed, GcFixed, Hashed]
COLLECTED = [Gc, GcFixed, RoomyGc]
# Every kind of object that the package makes: (class, function of a value that makes one with it).
KINDS = [(P, lambda v, P=P: P(v, v)) for P in CLASSES] + [
    (mutabletuple, lambda v: mutabletuple(v, v)), (litetuple, lambda v: litetuple(v, v)), (litelist, lambda v: litelist([v, v]))]

def rows(P): return P.__fields__
def dies(make):
    "Whether what `make` gives a weak reference to is gone afterwards."
    gone = make()
    for _ in range(3): gc.collect()
    return gone() is None
class Marker: pass
"""


def run(*parts, **options):
    isolated.run(PRELUDE, *parts, **options)
