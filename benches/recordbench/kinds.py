"""What a kind of record is to the benchmark, and all of them for a shape."""

import importlib
from dataclasses import dataclass, field
from functools import partial

# In the order of the tables.
_MODULES = ("kinds_builtin", "kinds_peers", "kinds_cython", "kinds_pyclass", "kinds_dynamic", "kinds_ours")


@dataclass
class Kind:
    name: str
    cls: object
    # Code that differs from that of rows.py; rows that the kind has not.
    code: dict = field(default_factory=dict)
    without: frozenset = frozenset()
    # Functions and constants that its code mentions.
    names: dict = field(default_factory=dict)
    # One of ours, and not a peer; a base that is no record is neither (tuple, dict).
    ours: bool = False
    base: bool = False
    # How to make a record of values, and to read a field of one.
    make: object = None
    read: object = getattr

    def __post_init__(self):
        self.make = self.make or self.cls
        self.without = frozenset(self.without)


def names_of(kinds):
    return [kind.name for kind in kinds]


def collect(shape):
    """All kinds of a shape, and what is left out on this Python with the reason."""
    kinds, left_out = [], {}
    for name in _MODULES:
        module = importlib.import_module(f".{name}", __package__)
        module.collect(shape, partial(_add, kinds, left_out))
    if shape.kinds:
        kinds = [kind for kind in kinds if kind.name in shape.kinds]
        left_out = {name: reason for name, reason in left_out.items() if name in shape.kinds}
    return kinds, left_out


def _add(kinds, left_out, names, make):
    """Adds what `make` gives, kinds, or notes why it does not; `names` are what is missing then."""
    try:
        kinds.extend(make())
    except (ImportError, AttributeError) as error:
        # Without the path of a file, which is of no use elsewhere.
        reason = str(error).partition(" (/")[0]
        left_out.update(dict.fromkeys(names, f"{type(error).__name__}: {reason}"))
