"""`recordclass()`, the mutable `namedtuple`, and `RecordClass`, the mutable `typing.NamedTuple`."""

from ._build import build
from ._names import caller_module
from ._roots import dataobject


def recordclass(
    typename, fields, defaults=None, *,
    rename=False, readonly=False, hashable=False, gc=False, use_dict=False, use_weakref=False, fast_new=True,
    mapping=False, iterable=True, sequence=True, immutable_type=False, copy_default=False, module=None,
):  # fmt: skip
    """A class of records with almost the interface of `namedtuple`, whose fields can be assigned.

    >>> Point = recordclass("Point", "x y z", defaults=(0,))
    >>> p = Point(1, y=2)
    >>> p.x = 10
    >>> p, p[-1], p._replace(z=3)
    (Point(x=10, y=2, z=0), 0, Point(x=10, y=2, z=3))

    fields        "x y z", "x, y, z", a mapping of names to types, or an iterable of names and (name, type) pairs
    defaults      those of the last fields, or a mapping of names to defaults
    rename        names that cannot be fields become `_0`, `_1`, ...
    module        where pickle looks for the class; the caller's module if not given
    The other parameters are options of the class: see `datatype`.
    """
    return build(
        typename, fields, defaults, rename=rename, module=caller_module() if module is None else module,
        namedtuple=True, sequence=sequence, iterable=iterable, mapping=mapping, readonly=readonly, hashable=hashable,
        gc=gc, use_dict=use_dict, use_weakref=use_weakref, fast_new=fast_new, immutable_type=immutable_type,
        copy_default=copy_default,
    )  # fmt: skip


class RecordClass(dataobject, namedtuple=True, sequence=True):
    """The class form of `recordclass()`: as `typing.NamedTuple`, with fields that can be assigned.

    >>> class Point(RecordClass):
    ...     x: int
    ...     y: int = 0
    >>> x, y = Point(1)
    >>> Point(x, 5)._replace(x=7)
    Point(x=7, y=5)
    """
