"""Classes as source text, written out for the fields of a shape: what a person would write, without `getattr` or loops.

Each class gets a module of its own, where pickle finds it, and the same name, so that no kind has a longer one to print.
"""

import sys
import types


def define(kind, shape, text, **names):
    """Runs the text in a module for kind and shape; the class in it is called `R`."""
    fields = shape.fields
    module = types.ModuleType(f"rb_{kind}_{shape.name}")
    sys.modules[module.__name__] = module
    module.__dict__.update(names)
    every = lambda pattern, joint=", ": joint.join(pattern.format(f=name) for name in fields)  # noqa: E731
    places = {
        "NAMES": repr(fields),
        "WORDS": repr(" ".join(fields)),
        "PARAMETERS": ", ".join([*fields[:-1], f"{fields[-1]}=None"]),
        "ASSIGN": every("self.{f} = {f}", "; "),
        "ANNOTATED": every("{f}: object", "\n    ") + " = None",
        "MINE": every("self.{f}"),
        "THEIRS": every("other.{f}"),
        "SHOWN": every("{f}={{self.{f}!r}}"),
        "FIRST": fields[0],
    }
    for name, value in places.items():
        text = text.replace(f"<{name}>", value)
    exec(compile(text, module.__name__, "exec"), module.__dict__)
    return module.R


BY_HAND = '''
    def __init__(self, <PARAMETERS>):
        <ASSIGN>

    def __eq__(self, other):
        if other.__class__ is not self.__class__:
            return NotImplemented
        return (<MINE>) == (<THEIRS>)

    def __lt__(self, other):
        if other.__class__ is not self.__class__:
            return NotImplemented
        return (<MINE>) < (<THEIRS>)

    def __hash__(self):
        return hash((<MINE>))

    def __repr__(self):
        return f"R(<SHOWN>)"
'''

FIRST = '''
    def first(self):
        return self.<FIRST>
'''

CLASS = "class R:\n" + BY_HAND + FIRST
SLOTS = "class R:\n    __slots__ = <NAMES>\n" + BY_HAND + FIRST
DATACLASS = """
from dataclasses import dataclass

@dataclass(slots=True, order=True, unsafe_hash=True)
class R:
    <ANNOTATED>
""" + FIRST
NAMEDTUPLE = """
from collections import namedtuple

class Methods:
    __slots__ = ()
""" + FIRST + """
R = namedtuple("R", <WORDS>, defaults=(None,))
R.first = Methods.first
"""
ATTRS = """
import attrs

@attrs.define(order=True, unsafe_hash=True)
class R:
    <ANNOTATED>
""" + FIRST
MSGSPEC = """
from msgspec import Struct

class R(Struct, order=True, gc=<GC>, frozen=<FROZEN>):
    <ANNOTATED>
""" + FIRST
# Upstream and ours are written alike; the options let both index, iterate and hash.
DATAOBJECT = """
class R(dataobject, sequence=True, iterable=True, hashable=True, gc=<GC>):
    <ANNOTATED>
""" + FIRST
RECORDCLASS = """
R = recordclass("R", <WORDS>, defaults=(None,), hashable=True, module=__name__)
"""
