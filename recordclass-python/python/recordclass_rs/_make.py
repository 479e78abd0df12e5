"""`make_dataclass()` and its kin: classes of `dataobject` and `datastruct` out of a list of fields."""

from collections.abc import Iterable

from . import _inherit
from ._build import build
from ._core import recordtype
from ._names import caller_module
from ._roots import datastruct


def make_dataclass(
    typename, fields, defaults=None, *,
    bases=None, namespace=None, use_dict=False, use_weakref=False, hashable=False, sequence=False, mapping=False,
    iterable=False, readonly=False, invalid_names=(), deep_dealloc=False, module=None, fast_new=True, rename=False,
    gc=False, immutable_type=False, copy_default=False, match=None, kw_only=False, eq=True, order=True,
):  # fmt: skip
    """A subclass of `dataobject`.

    >>> Point = make_dataclass("Point", {"x": int, "y": int}, defaults={"y": 0})
    >>> Point(1)
    Point(x=1, y=0)

    fields        "x y z", "x, y, z", a mapping of names to types, or an iterable of names, (name, type) and
                  (name, type, default) tuples; a "*" among them ends what patterns match by position
    defaults      those of the last fields, or a mapping of names to defaults
    bases         its bases; `dataobject` joins them if no record is among them
    namespace     further attributes and methods
    invalid_names names that no field may have
    rename        names that cannot be fields become `_0`, `_1`, ...
    module        where pickle looks for the class; the caller's module if not given
    The other parameters are options of the class: see `datatype`.
    """
    return build(
        typename, fields, defaults, bases=bases, namespace=namespace, rename=rename, invalid_names=invalid_names,
        module=caller_module() if module is None else module, use_dict=use_dict, use_weakref=use_weakref,
        hashable=hashable, sequence=sequence, mapping=mapping, iterable=iterable, readonly=readonly,
        deep_dealloc=deep_dealloc, fast_new=fast_new, gc=gc, immutable_type=immutable_type, copy_default=copy_default,
        match=match, kw_only=kw_only, eq=eq, order=order,
    )  # fmt: skip


make_class = make_dataclass


def make_structclass(
    typename, fields, defaults=None, *,
    bases=(datastruct,), namespace=None, use_weakref=False, hashable=False, sequence=False, mapping=False,
    iterable=False, readonly=False, module=None, fast_new=True, gc=False, copy_default=False, match=None,
    rename=False, kw_only=False, eq=True, order=True,
):  # fmt: skip
    """A subclass of `datastruct`: nothing can be derived from it, and its attributes are fixed.

    The parameters are those of `make_dataclass`. A struct has no room for weak references: `use_weakref` is refused.
    """
    return build(
        typename, fields, defaults, bases=bases, namespace=namespace, rename=rename,
        module=caller_module() if module is None else module, use_weakref=use_weakref, hashable=hashable,
        sequence=sequence, mapping=mapping, iterable=iterable, readonly=readonly, fast_new=fast_new, gc=gc,
        copy_default=copy_default, match=match, kw_only=kw_only, eq=eq, order=order,
    )  # fmt: skip


structclass = make_structclass


def join_dataclasses(
    name, classes, *,
    readonly=False, use_dict=False, gc=False, use_weakref=False, hashable=True, sequence=False, fast_new=False,
    iterable=True, module=None,
):  # fmt: skip
    """A class with the fields of several record classes, one after the other, with their types and defaults.

    It is not derived from them. A field that two of them have is an AttributeError.
    """
    if not isinstance(classes, Iterable) or isinstance(classes, type):
        raise TypeError(f"{name}: the classes to join are an iterable of them, not {classes!r}")
    fields, owners = [], {}
    for cls in classes:
        if not isinstance(cls, recordtype):
            raise TypeError(f"{name}: {cls!r} is not a record class")
        if _inherit.is_array(cls):
            raise TypeError(f"{name}: the fields of {cls.__name__} have no names")
        for field in _inherit.fields_of(cls).values():
            if field.name in owners:
                both = f"{owners[field.name]} and {cls.__name__}"
                raise AttributeError(f"{name}: {both} have a field {field.name!r}")
            owners[field.name] = cls.__name__
            fields.append((field.name, field.type, field))
    return build(
        name, fields, module=caller_module() if module is None else module, readonly=readonly, use_dict=use_dict,
        gc=gc, use_weakref=use_weakref, hashable=hashable, sequence=sequence, fast_new=fast_new, iterable=iterable,
    )  # fmt: skip
