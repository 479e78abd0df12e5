"""`as_dataclass` and `as_record`: record classes out of what is written as an ordinary class, or as a function."""

from functools import cached_property, partialmethod
from types import FunctionType, GetSetDescriptorType

from . import _annotations
from ._build import build
from ._core import recordtype
from ._datatype import datatype
from ._fields import MISSING, field_of
from ._names import pair_defaults
from ._options import of
from ._roots import dataobject, datastruct


def as_dataclass(
    cls=None, *,
    use_dict=False, use_weakref=False, hashable=False, sequence=False, mapping=False, iterable=False, readonly=False,
    module=None, fast_new=True, rename=False, gc=False, immutable_type=False, copy_default=False, match=None,
    kw_only=False, eq=True, order=True,
):  # fmt: skip
    """Makes a record class of an ordinary one. It works with and without parentheses, as `dataclass` does.

    >>> @as_dataclass
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> Point(1)
    Point(x=1, y=0)

    What you get is another class, with the same bases, attributes and methods; `dataobject` is the last of its bases.
    The parameters are options of the class, see `datatype`. `module` sets `__module__`; `rename` has nothing to do.
    """
    options = dict(
        use_dict=use_dict, use_weakref=use_weakref, hashable=hashable, sequence=sequence, mapping=mapping,
        iterable=iterable, readonly=readonly, gc=gc, immutable_type=immutable_type, copy_default=copy_default,
        match=match, kw_only=kw_only, eq=eq, order=order,
    )  # fmt: skip
    if cls is None:
        return lambda cls: _as_record_class(cls, module, options)
    return _as_record_class(cls, module, options)


def _as_record_class(cls, module, options):
    if not isinstance(cls, type):
        raise TypeError(f"as_dataclass makes a record class of a class, not of {cls!r}")
    if isinstance(cls, recordtype):
        return _already_record(cls, options)
    namespace = {
        name: value
        for name, value in vars(cls).items()
        # Slots for these two are the options use_dict and use_weakref; the cache is of annotations already evaluated.
        if not (name in ("__dict__", "__weakref__") and isinstance(value, GetSetDescriptorType))
        and name not in ("__annotations_cache__",)
    }
    namespace["__qualname__"] = cls.__qualname__
    if module is not None:
        namespace["__module__"] = module
    if namespace.get("__doc__", MISSING) is None:
        del namespace["__doc__"]
    cell = _class_cell(cls, namespace.values())
    if cell is not None:
        # `super()` and `__class__` in methods look into this cell, and must find the new class there.
        namespace["__classcell__"] = cell
    bases = tuple(base for base in cls.__bases__ if base is not object)
    if not any(isinstance(base, recordtype) for base in bases):
        bases = (*bases, dataobject)
    return datatype(cls.__name__, bases, namespace, **options)


def _already_record(cls, options):
    """Its base is a record class, so it is one: then its options belong into its head."""
    has = of(cls)
    neutral = {"match": None, "eq": True, "order": True}
    for option, value in options.items():
        if value != neutral.get(option, False) and value != has.get(option):
            raise TypeError(
                f"{cls.__name__} is a record class already, as its base is: write class {cls.__name__}"
                f"({cls.__bases__[0].__name__}, {option}={value!r})"
            )
    return cls


def _class_cell(cls, values):
    """The cell of `__class__`, which all methods of a class body share, from whichever of them has it.

    It may lie behind a decorator. What a method has of other classes in its closure has other cells.
    """
    waiting, seen = list(values), set()
    while waiting:
        value = waiting.pop()
        if value is None or id(value) in seen:
            continue
        seen.add(id(value))
        waiting.append(getattr(value, "__wrapped__", None))
        if isinstance(value, FunctionType):
            for name, cell in zip(value.__code__.co_freevars, value.__closure__ or ()):
                if name == "__class__" and _contents(cell) is cls:
                    return cell
                waiting.append(_contents(cell))
        elif isinstance(value, (staticmethod, classmethod)):
            waiting.append(value.__func__)
        elif isinstance(value, property):
            waiting.extend((value.fget, value.fset, value.fdel))
        elif isinstance(value, (cached_property, partialmethod)):
            waiting.append(value.func)
    return None


def _contents(cell):
    try:
        return cell.cell_contents
    except ValueError:
        return None  # Not filled yet.


def as_record(readonly=False, copy_default=False):
    """Makes a `datastruct` of the parameters of a function, with their types and defaults. It is never called.

    >>> @as_record
    ... def Point(x: int, y: int = 0): ...
    >>> Point(1)
    Point(x=1, y=0)
    """
    if isinstance(readonly, FunctionType):
        return _as_struct(readonly, False, copy_default)
    return lambda function: _as_struct(function, readonly, copy_default)


def _as_struct(function, readonly, copy_default):
    if not isinstance(function, FunctionType):
        raise TypeError(f"as_record makes a record class of a function, not of {function!r}")
    code, name = function.__code__, function.__name__
    if code.co_posonlyargcount or code.co_flags & 0x0C:  # CO_VARARGS, CO_VARKEYWORDS
        raise TypeError(f"{name}: a record has no use for positional-only parameters, * and **")
    namespace = {"__qualname__": function.__qualname__}
    if function.__doc__ is not None:
        namespace["__doc__"] = function.__doc__
    return build(
        name, _parameters(function), bases=(datastruct,), namespace=namespace, module=function.__module__,
        readonly=readonly, copy_default=copy_default,
    )  # fmt: skip


def _parameters(function):
    """The parameters as rows (name, type, field)."""
    code = function.__code__
    annotations = _annotations.of_function(function)
    count, names = code.co_argcount, code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    defaults = pair_defaults(names[:count], function.__defaults__, function.__name__)
    defaults.update(function.__kwdefaults__ or {})
    for place, name in enumerate(names):
        field = field_of(defaults.get(name, MISSING), f"{function.__name__}.{name}")
        if place >= count:
            field.kw_only = True
        yield name, annotations.get(name, MISSING), field
