"""Names of classes and fields: the forms in which functions take them, and which of them are refused."""

import sys
from collections.abc import Iterable, Mapping
from keyword import iskeyword

from ._fields import MISSING

# Among the names of fields these two are options, as they are in `__slots__`.
DICT, WEAKREF = "__dict__", "__weakref__"


def caller_module(depth=2):
    """The name of the module that called the function which calls this: where pickle will look for the class."""
    try:
        return sys._getframe(depth).f_globals.get("__name__")
    except (AttributeError, ValueError):
        return None


def is_dunder(name):
    return len(name) > 4 and name.startswith("__") and name.endswith("__")


def check_type_name(name):
    if not isinstance(name, str):
        raise TypeError(f"the name of a class is a string, not {type(name).__name__}")
    if not name.isidentifier() or iskeyword(name):
        raise ValueError(f"{name!r} cannot be the name of a class: it is {_fault(name)}")
    return sys.intern(str(name))


def check_field_name(name, owner, reserved=()):
    """`reserved` are the names of methods that the class needs."""
    if not isinstance(name, str):
        raise TypeError(f"{owner}: the name of a field is a string, not {type(name).__name__}")
    if not name.isidentifier() or iskeyword(name):
        raise ValueError(f"{owner}: {name!r} cannot be the name of a field: it is {_fault(name)}")
    if is_dunder(name) or name in reserved:
        raise ValueError(f"{owner}: a field {name!r} would hide what the class needs by that name")
    return sys.intern(str(name))


def _fault(name):
    return "a keyword" if iskeyword(name) else "not an identifier"


def split(fields, owner, rename=False):
    """The fields as pairs (name, annotation), and how many stand before a `*`, or None if there is none.

    They come as "x y z", "x, y, z", a mapping of names to types, or any iterable of names and tuples
    (name, type) or (name, type, default); then the pair is that triple. "*" ends what patterns match by position;
    but in an iterable of names that are renamed it is one of them.
    """
    if isinstance(fields, str):
        rename = False
        fields = fields.replace(",", " ").split()
    elif isinstance(fields, Mapping):
        fields = fields.items()
    elif not isinstance(fields, Iterable):
        raise TypeError(f"{owner}: fields are a string, a mapping or an iterable, not {type(fields).__name__}")
    rows, match = [], None
    for field in fields:
        if isinstance(field, str) and field == "*" and not rename:
            if match is not None:
                raise ValueError(f"{owner}: more than one * among the fields")
            match = len(rows)
        elif isinstance(field, (tuple, list)):
            if not 2 <= len(field) <= 3:
                raise TypeError(f"{owner}: a field is (name, type) or (name, type, default), not {field!r}")
            rows.append(tuple(field))
        else:
            rows.append((field, MISSING))
    return rows, match


def listed(names, owner, option):
    """The names of fields that an option has: "x y" or an iterable."""
    if isinstance(names, str):
        return tuple(names.replace(",", " ").split())
    if not isinstance(names, Iterable):
        raise TypeError(f"{owner}: {option} takes the names of fields, not {type(names).__name__}")
    return tuple(names)


def mapped(names, owner, parameter):
    """A new dict of what a parameter gives by name, if anything."""
    if names is None:
        return {}
    if not isinstance(names, Mapping):
        raise TypeError(f"{owner}: {parameter} is a mapping, not {type(names).__name__}")
    return dict(names)


def rename_invalid(names, reserved=()):
    """As `namedtuple(rename=True)`: what cannot be a name becomes that of its place, `_0`, `_1`, ..."""
    seen, renamed = set(), []
    for place, name in enumerate(names):
        name = str(name)
        if name in (DICT, WEAKREF):
            renamed.append(name)
            continue
        if not name.isidentifier() or iskeyword(name) or name.startswith("_") or name in seen or name in reserved:
            name = f"_{place}"
        seen.add(name)
        renamed.append(name)
    return renamed


def pair_defaults(names, defaults, owner):
    """Defaults by name: a mapping as it is, any other iterable belongs to the last fields, as for `namedtuple`."""
    if defaults is None:
        return {}
    if isinstance(defaults, Mapping):
        for name in defaults:
            if name not in names:
                raise TypeError(f"{owner}: a default for {name!r}, which is no field")
        return dict(defaults)
    if not isinstance(defaults, Iterable):
        raise TypeError(f"{owner}: defaults are an iterable or a mapping, not {type(defaults).__name__}")
    defaults = tuple(defaults)
    if len(defaults) > len(names):
        raise TypeError(f"{owner}: {len(defaults)} defaults for {len(names)} fields")
    return dict(zip(names[len(names) - len(defaults) :], defaults))
